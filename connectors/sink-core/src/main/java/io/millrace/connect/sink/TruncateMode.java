// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What a row of a truncated source table ({@code _op} is {@code t}) does, except in {@link WriteMode#INSERT}. */
public enum TruncateMode {
    /** The record is refused. */
    FAIL,
    /** The record does nothing. */
    IGNORE,
    /** Every row of the table is deleted, in the way that {@link DeleteMode} says. */
    TRUNCATE
}
