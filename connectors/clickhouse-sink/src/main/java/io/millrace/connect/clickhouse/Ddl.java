// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ColumnModel;
import io.millrace.connect.sink.TableChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements that make and change a table. */
final class Ddl {
    private final WantedTable table;
    private final @Nullable ExistingTable existing;

    Ddl(WantedTable table, @Nullable ExistingTable existing) {
        this.table = table;
        this.existing = existing;
    }

    String statement(TableChange change) {
        if (change instanceof TableChange.Create) {
            return create();
        }
        return "ALTER TABLE " + Sql.name(table.name()) + onCluster() + " " + clause(change) + ";";
    }

    /** All changes in one statement, which is one step for readers. */
    String alter(List<TableChange> changes) {
        return "ALTER TABLE " + Sql.name(table.name()) + onCluster() + " "
                + changes.stream().map(this::clause).collect(Collectors.joining(", ")) + ";";
    }

    private String clause(TableChange change) {
        if (change instanceof TableChange.AddColumns add) {
            return add.columns().stream()
                    .map(column -> "ADD COLUMN IF NOT EXISTS " + column(column))
                    .collect(Collectors.joining(", "));
        }
        if (change instanceof TableChange.Retype retype) {
            return "MODIFY COLUMN " + Sql.name(retype.column()) + " " + retype.to();
        }
        if (change instanceof TableChange.Relax relax) {
            return "MODIFY COLUMN " + Sql.name(relax.column()) + " " + nullable(relax.column());
        }
        throw new IllegalArgumentException("no change of a table that exists: " + change);
    }

    private String nullable(String column) {
        ExistingTable.Column found =
                existing == null ? null : existing.columns().get(column);
        if (found == null) {
            throw new IllegalArgumentException("no column of the table: " + column);
        }
        return found.type().asNullable();
    }

    private String create() {
        List<String> lines = new ArrayList<>();
        table.model().columns().forEach(column -> lines.add(column(column)));
        VersionColumns version = table.version();
        String engine = table.design().isReplicated() ? "Replicated" : "";
        if (version == null) {
            engine += "MergeTree";
        } else {
            lines.add(Sql.name(version.version()) + " " + version.type());
            lines.add(Sql.name(version.deleted()) + " " + VersionColumns.DELETED_TYPE);
            engine += "ReplacingMergeTree(" + Sql.name(version.version()) + ", " + Sql.name(version.deleted()) + ")";
        }
        TableDesign design = table.design();
        return "CREATE TABLE IF NOT EXISTS " + Sql.name(table.name()) + onCluster() + " (" + String.join(", ", lines)
                + ") ENGINE = " + engine + clause(" PARTITION BY ", design.partitionBy()) + " ORDER BY " + orderBy()
                + clause(" TTL ", design.ttl()) + clause(" SETTINGS ", settings())
                + (table.doc().isBlank() ? "" : " COMMENT " + Sql.text(table.doc())) + ";";
    }

    /** A table that is not replicated remembers no blocks unless it is told to. */
    private String settings() {
        String given = table.design().settings();
        if (!table.isDeduplicated() || table.design().isReplicated() || given.contains(DeduplicationWindow.OF_ONE)) {
            return given;
        }
        return DeduplicationWindow.OF_ONE + " = " + DeduplicationWindow.BLOCKS + (given.isEmpty() ? "" : ", " + given);
    }

    private static String clause(String words, String expression) {
        return expression.isEmpty() ? "" : words + expression;
    }

    private String orderBy() {
        String given = table.design().orderBy();
        if (!given.isEmpty()) {
            return "(" + given + ")";
        }
        return table.key().isEmpty()
                ? "tuple()"
                : "(" + table.key().stream().map(Sql::name).collect(Collectors.joining(", ")) + ")";
    }

    private String column(ColumnModel column) {
        String codec = table.design().codecs().get(column.name());
        String type = column.isNullable() ? ClickHouseType.parse(column.type()).asNullable() : column.type();
        return Sql.name(column.name()) + " " + type
                + (column.doc().isBlank() ? "" : " COMMENT " + Sql.text(column.doc()))
                + (codec == null ? "" : " CODEC(" + codec + ")");
    }

    String onCluster() {
        String cluster = table.design().cluster();
        return cluster.isEmpty() ? "" : " ON CLUSTER " + Sql.name(cluster);
    }
}
