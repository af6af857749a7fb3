// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.event.RecordKind;
import io.millrace.changes.internal.normalize.NormalizeConfig.Policy;
import io.millrace.changes.internal.normalize.NormalizeConfig.Unknown;
import io.millrace.records.Errors;
import io.millrace.records.Side;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** {@code NormalizeEnvelope} worked out for one value schema: which kind of record it is, and what becomes of it. */
sealed interface EnvelopePlan permits RowPlan, CompatPlan, EnvelopePlan.Control, EnvelopePlan.Unreadable {
    /** The record in its new form; null to drop it. */
    <R extends ConnectRecord<R>> @Nullable R apply(R record, Object value);

    /** Recognises the kind of record by its schema's name and fields, never by a Debezium class. */
    static EnvelopePlan compile(Schema schema, Settings settings) {
        RecordKind kind = RecordKind.of(schema);
        if (kind == RecordKind.CHANGE) {
            return RowPlan.compile(schema, settings);
        }
        NormalizeConfig config = settings.config();
        String key = controlKey(kind);
        if (key != null) {
            return new Control(config.policy(key));
        }
        return config.unknown() == Unknown.PASS
                ? new Control(Policy.PASS)
                : new Unreadable(
                        "normalize the record",
                        Errors.describe(schema) + " (expected a Debezium change event)",
                        "Apply the transform to change topics only, or set '" + NormalizeConfig.UNKNOWN + "' to pass.");
    }

    static @Nullable String controlKey(RecordKind kind) {
        return switch (kind) {
            case HEARTBEAT -> NormalizeConfig.HEARTBEATS;
            case TRANSACTION -> NormalizeConfig.TRANSACTIONS;
            case SCHEMA_CHANGE -> NormalizeConfig.SCHEMA_CHANGES;
            case MESSAGE -> NormalizeConfig.MESSAGES;
            case NOTIFICATION -> NormalizeConfig.NOTIFICATIONS;
            case CHANGE, OTHER -> null;
        };
    }

    /** A record that is no change of a row. */
    record Control(Policy policy) implements EnvelopePlan {
        @Override
        public <R extends ConnectRecord<R>> @Nullable R apply(R record, Object value) {
            return policy == Policy.PASS ? record : null;
        }
    }

    /** A schema that cannot be normalized: found out once, said for each record. */
    record Unreadable(String action, String found, String remedy) implements EnvelopePlan {
        @Override
        public <R extends ConnectRecord<R>> R apply(R record, Object value) {
            throw error(record, Side.VALUE);
        }

        DataException error(ConnectRecord<?> record, Side side) {
            return Errors.at(record, side, action, found, remedy);
        }
    }
}
