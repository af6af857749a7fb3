// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.json.internal.JsonReader;
import io.millrace.records.Fault;
import io.millrace.records.SemanticType;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.jspecify.annotations.Nullable;

/**
 * Where one field's values come from.
 *
 * @param sources in this order; none where {@code filler} alone gives the value
 * @param expected what the value must be, as error texts say it
 * @param filler what no source has a value for
 */
record Slot(
        Field field,
        List<Source> sources,
        String expected,
        @Nullable Supplier<?> filler) {
    Slot {
        sources = List.copyOf(sources);
    }

    /** A place in the record, and how values are read that are there. */
    record Source(JsonPointer pointer, JsonReader reader) {}

    boolean isRequired() {
        return !field.schema().isOptional();
    }

    /** Whether there is nothing else in place of null. */
    boolean refusesNull() {
        return isRequired() && sources.size() == 1 && filler == null;
    }

    boolean isJson() {
        return SemanticType.JSON.schemaName().equals(field.schema().name());
    }

    /** Whether the field is the text of the whole record. */
    boolean isWhole() {
        return sources.size() == 1 && sources.get(0).pointer.matches();
    }

    Fault missing() {
        if (sources.size() == 1) {
            return under(new Fault("no such field (expected " + expected + ")"), 0);
        }
        String places =
                sources.stream().map(source -> source.pointer.toString()).collect(Collectors.joining(", "));
        return new Fault("none of " + places + " (expected " + expected + ")");
    }

    /** {@code fault}, found at a source. */
    Fault under(Fault fault, int source) {
        String[] names = sources.get(source).pointer.toString().substring(1).split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            fault.under(names[i].replace("~1", "/").replace("~0", "~"));
        }
        return fault;
    }
}
