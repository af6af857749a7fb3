// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.stream.Collectors;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The wording of errors: <em>cannot do what: found what (expected what) at where. Then what to do.</em>
 *
 * <p>Names types, lengths and names, never a field's content, which may be a secret. Built only on the failing path.
 */
public final class Errors {
    private Errors() {}

    /** A record that cannot be used: {@code Cannot <action>: <found> at <where>. <remedy>}. */
    public static DataException at(ConnectRecord<?> record, Side side, String action, String found, String remedy) {
        return new DataException(sentence(action, found, where(record) + " " + side.label(), remedy));
    }

    /** As {@link #at}, for a caller that knows the place but holds no record. */
    public static String sentence(String action, String found, String where, String remedy) {
        return "Cannot " + action + ": " + found + " at " + where + ". " + remedy;
    }

    /**
     * Where a record came from: {@code orders-2@1841} as first consumed, or for a source record its source partition
     * and offset.
     */
    public static String where(ConnectRecord<?> record) {
        if (record instanceof SinkRecord sink) {
            return sink.originalTopic() + "-" + sink.originalKafkaPartition() + "@" + sink.originalKafkaOffset();
        }
        if (record instanceof SourceRecord source) {
            return source.topic() + " from " + source.sourcePartition() + " at " + source.sourceOffset();
        }
        return record.topic() + "-" + record.kafkaPartition();
    }

    /** A schema as a reader recognises it: {@code shop.User v3 (fields: id, mail, name)}. */
    public static String describe(@Nullable Schema schema) {
        if (schema == null) {
            return "no schema";
        }
        String name = schema.name() == null ? schema.type().getName() : schema.name();
        String version = schema.version() == null ? "" : " v" + schema.version();
        if (schema.type() != Schema.Type.STRUCT) {
            return name + version;
        }
        return name
                + version
                + schema.fields().stream().map(Field::name).collect(Collectors.joining(", ", " (fields: ", ")"));
    }

    /** {@code value} as a struct, or a {@link DataException} that says what it is instead. */
    public static Struct requireStruct(ConnectRecord<?> record, Side side, Object value) {
        if (value instanceof Struct struct) {
            return struct;
        }
        throw at(
                record,
                side,
                "read the record",
                value.getClass().getSimpleName() + " (expected Struct)",
                "Check the converter.");
    }
}
