// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ColumnModel;
import io.millrace.connect.sink.Evolution;
import io.millrace.connect.sink.TableModel;
import io.millrace.connect.sink.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what tables look like, and changes them: in a transaction of its own, one task at a time per table. */
final class Catalog {
    private static final String COLUMNS = """
            SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), b.oid::bigint, b.typname,
                   CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END, b.typtype = 'e',
                   e.oid::bigint, e.typname, e.typtype = 'e'
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            LEFT JOIN pg_catalog.pg_type e ON e.oid = b.typelem AND b.typcategory = 'A'
            WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum""";
    private static final String UNIQUE_KEYS = """
            SELECT i.indexrelid::bigint, a.attname
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid
                AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
            WHERE i.indrelid = pg_catalog.to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indimmediate
                AND i.indpred IS NULL AND i.indexprs IS NULL""";

    private static final String EXTENSION_TYPES = """
            SELECT t.typname, pg_catalog.format_type(t.oid, NULL)
            FROM pg_catalog.pg_extension e
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                AND d.refobjid = e.oid AND d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype = 'e'
            JOIN pg_catalog.pg_type t ON t.oid = d.objid
            WHERE e.extname IN ('postgis', 'vector', 'ltree', 'hstore')""";

    /** A table's columns by name, in their order; empty if there is no such table. */
    record Columns(Map<String, PgType> types) {
        @Nullable TableModel model(TableName table) {
            if (types.isEmpty()) {
                return null;
            }
            List<ColumnModel> columns = new ArrayList<>();
            types.forEach((name, type) -> columns.add(new ColumnModel(name, type.display(), "")));
            return new TableModel(table, columns, List.of());
        }
    }

    private Catalog() {}

    static Columns columns(Connection connection, TableName table) throws SQLException {
        Map<String, PgType> types = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, Sql.name(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), type(rows));
                }
            }
        }
        return new Columns(types);
    }

    private static PgType type(ResultSet row) throws SQLException {
        String elementName = row.getString(8);
        PgType element = elementName == null
                ? null
                : new PgType((int) row.getLong(7), elementName, elementName, row.getInt(5), row.getBoolean(9), null);
        return new PgType(
                (int) row.getLong(3), row.getString(4), row.getString(2), row.getInt(5), row.getBoolean(6), element);
    }

    /** The types of extensions that columns can have. */
    static Extensions extensions(Connection connection) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(EXTENSION_TYPES)) {
            while (rows.next()) {
                types.put(rows.getString(1), rows.getString(2));
            }
        }
        return new Extensions(types);
    }

    /** The sets of columns that ON CONFLICT can be told to look at. */
    static List<Set<String>> uniqueKeys(Connection connection, TableName table) throws SQLException {
        Map<Long, Set<String>> keys = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(UNIQUE_KEYS)) {
            statement.setString(1, Sql.name(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.computeIfAbsent(rows.getLong(1), index -> new HashSet<>())
                            .add(rows.getString(2));
                }
            }
        }
        return List.copyOf(keys.values());
    }

    /** Applies what is still missing once no other task is at it, and returns how. Call it in a transaction. */
    static String apply(Connection connection, TableModel wanted) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_catalog.pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "millrace table " + wanted.name());
            lock.execute();
        }
        TableModel existing = columns(connection, wanted.name()).model(wanted.name());
        Evolution change = Evolution.between(existing, wanted);
        if (!(change instanceof Evolution.Nothing)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(statement(change) + comments(change));
            }
        }
        return statement(change);
    }

    /** The DDL that makes the change; empty for none. */
    static String statement(Evolution change) {
        if (change instanceof Evolution.Create create) {
            return create(create.table());
        }
        if (change instanceof Evolution.AddColumns add) {
            return "ALTER TABLE " + Sql.name(add.table())
                    + add.columns().stream()
                            .map(column -> " ADD COLUMN " + definition(column))
                            .collect(Collectors.joining(","))
                    + ";";
        }
        return "";
    }

    /** Only keys are NOT NULL: a field that becomes optional later needs no change then. */
    private static String create(TableModel table) {
        String columns = table.columns().stream().map(Catalog::definition).collect(Collectors.joining(", "));
        String key = table.key().isEmpty() ? "" : ", PRIMARY KEY (" + Sql.names(table.key()) + ")";
        return "CREATE TABLE " + Sql.name(table.name()) + " (" + columns + key + ");";
    }

    private static String definition(ColumnModel column) {
        return Sql.name(column.name()) + " " + column.type();
    }

    private static String comments(Evolution change) {
        TableName table;
        List<ColumnModel> columns;
        if (change instanceof Evolution.Create create) {
            table = create.table().name();
            columns = create.table().columns();
        } else if (change instanceof Evolution.AddColumns add) {
            table = add.table();
            columns = add.columns();
        } else {
            return "";
        }
        return columns.stream()
                .filter(column -> !column.doc().isBlank())
                .map(column -> " COMMENT ON COLUMN " + Sql.name(table) + "." + Sql.name(column.name()) + " IS "
                        + Sql.text(column.doc().replace("\0", "")) + ";")
                .collect(Collectors.joining());
    }
}
