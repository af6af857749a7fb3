// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.records.PlanCache;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What {@code NormalizeEnvelope} does with {@code profile=debezium-compat}: as Debezium's ExtractNewRecordState does.
 *
 * <p>A value without schema, and one that is no change event, passes unchanged. A tombstone passes in mode
 * rewrite-with-tombstone alone; the other modes make their own or none. Thread-safe.
 */
final class Compat {
    private final CompatOptions options;
    private final PlanCache<EnvelopePlan> plans;

    Compat(CompatOptions options) {
        this.options = options;
        this.plans = new PlanCache<>(schema -> CompatPlan.compile(schema, options));
    }

    <R extends ConnectRecord<R>> @Nullable R apply(R record) {
        Object value = record.value();
        Schema schema = record.valueSchema();
        if (value == null) {
            return options.deletes() == CompatOptions.Deletes.REWRITE_WITH_TOMBSTONE ? tombstone(record) : null;
        }
        return schema == null ? record : plans.get(schema).apply(record, value);
    }

    private <R extends ConnectRecord<R>> R tombstone(R record) {
        Headers headers = record.headers().duplicate();
        for (CompatField field : options.headers()) {
            if (field.isOp()) {
                headers.add(field.name(), "d", Schema.STRING_SCHEMA);
            }
        }
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                null,
                null,
                record.timestamp(),
                headers);
    }
}
