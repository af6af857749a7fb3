// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What becomes of a record that is no delete. */
public enum WriteMode {
    /** Every record is a new row. */
    INSERT,
    /** A record replaces the row with its key. */
    UPSERT,
    /** Every record is a new version of the row with its key, and ends the version before it. */
    HISTORY
}
