// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ColumnModel;
import io.millrace.connect.sink.ColumnSource;
import io.millrace.connect.sink.Evolution;
import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.RowPlan;
import io.millrace.connect.sink.RowRules;
import io.millrace.connect.sink.TableModel;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TableRoute;
import io.millrace.connect.sink.WriteMode;
import io.millrace.records.Errors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles plans: what rows a record makes, the table they need (made or extended here), how each column is written. */
final class Planner {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    private final Supplier<Session> session;
    private final TableRules tables;
    private final TableRoute route;
    private final EvolutionRules permitted;
    private final Set<TableName> known = new HashSet<>();
    private @Nullable Extensions extensions;

    Planner(Supplier<Session> session, TableRules tables, TableRoute route, EvolutionRules permitted) {
        this.session = session;
        this.tables = tables;
        this.route = route;
        this.permitted = permitted;
    }

    /** Whether the table of the record's topic exists. Where it does not, there is nothing to delete. */
    boolean hasTable(SinkRecord record) {
        TableName table = route.table(record);
        if (!known.contains(table) && !columns(table).types().isEmpty()) {
            known.add(table);
        }
        return known.contains(table);
    }

    TablePlan plan(SinkRecord record) {
        TableName table = route.table(record);
        RowRules rules = tables.of(table).rows();
        RowPlan rows = RowPlan.compile(record, rules);
        if (rows.columns().isEmpty()) {
            Layout nothing = new Layout(table, List.of(), List.of(), 0);
            return new TablePlan(rows, nothing, nothing, List.of());
        }
        Catalog.Columns columns = prepare(wanted(rows, table));
        List<ColumnEncoder> encoders = new ArrayList<>();
        List<WrittenType> types = new ArrayList<>();
        for (ColumnSource source : rows.columns()) {
            PgType type = columns.types().get(source.name());
            if (type == null) {
                throw new ConnectException("Cannot write to table " + table + ": no column " + source.name()
                        + ". Was the table changed just now? Restart the task.");
            }
            Encoding encoding = encoding(table, source, type);
            encoders.add(encoding.encoder());
            types.add(WrittenType.of(type, encoding));
        }
        requireUnique(rows, rules.writeMode(), table);
        known.add(table);
        Layout layout = new Layout(
                table, rows.columns().stream().map(ColumnSource::name).toList(), types, rows.keyCount());
        return new TablePlan(rows, layout, layout.keysOnly(), encoders);
    }

    private Extensions extensions() {
        Extensions found = extensions;
        if (found == null) {
            found = session.get().run("look up extensions", null, Catalog::extensions);
            extensions = found;
        }
        return found;
    }

    private TableModel wanted(RowPlan rows, TableName table) {
        Sql.requireFits("schema", table.schema());
        Sql.requireFits("table", table.name());
        List<ColumnModel> columns = rows.columns().stream().map(this::column).toList();
        List<String> key = columns.subList(0, rows.keyCount()).stream()
                .map(ColumnModel::name)
                .toList();
        return new TableModel(table, columns, key);
    }

    private ColumnModel column(ColumnSource source) {
        Sql.requireFits("column", source.name());
        String doc = source.schema().doc();
        return new ColumnModel(source.name(), ColumnTypes.of(source.schema(), extensions()), doc == null ? "" : doc);
    }

    private Catalog.Columns prepare(TableModel wanted) {
        TableName table = wanted.name();
        Catalog.Columns columns = columns(table);
        Evolution change = Evolution.between(columns.model(table), wanted);
        if (change instanceof Evolution.Nothing) {
            return columns;
        }
        change.requirePermitted(permitted, Catalog::statement);
        String statement =
                session.get().runAtomically(describe(change), table, connection -> Catalog.apply(connection, wanted));
        LOG.info("Changed table {}: {}", table, statement);
        return columns(table);
    }

    private static String describe(Evolution change) {
        if (change instanceof Evolution.AddColumns add) {
            return "add columns to table " + add.table();
        }
        return change instanceof Evolution.Create create
                ? "create table " + create.table().name()
                : "change nothing";
    }

    private Catalog.Columns columns(TableName table) {
        return session.get().run("look up table " + table, table, connection -> Catalog.columns(connection, table));
    }

    private Encoding encoding(TableName table, ColumnSource source, PgType type) {
        Encoding encoding = Encoders.of(source.schema(), type);
        if (encoding == null) {
            String expected = ColumnTypes.of(source.schema(), extensions());
            throw new ConnectException("Cannot write " + Errors.describe(source.schema()) + " field " + source.name()
                    + " to column " + table + "." + source.name() + ": found type " + type.display() + " (expected "
                    + expected + "). Run: ALTER TABLE " + Sql.name(table) + " ALTER COLUMN "
                    + Sql.name(source.name()) + " TYPE " + expected + "; or convert the field with a transform.");
        }
        return encoding;
    }

    private void requireUnique(RowPlan rows, WriteMode mode, TableName table) {
        if (mode == WriteMode.INSERT) {
            return;
        }
        List<String> key = rows.columns().subList(0, rows.keyCount()).stream()
                .map(ColumnSource::name)
                .toList();
        List<Set<String>> unique = session.get()
                .run("look up keys of " + table, table, connection -> Catalog.uniqueKeys(connection, table));
        if (!unique.contains(Set.copyOf(key))) {
            throw new ConnectException("Cannot upsert into table " + table + ": found unique keys "
                    + unique.stream().map(Object::toString).sorted().collect(Collectors.joining(", ", "[", "]"))
                    + " (expected one on " + key + "). Run: ALTER TABLE " + Sql.name(table) + " ADD PRIMARY KEY ("
                    + Sql.names(key) + "); or correct 'key.mode' and 'key.fields'.");
        }
    }
}
