// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What a tombstone, or a row marked as deleted, does. */
public enum DeleteMode {
    /** Tombstones do nothing; a row marked as deleted is written like any other. */
    NONE,
    /** The row with the record's key is removed; in {@link WriteMode#HISTORY} its version ends. */
    HARD,
    /** The row with the record's key stays, marked as deleted. */
    SOFT
}
