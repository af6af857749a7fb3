// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.OptionGroup;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Which of the {@link DataOption}s are on. Immutable. */
public record DataOptions(Set<DataOption> on) {
    public static final DataOptions DEFAULTS = of(DataOption::isOnByDefault);

    public DataOptions {
        on = Set.copyOf(on);
    }

    private static DataOptions of(Predicate<DataOption> chosen) {
        EnumSet<DataOption> on = EnumSet.noneOf(DataOption.class);
        Arrays.stream(DataOption.values()).filter(chosen).forEach(on::add);
        return new DataOptions(on);
    }

    /** Adds the switches to {@code def}. */
    public static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Data");
        for (DataOption option : DataOption.values()) {
            group.flag(option.key(), String.valueOf(option.isOnByDefault()), option.display(), option.doc());
        }
    }

    public static DataOptions from(AbstractConfig config) {
        return of(option -> config.getBoolean(option.key()));
    }

    public boolean has(DataOption option) {
        return on.contains(option);
    }

    public DataOptions with(DataOption option) {
        return of(each -> each == option || has(each));
    }

    public DataOptions without(DataOption option) {
        return of(each -> each != option && has(each));
    }
}
