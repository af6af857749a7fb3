// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.avro.ByteOutput;
import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.avro.Nesting;
import io.millrace.converters.internal.avro.WritePlan;
import io.millrace.converters.internal.registry.NewestSchemas;
import io.millrace.converters.internal.registry.Refusals;
import io.millrace.converters.internal.registry.Registry;
import io.millrace.converters.internal.registry.SchemaChoice;
import io.millrace.records.Errors;
import io.millrace.records.Fault;
import io.millrace.records.PlanCache;
import io.millrace.records.Side;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Turns Connect data into Avro with the id of its schema: in front, as a zero byte and four more (Confluent's wire
 * format), or in a header. Asks the registry once per schema and topic. Thread-safe.
 */
public final class AvroEncoder {
    /** A buffer that one large record has blown up is not kept. */
    private static final int MAX_KEPT_BYTES = 1024 * 1024;
    /** More schemas times topics than this are forgotten, all at once. */
    private static final int MAX_TARGETS = 50_000;
    /** Each keeps a plan. */
    private static final int MAX_REFUSALS = 1_000;

    /**
     * How values become Avro.
     *
     * @param newest how long the newest schema of a subject is used
     */
    public record Settings(
            SubjectNames subjects,
            SchemaChoice choice,
            NewestSchemas.Keep newest,
            IdOptions.WriteTo ids,
            DataOptions data) {
        Side side() {
            return subjects.side();
        }
    }

    /** What refusals are kept by: records of one schema for one topic. */
    private record Asked(TopicTargets targets, String topic) {}

    private final Settings settings;
    private final LongSupplier nanoClock;
    private final TargetFinder finder;
    private final Refusals<Asked> refusals;
    private final AtomicReference<@Nullable ByteOutput> spare = new AtomicReference<>();
    private final AtomicInteger kept = new AtomicInteger();
    private volatile Plans plans;

    /** What is known of all schemas; replaced as a whole when it has grown too large. */
    private record Plans(PlanCache<TopicTargets> bySchema, TopicTargets schemaless) {}

    public AvroEncoder(Settings settings, Registry registry, LongSupplier nanoClock) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        finder = new TargetFinder(settings, registry, nanoClock);
        refusals = new Refusals<>(nanoClock, MAX_REFUSALS);
        plans = noPlans();
    }

    private Plans noPlans() {
        return new Plans(
                new PlanCache<>(schema -> new TopicTargets(schema, WritePlan.compile(schema, settings.data))),
                new TopicTargets(null, WritePlan.schemaless()));
    }

    /**
     * The bytes of {@code value}; null for null, whatever the schema.
     *
     * @param headers the record's, which the id may go to; null where there are none
     */
    public byte @Nullable [] encode(
            String topic, @Nullable Headers headers, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        Plans known = plans;
        TopicTargets targets = schema == null ? known.schemaless : targets(known, schema, topic);
        ByteOutput free = spare.getAndSet(null);
        ByteOutput out = free != null ? free : new ByteOutput();
        try {
            Target target = target(topic, targets);
            out.reset();
            target.writeId(out);
            if (schema != null) {
                target.plan().trust(schema);
            }
            target.plan().write(value, out);
            addHeader(target, headers);
            return out.toByteArray();
        } catch (Fault fault) {
            throw refusal(fault, topic);
        } finally {
            if (out.capacity() <= MAX_KEPT_BYTES) {
                spare.set(out);
            }
        }
    }

    private TopicTargets targets(Plans known, Schema schema, String topic) {
        try {
            return known.bySchema.get(schema);
        } catch (StackOverflowError e) { // from the schema's own hashCode
            throw refusal(Nesting.tooDeep(), topic);
        }
    }

    private static void addHeader(Target target, @Nullable Headers headers) {
        if (headers != null) {
            target.addTo(headers);
        } else if (target.header() != null) {
            throw new Fault("no headers (expected some, for the schema's id)", "Use PrefixSchemaIdSerializer here.");
        }
    }

    private Target target(String topic, TopicTargets targets) {
        Target known = targets.find(topic);
        return known != null && !known.good().isOver(nanoClock) ? known : ask(topic, targets);
    }

    private Target ask(String topic, TopicTargets targets) {
        Asked asked = new Asked(targets, topic);
        refusals.rethrow(asked);
        try {
            Target found = finder.find(topic, targets, where(topic));
            if (targets.keep(found) && kept.incrementAndGet() > MAX_TARGETS) {
                kept.set(0);
                plans = noPlans();
            }
            return found;
        } catch (Fault fault) {
            throw refusals.keep(asked, refusal(fault, topic));
        } catch (DataException e) {
            throw refusals.keep(asked, e);
        }
    }

    private DataException refusal(Fault fault, String topic) {
        return new DataException(Errors.sentence(
                "write Avro", fault.found(), fault.at(where(topic)), fault.remedyOr("Mend the schema or the source.")));
    }

    private String where(String topic) {
        return topic + " " + settings.side().label();
    }
}
