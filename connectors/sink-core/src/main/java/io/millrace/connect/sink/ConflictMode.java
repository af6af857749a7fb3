// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What becomes of a row whose key the table has already. */
public enum ConflictMode {
    /** It replaces the one in the table; in {@link WriteMode#INSERT} it is refused. */
    UPDATE,
    /** It does nothing: the first one stays. */
    IGNORE
}
