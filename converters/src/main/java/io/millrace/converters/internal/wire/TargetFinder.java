// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.avro.WritePlan;
import io.millrace.converters.internal.registry.Deadline;
import io.millrace.converters.internal.registry.NewestSchemas;
import io.millrace.converters.internal.registry.NewestSchemas.Newest;
import io.millrace.converters.internal.registry.Registered;
import io.millrace.converters.internal.registry.RegisteredSchema;
import io.millrace.converters.internal.registry.Registry;
import io.millrace.converters.internal.registry.Registry.Subjected;
import io.millrace.converters.internal.registry.RegistryOutageError;
import io.millrace.converters.internal.registry.SchemaChoice;
import io.millrace.converters.internal.registry.SchemaId;
import io.millrace.converters.internal.wire.Subjects.Subject;
import io.millrace.records.Fault;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Settles which schema records are written in, by asking the registry. */
final class TargetFinder {
    private static final int NO_ID = -1;

    private final AvroEncoder.Settings settings;
    private final Registry registry;
    private final Subjects subjects;
    private final NewestSchemas newest;

    TargetFinder(AvroEncoder.Settings settings, Registry registry, LongSupplier nanoClock) {
        this.settings = settings;
        this.registry = registry;
        subjects = new Subjects(settings.subjects(), registry, nanoClock);
        newest = new NewestSchemas(registry, settings.newest(), nanoClock);
    }

    /** Throws a {@link Fault} for a schema that does not fit, and what the registry throws. */
    Target find(String topic, TopicTargets targets, String where) {
        SchemaChoice choice = settings.choice();
        if (choice.source() == SchemaChoice.Source.FIXED) {
            SchemaId id = Objects.requireNonNull(choice.id(), "a schema without an id");
            return registered(topic, targets, registry.schema(id, where), Deadline.NEVER);
        }
        Subject subject = subjects.of(topic, () -> targets.own().avro(), where);
        return switch (choice.source()) {
            case REGISTERED -> target(topic, targets.own(), register(subject, targets, where), subject.good());
            case LOOKED_UP -> target(topic, targets.own(), lookUp(subject, targets, where), subject.good());
            case FIXED, WITH_METADATA, NEWEST -> {
                Newest found = newest.of(subject.name(), choice.metadata(), where);
                yield registered(topic, targets, found.schema(), found.good().or(subject.good()));
            }
        };
    }

    private Registered register(Subject subject, TopicTargets targets, String where) {
        return registry.register(ours(subject, targets), where);
    }

    private Registered lookUp(Subject subject, TopicTargets targets, String where) {
        return registry.lookUp(ours(subject, targets), where);
    }

    private Subjected ours(Subject subject, TopicTargets targets) {
        return new Subjected(
                subject.name(), targets.own().avroText(), settings.choice().spelling());
    }

    private Target registered(String topic, TopicTargets targets, RegisteredSchema schema, Deadline good) {
        WritePlan plan = plan(targets, parsed(schema));
        plan.avroText(); // what does not fit is said now, and remembered with the answer
        return target(topic, plan, schema.registered(), good);
    }

    private WritePlan plan(TopicTargets targets, Schema avro) {
        if (targets.connect() != null) {
            return WritePlan.compile(targets.connect(), avro, settings.data());
        }
        if (!avro.equals(targets.own().avro())) {
            throw new Fault(
                    "data without a schema (expected one that fits the registered schema)",
                    "Give the data a schema, or set 'auto.register.schemas' to true.");
        }
        return targets.own();
    }

    private static Schema parsed(RegisteredSchema schema) {
        try {
            return schema.parse();
        } catch (AvroRuntimeException e) {
            throw new Fault(
                    "a registered text that is no Avro schema (" + e.getMessage() + ")", "Register a valid one.");
        }
    }

    private Target target(String topic, WritePlan plan, Registered registered, Deadline good) {
        return switch (settings.ids()) {
            case PREFIX -> new Target(topic, plan, id(registered, topic), null, good);
            case HEADER ->
                new Target(topic, plan, NO_ID, SchemaIds.header(settings.side(), guid(registered, topic)), good);
        };
    }

    private int id(Registered registered, String topic) {
        if (!registered.hasId()) {
            throw cannotName(
                    "a registry that has not said the id of "
                            + settings.choice().id(),
                    topic,
                    "Header");
        }
        return registered.id();
    }

    private UUID guid(Registered registered, String topic) {
        if (registered.guid() == null) {
            throw cannotName("a registry that has no GUID for schema " + registered.id(), topic, "Prefix");
        }
        return registered.guid();
    }

    private RegistryOutageError cannotName(String found, String topic, String instead) {
        String side = settings.side().label();
        return new RegistryOutageError(
                "write Avro",
                found,
                topic + " " + side,
                "Set '" + side + ".schema.id.serializer' to " + instead + "SchemaIdSerializer");
    }
}
