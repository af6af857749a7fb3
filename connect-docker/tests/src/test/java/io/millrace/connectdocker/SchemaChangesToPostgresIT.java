// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectdocker.TypedColumn.Text;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.TestServers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Columns that are added, dropped, widened and renamed while rows are written: the sink's table follows, and no row is
 * lost. It never loses a column: dropped and renamed ones stay, with what the rows had, and are null in newer rows.
 */
class SchemaChangesToPostgresIT {
    private static final int ROWS_BETWEEN = 200;

    private static SinkChain chain;

    @BeforeAll
    static void startWorker() {
        chain = SinkChain.start();
    }

    @AfterAll
    static void stopWorker() {
        chain.close();
    }

    @AfterEach
    void deleteConnectors() {
        chain.deleteConnectors();
    }

    @Test
    void tablesOfMariaDbAreFollowed() throws Exception {
        DatabaseServer origin = TestServers.mariaDb();
        Pipeline.execute(origin, "CREATE DATABASE changing");
        assertFollowed(
                "mariadb", origin, Text.of("CAST(%s AS CHAR)", "%s::text"), BinlogTypes.SESSION, "MODIFY COLUMN %s %s");
    }

    @Test
    void tablesOfPostgresAreFollowed() throws Exception {
        DatabaseServer origin = TestServers.postgres();
        Pipeline.execute(origin, "CREATE SCHEMA changing");
        assertFollowed("postgres", origin, Text.of("%s::text"), PostgresTypes.SESSION, "ALTER COLUMN %s TYPE %s");
    }

    private static void assertFollowed(String name, DatabaseServer origin, Text text, String session, String alterType)
            throws Exception {
        DatabaseServer target = TestServers.postgres();
        List<String> schemas = List.of("changing_rows_" + name, "changing_raw_" + name);
        Pipeline.execute(
                origin,
                "CREATE TABLE changing.items (id int PRIMARY KEY, name varchar(10), quantity int, note varchar(20),"
                        + " obsolete int)");
        Marks marks;
        try (TableLoad load = new TableLoad(origin, "changing.items", first())) {
            schemas.forEach(schema -> start(schema, origin, target));
            for (String schema : schemas) {
                chain.awaitAsserted(() ->
                        assertThat(count(target, schema + ".items", "TRUE")).isPositive());
            }
            marks = change(origin, load, alterType);
        }
        // A row gets its value under the new name when it is changed for the next time.
        Pipeline.execute(origin, "UPDATE changing.items SET quantity = quantity + 1");

        TypedTable items = items(session, text);
        for (String schema : schemas) {
            String table = schema + ".items";
            chain.awaitAsserted(() -> items.assertSame(origin, new PostgresSchema(schema)));
            assertThat(SinkTables.columns(target, table))
                    .containsAllEntriesOf(items.made())
                    .containsEntry("note", "text")
                    .containsEntry("obsolete", "integer");
            assertKeptUntil(marks.dropped(), "obsolete", target, table);
            assertKeptUntil(marks.renamed(), "note", target, table);
        }
    }

    private static void start(String schema, DatabaseServer origin, DatabaseServer target) {
        Pipeline.execute(
                target,
                "CREATE SCHEMA " + schema,
                "CREATE TABLE " + schema + ".items (id integer PRIMARY KEY, name varchar(10), quantity integer)");
        chain.source(
                schema, origin, "changing", schema.startsWith("changing_raw") ? SinkChain.untransformed() : Map.of());
        chain.sink(schema, schema, new PostgresSchema(schema), Map.of("evolve.rewrite", "true"));
    }

    /** The last keys that were written before columns went. */
    private record Marks(int dropped, int renamed) {}

    private static Marks change(DatabaseServer origin, TableLoad load, String alterType) {
        load.awaitMore(ROWS_BETWEEN);
        alter(origin, "ADD COLUMN added varchar(20) DEFAULT 'new' NOT NULL");
        load.awaitMore(ROWS_BETWEEN);
        load.write(with(first(), "added", id -> "'added " + id + "'"));
        load.awaitMore(ROWS_BETWEEN);
        alter(origin, "DROP COLUMN obsolete");
        int dropped = load.lastId();
        load.write(without(with(first(), "added", id -> "'added " + id + "'"), "obsolete"));
        load.awaitMore(ROWS_BETWEEN);
        alter(origin, String.format(alterType, "name", "varchar(50)"));
        alter(origin, String.format(alterType, "quantity", "bigint"));
        IntFunction<Map<String, String>> wider = with(
                with(without(first(), "obsolete"), "name", id -> "'a name of more than ten: " + id + "'"),
                "quantity",
                id -> String.valueOf(5_000_000_000L * id));
        load.write(wider);
        load.awaitMore(ROWS_BETWEEN);
        alter(origin, "RENAME COLUMN note TO remark");
        int renamed = load.lastId();
        load.write(with(without(wider, "note"), "remark", id -> "'remark " + id + "'"));
        load.awaitMore(ROWS_BETWEEN);
        return new Marks(dropped, renamed);
    }

    private static void alter(DatabaseServer origin, String change) {
        Pipeline.execute(origin, "ALTER TABLE changing.items " + change);
    }

    private static IntFunction<Map<String, String>> first() {
        return id -> {
            Map<String, String> row = new LinkedHashMap<>();
            row.put("name", "'n" + id + "'");
            row.put("quantity", String.valueOf(id));
            row.put("note", "'note " + id + "'");
            row.put("obsolete", String.valueOf(-id));
            return row;
        };
    }

    private static IntFunction<Map<String, String>> with(
            IntFunction<Map<String, String>> rows, String column, IntFunction<String> value) {
        return id -> {
            Map<String, String> row = new LinkedHashMap<>(rows.apply(id));
            row.put(column, value.apply(id));
            return row;
        };
    }

    private static IntFunction<Map<String, String>> without(IntFunction<Map<String, String>> rows, String column) {
        return id -> {
            Map<String, String> row = new LinkedHashMap<>(rows.apply(id));
            row.remove(column);
            return row;
        };
    }

    /** The columns that the origin has in the end, and what becomes of them. */
    private static TypedTable items(String session, Text text) {
        Map<String, String> types = new TreeMap<>(
                Map.of("name", "character varying(50)", "quantity", "bigint", "added", "text", "remark", "text"));
        List<TypedColumn> columns = types.entrySet().stream()
                .map(column -> new TypedColumn(
                        column.getKey(), "", MadeType.made(column.getValue(), ""), PerStore.same(text), List.of()))
                .toList();
        return new TypedTable("changing.items", session, columns, Store.POSTGRES);
    }

    private static void assertKeptUntil(int lastId, String column, DatabaseServer target, String table) {
        assertThat(count(target, table, "id <= " + lastId + " AND " + column + " IS NULL"))
                .as("rows that never had %s", column)
                .isZero();
        assertThat(count(target, table, "id <= " + lastId)).isPositive();
        // The row in between may have been written when the column went.
        assertThat(count(target, table, "id > " + (lastId + 1) + " AND " + column + " IS NOT NULL"))
                .as("rows written without %s", column)
                .isZero();
    }

    private static int count(DatabaseServer target, String table, String condition) {
        return Integer.parseInt(SinkTables.rows(target, "SELECT count(*) FROM " + table + " WHERE " + condition)
                .get(0));
    }
}
