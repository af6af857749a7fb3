// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Structs;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A column of a row and where in the record its value is. */
public final class ColumnSource {
    enum Origin {
        KEY_FIELD,
        WHOLE_KEY,
        VALUE_FIELD,
        TOPIC,
        PARTITION,
        OFFSET
    }

    private final String name;
    private final Schema schema;
    private final Origin origin;
    private final @Nullable Field field;
    private final @Nullable Object fallback;

    private ColumnSource(String name, Schema schema, Origin origin, @Nullable Field field) {
        this.name = name;
        this.schema = schema;
        this.origin = origin;
        this.field = field;
        this.fallback = schema.isOptional() ? null : schema.defaultValue(); // an optional null is a null, not a default
    }

    static ColumnSource of(Origin origin, Field field) {
        return new ColumnSource(field.name(), field.schema(), origin, field);
    }

    static ColumnSource of(Origin origin, String name, Schema schema) {
        return new ColumnSource(name, schema, origin, null);
    }

    public String name() {
        return name;
    }

    public Schema schema() {
        return schema;
    }

    /** Where the value is, as error texts name it: {@code key.id}, {@code value.email}. */
    public String path() {
        return switch (origin) {
            case KEY_FIELD -> "key." + name;
            case WHOLE_KEY -> "key";
            case VALUE_FIELD -> "value." + name;
            case TOPIC, PARTITION, OFFSET -> name;
        };
    }

    public @Nullable Object read(SinkRecord record) {
        Object value = switch (origin) {
            case KEY_FIELD -> fieldOf(record.key());
            case VALUE_FIELD -> fieldOf(record.value());
            case WHOLE_KEY -> record.key();
            case TOPIC -> record.originalTopic();
            case PARTITION -> record.originalKafkaPartition();
            case OFFSET -> record.originalKafkaOffset();
        };
        return value == null ? fallback : value;
    }

    private @Nullable Object fieldOf(@Nullable Object struct) {
        return struct == null || field == null ? null : Structs.get((Struct) struct, field);
    }
}
