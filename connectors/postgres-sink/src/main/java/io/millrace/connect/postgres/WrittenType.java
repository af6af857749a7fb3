// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The type of a column that is written, and the type that its values have on the way there.
 *
 * @param display the column's, as SQL says it
 * @param stagedAs see {@link Encoding}
 */
record WrittenType(String display, @Nullable String stagedAs) {
    static WrittenType of(PgType column, Encoding encoding) {
        return new WrittenType(encoding.stagedAs() == null ? column.display() : unbounded(column), encoding.stagedAs());
    }

    /** Without length or precision: an explicit cast would cut to it in silence, the assignment that follows refuses. */
    private static String unbounded(PgType column) {
        String display = column.display();
        return display.endsWith(")") ? display.substring(0, display.lastIndexOf('(')) : display;
    }

    boolean isCast() {
        return stagedAs != null;
    }

    /** What the column of a staging table is. */
    String staged() {
        return stagedAs == null ? display : stagedAs;
    }

    /** A staged column as the value that the table's column takes. */
    String read(String column) {
        return isCast() ? "CAST(" + column + " AS " + display + ")" : column;
    }
}
