// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The records, enums and fixed types of one Avro schema by name. A name stands for one of them only: a second with the
 * same content is a reference to the first, and one with other content is refused.
 */
final class NamedTypes {
    /** A type, the Connect name it has its own from, and what makes another type the same. */
    private record Named(String original, Object content, Schema avro) {}

    private final boolean scrubs;
    private final Map<String, Named> byFullName = new HashMap<>();
    private int anonymousRecords;
    private int anonymousEntries;

    NamedTypes(DataOptions options) {
        scrubs = options.has(DataOption.SCRUB_INVALID_NAMES);
    }

    /** The type that Connect calls {@code name}, if there is one yet; it must have the same {@code content} then. */
    @Nullable Schema find(String name, Object content) {
        String fullName = fullName(name);
        Named known = byFullName.get(fullName);
        if (known == null) {
            return null;
        }
        if (known.content.equals(content)) {
            return known.avro;
        }
        throw known.original.equals(name)
                ? new Fault("two different schemas of the name " + fullName, "Rename one of them.")
                : new Fault(
                        "the schema names '" + known.original + "' and '" + name + "', which are both " + fullName
                                + " in Avro",
                        "Rename one of them.");
    }

    /** Whether {@code name} is free, or taken by the same {@code content}. */
    boolean allows(String name, Object content) {
        Named known = byFullName.get(fullName(name));
        return known == null || known.content.equals(content);
    }

    Schema add(String name, Object content, Schema avro) {
        byFullName.put(avro.getFullName(), new Named(name, content, avro));
        return avro;
    }

    String nextRecord() {
        return numbered(AvroNames.DEFAULT_RECORD, ++anonymousRecords);
    }

    /** The first one needs no mark, since its name says what it is. */
    String nextEntry() {
        return numbered(AvroNames.MAP_ENTRY, ++anonymousEntries);
    }

    private static String numbered(String name, int number) {
        return AvroNames.NAMESPACE + "." + name + (number == 1 ? "" : number);
    }

    String scrubbed(String name) {
        return scrubs ? AvroNames.scrubFullName(name) : name;
    }

    /** {@code name} as Avro allows it. */
    String fullName(String name) {
        String fullName = scrubbed(name);
        for (String part : fullName.split("\\.", -1)) {
            requireValid(part, "the schema name '" + name + "'");
        }
        return fullName;
    }

    String fieldName(String name) {
        String scrubbed = scrubs ? AvroNames.scrub(name) : name;
        requireValid(scrubbed, "the field name '" + name + "'");
        return scrubbed;
    }

    private static void requireValid(String name, String found) {
        if (!AvroNames.isValid(name)) {
            throw new Fault(
                    found + " (expected letters, digits and _, not starting with a digit)",
                    "Rename it, or set '" + DataOption.SCRUB_INVALID_NAMES.key() + "' to true.");
        }
    }
}
