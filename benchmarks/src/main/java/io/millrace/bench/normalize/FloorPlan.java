// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** {@link Floor} worked out for one schema: columns are moved as one block of references. */
@SuppressWarnings("JavaUtilDate") // what Connect has for times
final class FloorPlan {
    private static final VarHandle VALUES = values();
    private static final String PLACEHOLDER = "__debezium_unavailable_value";

    private final Schema envelope;
    private final Schema target;
    private final int before;
    private final int after;
    private final int source;
    private final int op;
    private final FloorTypes types;
    private final int[] texts;
    private final FloorKey key;
    private final int sourceTs;
    private final Floor.Changed listing;
    private final String[] names;

    FloorPlan(Schema envelope, Floor.Changed listing) {
        Schema row = envelope.field("after").schema();
        this.envelope = envelope;
        this.before = envelope.field("before").index();
        this.after = envelope.field("after").index();
        this.source = envelope.field("source").index();
        this.op = envelope.field("op").index();
        this.types = new FloorTypes(row);
        this.texts = row.fields().stream()
                .filter(field -> field.schema().type() == Schema.Type.STRING)
                .mapToInt(Field::index)
                .toArray();
        this.key = new FloorKey(envelope);
        this.sourceTs = envelope.field("source").schema().field("ts_ms").index();
        this.listing = listing;
        this.names = row.fields().stream().map(Field::name).toArray(String[]::new);
        this.target = target(row);
    }

    Schema envelope() {
        return envelope;
    }

    SourceRecord apply(SourceRecord record) {
        @Nullable Object[] event = slots((Struct) record.value());
        String code = (String) event[op];
        boolean deleted = code.equals("d");
        @Nullable Object[] image = slots((Struct) event[deleted ? before : after]);
        Struct row = new Struct(target);
        @Nullable Object[] columns = slots(row);
        System.arraycopy(image, 0, columns, 0, image.length);
        for (int i : texts) {
            if (PLACEHOLDER.equals(columns[i])) {
                throw new IllegalStateException("No unavailable values were expected.");
            }
        }
        types.convert(columns);
        @Nullable Object[] origin = slots((Struct) event[source]);
        int next = image.length;
        columns[next++] = code;
        columns[next++] = deleted;
        columns[next++] = key.text(record, event, origin, code.equals("c"));
        columns[next++] = new java.util.Date((Long) origin[sourceTs]);
        if (listing == Floor.Changed.LISTED && code.equals("u") && event[before] != null) {
            columns[next] = changed(image, slots((Struct) event[before]));
        }
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                target,
                row,
                record.timestamp(),
                record.headers());
    }

    private List<String> changed(@Nullable Object[] image, @Nullable Object[] earlier) {
        List<String> changed = new ArrayList<>(4);
        for (int i = 0; i < names.length; i++) {
            Object now = image[i];
            if (now != earlier[i] && (now == null || !isSame(now, earlier[i]))) {
                changed.add(names[i]);
            }
        }
        return changed;
    }

    private static boolean isSame(Object now, @Nullable Object earlier) {
        return now.equals(earlier)
                || (now instanceof byte[] bytes && earlier instanceof byte[] others && Arrays.equals(bytes, others));
    }

    static @Nullable Object[] slots(Struct struct) {
        return (Object[]) VALUES.get(struct);
    }

    private Schema target(Schema row) {
        SchemaBuilder builder = SchemaBuilder.struct().name(row.name());
        row.fields().forEach(field -> builder.field(field.name(), types.target(field.schema())));
        builder.field("_op", Schema.STRING_SCHEMA)
                .field("_deleted", Schema.BOOLEAN_SCHEMA)
                .field("_seq", Schema.STRING_SCHEMA)
                .field("_source_ts", Timestamp.SCHEMA);
        if (listing == Floor.Changed.LISTED) {
            builder.field(
                    "_changed",
                    SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build());
        }
        return builder.build();
    }

    private static VarHandle values() {
        try {
            return MethodHandles.privateLookupIn(Struct.class, MethodHandles.lookup())
                    .findVarHandle(Struct.class, "values", Object[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
