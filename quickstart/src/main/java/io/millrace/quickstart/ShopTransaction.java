// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.List;

/** Changes that become visible together, or, when it ends in a rollback, never. */
record ShopTransaction(List<ShopChange> changes, End end) {
    enum End {
        COMMIT,
        ROLLBACK
    }

    ShopTransaction {
        changes = List.copyOf(changes);
    }

    /** Row changes that it commits. */
    int rowChanges() {
        return end == End.COMMIT ? changes.size() : 0;
    }
}
