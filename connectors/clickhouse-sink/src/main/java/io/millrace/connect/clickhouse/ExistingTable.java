// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ColumnModel;
import io.millrace.connect.sink.TableModel;
import io.millrace.connect.sink.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as the server has it.
 *
 * @param columns by name, in their order; without those that take no values (MATERIALIZED, ALIAS)
 * @param engine name and arguments: {@code ReplacingMergeTree(_version, _is_deleted)}
 * @param sortingKey as SQL, without parentheses; empty for none
 */
record ExistingTable(TableName name, Map<String, Column> columns, String engine, String sortingKey) {
    /**
     * A column that rows can have.
     *
     * @param hasDefault whether the server fills it in where a row does not have it, by more than its type's default
     * @param isKey whether it is part of the sorting, partition or sampling key: its type may not change
     */
    record Column(ClickHouseType type, boolean hasDefault, boolean isKey) {}

    ExistingTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /**
     * For {@link io.millrace.connect.sink.Evolution}; columns of {@code version} are not shown to it. A column whose type can
     * have no nulls counts as one that takes them: there is nothing to alter.
     */
    TableModel model(@Nullable VersionColumns version) {
        List<ColumnModel> models = new ArrayList<>();
        List<String> key = new ArrayList<>();
        columns.forEach((column, found) -> {
            if (version == null || !(column.equals(version.version()) || column.equals(version.deleted()))) {
                boolean isRelaxed = found.type().isNullable() || !found.type().canBeNullable();
                models.add(new ColumnModel(column, found.type().display(), "", isRelaxed, true));
            }
            if (found.isKey()) {
                key.add(column);
            }
        });
        return new TableModel(name, models, key, true);
    }
}
