// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

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
 * A table as it is: without columns if there is none.
 *
 * @param columns by name, in their order
 * @param isAlterable whether it is a table, and this session's user has its owner's rights
 */
record ExistingTable(TableName name, Map<String, Column> columns, boolean isAlterable) {
    /**
     * A column as it is.
     *
     * @param isNullable whether it takes nulls, or inherits that it does not
     * @param isInKey whether it is part of the primary key
     * @param isFixed whether its type cannot be altered: the column is inherited, computed or what the table is partitioned by, or views,
     *     triggers, policies, publications or computed columns depend on it, or its type is a domain with rules of its own
     */
    record Column(PgType type, boolean isNullable, boolean hasDefault, boolean isInKey, boolean isFixed) {}

    ExistingTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    boolean isMissing() {
        return columns.isEmpty();
    }

    Map<String, PgType> types() {
        Map<String, PgType> types = new LinkedHashMap<>();
        columns.forEach((column, each) -> types.put(column, each.type()));
        return types;
    }

    @Nullable TableModel model() {
        if (isMissing()) {
            return null;
        }
        List<ColumnModel> models = new ArrayList<>();
        List<String> key = new ArrayList<>();
        columns.forEach((column, each) -> {
            models.add(new ColumnModel(column, each.type().display(), "", each.isNullable(), each.hasDefault()));
            if (each.isInKey()) {
                key.add(column);
            }
        });
        return new TableModel(name, models, key, isAlterable);
    }
}
