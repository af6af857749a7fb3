// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * How a contender writes a change.
 *
 * @param metadata which {@link Facts} its further columns state; {@code _cdc.op} is a field of a nested struct
 * @param deletes what it makes of a delete
 */
record Form(Map<String, String> metadata, Deletes deletes) {
    enum Deletes {
        AS_ROW,
        AS_NULL
    }

    static final Form MILLRACE = new Form(
            Map.of(
                    "_op", Facts.OP,
                    "_deleted", Facts.DELETED,
                    "_seq", Facts.ORDER_KEY,
                    "_source_ts", Facts.COMMITTED),
            Deletes.AS_ROW);
    static final Form UNWRAP = new Form(
            Map.of(
                    "__op", Facts.OP,
                    "__source_ts_ms", Facts.COMMITTED,
                    "__source_file", Facts.FILE,
                    "__source_pos", Facts.POS),
            Deletes.AS_NULL);
    static final Form CHAIN = new Form(
            Map.of(
                    "_op", Facts.OP,
                    "_source_ts", Facts.COMMITTED,
                    "_file", Facts.FILE,
                    "_pos", Facts.POS),
            Deletes.AS_NULL);
    static final Form ICEBERG = new Form(Map.of("_cdc.op", Facts.OP), Deletes.AS_ROW);

    Form {
        metadata = Map.copyOf(metadata);
    }

    Form with(String column, String fact) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(column, fact);
        return new Form(more, deletes);
    }

    Form deleting(Deletes other) {
        return new Form(metadata, other);
    }

    /** What the output says about the columns of {@code row} and about the change; null if it is a tombstone. */
    @Nullable Map<String, Object> read(@Nullable ConnectRecord<?> output, Schema row) {
        if (output == null || !(output.value() instanceof Struct value)) {
            return null;
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        read(facts, "", value, row);
        return facts;
    }

    private void read(Map<String, Object> facts, String prefix, Struct struct, Schema row) {
        for (Field field : struct.schema().fields()) {
            String name = prefix + field.name();
            Object value = struct.getWithoutDefault(field.name());
            if (value == null) {
                continue;
            }
            Field column = row.field(name);
            String fact = metadata.get(name);
            if (column != null) {
                facts.put(name, Facts.of(column.schema(), value));
            } else if (fact != null) {
                facts.put(fact, said(fact, value));
            } else if (value instanceof Struct nested) {
                read(facts, name + ".", nested, row);
            }
        }
    }

    private static Object said(String fact, Object value) {
        return switch (fact) {
            case Facts.OP -> Map.of("I", "c", "U", "u", "D", "d").getOrDefault(value.toString(), value.toString());
            case Facts.DELETED -> Boolean.valueOf(value.toString());
            case Facts.COMMITTED ->
                value instanceof Number ms ? Facts.instant(ms.longValue()) : ((java.util.Date) value).toInstant();
            case Facts.CHANGED -> List.copyOf((List<?>) value);
            default -> value;
        };
    }

    Set<String> facts() {
        return Set.copyOf(metadata.values());
    }
}
