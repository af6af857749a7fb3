// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Kind;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which Debezium ties together the delete and the create that it makes of an update that changes the key:
 * a struct, or the map that Connect's default header converter makes of it.
 */
enum KeyHeaders {
    /** On the create: the key before. */
    OLD("__debezium.oldkey"),
    /** On the delete: the key after. */
    NEW("__debezium.newkey");

    private final String header;

    KeyHeaders(String header) {
        this.header = header;
    }

    boolean isOn(SinkRecord record) {
        return !record.headers().isEmpty() && record.headers().lastWithName(header) != null;
    }

    /** Whether every one of the key's columns can be read from the header. */
    boolean isReadable(SinkRecord record, List<ColumnSource> keys) {
        return keys.stream().allMatch(key -> key(record, key) != null);
    }

    private @Nullable Object key(SinkRecord record, ColumnSource column) {
        Header found = record.headers().lastWithName(header);
        Object value = found == null ? null : found.value();
        if (value instanceof Struct struct) {
            Field field = struct.schema().field(column.name());
            return field == null ? null : struct.get(field);
        }
        return value instanceof Map<?, ?> map ? fitted(map.get(column.name()), column.schema()) : null;
    }

    /** Numbers come back in the smallest type that holds them. */
    private static @Nullable Object fitted(@Nullable Object value, Schema schema) {
        if (schema.name() != null && Kind.of(schema) != Kind.UUID) {
            return null; // its text form in a header is not its value
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 ->
                value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long
                        ? integer(((Number) value).longValue(), schema.type())
                        : null;
            case STRING -> value instanceof String ? value : null;
            case BOOLEAN -> value instanceof Boolean ? value : null;
            default -> null;
        };
    }

    private static Object integer(long value, Schema.Type type) {
        return switch (type) {
            case INT8 -> (byte) value;
            case INT16 -> (short) value;
            case INT32 -> (int) value;
            default -> value;
        };
    }

    /** A key column, read from the header. */
    ColumnSource column(ColumnSource key) {
        return new ColumnSource(key.name(), key.schema(), "header " + header + "." + key.name()) {
            @Override
            public @Nullable Object read(SinkRecord record) {
                return key(record, key);
            }
        };
    }
}
