// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.avro.ByteInput;
import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.avro.ReadPlan;
import io.millrace.converters.internal.registry.Deadline;
import io.millrace.converters.internal.registry.NewestSchemas;
import io.millrace.converters.internal.registry.Refusals;
import io.millrace.converters.internal.registry.Registry;
import io.millrace.converters.internal.registry.SchemaId;
import io.millrace.converters.internal.wire.SchemaIds.Located;
import io.millrace.records.Errors;
import io.millrace.records.Fault;
import io.millrace.records.Side;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Turns Avro with the id of its schema, in front or in a header, into Connect data. The id alone says how to read, so
 * topics that were mirrored or renamed are read as well. Asks the registry once per id. Thread-safe.
 */
public final class AvroDecoder {
    private static final int MAX_PLANS = 4096;
    private static final int MAX_REFUSALS = 10_000;
    private static final String CHECK_PRODUCER = "Check the producer's serializer.";

    /** As what data are read. */
    public enum ReadAs {
        /** As they were written. */
        WRITTEN,
        /** As the newest schema of their topic's subject says. */
        NEWEST
    }

    /** What becomes of bytes after a record's own. */
    public enum Trailing {
        REFUSED,
        IGNORED
    }

    /**
     * How Avro becomes values.
     *
     * @param newest how long the newest schema of a subject is used
     */
    public record Settings(
            SubjectNames subjects,
            IdOptions.ReadFrom ids,
            ReadAs as,
            NewestSchemas.Keep newest,
            Trailing trailing,
            DataOptions data) {
        Side side() {
            return subjects.side();
        }

        Settings asWritten() {
            return new Settings(subjects, ids, ReadAs.WRITTEN, newest, trailing, data);
        }
    }

    /** What plans are kept by; {@code topic} is null where every topic has the same. */
    private record Asked(SchemaId id, @Nullable String topic) {}

    /** What was used lately. */
    private record Recent(Located located, String topic, FoundPlan found) {}

    private final Settings settings;
    private final LongSupplier nanoClock;
    private final SchemaIds ids;
    private final ReadPlanFinder finder;
    private final ByteInput.Source inputs;
    private final Map<Asked, FoundPlan> plans = new ConcurrentHashMap<>();
    private final Refusals<Asked> refusals;
    private volatile @Nullable Recent last;

    /** A plan, and until when it is right. */
    record FoundPlan(ReadPlan plan, Deadline good) {}

    public AvroDecoder(Settings settings, Registry registry, LongSupplier nanoClock) {
        this(settings, new ReadPlanFinder(settings, null, registry, nanoClock), ByteInput::new, nanoClock);
    }

    private AvroDecoder(Settings settings, ReadPlanFinder finder, ByteInput.Source inputs, LongSupplier nanoClock) {
        this.settings = settings;
        this.finder = finder;
        this.inputs = inputs;
        this.nanoClock = nanoClock;
        ids = new SchemaIds(settings.side(), settings.ids);
        refusals = new Refusals<>(nanoClock, MAX_REFUSALS);
    }

    /**
     * Reads all data as those of {@code reader}, by Avro's rules, whatever they were written with. Texts are what {@code inputs}
     * make of them.
     */
    public static AvroDecoder resolvingTo(
            Schema reader, Settings settings, Registry registry, ByteInput.Source inputs) {
        Settings asWritten = settings.asWritten();
        LongSupplier nanoClock = System::nanoTime;
        return new AvroDecoder(
                asWritten, new ReadPlanFinder(asWritten, reader, registry, nanoClock), inputs, nanoClock);
    }

    /**
     * The data in {@code bytes}; {@link SchemaAndValue#NULL} for null.
     *
     * @param headers the record's, in which the id may be; null where there are none
     */
    public SchemaAndValue decode(String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        Recent recent = last;
        Located located = locate(topic, headers, bytes, recent);
        ReadPlan plan = plan(located, topic, recent);
        try {
            ByteInput in = inputs.of(bytes, located.offset());
            return settings.trailing == Trailing.REFUSED ? plan.read(in) : plan.readStart(in);
        } catch (Fault fault) {
            throw unreadable("read data of " + located.id(), fault, topic, CHECK_PRODUCER);
        }
    }

    private Located locate(String topic, @Nullable Headers headers, byte[] bytes, @Nullable Recent recent) {
        try {
            return ids.locate(headers, bytes, recent == null ? null : recent.located);
        } catch (Fault fault) {
            throw unreadable("read Avro", fault, topic, CHECK_PRODUCER);
        }
    }

    private ReadPlan plan(Located located, String topic, @Nullable Recent recent) {
        if (recent != null
                && recent.located.equals(located)
                && (settings.as == ReadAs.WRITTEN || recent.topic.equals(topic))
                && !recent.found.good.isOver(nanoClock)) {
            return recent.found.plan;
        }
        FoundPlan found = find(located.id(), topic);
        last = new Recent(located, topic, found);
        return found.plan;
    }

    private FoundPlan find(SchemaId id, String topic) {
        Asked asked = new Asked(id, settings.as == ReadAs.WRITTEN ? null : topic);
        FoundPlan known = plans.get(asked);
        if (known != null && !known.good.isOver(nanoClock)) {
            return known;
        }
        FoundPlan found = ask(id, topic);
        if (plans.size() >= MAX_PLANS) {
            plans.clear();
        }
        plans.put(asked, found);
        return found;
    }

    private FoundPlan ask(SchemaId id, String topic) {
        Asked asked = new Asked(id, topic);
        refusals.rethrow(asked);
        try {
            return finder.find(id, topic, where(topic));
        } catch (Fault fault) {
            throw refusals.keep(asked, unreadable("use " + id, fault, topic, "Change the producer's schema."));
        } catch (DataException e) {
            throw refusals.keep(asked, e);
        }
    }

    private DataException unreadable(String action, Fault fault, String topic, String remedy) {
        return new DataException(
                Errors.sentence(action, fault.found(), fault.at(where(topic)), fault.remedyOr(remedy)));
    }

    private String where(String topic) {
        return topic + " " + settings.side().label();
    }
}
