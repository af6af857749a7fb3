// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Structs;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A column of a row and where in the record its value is. */
public abstract class ColumnSource {
    private final String name;
    private final Schema schema;
    private final String path;

    ColumnSource(String name, Schema schema, String path) {
        this.name = name;
        this.schema = schema;
        this.path = path;
    }

    public final String name() {
        return name;
    }

    public final Schema schema() {
        return schema;
    }

    /** Where the value is, as error texts name it: {@code key.id}, {@code value.email}. */
    public final String path() {
        return path;
    }

    public abstract @Nullable Object read(SinkRecord record);

    /** Index of the value's field that {@link #read} would give as it is stored; -1 if it does more than that. */
    public int valueIndex() {
        return -1;
    }

    /** A column that something else than a field gives. */
    public static ColumnSource of(
            String name, Schema schema, String path, Function<SinkRecord, @Nullable Object> reader) {
        return new ColumnSource(name, schema, path) {
            @Override
            public @Nullable Object read(SinkRecord record) {
                return reader.apply(record);
            }
        };
    }

    static ColumnSource keyField(Field field) {
        return new OfStruct(field, "key.") {
            @Override
            public @Nullable Object read(SinkRecord record) {
                return valueIn(record.key());
            }
        };
    }

    static ColumnSource valueField(Field field) {
        return new OfStruct(field, "value.") {
            @Override
            public int valueIndex() {
                return indexIfPlain();
            }

            @Override
            public @Nullable Object read(SinkRecord record) {
                return valueIn(record.value());
            }
        };
    }

    static ColumnSource wholeKey(String name, Schema schema) {
        return new ColumnSource(name, schema, "key") {
            @Override
            public @Nullable Object read(SinkRecord record) {
                return record.key();
            }
        };
    }

    static ColumnSource keyEntry(String name, Schema schema) {
        return new ColumnSource(name, schema, "key." + name) {
            @Override
            public @Nullable Object read(SinkRecord record) {
                return record.key() instanceof Map<?, ?> map ? map.get(name()) : null;
            }
        };
    }

    static ColumnSource topic(String name) {
        return new ColumnSource(name, Schema.STRING_SCHEMA, name) {
            @Override
            public Object read(SinkRecord record) {
                return record.originalTopic();
            }
        };
    }

    static ColumnSource partition(String name) {
        return new ColumnSource(name, Schema.INT32_SCHEMA, name) {
            @Override
            public Object read(SinkRecord record) {
                return record.originalKafkaPartition();
            }
        };
    }

    static ColumnSource offset(String name) {
        return new ColumnSource(name, Schema.INT64_SCHEMA, name) {
            @Override
            public Object read(SinkRecord record) {
                return record.originalKafkaOffset();
            }
        };
    }

    /** The same for every record. */
    static ColumnSource constant(String name, Schema schema, @Nullable Object value) {
        return new ColumnSource(name, schema, name) {
            @Override
            public @Nullable Object read(SinkRecord record) {
                return value;
            }
        };
    }

    /** A field of a struct, by index. */
    private abstract static class OfStruct extends ColumnSource {
        private final Field field;
        private final @Nullable Object fallback;

        OfStruct(Field field, String side) {
            super(field.name(), field.schema(), side + field.name());
            this.field = field;
            Schema schema = field.schema();
            this.fallback = schema.isOptional() ? null : schema.defaultValue(); // an optional null is a null
        }

        final int indexIfPlain() {
            return fallback == null ? field.index() : -1;
        }

        final @Nullable Object valueIn(@Nullable Object struct) {
            Object value = struct == null ? null : Structs.get((Struct) struct, field);
            return value == null ? fallback : value;
        }
    }
}
