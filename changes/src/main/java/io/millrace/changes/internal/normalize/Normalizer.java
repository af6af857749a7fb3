// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static java.util.Objects.requireNonNull;

import io.millrace.changes.internal.event.Block;
import io.millrace.changes.internal.event.Connector;
import io.millrace.changes.internal.event.Dialect;
import io.millrace.changes.internal.event.RecordKind;
import io.millrace.changes.internal.normalize.NormalizeConfig.Deletes;
import io.millrace.changes.internal.normalize.NormalizeConfig.Policy;
import io.millrace.changes.internal.normalize.NormalizeConfig.Unknown;
import io.millrace.records.Errors;
import io.millrace.records.PlanCache;
import io.millrace.records.Side;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What {@code NormalizeEnvelope} does, built whole from its settings. Thread-safe. */
public final class Normalizer {
    private final NormalizeConfig config;
    private final Settings settings;
    private final ErrorPolicy errors;
    private final @Nullable Compat compat;
    private final boolean keepsTombstones;
    private final PlanCache<EnvelopePlan> plans;
    private final Map<Connector, MapPlan> mapPlans = new ConcurrentHashMap<>();

    public Normalizer(NormalizeConfig config) {
        this.config = config;
        this.settings = new Settings(config, new Rewriter(config));
        this.errors = new ErrorPolicy(config);
        this.compat = config.profile() == Profile.DEBEZIUM_COMPAT ? new Compat(CompatOptions.of(config)) : null;
        this.keepsTombstones = config.deletes() == Deletes.BOTH;
        this.plans = new PlanCache<>(schema -> EnvelopePlan.compile(schema, settings));
    }

    public <R extends ConnectRecord<R>> @Nullable R apply(R record) {
        try {
            if (compat != null) {
                return compat.apply(record);
            }
            Object value = record.value();
            if (value == null) {
                return tombstone(record);
            }
            Schema schema = record.valueSchema();
            return schema == null
                    ? schemaless(record, value)
                    : plans.get(schema).apply(record, value);
        } catch (DataException e) {
            return errors.settle(record, e);
        }
    }

    /** One without a key says nothing. */
    private <R extends ConnectRecord<R>> @Nullable R tombstone(R record) {
        return keepsTombstones && record.key() != null ? settings.rewriter().tombstone(record) : null;
    }

    private <R extends ConnectRecord<R>> @Nullable R schemaless(R record, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "normalize the record",
                    value.getClass().getSimpleName() + " without schema (expected a map or a Struct)",
                    "Check the converter.");
        }
        RecordKind kind = RecordKind.of(map);
        if (kind == RecordKind.CHANGE) {
            return plan(map).apply(record, map);
        }
        String key = EnvelopePlan.controlKey(kind);
        if (key != null) {
            return config.policy(key) == Policy.PASS ? record : null;
        }
        if (config.unknown() == Unknown.PASS) {
            return record;
        }
        throw Errors.at(
                record,
                Side.VALUE,
                "normalize the record",
                "a map without op and source (expected a Debezium change event)",
                "Apply the transform to change topics only, or set '" + NormalizeConfig.UNKNOWN + "' to pass.");
    }

    /** One plan for each connector: what an event lacks must not become the plan of those that have it. */
    private MapPlan plan(Map<?, ?> envelope) {
        Block layout = Block.of(envelope);
        Connector connector = Dialect.connectorOf(requireNonNull(layout.block("source")));
        MapPlan known = mapPlans.get(connector);
        if (known != null) {
            return known;
        }
        MapPlan plan = new MapPlan(envelope, requireNonNull(Dialect.of(layout, config.epochs())), settings);
        mapPlans.put(connector, plan);
        return plan;
    }
}
