// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a list of fields: {@code event_id=/id}, {@code type='reading'}, {@code received_at=now}, with a type
 * {@code at:timestamp(epoch-s)!=/time}, or with several places, the first of which that has a value gives it:
 * {@code occurred_at=/at|/ts(epoch-s)|now}.
 *
 * @param type empty where none is given
 * @param argument of the type, in brackets; empty for none
 * @param places none for a constant or {@code now} alone
 * @param constant what the field has where no place has a value; null for none
 * @param isNow whether it has the time then
 */
record FieldSpec(
        String name,
        String type,
        String argument,
        boolean isRequired,
        List<Place> places,
        @Nullable String constant,
        boolean isNow) {
    private static final Pattern HEAD =
            Pattern.compile("\\G\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*(?::\\s*([a-z0-9]+)\\s*(?:\\(([^)]*)\\))?)?(!)?\\s*"
                    + "(?:(=)\\s*(?=['n/.])|=?\\s*(?:,|\\n|$))");
    private static final Pattern SOURCE =
            Pattern.compile("\\G\\s*(?:'([^']*)'|(now)|(/[^,(|\\n]*|\\.))\\s*(?:\\(([^)]*)\\))?\\s*(\\||,|\\n|$)");

    FieldSpec {
        places = List.copyOf(places);
    }

    /**
     * Where the value may be.
     *
     * @param argument how it is written there; empty if that is not said
     */
    record Place(JsonPointer pointer, String argument) {}

    /** @throws IllegalArgumentException that says what is wrong with {@code text} */
    static List<FieldSpec> parse(String text) {
        List<FieldSpec> specs = new ArrayList<>();
        Matcher head = HEAD.matcher(text);
        Matcher source = SOURCE.matcher(text);
        int at = 0;
        while (at < text.length() && !text.substring(at).isBlank()) {
            if (!head.find(at)) {
                throw new IllegalArgumentException("found no field at character " + (at + 1));
            }
            Reading reading = new Reading(head);
            int from = at;
            at = head.end();
            boolean isMore = reading.hasSources();
            while (isMore) {
                if (!source.find(at)) {
                    throw new IllegalArgumentException("found no field at character " + (from + 1));
                }
                reading.add(source);
                at = source.end();
                isMore = source.group(5).equals("|");
            }
            specs.add(reading.spec());
        }
        if (specs.stream().map(FieldSpec::name).distinct().count() != specs.size()) {
            throw new IllegalArgumentException("found the same field twice");
        }
        return specs;
    }

    /** An entry, as far as it has been read. */
    private static final class Reading {
        private final String name;
        private final String type;
        private final String argument;
        private final boolean isRequired;
        private final boolean hasSources;
        private final List<Place> places = new ArrayList<>();
        private @Nullable String constant;
        private boolean isNow;

        Reading(Matcher head) {
            name = head.group(1);
            type = orEmpty(head.group(2));
            argument = orEmpty(head.group(3)).trim();
            isRequired = head.group(4) != null;
            hasSources = head.group(5) != null;
        }

        boolean hasSources() {
            return hasSources;
        }

        void add(Matcher source) {
            if (constant != null || isNow) {
                throw new IllegalArgumentException("found a place behind the " + (isNow ? "now" : "text") + " of "
                        + name + " (expected that last)");
            }
            constant = source.group(1);
            isNow = source.group(2) != null;
            String pointer = source.group(3);
            if (pointer != null) {
                JsonPointer place = pointer.equals(".") ? JsonPointer.empty() : JsonPointer.compile(pointer.trim());
                places.add(new Place(place, orEmpty(source.group(4)).trim()));
            }
        }

        FieldSpec spec() {
            if (!hasSources) {
                places.add(new Place(JsonPointer.empty().appendProperty(name), ""));
            }
            boolean isWhole = places.stream().anyMatch(place -> place.pointer.matches());
            if (isWhole && (places.size() > 1 || constant != null || isNow)) {
                throw new IllegalArgumentException("found . among other places of " + name + " (expected it alone)");
            }
            return new FieldSpec(name, type, argument, isRequired, places, constant, isNow);
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }
}
