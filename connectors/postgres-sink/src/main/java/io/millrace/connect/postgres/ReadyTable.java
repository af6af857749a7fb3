// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table that takes the rows of a plan.
 *
 * @param columns all of the table's, by name
 * @param columnOf by wanted column: the table's column that its values go to, which has another name where that one's type
 *     cannot hold them
 * @param refusals by wanted column: why each value in it that is not null is refused
 * @param uniqueKeys the sets of columns that ON CONFLICT can be told to look at
 */
record ReadyTable(
        TableName name,
        Map<String, PgType> columns,
        Map<String, String> columnOf,
        Map<String, String> refusals,
        List<Set<String>> uniqueKeys) {
    ReadyTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        columnOf = Map.copyOf(columnOf);
        refusals = Map.copyOf(refusals);
        uniqueKeys = List.copyOf(uniqueKeys);
    }
}
