// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * What {@code NormalizeEnvelope} writes for MySQL changes, with nothing but the work itself: no errors, no options, no
 * other database, no other thread. Schemas are told apart by identity alone.
 */
final class Floor implements Transformation<SourceRecord> {
    /** Whether rows have {@code _changed}. */
    enum Changed {
        OMITTED,
        LISTED
    }

    private final Changed listing;
    private final IdentityHashMap<Schema, FloorPlan> plans = new IdentityHashMap<>();
    private @Nullable FloorPlan last;

    Floor(Changed listing) {
        this.listing = listing;
    }

    @Override
    public SourceRecord apply(SourceRecord record) {
        Schema schema = record.valueSchema();
        FloorPlan plan = last;
        if (plan == null || plan.envelope() != schema) {
            plan = plans.computeIfAbsent(schema, absent -> new FloorPlan(absent, listing));
            last = plan;
        }
        return plan.apply(record);
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
