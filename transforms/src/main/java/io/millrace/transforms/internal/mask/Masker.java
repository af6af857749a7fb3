// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.changes.internal.event.MetadataNames;
import io.millrace.changes.internal.event.Placeholder;
import io.millrace.changes.internal.event.RecordKind;
import io.millrace.records.Errors;
import io.millrace.records.PlanCache;
import io.millrace.records.Side;
import io.millrace.transforms.MaskFields;
import io.millrace.transforms.internal.mask.Mask.Masked;
import io.millrace.transforms.internal.mask.MaskConfig.Missing;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What {@link MaskFields} does, built whole from its settings. Thread-safe. */
public final class Masker {
    private final Side side;
    private final List<Walk> walks;
    private final Missing missing;
    private final SchemalessMask schemaless;
    private final PlanCache<Plan> plans;

    public Masker(MaskConfig config, Side side) {
        Placeholder placeholder = config.placeholder();
        MetadataNames names = config.metadataNames();
        this.side = side;
        this.walks = Walk.of(config.rules());
        this.missing = config.missing();
        this.schemaless = new SchemalessMask(walks, names, placeholder);
        this.plans =
                new PlanCache<>(schema -> Plan.compile(schema, new MaskCompiler(walks, names, placeholder), walks));
    }

    public <R extends ConnectRecord<R>> R apply(R record) {
        Object value = side.value(record);
        if (value == null) {
            return record;
        }
        Schema schema = side.schema(record);
        R masked = schema == null ? schemaless(record, value) : withSchema(record, schema, value);
        return side == Side.KEY ? KeyHeaders.masked(masked, this) : masked;
    }

    private <R extends ConnectRecord<R>> R withSchema(R record, Schema schema, Object value) {
        Plan plan = plans.get(schema);
        if (plan.isSpotless()) {
            Masked masked = plan.masked();
            return masked == null ? record : side.replace(record, masked.schema(), changed(record, masked, value));
        }
        MaskTrace.Problem problem = plan.problem();
        if (problem != null) {
            throw Errors.at(record, side, problem.action(), problem.found(), problem.remedy());
        }
        if (missing == Missing.FAIL && !isControl(record)) {
            throw missing(record, plan.missing(), Errors.describe(schema));
        }
        Masked masked = plan.masked();
        return masked == null ? record : side.replace(record, masked.schema(), changed(record, masked, value));
    }

    private @Nullable Object changed(ConnectRecord<?> record, Masked masked, Object value) {
        try {
            return masked.change().apply(value);
        } catch (ClassCastException e) { // names classes, not values
            DataException thrown = Errors.at(
                    record,
                    side,
                    "mask the record",
                    "a value of another type than its schema's",
                    "Check the converter.");
            thrown.initCause(e);
            throw thrown;
        }
    }

    private <R extends ConnectRecord<R>> R schemaless(R record, Object value) {
        if (isControl(record)) {
            return record;
        }
        MaskTrace trace = new MaskTrace();
        Object masked = schemaless.apply(value, trace);
        MaskTrace.Problem problem = trace.problem();
        if (problem != null) {
            throw Errors.at(record, side, problem.action(), problem.found(), problem.remedy());
        }
        List<String> lost = missing == Missing.FAIL ? trace.missing(walks) : List.of();
        if (!lost.isEmpty()) {
            throw missing(record, lost, value instanceof Map<?, ?> map ? "the fields " + map.keySet() : "it");
        }
        return masked == value ? record : side.replace(record, null, masked);
    }

    private DataException missing(ConnectRecord<?> record, List<String> fields, String where) {
        return Errors.at(
                record,
                side,
                "mask " + fields,
                "not in " + where,
                "Correct 'fields', apply the transform to fewer tables, or set 'missing' to ignore.");
    }

    /** Whether a record is about something else than rows, whichever half of it says so. */
    private static boolean isControl(ConnectRecord<?> record) {
        return RecordKind.of(record.valueSchema(), record.value()).isControl();
    }

    /** A key in another place than a record's; null for one that cannot be masked there. */
    public @Nullable SchemaAndValue key(@Nullable Schema schema, Object value) {
        if (schema == null) {
            MaskTrace trace = new MaskTrace();
            Object masked = schemaless.apply(value, trace);
            return trace.problem() == null && isWhole(trace.missing(walks)) ? new SchemaAndValue(null, masked) : null;
        }
        Plan plan = plans.get(schema);
        if (plan.problem() != null || !isWhole(plan.missing())) {
            return null;
        }
        Masked masked = plan.masked();
        return masked == null
                ? new SchemaAndValue(schema, value)
                : new SchemaAndValue(masked.schema(), masked.change().apply(value));
    }

    private boolean isWhole(List<String> lost) {
        return lost.isEmpty() || missing == Missing.IGNORE;
    }

    /** {@link Masker} worked out for one schema: what it makes of a value, and what is wrong with it. */
    private record Plan(@Nullable Masked masked, List<String> missing, MaskTrace.@Nullable Problem problem) {
        private static final Plan PASS = new Plan(null, List.of(), null);

        static Plan compile(Schema schema, MaskCompiler compiler, List<Walk> walks) {
            if (RecordKind.of(schema).isControl()) {
                return PASS;
            }
            Masked masked = compiler.compile(schema);
            MaskTrace trace = compiler.trace();
            return new Plan(masked, trace.missing(walks), trace.problem());
        }

        boolean isSpotless() {
            return problem == null && missing.isEmpty();
        }
    }
}
