// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Values without a schema: one Avro record that holds a value of any type, in one of nine fields, and so on inside its
 * arrays and maps. Null is a record with none set.
 */
public final class Anything {
    public static final Schema SCHEMA = schema();

    private static final int BOOLEAN = 0;
    private static final int BYTES = 1;
    private static final int DOUBLE = 2;
    private static final int FLOAT = 3;
    private static final int INT = 4;
    private static final int LONG = 5;
    private static final int STRING = 6;
    private static final int ARRAY = 7;
    private static final int MAP = 8;
    private static final int NONE = 9;

    private Anything() {}

    private static Schema schema() {
        Schema anything = Schema.createRecord(AvroNames.ANYTHING, null, AvroNames.NAMESPACE, false);
        Schema entry = Schema.createRecord(AvroNames.MAP_ENTRY, null, AvroNames.NAMESPACE, false);
        entry.setFields(List.of(new Schema.Field("key", anything), new Schema.Field("value", anything)));
        anything.setFields(List.of(
                optional("boolean", Schema.create(Schema.Type.BOOLEAN)),
                optional("bytes", Schema.create(Schema.Type.BYTES)),
                optional("double", Schema.create(Schema.Type.DOUBLE)),
                optional("float", Schema.create(Schema.Type.FLOAT)),
                optional("int", Schema.create(Schema.Type.INT)),
                optional("long", Schema.create(Schema.Type.LONG)),
                optional("string", Schema.create(Schema.Type.STRING)),
                optional("array", Schema.createArray(anything)),
                optional("map", Schema.createArray(entry))));
        return anything;
    }

    private static Schema.Field optional(String name, Schema type) {
        Schema union = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
        return new Schema.Field(name, union, null, JsonProperties.NULL_VALUE);
    }

    /** Writes a value by its Java type. */
    static final class Writer extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            put(value, out);
        }

        @Override
        void writeNull(ByteOutput out) {
            put(null, out);
        }

        @Override
        String expected() {
            return "a value without a schema";
        }

        private void put(@Nullable Object value, ByteOutput out) {
            int chosen = fieldFor(value);
            out.enter();
            for (int field = BOOLEAN; field <= MAP; field++) {
                out.writeInt(field == chosen ? 1 : 0);
                if (field == chosen && value != null) {
                    put(field, value, out);
                }
            }
            out.leave();
        }

        private static int fieldFor(@Nullable Object value) {
            if (value == null) {
                return NONE;
            }
            if (value instanceof String) {
                return STRING;
            }
            if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
                return INT;
            }
            if (value instanceof Long) {
                return LONG;
            }
            if (value instanceof Map) {
                return MAP;
            }
            if (value instanceof Collection) {
                return ARRAY;
            }
            return rareFieldFor(value);
        }

        private static int rareFieldFor(Object value) {
            if (value instanceof Double) {
                return DOUBLE;
            }
            if (value instanceof Float) {
                return FLOAT;
            }
            if (value instanceof Boolean) {
                return BOOLEAN;
            }
            if (value instanceof byte[] || value instanceof ByteBuffer) {
                return BYTES;
            }
            throw new Fault(
                    value.getClass().getName() + " without a schema (expected a map, list, string, number, boolean or"
                            + " bytes)",
                    "Give the value a schema.");
        }

        private void put(int field, Object value, ByteOutput out) {
            switch (field) {
                case BOOLEAN -> out.writeBoolean((Boolean) value);
                case BYTES -> ScalarWriters.BYTES.write(value, out);
                case DOUBLE -> out.writeDouble((Double) value);
                case FLOAT -> out.writeFloat((Float) value);
                case INT -> out.writeInt(((Number) value).intValue());
                case LONG -> out.writeLong((Long) value);
                case STRING -> out.writeString((String) value);
                case ARRAY -> putAll((Collection<?>) value, out);
                default -> putAll((Map<?, ?>) value, out);
            }
        }

        private void putAll(Collection<?> elements, ByteOutput out) {
            if (!elements.isEmpty()) {
                out.writeLong(elements.size());
                for (Object element : elements) {
                    put(element, out);
                }
            }
            out.writeLong(0);
        }

        private void putAll(Map<?, ?> entries, ByteOutput out) {
            if (!entries.isEmpty()) {
                out.writeLong(entries.size());
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    put(entry.getKey(), out);
                    put(entry.getValue(), out);
                }
            }
            out.writeLong(0);
        }
    }

    /** Reads the value back. */
    static final class Reader extends ReadNode {
        @Override
        @Nullable Object read(ByteInput in) {
            in.enter();
            Object value = null;
            for (int field = BOOLEAN; field <= MAP; field++) {
                if (in.readIndex(2) == 1) {
                    value = take(field, in);
                }
            }
            in.leave();
            return value;
        }

        private Object take(int field, ByteInput in) {
            return switch (field) {
                case BOOLEAN -> in.readBoolean();
                case BYTES -> ByteBuffer.wrap(in.readFixed(in.readLength()));
                case DOUBLE -> in.readDouble();
                case FLOAT -> in.readFloat();
                case INT -> in.readInt();
                case LONG -> in.readLong();
                case STRING -> in.readString();
                case ARRAY -> list(in);
                default -> map(in);
            };
        }

        private List<@Nullable Object> list(ByteInput in) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int n = in.readBlock(false); n > 0; n = in.readBlock(false)) {
                for (int i = 0; i < n; i++) {
                    list.add(read(in));
                }
            }
            return list;
        }

        private Map<@Nullable Object, @Nullable Object> map(ByteInput in) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int n = in.readBlock(false); n > 0; n = in.readBlock(false)) {
                for (int i = 0; i < n; i++) {
                    Object key = read(in);
                    map.put(key, read(in));
                }
            }
            return map;
        }
    }
}
