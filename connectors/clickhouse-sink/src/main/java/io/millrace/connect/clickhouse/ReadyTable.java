// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import java.util.Map;

/**
 * A table that takes the rows of a plan.
 *
 * @param columnOf by wanted column: the table's column that its values go to, which has another name where that one's type
 *     cannot hold them
 * @param refusals by wanted column: why each value in it that is not null is refused
 */
record ReadyTable(ExistingTable table, Map<String, String> columnOf, Map<String, String> refusals) {
    ReadyTable {
        columnOf = Map.copyOf(columnOf);
        refusals = Map.copyOf(refusals);
    }
}
