// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.avro.ReadPlan;
import io.millrace.converters.internal.registry.Deadline;
import io.millrace.converters.internal.registry.NewestSchemas;
import io.millrace.converters.internal.registry.NewestSchemas.Newest;
import io.millrace.converters.internal.registry.NotRegisteredException;
import io.millrace.converters.internal.registry.RegisteredSchema;
import io.millrace.converters.internal.registry.Registry;
import io.millrace.converters.internal.registry.SchemaId;
import io.millrace.converters.internal.wire.AvroDecoder.FoundPlan;
import io.millrace.converters.internal.wire.Subjects.Subject;
import io.millrace.records.Fault;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles how data of a schema are read, by asking the registry. */
final class ReadPlanFinder {
    private static final Logger LOG = LoggerFactory.getLogger(ReadPlanFinder.class);
    private static final int MAX_SCHEMAS = 1_000;

    private final AvroDecoder.Settings settings;
    private final Registry registry;
    private final LongSupplier nanoClock;
    private final Subjects subjects;
    private final NewestSchemas newest;
    /** The schemas that data were written with: kept only where each serves several topics. */
    private final Map<SchemaId, Schema> writers = new ConcurrentHashMap<>();

    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final @Nullable Schema given;

    /** @param given what all data are read as; null to do what the settings say */
    ReadPlanFinder(AvroDecoder.Settings settings, @Nullable Schema given, Registry registry, LongSupplier nanoClock) {
        this.settings = settings;
        this.given = given;
        this.registry = registry;
        this.nanoClock = nanoClock;
        subjects = new Subjects(settings.subjects(), registry, nanoClock);
        newest = new NewestSchemas(registry, settings.newest(), nanoClock);
    }

    /** Throws a {@link Fault} for a schema that Connect has no form for, and what the registry throws. */
    FoundPlan find(SchemaId id, String topic, String where) {
        Schema writer = writer(id, where);
        return settings.as() == AvroDecoder.ReadAs.WRITTEN
                ? asWritten(writer, Deadline.NEVER)
                : asNewest(writer, topic, where);
    }

    private FoundPlan asWritten(Schema writer, Deadline good) {
        return new FoundPlan(ReadPlan.compile(writer, given == null ? writer : given, settings.data()), good);
    }

    private FoundPlan asNewest(Schema writer, String topic, String where) {
        Subject subject = subjects.of(topic, () -> writer, where);
        try {
            Newest found = newest.of(subject.name(), Map.of(), where);
            Schema reader = parsed(found.schema());
            return new FoundPlan(
                    ReadPlan.compile(writer, reader.equals(writer) ? writer : reader, settings.data()),
                    found.good().or(subject.good()));
        } catch (NotRegisteredException e) {
            if (warned.size() < MAX_SCHEMAS && warned.add(topic)) {
                LOG.warn(
                        "Reading {} as it was written, not as the newest schema: the registry has no subject {}, which a"
                                + " mirrored or renamed topic does not need. Register it, or set 'use.latest.version' to"
                                + " false.",
                        where,
                        subject.name());
            }
            return asWritten(writer, Deadline.in(settings.newest().time(), nanoClock));
        }
    }

    private Schema writer(SchemaId id, String where) {
        Schema known = writers.get(id);
        if (known != null) {
            return known;
        }
        Schema writer = parsed(registry.schema(id, where));
        if (settings.as() == AvroDecoder.ReadAs.NEWEST) {
            if (writers.size() >= MAX_SCHEMAS) {
                writers.clear();
            }
            writers.put(id, writer);
        }
        return writer;
    }

    private static Schema parsed(RegisteredSchema schema) {
        try {
            return schema.parse();
        } catch (AvroRuntimeException e) {
            throw new Fault("text that is no Avro schema (" + e.getMessage() + ")", "Register a valid one.");
        }
    }
}
