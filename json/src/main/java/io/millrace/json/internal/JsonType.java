// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values at one place of a topic's JSON. Immutable. Null in the place of a type: nothing yet, as
 * after JSON's null or in an array without elements.
 */
sealed interface JsonType {
    /** Types that mix without loss: integers and fractions do, numbers and text do not. */
    enum Family {
        BOOLEAN("a boolean"),
        NUMBER("a number"),
        TEXT("a string"),
        ARRAY("an array"),
        OBJECT("an object"),
        JSON("any JSON");

        private final String label;

        Family(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        boolean isScalar() {
            return this == BOOLEAN || this == NUMBER || this == TEXT;
        }
    }

    Family family();

    /** Whether there is enough to give the place a schema. */
    default boolean isKnown() {
        return true;
    }

    /** How many fields its schema has, those of nested objects included. */
    default int fieldCount() {
        return 0;
    }

    /** {@code true} and {@code false}. */
    record Bool() implements JsonType {
        @Override
        public Family family() {
            return Family.BOOLEAN;
        }
    }

    /** Any text. */
    record Text() implements JsonType {
        @Override
        public Family family() {
            return Family.TEXT;
        }
    }

    /** Text that has been a point in time so far. */
    record Moment() implements JsonType {
        @Override
        public Family family() {
            return Family.TEXT;
        }
    }

    /** Any JSON, kept as text. */
    record Json() implements JsonType {
        @Override
        public Family family() {
            return Family.JSON;
        }
    }

    /** What holds the numbers seen without changing one. */
    enum Fit {
        /** Integers that float64 holds as well. */
        INT53,
        INT64,
        FLOAT64,
        /** Neither int64 nor float64 holds them all. */
        NEITHER
    }

    /**
     * Numbers.
     *
     * @param digits the most before the point
     * @param scale the most after it
     */
    record Num(Fit fit, int digits, int scale) implements JsonType {
        /** Decimals longer than this become text. */
        static final int MAX_DIGITS = 1_000;

        @Override
        public Family family() {
            return Family.NUMBER;
        }

        boolean isDecimal() {
            return (long) digits + scale <= MAX_DIGITS;
        }

        Num and(Num other) {
            return new Num(widest(fit, other.fit), Math.max(digits, other.digits), Math.max(scale, other.scale));
        }

        private static Fit widest(Fit one, Fit other) {
            Fit low = one.compareTo(other) <= 0 ? one : other;
            Fit high = low == one ? other : one;
            return low == Fit.INT64 && high == Fit.FLOAT64 ? Fit.NEITHER : high;
        }
    }

    /** Arrays of elements of one type. */
    record ArrayOf(@Nullable JsonType element) implements JsonType {
        @Override
        public Family family() {
            return Family.ARRAY;
        }

        @Override
        public boolean isKnown() {
            return element != null && element.isKnown();
        }

        @Override
        public int fieldCount() {
            return element == null ? 0 : element.fieldCount();
        }
    }

    /** Objects with too many names for a field each: all values are of one type. */
    record MapOf(JsonType value) implements JsonType {
        @Override
        public Family family() {
            return Family.OBJECT;
        }

        @Override
        public int fieldCount() {
            return value.fieldCount();
        }
    }

    /** Objects; fields in the order in which they were first seen. */
    record ObjectOf(Map<String, JsonType> fields) implements JsonType {
        public ObjectOf {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public Family family() {
            return Family.OBJECT;
        }

        @Override
        public boolean isKnown() {
            return fields.values().stream().anyMatch(JsonType::isKnown);
        }

        @Override
        public int fieldCount() {
            return fields.size()
                    + fields.values().stream().mapToInt(JsonType::fieldCount).sum();
        }
    }
}
