// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.debezium.transforms.ExtractNewRecordState;
import io.millrace.records.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/** Debezium's ExtractNewRecordState and {@code profile=debezium-compat} with the same settings, side by side. */
final class Oracle<R extends ConnectRecord<R>> {
    private final Transformation<R> theirs = new ExtractNewRecordState<>();
    private final Transformation<R> ours;

    /** Both with {@code settings}; {@code forTheirs} are the real class's where it does not say. */
    Oracle(Map<String, String> settings, Map<String, String> forTheirs) {
        Map<String, String> all = new HashMap<>(forTheirs);
        all.putAll(settings);
        theirs.configure(all);
        this.ours = compat(settings);
    }

    static <R extends ConnectRecord<R>> NormalizeEnvelope<R> compat(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("profile", "debezium-compat");
        NormalizeEnvelope<R> transform = new NormalizeEnvelope<>();
        transform.configure(all);
        return transform;
    }

    /** The settings as {@code key, value, key, value}. */
    static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    /** What the real class makes of a copy: it adds headers to the record that it is given. */
    @Nullable R theirs(R record) {
        return theirs.apply(copy(record));
    }

    @Nullable R ours(R record) {
        return ours.apply(copy(record));
    }

    /** The record as it would be if a tombstone had no schema: a deliberate difference. */
    static <R extends ConnectRecord<R>> @Nullable R withoutTombstoneSchema(@Nullable R record) {
        return record == null || record.value() != null ? record : Side.VALUE.replace(record, null, null);
    }

    private static <R extends ConnectRecord<R>> R copy(R record) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers().duplicate());
    }

    /** All of a record: null values are told from defaults, and schemas from equal ones by everything they hold. */
    static String text(@Nullable ConnectRecord<?> record) {
        if (record == null) {
            return "dropped";
        }
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(header.key() + "=" + text(header.value()) + ":" + text(header.schema()));
        }
        return String.join(
                "\n",
                "topic " + record.topic() + "-" + record.kafkaPartition() + " at " + record.timestamp(),
                "key " + text(record.key()),
                "key schema " + text(record.keySchema()),
                "value " + text(record.value()),
                "value schema " + text(record.valueSchema()),
                "headers " + headers);
    }

    static String text(@Nullable Object value) {
        if (value instanceof Schema schema) {
            return text(schema);
        }
        if (value instanceof byte[] bytes) {
            return List.of(bytes.length, Arrays.hashCode(bytes)).toString();
        }
        if (!(value instanceof Struct struct)) {
            return Objects.toString(value);
        }
        StringBuilder text = new StringBuilder("{");
        for (Field field : struct.schema().fields()) {
            text.append(field.name())
                    .append('=')
                    .append(text(struct.getWithoutDefault(field.name())))
                    .append(", ");
        }
        return text.append('}').toString();
    }

    static String text(@Nullable Schema schema) {
        if (schema == null) {
            return "none";
        }
        StringBuilder text = new StringBuilder(schema.type().getName())
                .append(schema.isOptional() ? "?" : "")
                .append(' ')
                .append(schema.name())
                .append(" v")
                .append(schema.version())
                .append(" default ")
                .append(text(schema.defaultValue()))
                .append(' ')
                .append(schema.parameters())
                .append(" doc ")
                .append(schema.doc());
        if (schema.type() == Schema.Type.STRUCT) {
            schema.fields()
                    .forEach(field -> text.append("\n  ")
                            .append(field.index())
                            .append(' ')
                            .append(field.name())
                            .append(": ")
                            .append(text(field.schema())));
        }
        if (schema.type() == Schema.Type.ARRAY || schema.type() == Schema.Type.MAP) {
            text.append(" of ").append(text(schema.valueSchema()));
        }
        return text.toString();
    }
}
