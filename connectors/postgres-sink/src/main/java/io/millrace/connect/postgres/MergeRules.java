// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ConflictMode;
import io.millrace.connect.sink.TableName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the statements that write a table depend on beside the columns of the rows.
 *
 * @param orderColumn by which an older row never replaces a newer one; empty for none
 * @param orderIsText whether the order column is compared byte by byte, whatever the database's collation
 * @param deleteColumn that marks deleted rows; empty for none
 * @param lockOrder whether rows are written in the order of their keys, because other tasks may write the same ones
 * @param memory table that remembers where in the order removed rows were; null for none
 * @param kept columns that rows of a patch leave as they are
 * @param truncatesRows whether a truncate removes rows; else it marks, or ends, them
 */
record MergeRules(
        ConflictMode conflict,
        String orderColumn,
        boolean orderIsText,
        String deleteColumn,
        boolean lockOrder,
        @Nullable TableName memory,
        Duration memoryAge,
        List<String> kept,
        boolean truncatesRows) {
    MergeRules {
        kept = List.copyOf(kept);
    }

    boolean isOrdered() {
        return !orderColumn.isEmpty();
    }

    MergeRules keeping(List<String> columns) {
        return new MergeRules(
                conflict, orderColumn, orderIsText, deleteColumn, lockOrder, memory, memoryAge, columns, truncatesRows);
    }
}
