// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import java.util.List;

/**
 * A column of a type to be tried.
 *
 * @param type as the origin declares it
 * @param made the type of the sink's column; empty where the connector sends no such column
 * @param text how both sides read it
 * @param values literals of the origin: the first row has the first one, and so on
 */
record TypedColumn(String name, String type, String made, Text text, List<String> values) {
    /** How a value is read, as one text for one meaning; {@code %s} is the column. */
    record Text(String origin, String target, Reading reading) {
        enum Reading {
            EXACT,
            /** Each database has its own way to write the same binary number. */
            FLOATING
        }

        static Text of(String origin, String target) {
            return new Text(origin, target, Reading.EXACT);
        }

        /** Of two databases of one kind. */
        static Text of(String both) {
            return of(both, both);
        }
    }

    TypedColumn {
        values = List.copyOf(values);
    }

    boolean isCaptured() {
        return !made.isEmpty();
    }

    String originText() {
        return String.format(text.origin(), name);
    }

    String targetText() {
        return String.format(text.target(), name);
    }

    /** The literal of a row, counted from 0; after the last one what stands for no value. */
    String value(int row) {
        return row < values.size() ? values.get(row) : absent();
    }

    private String absent() {
        return type.contains(" DEFAULT ") && type.contains("NOT NULL") || type.contains("GENERATED")
                ? "DEFAULT"
                : "NULL";
    }

    String canonical(String read) {
        return text.reading() == Text.Reading.FLOATING ? Double.toString(Double.parseDouble(read)) : read;
    }
}
