// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.Registry.Spelling;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the registry's schemas a record is written with.
 *
 * @param id the id or GUID of {@link Source#FIXED}
 * @param metadata what a schema of {@link Source#WITH_METADATA} must have
 */
public record SchemaChoice(Source source, @Nullable SchemaId id, Map<String, String> metadata, Spelling spelling) {
    /** Where the schema comes from, in the order in which the options that ask for it are heard. */
    public enum Source {
        /** It is the record's own, which is registered if it is new. */
        REGISTERED,
        /** It has an id that is configured. */
        FIXED,
        /** It is the newest of the subject that has certain metadata. */
        WITH_METADATA,
        /** It is the newest of the subject. */
        NEWEST,
        /** It is the record's own, which must have been registered. */
        LOOKED_UP
    }

    public static final SchemaChoice REGISTERED = of(Source.REGISTERED);
    public static final SchemaChoice LOOKED_UP = of(Source.LOOKED_UP);
    public static final SchemaChoice NEWEST = of(Source.NEWEST);

    static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";

    public SchemaChoice {
        metadata = Map.copyOf(metadata);
    }

    private static SchemaChoice of(Source source) {
        return new SchemaChoice(source, null, Map.of(), Spelling.AS_WRITTEN);
    }

    public static SchemaChoice fixed(SchemaId id) {
        return new SchemaChoice(Source.FIXED, id, Map.of(), Spelling.AS_WRITTEN);
    }
}
