// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.avro.ByteOutput;
import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.avro.Fault;
import io.millrace.converters.internal.avro.WritePlan;
import io.millrace.converters.internal.registry.Refusals;
import io.millrace.converters.internal.registry.Registry;
import io.millrace.converters.internal.registry.SchemaChoice;
import io.millrace.records.Errors;
import io.millrace.records.PlanCache;
import io.millrace.records.Side;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Turns Connect data into Confluent's wire format: a zero byte, the schema's id in four bytes, Avro. Asks the registry
 * once per schema and topic. Thread-safe.
 */
public final class AvroEncoder {
    static final int MAGIC = 0;
    /** A buffer that one large record has blown up is not kept. */
    private static final int MAX_KEPT_BYTES = 1024 * 1024;

    /** How values become Avro. */
    public record Settings(Side side, SubjectNames subjects, SchemaChoice choice, DataOptions data) {}

    /** What refusals are kept by. */
    private record Asked(String subject, String schema) {}

    private final Settings settings;
    private final Registry registry;
    private final PlanCache<WritePlan> plans;
    private final WritePlan schemaless = WritePlan.schemaless();
    private final Refusals<Asked> refusals;
    private final AtomicReference<@Nullable ByteOutput> spare = new AtomicReference<>();

    public AvroEncoder(Settings settings, Registry registry, LongSupplier nanoClock) {
        this.settings = settings;
        this.registry = registry;
        plans = new PlanCache<>(schema -> WritePlan.compile(schema, settings.data));
        refusals = new Refusals<>(nanoClock);
    }

    /** The bytes of {@code value}; null for null, whatever the schema. */
    public byte @Nullable [] encode(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        WritePlan plan = schema == null ? schemaless : plans.get(schema);
        ByteOutput free = spare.getAndSet(null);
        ByteOutput out = free != null ? free : new ByteOutput();
        try {
            int known = plan.id(topic);
            int id = known >= 0 ? known : ask(topic, plan);
            out.reset();
            out.writeByte(MAGIC);
            out.writeBigEndianInt(id);
            plan.write(value, out);
            return out.toByteArray();
        } catch (Fault fault) {
            throw refusal(fault, topic);
        } finally {
            if (out.capacity() <= MAX_KEPT_BYTES) {
                spare.set(out);
            }
        }
    }

    private int ask(String topic, WritePlan plan) {
        String subject = settings.subjects.subject(topic);
        Asked asked = new Asked(subject, plan.avroText());
        refusals.rethrow(asked);
        try {
            String where = where(topic);
            int id = switch (settings.choice) {
                case REGISTERED -> registry.register(subject, asked.schema, where);
                case LOOKED_UP -> registry.lookUp(subject, asked.schema, where);
            };
            plan.remember(topic, id);
            return id;
        } catch (DataException e) {
            throw refusals.keep(asked, e);
        }
    }

    private DataException refusal(Fault fault, String topic) {
        return new DataException(Errors.sentence(
                "write Avro", fault.found(), fault.at(where(topic)), fault.remedyOr("Mend the schema or the source.")));
    }

    private String where(String topic) {
        return topic + " " + settings.side.label();
    }
}
