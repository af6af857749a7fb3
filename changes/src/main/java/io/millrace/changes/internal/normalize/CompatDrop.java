// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.records.Errors;
import io.millrace.records.PlanCache;
import io.millrace.records.Schemas;
import io.millrace.records.Side;
import io.millrace.records.Structs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out the fields that a header lists. What is left of a schema is worked out once for each list; lists are as
 * many as the sets of columns that updates change, so that only a bounded number is remembered. Thread-safe.
 */
final class CompatDrop {
    private static final int MAX_LISTS = 1024;

    private final CompatOptions.Drop options;
    private final PlanCache<Map<List<?>, Rest>> rests = new PlanCache<>(schema -> new ConcurrentHashMap<>());

    CompatDrop(CompatOptions.Drop options) {
        this.options = options;
    }

    /** The names in the record's first header of that name; empty if there is none. */
    List<?> listed(ConnectRecord<?> record) {
        for (Header header : record.headers()) {
            if (header.key().equals(options.header())) {
                return list(record, header.value());
            }
        }
        return List.of();
    }

    private List<?> list(ConnectRecord<?> record, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> names) {
            return names;
        }
        throw Errors.at(
                record,
                Side.VALUE,
                "drop fields",
                "header " + options.header() + " is a " + value.getClass().getSimpleName() + " (expected a list)",
                "Correct '" + CompatKeys.DROP_HEADER + "'.");
    }

    /** The key without the fields, if it is to lose any and is a struct. */
    @Nullable Object key(ConnectRecord<?> record, List<?> names) {
        return options.fromKey() && record.key() instanceof Struct key ? without(key, names) : record.key();
    }

    Struct without(Struct struct, List<?> names) {
        if (names.isEmpty()) {
            return struct;
        }
        Map<List<?>, Rest> known = rests.get(struct.schema());
        Rest rest = known.get(names);
        if (rest == null) {
            rest = rest(struct.schema(), names);
            if (known.size() >= MAX_LISTS) {
                known.clear();
            }
            known.put(List.copyOf(names), rest);
        }
        return rest.of(struct);
    }

    private Rest rest(Schema schema, List<?> names) {
        List<Field> kept = schema.fields().stream()
                .filter(field -> !names.contains(field.name())
                        || (options.optional() && !field.schema().isOptional()))
                .toList();
        SchemaBuilder builder = Schemas.like(schema, schema.name());
        kept.forEach(field -> builder.field(field.name(), field.schema()));
        return new Rest(builder.build(), kept.stream().mapToInt(Field::index).toArray());
    }

    /** What is left of a schema. */
    private static final class Rest {
        private final Schema schema;
        private final int[] from;

        Rest(Schema schema, int[] from) {
            this.schema = schema;
            this.from = from;
        }

        Struct of(Struct whole) {
            @Nullable Object[] values = Structs.values(whole);
            Struct struct = new Struct(schema);
            @Nullable Object[] slots = Structs.open(struct);
            for (int i = 0; i < from.length; i++) {
                slots[i] = values[from[i]];
            }
            Structs.close(struct, slots);
            return struct;
        }
    }
}
