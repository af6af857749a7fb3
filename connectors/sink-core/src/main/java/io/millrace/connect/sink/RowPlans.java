// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.PlanCache;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Remembers one plan per topic, value schema and key schema. A failed compilation is not remembered: what was wrong
 * may be mended in the store. Not thread-safe.
 */
public final class RowPlans<P> {
    private static final Schema NONE = SchemaBuilder.struct().name("no schema").build();

    private static final class Slot<P> {
        private @Nullable P plan;
    }

    private final Function<SinkRecord, P> compiler;
    private final Map<String, PlanCache<PlanCache<Slot<P>>>> byTopic = new HashMap<>();

    public RowPlans(Function<SinkRecord, P> compiler) {
        this.compiler = compiler;
    }

    public P get(SinkRecord record) {
        PlanCache<PlanCache<Slot<P>>> byValue = byTopic.get(record.topic());
        if (byValue == null) {
            byValue = new PlanCache<>(value -> new PlanCache<>(key -> new Slot<>()));
            byTopic.put(record.topic(), byValue);
        }
        Schema value = record.value() == null ? null : record.valueSchema();
        Slot<P> slot = byValue.get(orNone(value)).get(orNone(record.keySchema()));
        P plan = slot.plan;
        if (plan == null) {
            plan = compiler.apply(record);
            slot.plan = plan;
        }
        return plan;
    }

    /** Forgets every plan, because the tables they were made for may have changed. */
    public void clear() {
        byTopic.clear();
    }

    private static Schema orNone(@Nullable Schema schema) {
        return schema == null ? NONE : schema;
    }
}
