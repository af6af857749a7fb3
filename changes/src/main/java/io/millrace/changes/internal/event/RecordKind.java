// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a record's value (or key) is, by the name of its schema; without one, by the fields it has. No Debezium class is
 * needed.
 */
public enum RecordKind {
    /** A Debezium change event: {@code op}, {@code source} and an image of a row. */
    CHANGE,
    HEARTBEAT,
    TRANSACTION,
    SCHEMA_CHANGE,
    /** A PostgreSQL logical decoding message. */
    MESSAGE,
    NOTIFICATION,
    /** Anything else: curated rows among them. */
    OTHER;

    private static final String DEBEZIUM = "io.debezium.connector.";
    private static final Set<String> TRANSACTION_FIELDS = Set.of("status", "id", "event_count", "data_collections");
    private static final Set<String> SCHEMA_CHANGE_FIELDS = Set.of("source", "databaseName", "ddl", "tableChanges");
    private static final Set<String> MESSAGE_FIELDS = Set.of("op", "source", "message");
    private static final Set<String> NOTIFICATION_FIELDS = Set.of("id", "aggregate_type", "type", "additional_data");

    public static RecordKind of(Schema schema) {
        if (Dialect.isEnvelope(schema)) {
            return CHANGE;
        }
        if (schema.name() != null) {
            return named(schema.name());
        }
        return schema.type() == Schema.Type.STRUCT
                ? of(schema.fields().stream().map(Field::name).collect(Collectors.toSet()))
                : OTHER;
    }

    /** The kind of a schemaless value. */
    public static RecordKind of(Map<?, ?> value) {
        return Dialect.isEnvelope(value) ? CHANGE : of(value.keySet());
    }

    private static RecordKind of(Set<?> fields) {
        if (fields.size() == 1) {
            return fields.contains("ts_ms") || fields.contains("serverName") ? HEARTBEAT : OTHER;
        } else if (fields.containsAll(TRANSACTION_FIELDS)) {
            return TRANSACTION;
        } else if (fields.containsAll(SCHEMA_CHANGE_FIELDS)) {
            return SCHEMA_CHANGE;
        } else if (fields.containsAll(MESSAGE_FIELDS)) {
            return MESSAGE;
        }
        return fields.containsAll(NOTIFICATION_FIELDS) ? NOTIFICATION : OTHER;
    }

    /** Whether this is a record of Debezium's about something else than rows. */
    public boolean isControl() {
        return this != CHANGE && this != OTHER;
    }

    private static RecordKind named(String name) {
        return name.startsWith(DEBEZIUM) ? control(name.substring(name.lastIndexOf('.') + 1)) : OTHER;
    }

    private static RecordKind control(String simpleName) {
        return switch (simpleName) {
            case "Heartbeat", "ServerNameKey" -> HEARTBEAT;
            case "TransactionMetadataValue", "TransactionMetadataKey" -> TRANSACTION;
            case "SchemaChangeValue", "SchemaChangeKey" -> SCHEMA_CHANGE;
            case "MessageValue", "MessageKey" -> MESSAGE;
            case "Notification" -> NOTIFICATION;
            default -> OTHER;
        };
    }

    /** The kind of a value of which only this is known: its schema, or itself where it has none. */
    public static RecordKind of(@Nullable Schema schema, @Nullable Object value) {
        if (schema != null) {
            return of(schema);
        }
        return value instanceof Map<?, ?> map ? of(map) : OTHER;
    }
}
