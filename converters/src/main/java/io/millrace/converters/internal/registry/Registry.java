// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.records.Side;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a converter asks of a schema registry. {@code where} names the record's place for error texts.
 *
 * <p>Each method throws a {@link org.apache.kafka.connect.errors.DataException} when the registry has answered that it
 * will not do it, a {@link NotRegisteredException} when it has answered that there is no such thing, and a {@link
 * RegistryOutageError} when it cannot be asked.
 */
public interface Registry {
    /** Whether texts are compared as they are, or in the registry's normal form ({@code normalize.schemas}). */
    enum Spelling {
        AS_WRITTEN,
        NORMALIZED
    }

    /** A schema of ours, and the subject it has. */
    record Subjected(String subject, String schema, Spelling spelling) {}

    /** What {@code ours} is called, which is registered if it is new. Has an id. */
    Registered register(Subjected ours, String where);

    /** What {@code ours} is called, which must have been registered. Has an id. */
    Registered lookUp(Subjected ours, String where);

    /** The schema of this id. */
    RegisteredSchema schema(SchemaId id, String where);

    /** The newest schema of {@code subject}, among those that have all of {@code metadata}. Has an id. */
    RegisteredSchema newest(String subject, Map<String, String> metadata, String where);

    /**
     * The subject that the registry associates with {@code topic}; null where it has none, or knows no associations.
     *
     * @param namespace the topic's Kafka cluster, or {@code -}
     */
    @Nullable String associatedSubject(String namespace, String topic, Side side, String where);
}
