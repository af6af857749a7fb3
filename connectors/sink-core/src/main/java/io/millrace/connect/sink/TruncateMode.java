// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What a row of a truncated source table ({@code _op} is {@code t}) does in upsert mode. */
public enum TruncateMode {
    /** The record is refused. */
    FAIL,
    /** The record does nothing. */
    IGNORE
}
