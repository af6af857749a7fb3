// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Which of the {@link DataOption}s are on, and which logical types there are. Immutable. */
public record DataOptions(Set<DataOption> on, LogicalTypes logicalTypes) {
    private static final String LOGICAL_TYPES = "logical.types";

    public static final DataOptions DEFAULTS = of(DataOption::isOnByDefault, LogicalTypes.CONFLUENT);

    public DataOptions {
        on = Set.copyOf(on);
    }

    private static DataOptions of(Predicate<DataOption> chosen, LogicalTypes logicalTypes) {
        EnumSet<DataOption> on = EnumSet.noneOf(DataOption.class);
        Arrays.stream(DataOption.values()).filter(chosen).forEach(on::add);
        return new DataOptions(on, logicalTypes);
    }

    /** Adds the switches to {@code def}. */
    public static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Data");
        for (DataOption option : DataOption.values()) {
            group.flag(option.key(), String.valueOf(option.isOnByDefault()), option.display(), option.doc());
        }
        group.choice(
                LOGICAL_TYPES,
                LogicalTypes.CONFLUENT,
                "Logical types",
                "Which logical types of Avro are kept. confluent: decimal, date, time-millis and timestamp-millis; schemas"
                        + " are those that Confluent's converter registers, and all others are plain numbers and texts."
                        + " extended: micro- and nanoseconds, local timestamps, uuid and duration too, as Debezium's"
                        + " types in Connect. Topics that exist get a new version of their schemas with it.");
    }

    public static DataOptions from(AbstractConfig config) {
        return of(
                option -> config.getBoolean(option.key()),
                ConfigChecks.choice(LogicalTypes.class, config.getString(LOGICAL_TYPES)));
    }

    public boolean has(DataOption option) {
        return on.contains(option);
    }

    public DataOptions with(DataOption option) {
        return of(each -> each == option || has(each), logicalTypes);
    }

    public DataOptions without(DataOption option) {
        return of(each -> each != option && has(each), logicalTypes);
    }

    public DataOptions with(LogicalTypes types) {
        return new DataOptions(on, types);
    }
}
