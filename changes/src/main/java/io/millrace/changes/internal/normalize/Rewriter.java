// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

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

    private volatile @Nullable KnownKey last;

    Rewriter(NormalizeConfig config) {
        this(config.naming(), new PlanCache<>(schema -> KeyPlan.compile(schema, config)));
    }

    private Rewriter(Naming naming, PlanCache<KeyPlan> keys) {
        this.naming = naming;
        this.keys = keys;
    }

    /** The same for the records of one table, which have the same key schema mostly: it is looked for first. */
    Rewriter ofOneTable() {
        return new Rewriter(naming, keys);
    }

    private KeyPlan key(@Nullable Schema schema) {
        if (schema == null) {
            return KeyPlan.KEEP;
        }
        KnownKey known = last;
        if (known == null || known.schema != schema) {
            known = new KnownKey(schema, keys.get(schema));
            last = known;
        }
        return known.plan;
    }

    private record KnownKey(Schema schema, KeyPlan plan) {}

    /** {@code record} with this value; headers, partition and timestamp are kept. */
    <R extends ConnectRecord<R>> R write(R record, @Nullable Schema schema, @Nullable Object value) {
        Schema keySchema = record.keySchema();
        KeyPlan key = key(keySchema);
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
