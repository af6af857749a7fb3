// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * A column of a type to be tried.
 *
 * @param type as the origin declares it
 * @param made the sink's column
 * @param text how the origin and a store read it
 * @param values literals of the origin: the first row has the first one, and so on
 */
record TypedColumn(String name, String type, PerStore<MadeType> made, PerStore<Text> text, List<String> values) {
    /** How a value is read on both sides, as one text for one meaning; {@code %s} is the column. */
    record Text(String origin, String target, Reading reading) {
        /** Reads documents with every digit, and writes them with their keys in order. */
        private static final ObjectMapper JSON = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();

        enum Reading {
            EXACT,
            /** Each database has its own way to write the same binary number. */
            FLOATING,
            /** Spaces and the order of keys mean nothing. */
            JSON
        }

        static Text of(String origin, String target) {
            return new Text(origin, target, Reading.EXACT);
        }

        /** Of two databases of one kind. */
        static Text of(String both) {
            return of(both, both);
        }

        Text as(Reading other) {
            return new Text(origin, target, other);
        }

        private String canonical(String read) {
            return switch (reading) {
                case EXACT -> read;
                case FLOATING -> Double.toString(Double.parseDouble(read));
                case JSON -> json(read);
            };
        }

        private static String json(String read) {
            try {
                return JSON.writeValueAsString(JSON.readValue(read, JsonNode.class));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("not JSON: " + read, e);
            }
        }
    }

    TypedColumn {
        values = List.copyOf(values);
    }

    static TypedColumn column(
            String name, String type, PerStore<MadeType> made, PerStore<Text> text, String... values) {
        return new TypedColumn(name, type, made, text, List.of(values));
    }

    boolean isCaptured() {
        return !made.postgres().name().isEmpty();
    }

    /** As the origin's table has it for a store: with a default where the store's column cannot be null. */
    String declaration(Store store) {
        return name + " " + type + (made.in(store).takesNull() ? "" : " NOT NULL DEFAULT '{}'");
    }

    String originText(Store store) {
        return String.format(text.in(store).origin(), name);
    }

    String targetText(Store store) {
        return String.format(text.in(store).target(), name);
    }

    /** The literal of a row, counted from 0; after the last one what stands for no value. */
    String value(int row, Store store) {
        return row < values.size() ? values.get(row) : absent(store);
    }

    private String absent(Store store) {
        String declared = declaration(store);
        return declared.contains(" DEFAULT ") && declared.contains("NOT NULL") || declared.contains("GENERATED")
                ? "DEFAULT"
                : "NULL";
    }

    String canonical(String read, Store store) {
        return text.in(store).canonical(read);
    }
}
