// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.registry.Deadline;
import io.millrace.converters.internal.registry.Registry;
import io.millrace.records.Fault;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Names subjects; asks the registry once per topic where it is the one to know. Thread-safe. */
final class Subjects {
    /** A subject, and until when it is right. */
    record Subject(String name, Deadline good) {}

    /** What the registry said about a topic: null for nothing. */
    private record Association(@Nullable String subject, Deadline good) {}

    private final SubjectNames names;
    private final Registry registry;
    private final LongSupplier nanoClock;
    private final Map<String, Association> associations = new ConcurrentHashMap<>();

    Subjects(SubjectNames names, Registry registry, LongSupplier nanoClock) {
        this.names = names;
        this.registry = registry;
        this.nanoClock = nanoClock;
    }

    /** The subject of records of {@code topic}; {@code schema} is asked only by strategies that need its name. */
    Subject of(String topic, Supplier<Schema> schema, String where) {
        if (names.strategy() != SubjectStrategy.ASSOCIATED) {
            return new Subject(names.strategy().subject(topic, names.side(), schema), Deadline.NEVER);
        }
        Association association = association(topic, where);
        String name = association.subject != null ? association.subject : fallback(topic, schema);
        return new Subject(name, association.good);
    }

    private String fallback(String topic, Supplier<Schema> schema) {
        SubjectStrategy fallback = names.associations().fallback();
        if (fallback == null) {
            throw new Fault(
                    "no subject that the registry associates with topic " + topic + " (expected one)",
                    "Associate one, or set 'subject.name.strategy.fallback.type'.");
        }
        return fallback.subject(topic, names.side(), schema);
    }

    private Association association(String topic, String where) {
        Association known = associations.get(topic);
        if (known != null && !known.good.isOver(nanoClock)) {
            return known;
        }
        SubjectNames.Associations settings = names.associations();
        String subject = registry.associatedSubject(settings.namespace(), topic, names.side(), where);
        if (associations.size() >= settings.topics()) {
            associations.clear();
        }
        Association association = new Association(subject, Deadline.in(settings.kept(), nanoClock));
        associations.put(topic, association);
        return association;
    }
}
