// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/**
 * The columns that rows of a run have, in the order in which they are encoded, and all else that the store's statements for
 * the run depend on. Interned: compared by identity.
 *
 * @param <L> the store's own layout
 */
public interface RowLayout<L extends RowLayout<L>> {
    TableName table();

    Effect effect();

    /** Whether a row of this layout sets every column that one of the other does. */
    boolean covers(L other);

    /** Whether a row leaves nothing of any row before it. */
    boolean emptiesTable();
}
