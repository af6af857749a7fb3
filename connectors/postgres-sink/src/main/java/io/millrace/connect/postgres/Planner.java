// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.ColumnSource;
import io.millrace.connect.sink.DeleteMode;
import io.millrace.connect.sink.Effect;
import io.millrace.connect.sink.HistoryColumns;
import io.millrace.connect.sink.KeyMode;
import io.millrace.connect.sink.RowOrder;
import io.millrace.connect.sink.RowPlan;
import io.millrace.connect.sink.RowRules;
import io.millrace.connect.sink.RowShape;
import io.millrace.connect.sink.RowWriter;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TablePlan;
import io.millrace.connect.sink.TableRules;
import io.millrace.connect.sink.WantedColumn;
import io.millrace.connect.sink.WriteMode;
import io.millrace.records.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Compiles plans: what rows a record makes, the table they need (made or changed here), how each column is written. */
final class Planner {
    private static final Set<String> SIGNED = Set.of("int2", "int4", "int8", "date", "timestamp", "timestamptz");
    private static final Set<String> BYTES = Set.of("text", "varchar", "bytea", "uuid");

    private final Tables tables;
    private final TableRules<TableSettings> rules;
    private final DeletedKeys deletedKeys;
    private final DirectCopy direct;
    private final Map<Layout, Layout> layouts = new ConcurrentHashMap<>();
    private final Set<TableName> known = ConcurrentHashMap.newKeySet();

    Planner(Tables tables, TableRules<TableSettings> rules, DeletedKeys deletedKeys, DirectCopy direct) {
        this.tables = tables;
        this.rules = rules;
        this.deletedKeys = deletedKeys;
        this.direct = direct;
    }

    /** Whether a plan was made for rows of the table. */
    boolean knows(TableName table) {
        return known.contains(table);
    }

    /** The tables are not as they were. */
    void forget() {
        known.clear();
        tables.forget();
    }

    TablePlan<Layout> plan(TableName table, SinkRecord row) {
        TableSettings settings = rules.of(table);
        RowPlan rows = RowPlan.compile(row, settings.rows());
        boolean changesNothing = row.value() == null || rows.columns().isEmpty(); // a tombstone, a truncate
        if (changesNothing && !tables.exists(table)) {
            return TablePlan.absent();
        }
        WantedTable wanted = wanted(row, rows, table, settings);
        ReadyTable ready = changesNothing ? tables.found(table) : tables.prepare(wanted);
        known.add(table);
        outdate(ready);
        if (!rows.columns().isEmpty()) {
            requireUnique(rows, settings.rows().writeMode(), ready);
        }
        MergeRules merging = merging(settings.rows(), wanted, ready);
        Ready found = new Ready(ready, merging, rows);
        return TablePlan.of(rows, shape -> compile(shape, found));
    }

    /** Rows that were encoded before the table was changed for this plan wait in batches, and more of them may follow. */
    private void outdate(ReadyTable ready) {
        layouts.keySet().stream()
                .filter(layout -> layout.table().equals(ready.name()) && !layout.fits(ready.columns()))
                .forEach(direct::outdate);
    }

    /** What a shape of a plan's rows is compiled with. */
    private record Ready(ReadyTable table, MergeRules merging, RowPlan rows) {}

    static WantedTable wanted(SinkRecord row, RowPlan rows, TableName table, TableSettings settings) {
        RowRules rules = settings.rows();
        List<WantedColumn> columns = new ArrayList<>(rows.wanted());
        boolean isHistory = rules.writeMode() == WriteMode.HISTORY;
        String mark = rules.deletes().field();
        if (isHistory) {
            columns.addAll(historyColumns(rows, rules));
        } else if (rules.deletes().mode() == DeleteMode.SOFT
                && columns.stream().noneMatch(c -> c.name().equals(mark))) {
            columns.add(new WantedColumn(mark, Schema.OPTIONAL_BOOLEAN_SCHEMA, true));
        }
        Schema schema = row.valueSchema();
        return new WantedTable(
                table,
                isHistory ? WantedTable.Kind.HISTORY : WantedTable.Kind.ROWS,
                schema == null || schema.doc() == null ? "" : schema.doc(),
                columns,
                rows.key(),
                mark,
                settings.design());
    }

    private static List<WantedColumn> historyColumns(RowPlan rows, RowRules rules) {
        List<WantedColumn> columns = new ArrayList<>();
        columns.add(new WantedColumn(HistoryColumns.VALID_FROM, HistoryColumns.validTo(), true));
        columns.add(new WantedColumn(HistoryColumns.VALID_TO, HistoryColumns.validTo(), true));
        rows.columns().stream()
                .filter(column -> column.name().equals(rules.orderField()))
                .forEach(column ->
                        columns.add(new WantedColumn(column.name() + HistoryColumns.ENDED_BY, column.schema(), true)));
        return columns;
    }

