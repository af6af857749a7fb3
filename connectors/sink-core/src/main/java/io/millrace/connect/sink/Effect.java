// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What a row does to the row with its key, and so which rows may be written together, and in which order. */
public enum Effect {
    /** It is a new row; keys do not matter. */
    APPEND,
    /** It replaces the row, or the values that it has. */
    REPLACE,
    /** It changes some of the row's values, and needs those written before. */
    PATCH,
    /** It marks the row as deleted, and leaves its values. */
    MARK,
    /** It removes the row. */
    REMOVE,
    /** It gives the row another key. */
    MOVE,
    /** It is a new version of the row and ends the one before it, or only ends that. */
    VERSION,
    /** It is a new version, with some of the values of the one before it. */
    VERSION_PATCH,
    /** It removes, marks or ends all rows. */
    TRUNCATE;

    /** Whether rows with the same key follow each other in one run instead of the last one counting. */
    boolean isRepeatable() {
        return this == VERSION;
    }

    /** Whether a row needs a run after every other row with its key. */
    boolean needsEarlierRows() {
        return this == MOVE || this == VERSION_PATCH;
    }
}
