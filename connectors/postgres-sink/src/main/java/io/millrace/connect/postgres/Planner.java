// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ColumnSource;
import io.millrace.connect.sink.RowPlan;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TableRoute;
import io.millrace.connect.sink.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Compiles plans: what rows a record makes, the table they need (made or extended here), how each column is written. */
final class Planner {
    private final Tables tables;
    private final TableRules rules;
    private final TableRoute route;

    Planner(Tables tables, TableRules rules, TableRoute route) {
        this.tables = tables;
        this.rules = rules;
        this.route = route;
    }

    /** Whether the table of the record's topic exists. Where it does not, there is nothing to delete. */
    boolean hasTable(SinkRecord record) {
        return tables.exists(route.table(record));
    }

    TablePlan plan(SinkRecord record) {
        TableName table = route.table(record);
        TableRules.Settings settings = rules.of(table);
        RowPlan rows = RowPlan.compile(record, settings.rows());
        if (rows.columns().isEmpty()) {
            Layout nothing = new Layout(table, List.of(), List.of(), 0);
            return new TablePlan(rows, nothing, nothing, List.of());
        }
        ReadyTable ready = tables.prepare(wanted(record, rows, table, settings));
        requireUnique(rows, settings.rows().writeMode(), ready);
        List<String> columns = new ArrayList<>();
        List<ColumnEncoder> encoders = new ArrayList<>();
        List<WrittenType> types = new ArrayList<>();
        for (ColumnSource source : rows.columns()) {
            String column = ready.columnOf().getOrDefault(source.name(), source.name());
            PgType type = ready.columns().get(column);
            Encoding encoding = type == null ? null : encoding(ready, source, type);
            if (type == null || encoding == null) {
                throw new ConnectException("Cannot write to table " + table + ": no column " + column
                        + " that takes the field. Was the table changed just now? Restart the task.");
            }
            columns.add(column);
            encoders.add(encoding.encoder());
            types.add(WrittenType.of(type, encoding));
        }
        Layout layout = new Layout(table, columns, types, rows.keyCount());
        return new TablePlan(rows, layout, layout.keysOnly(), encoders);
    }

    private static WantedTable wanted(SinkRecord record, RowPlan rows, TableName table, TableRules.Settings settings) {
        List<WantedColumn> columns = new ArrayList<>();
        List<String> key = new ArrayList<>();
        for (ColumnSource source : rows.columns()) {
            boolean isKey = columns.size() < rows.keyCount();
            columns.add(new WantedColumn(
                    source.name(), source.schema(), !isKey && source.schema().isOptional()));
            if (isKey) {
                key.add(source.name());
            }
        }
        return new WantedTable(
                table,
                WantedTable.Kind.ROWS,
                doc(record.valueSchema()),
                columns,
                key,
                settings.rows().deletes().field(),
                settings.design());
    }

    private static String doc(@Nullable Schema schema) {
        return schema == null || schema.doc() == null ? "" : schema.doc();
    }

    private static @Nullable Encoding encoding(ReadyTable table, ColumnSource source, PgType type) {
        String refusal = table.refusals().get(source.name());
        return refusal == null ? Encoders.of(source.schema(), type) : Encoding.refusing(refusal);
    }

    private static void requireUnique(RowPlan rows, WriteMode mode, ReadyTable table) {
        if (mode == WriteMode.INSERT) {
            return;
        }
        List<String> key = rows.columns().subList(0, rows.keyCount()).stream()
                .map(ColumnSource::name)
                .toList();
        if (!table.uniqueKeys().contains(Set.copyOf(key))) {
            throw new ConnectException("Cannot upsert into table " + table.name() + ": found unique keys "
                    + table.uniqueKeys().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(", ", "[", "]"))
                    + " (expected one on " + key + "). Run: ALTER TABLE " + Sql.name(table.name())
                    + " ADD PRIMARY KEY (" + Sql.names(key) + "); or correct 'key.mode' and 'key.fields'.");
        }
    }
}