    private MergeRules merging(RowRules rules, WantedTable wanted, ReadyTable ready) {
        TableName memory = null;
        if (rules.isOrdered()
                && !wanted.key().isEmpty()
                && rules.writeMode() == WriteMode.UPSERT
                && rules.deletes().mode() == DeleteMode.HARD
                && !rules.deletes().memory().isZero()
                && ready.columns().containsKey(rules.orderField())) {
            memory = deletedKeys.prepare(wanted, ready, rules.orderField());
        }
        PgType order = ready.columns().get(rules.orderField());
        return merging(rules, memory, order != null && BYTES.contains(order.name()) && !isBinary(order));
    }

    private static boolean isBinary(PgType type) {
        return type.name().equals("bytea") || type.name().equals("uuid");
    }

    private static MergeRules merging(RowRules rules, @Nullable TableName memory, boolean orderIsText) {
        DeleteMode deletes = rules.deletes().mode();
        return new MergeRules(
                rules.conflictMode(),
                rules.orderField(),
                orderIsText,
                rules.deletes().field(),
                rules.keys().mode() != KeyMode.RECORD_KEY,
                memory,
                rules.deletes().memory(),
                List.of(),
                deletes != DeleteMode.SOFT);
    }

    private RowWriter<Layout> compile(RowShape shape, Ready ready) {
        List<String> columns = new ArrayList<>();
        List<WrittenType> types = new ArrayList<>();
        List<ColumnEncoder> encoders = new ArrayList<>();
        for (ColumnSource source : shape.columns()) {
            String column = ready.table().columnOf().getOrDefault(source.name(), source.name());
            columns.add(column);
            if (column.equals(HistoryColumns.ENDS)) {
                types.add(new WrittenType("boolean", null));
                encoders.add(NumberEncoders.BOOLEAN);
                continue;
            }
            PgType type = ready.table().columns().get(column);
            Encoding encoding = type == null ? null : encoding(ready.table(), source, type);
            if (type == null || encoding == null) {
                throw new ConnectException(
                        "Cannot write to table " + ready.table().name() + ": no column " + column
                                + " that takes " + Errors.describe(source.schema())
                                + ". Was the table changed just now? Restart the task.");
            }
            encoders.add(encoding.encoder());
            types.add(WrittenType.of(type, encoding));
        }
        Layout layout = new Layout(
                ready.table().name(),
                shape.effect(),
                columns,
                types,
                shape.keyCount(),
                shape.secondKeyCount(),
                ready.merging().keeping(kept(shape, ready, columns)));
        Layout known = layouts.putIfAbsent(layout, layout);
        return new RowWriter<>(
                shape, known == null ? layout : known, CopyFormat.BINARY, encoders, order(shape, ready.table()));
    }

    /** Columns of the plan's rows that a patch has not. */
    private static List<String> kept(RowShape shape, Ready ready, List<String> columns) {
        boolean isPatch = shape.effect() == Effect.PATCH || shape.effect() == Effect.VERSION_PATCH;
        if (!isPatch) {
            return List.of();
        }
        return ready.rows().columns().stream()
                .map(column -> ready.table().columnOf().getOrDefault(column.name(), column.name()))
                .filter(column -> !columns.contains(column))
                .toList();
    }

    private static @Nullable Encoding encoding(ReadyTable table, ColumnSource source, PgType type) {
        String refusal = table.refusals().get(source.name());
        return refusal == null ? Encoders.of(source.schema(), type) : Encoding.refusing(refusal);
    }

    private static @Nullable RowOrder order(RowShape shape, ReadyTable table) {
        if (!shape.isOrdered()) {
            return null;
        }
        ColumnSource source = shape.columns().get(shape.orderColumn());
        PgType type = table.columns().get(source.name());
        if (type != null && SIGNED.contains(type.name())) {
            return RowOrder.SIGNED;
        }
        if (type != null && BYTES.contains(type.name())) {
            return RowOrder.BYTES;
        }
        throw new ConnectException("Cannot order rows of table " + table.name() + " by column " + source.name()
                + ": found type " + (type == null ? "of another column" : type.display())
                + " (expected an integer, date, timestamp, text, bytea or uuid). Correct 'order.field'.");
    }

    private static void requireUnique(RowPlan rows, WriteMode mode, ReadyTable table) {
        if (mode != WriteMode.UPSERT) {
            return;
        }
        if (!table.uniqueKeys().contains(Set.copyOf(rows.key()))) {
            throw new ConnectException("Cannot upsert into table " + table.name() + ": found unique keys "
                    + table.uniqueKeys().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(", ", "[", "]"))
                    + " (expected one on " + rows.key() + "). Run: ALTER TABLE " + Sql.name(table.name())
                    + " ADD PRIMARY KEY (" + Sql.names(rows.key()) + "); or correct 'key.mode' and 'key.fields'.");
        }
    }
}
