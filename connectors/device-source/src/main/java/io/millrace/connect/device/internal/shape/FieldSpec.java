// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a list of fields: {@code event_id=/id}, {@code type='reading'}, {@code received_at=now}, or with a type
 * {@code at:timestamp(epoch-s)!=/time}.
 *
 * @param type empty where none is given
 * @param argument of the type, in brackets; empty for none
 * @param pointer null for a constant or {@code now}
 * @param constant null for a pointer or {@code now}
 */
record FieldSpec(
        String name,
        String type,
        String argument,
        boolean isRequired,
        @Nullable JsonPointer pointer,
        @Nullable String constant) {
    private static final Pattern ENTRY =
            Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*(?::\\s*([a-z0-9]+)\\s*(?:\\(([^)]*)\\))?)?(!)?\\s*"
                    + "(?:=\\s*(?:'([^']*)'|(now)|(/[^,(]*?|\\.))\\s*(?:\\(([^)]*)\\))?)?\\s*(?:,|\\n|$)");

    boolean isNow() {
        return pointer == null && constant == null;
    }

    /** @throws IllegalArgumentException that says what is wrong with {@code text} */
    static List<FieldSpec> parse(String text) {
        List<FieldSpec> specs = new ArrayList<>();
        Matcher entry = ENTRY.matcher(text);
        int at = 0;
        while (at < text.length() && !text.substring(at).isBlank()) {
            if (!entry.find(at) || entry.start() != at) {
                throw new IllegalArgumentException("found no field at character " + (at + 1));
            }
            specs.add(of(entry));
            at = entry.end();
        }
        if (specs.stream().map(FieldSpec::name).distinct().count() != specs.size()) {
            throw new IllegalArgumentException("found the same field twice");
        }
        return specs;
    }

    private static FieldSpec of(Matcher entry) {
        String name = entry.group(1);
        String pointer = entry.group(7);
        JsonPointer place = null;
        if (pointer != null) {
            place = pointer.equals(".") ? JsonPointer.empty() : JsonPointer.compile(pointer.trim());
        } else if (entry.group(5) == null && entry.group(6) == null) {
            place = JsonPointer.empty().appendProperty(name);
        }
        String argument = entry.group(3) != null ? entry.group(3) : entry.group(8);
        return new FieldSpec(
                name,
                entry.group(2) == null ? "" : entry.group(2),
                argument == null ? "" : argument.trim(),
                entry.group(4) != null,
                place,
                entry.group(5));
    }
}
