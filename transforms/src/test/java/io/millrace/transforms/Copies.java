// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** Records and values copied in depth, so that what changes them afterwards shows. */
public final class Copies {
    private Copies() {}

    public static Object of(@Nullable ConnectRecord<?> record) {
        if (record == null) {
            return "dropped";
        }
        List<Object> parts = new ArrayList<>();
        parts.addAll(Arrays.asList(record.topic(), record.kafkaPartition(), record.timestamp()));
        parts.addAll(Arrays.asList(record.keySchema(), of(record.key()), record.valueSchema(), of(record.value())));
        for (Header header : record.headers()) {
            parts.addAll(Arrays.asList(header.key(), of(header.value())));
        }
        return parts;
    }

    /** With structs as maps, and the schema of each. */
    public static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<Object, Object> fields = new HashMap<>();
            fields.put("schema of a struct", struct.schema());
            for (Field field : struct.schema().fields()) {
                fields.put(field.name(), of(struct.getWithoutDefault(field.name())));
            }
            return fields;
        }
        return copied(value, false);
    }

    /** As {@link #of}, but without schemas, and with one type for 8 and 16 bits: what has to be alike in a row. */
    public static @Nullable Object content(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<Object, Object> fields = new HashMap<>();
            for (Field field : struct.schema().fields()) {
                fields.put(field.name(), content(struct.getWithoutDefault(field.name())));
            }
            return fields;
        }
        return value instanceof Byte small ? Short.valueOf(small) : copied(value, true);
    }

    private static @Nullable Object copied(@Nullable Object value, boolean content) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes.clone());
        } else if (value instanceof ByteBuffer bytes) {
            return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        } else if (value instanceof Date date) {
            return new Date(date.getTime());
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new HashMap<>();
            map.forEach((key, each) -> copy.put(key, content ? content(each) : of(each)));
            return copy;
        } else if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(content ? content(each) : of(each)));
            return copy;
        }
        return value;
    }

    /** Throws unless {@code value}, in all its depth, is what {@code schema} says; without schema anything is. */
    public static void requireValid(@Nullable Schema schema, @Nullable Object value) {
        if (schema == null) {
            return;
        }
        ConnectSchema.validateValue(schema, value);
        if (value instanceof Struct struct) {
            struct.validate();
            for (Field field : schema.fields()) {
                requireValid(field.schema(), struct.getWithoutDefault(field.name()));
            }
        } else if (value instanceof List<?> list) {
            list.forEach(each -> requireValid(schema.valueSchema(), each));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(each -> requireValid(schema.valueSchema(), each));
        }
    }
}
