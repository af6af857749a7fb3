// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static java.util.Objects.requireNonNull;

import io.millrace.changes.internal.event.Op;
import io.millrace.records.ConfigChecks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * True for a change whose operation is one of {@code operations}: {@code c}, {@code u}, {@code d}, {@code r}, {@code t}.
 *
 * <p>The letter is that of curated records: where a connector has letters of its own, what they mean counts. Works on
 * Debezium's change events and on curated rows, which say it in {@code _op}, with schemas and without. False for control
 * records and for tombstones. Thread-safe once configured.
 */
public final class OperationIs<R extends ConnectRecord<R>> extends ChangePredicate<R> {
    static final String OPERATIONS = "operations";

    private static final List<String> CODES = Arrays.stream(Op.values())
            .map(Op::code)
            .filter(code -> Op.of(code) != null)
            .toList();

    private Set<Op> operations = EnumSet.noneOf(Op.class);

    @Override
    void configure(AbstractConfig config) {
        Set<Op> chosen = EnumSet.noneOf(Op.class);
        config.getList(OPERATIONS).forEach(code -> chosen.add(requireNonNull(Op.of(code))));
        operations = chosen;
    }

    @Override
    boolean test(R record, Object value, ChangeReader change) {
        Op op = change.op(value);
        return op != null && operations.contains(op);
    }

    private static void require(String name, Object value) {
        List<Object> strange = value == null ? List.of() : new ArrayList<>((List<?>) value);
        if (value == null || strange.isEmpty() || !CODES.containsAll(strange)) {
            throw new ConfigException(name, value, "expected any of " + String.join(", ", CODES));
        }
    }

    @Override
    public ConfigDef config() {
        return super.config()
                .define(
                        OPERATIONS,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigChecks.described(OperationIs::require, "any of " + String.join(", ", CODES)),
                        Importance.HIGH,
                        "The operations for which the predicate holds: any of c (created), u (updated), d (deleted), r "
                                + "(read by a snapshot), t (truncated). Example: c,u.",
                        "Records",
                        3,
                        Width.SHORT,
                        "Operations");
    }
}
