// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.Errors;
import io.millrace.records.PlanCache;
import io.millrace.records.Side;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Puts a new value into a record, under the names of topic and key that the settings ask for. Thread-safe. */
final class Rewriter {
    private final Naming naming;
    private final PlanCache<KeyPlan> keys;

    Rewriter(NormalizeConfig config) {
        this.naming = config.naming();
        this.keys = new PlanCache<>(schema -> KeyPlan.compile(schema, config));
    }

    /** {@code record} with this value; headers, partition and timestamp are kept. */
    <R extends ConnectRecord<R>> R write(R record, @Nullable Schema schema, @Nullable Object value) {
        Schema keySchema = record.keySchema();
        KeyPlan key = keySchema == null ? KeyPlan.KEEP : keys.get(keySchema);
        return record.newRecord(
                naming.topic(record),
                record.kafkaPartition(),
                key.schema(record),
                keySchema == null ? naming.columns(record.key()) : key.apply(record),
                schema,
                value,
                record.timestamp(),
                record.headers());
    }

    /** A tombstone has neither value nor schema. */
    <R extends ConnectRecord<R>> R tombstone(R record) {
        if (record.key() == null) {
            throw Errors.at(
                    record,
                    Side.KEY,
                    "write a tombstone",
                    "no key",
                    "Set '" + NormalizeConfig.DELETES + "' to row, or the connector's message.key.columns.");
        }
        return write(record, null, null);
    }
}
