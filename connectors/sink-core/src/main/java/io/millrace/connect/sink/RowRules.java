// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/**
 * How records become rows of a table.
 *
 * @param orderField field by which an older row never replaces a newer one; empty for the order of the topic
 * @param historyTimeField field that says since when a version holds; where it is absent or null, the record's timestamp
 */
public record RowRules(
        WriteMode writeMode,
        ConflictMode conflictMode,
        TruncateMode truncateMode,
        KeyRules keys,
        DeleteRules deletes,
        String orderField,
        String historyTimeField,
        UnavailableRules unavailable,
        DocumentRules documents) {
    /** Whether a tombstone, or a mark, takes rows away or ends or marks them. */
    boolean deletesRows() {
        return deletes.mode() != DeleteMode.NONE && writeMode != WriteMode.INSERT;
    }

    public boolean isOrdered() {
        return !orderField.isEmpty();
    }
}
