// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.PlanCache;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Remembers one plan per route, value schema and key schema. A failed compilation is not remembered: what was wrong may be
 * mended in the store. Thread-safe.
 *
 * @param <T> the route: a record's table
 */
public final class RowPlans<T, P> {
    private static final Schema NONE = SchemaBuilder.struct().name("no value").build();
    private static final Schema SCHEMALESS =
            SchemaBuilder.struct().name("no schema").build();

    private static final class Slot<P> {
        private volatile @Nullable P plan;
    }

    private final Map<T, PlanCache<PlanCache<Slot<P>>>> byRoute = new ConcurrentHashMap<>();

    /** The plan for records like this one; null if there is none yet. */
    public @Nullable P get(T route, SinkRecord row) {
        return slot(route, row).plan;
    }

    public void put(T route, SinkRecord row, P plan) {
        slot(route, row).plan = plan;
    }

    private Slot<P> slot(T route, SinkRecord row) {
        PlanCache<PlanCache<Slot<P>>> byValue = byRoute.get(route);
        if (byValue == null) {
            byValue = byRoute.computeIfAbsent(
                    route, absent -> new PlanCache<>(value -> new PlanCache<>(key -> new Slot<>())));
        }
        return byValue.get(valueSchema(row)).get(row.keySchema() == null ? SCHEMALESS : row.keySchema());
    }

    private static Schema valueSchema(SinkRecord row) {
        if (row.value() == null) {
            return NONE;
        }
        return row.valueSchema() == null ? SCHEMALESS : row.valueSchema();
    }

    /** Forgets every plan, because the tables they were made for may have changed. */
    public void clear() {
        byRoute.clear();
    }
}
