// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.util.UUID;

/**
 * By what a record names the schema that it was written with.
 *
 * @param most the more significant half of a GUID, else 0
 * @param least the number, or the less significant half of a GUID
 */
public record SchemaId(Kind kind, long most, long least) {
    /** Whose number it is. */
    public enum Kind {
        /** The registry's id, in four bytes. */
        ID,
        /** The registry's GUID, from Confluent Schema Registry 8 on. */
        GUID,
        /** Apicurio's {@code globalId}: one for each version of each artifact. */
        GLOBAL_ID,
        /** Apicurio's {@code contentId}: one for each text. */
        CONTENT_ID
    }

    public static SchemaId of(int id) {
        return new SchemaId(Kind.ID, 0, id);
    }

    public static SchemaId of(UUID guid) {
        return new SchemaId(Kind.GUID, guid.getMostSignificantBits(), guid.getLeastSignificantBits());
    }

    public UUID guid() {
        return new UUID(most, least);
    }

    /** How error texts speak of it: {@code schema 7}. */
    @Override
    public String toString() {
        return switch (kind) {
            case ID -> "schema " + least;
            case GUID -> "schema " + guid();
            case GLOBAL_ID -> "schema of Apicurio's globalId " + least;
            case CONTENT_ID -> "schema of Apicurio's contentId " + least;
        };
    }
}
