// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ConflictMode;
import io.millrace.connect.sink.DeleteMode;
import io.millrace.connect.sink.DeleteOptions;
import io.millrace.connect.sink.KeyOptions;
import io.millrace.connect.sink.Problem;
import io.millrace.connect.sink.RowRules;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TruncateMode;
import io.millrace.connect.sink.WriteMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what the user may do with what the configuration will make the sink do. */
final class PrivilegeChecks {
    private static final String SELECT = "SELECT";
    private static final String INSERT = "INSERT";
    private static final String UPDATE = "UPDATE";
    private static final String DELETE = "DELETE";

    private static final String DATABASE = """
            SELECT current_user, current_database(),
                   has_database_privilege(current_database(), 'TEMPORARY'),
                   has_database_privilege(current_database(), 'CREATE')""";
    private static final String SCHEMA = """
            SELECT oid IS NOT NULL, has_schema_privilege(oid, 'USAGE'), has_schema_privilege(oid, 'CREATE')
            FROM (SELECT pg_catalog.to_regnamespace(?)::oid) AS n (oid)""";
    /** A privilege on some columns counts: which ones are needed is not known yet. */
    private static final String TABLE = """
            SELECT p, CASE WHEN p IN ('SELECT', 'INSERT', 'UPDATE') THEN has_any_column_privilege(oid, p)
                           ELSE has_table_privilege(oid, p) END
            FROM (SELECT pg_catalog.to_regclass(?)::oid) AS t (oid), unnest(?::text[]) AS p
            WHERE oid IS NOT NULL""";

    private record Schema(boolean exists, boolean usage, boolean create) {}

    private final Connection connection;
    private final PostgresSinkConfig config;
    private final Set<TableName> tables;
    private final List<Problem> problems = new ArrayList<>();

    private String user = "";
    private String database = "";
    private boolean createsSchemas;

    /** @param tables those that records will go to, as far as known */
    PrivilegeChecks(Connection connection, PostgresSinkConfig config, Set<TableName> tables) {
        this.connection = connection;
        this.config = config;
        this.tables = Set.copyOf(tables);
    }

    List<Problem> problems() throws SQLException {
        checkDatabase();
        checkOffsets(config.copying().offsetsSchema());
        for (String schema : schemas()) {
            checkSchema(schema);
        }
        return problems;
    }

    private void checkDatabase() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DATABASE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            user = row.getString(1);
            database = row.getString(2);
            createsSchemas = row.getBoolean(4);
            if (!row.getBoolean(3)) {
                problems.add(new Problem(
                        ConnectionOptions.USER,
                        "Cannot make staging tables: user " + user + " lacks TEMPORARY on database " + database
                                + ". Run: GRANT TEMPORARY ON DATABASE " + Sql.name(database) + to()));
            }
        }
    }

    private String to() {
        return " TO " + Sql.name(user) + ";";
    }

    private Schema schema(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SCHEMA)) {
            statement.setString(1, Sql.name(name));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Schema(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3));
            }
        }
    }

    private void checkOffsets(String name) throws SQLException {
        Schema schema = schema(name);
        if (!schema.exists()) {
            if (!createsSchemas) {
                offsets(
                        "make schema " + name,
                        "CREATE on database " + database,
                        "CREATE SCHEMA " + Sql.name(name) + " AUTHORIZATION " + Sql.name(user) + ";");
            }
            return;
        }
        TableName table = new OffsetsTable(name, "", "").table();
        Map<String, Boolean> held = schema.usage() ? held(table, List.of(SELECT, INSERT, UPDATE)) : Map.of();
        if (!schema.usage() || (held.isEmpty() && !schema.create())) {
            offsets(
                    "use schema " + name,
                    "USAGE or CREATE on it",
                    "GRANT USAGE, CREATE ON SCHEMA " + Sql.name(name) + to());
        } else if (held.containsValue(false)) {
            offsets(
                    "use table " + table,
                    "SELECT, INSERT or UPDATE on it",
                    "GRANT SELECT, INSERT, UPDATE ON " + Sql.name(table) + to());
        }
    }

    private void offsets(String action, String lacking, String statement) {
        problems.add(new Problem(
                CopyOptions.OFFSETS_SCHEMA,
                "Cannot " + action + " for the sink's offsets: user " + user + " lacks " + lacking + ". Run: "
                        + statement));
    }

    /** Those of the known tables, or the one that the settings name. */
    private Set<String> schemas() {
        Set<String> schemas = new LinkedHashSet<>();
        tables.stream().sorted().forEach(table -> schemas.add(table.schema()));
        String fixed = config.fixedSchema();
        if (schemas.isEmpty() && !fixed.isEmpty()) {
            schemas.add(fixed);
        }
        return schemas;
    }

    private void checkSchema(String name) throws SQLException {
        Schema schema = schema(name);
        if (!schema.exists()) {
            problems.add(new Problem(
                    config.schemaKey(),
                    "Cannot write to schema " + name + ": found none of that name in database " + database
                            + ". Run: CREATE SCHEMA " + Sql.name(name) + "; or correct '" + config.schemaKey() + "'."));
        } else if (!schema.usage()) {
            problems.add(new Problem(
                    config.schemaKey(),
                    "Cannot write to schema " + name + ": user " + user
                            + " lacks USAGE on it. Run: GRANT USAGE ON SCHEMA " + Sql.name(name) + to()));
        } else if (!config.isDryRun()) {
            checkTables(name, schema);
        }
    }

    private void checkTables(String name, Schema schema) throws SQLException {
        boolean allExist = !tables.isEmpty();
        for (TableName table : tables.stream()
                .filter(each -> each.schema().equals(name))
                .sorted()
                .toList()) {
            allExist &= checkTable(table, config.tables().of(table).rows());
        }
        if (!allExist && config.evolution().create() && !schema.create()) {
            problems.add(new Problem(
                    TableOptions.AUTO_CREATE,
                    "Cannot create tables in schema " + name + ": user " + user
                            + " lacks CREATE on it. Run: GRANT CREATE ON SCHEMA " + Sql.name(name) + to()
                            + " or make the tables and set 'auto.create' to false."));
        }
    }

    /** Whether the table exists. */
    private boolean checkTable(TableName table, RowRules rows) throws SQLException {
        Map<String, String> needed = needed(rows);
        Map<String, Boolean> held = held(table, needed.keySet());
        Map<String, List<String>> lacking = new LinkedHashMap<>();
        needed.forEach((privilege, key) -> {
            if (Boolean.FALSE.equals(held.get(privilege))) {
                lacking.computeIfAbsent(key, k -> new ArrayList<>()).add(privilege);
            }
        });
        lacking.forEach((key, privileges) -> {
            String all = String.join(", ", privileges);
            problems.add(new Problem(
                    key,
                    "Cannot write to table " + table + " as " + key + " says: user " + user + " lacks " + all
                            + " on it. Run: GRANT " + all + " ON " + Sql.name(table) + to()));
        });
        if (!held.isEmpty()) {
            checkKey(table, rows);
        }
        return !held.isEmpty();
    }

    /** Which of the privileges the user has on the table; empty if there is no such table. */
    private Map<String, Boolean> held(TableName table, Collection<String> privileges) throws SQLException {
        Map<String, Boolean> held = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, Sql.name(table));
            statement.setArray(2, connection.createArrayOf("text", privileges.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    held.put(rows.getString(1), rows.getBoolean(2));
                }
            }
        }
        return held;
    }

    /** Each privilege, and the key because of which it is needed. */
    private static Map<String, String> needed(RowRules rows) {
        Map<String, String> needed = new LinkedHashMap<>();
        boolean inserts = rows.writeMode() == WriteMode.INSERT;
        needed.put(INSERT, RowOptions.WRITE_MODE);
        if (!inserts || rows.conflictMode() == ConflictMode.IGNORE) {
            needed.put(SELECT, RowOptions.WRITE_MODE);
        }
        if (!inserts && rows.conflictMode() == ConflictMode.UPDATE) {
            needed.put(UPDATE, RowOptions.WRITE_MODE);
        }
        DeleteMode deletes = rows.deletes().mode();
        if (deletes == DeleteMode.SOFT) {
            needed.putIfAbsent(UPDATE, DeleteOptions.MODE);
        }
        if (deletes == DeleteMode.HARD && rows.writeMode() == WriteMode.UPSERT) {
            needed.put(DELETE, DeleteOptions.MODE);
        }
        if (!inserts && rows.truncateMode() == TruncateMode.TRUNCATE) {
            needed.putIfAbsent(truncating(rows), RowOptions.TRUNCATE_MODE);
        }
        return needed;
    }

    private static String truncating(RowRules rows) {
        if (rows.deletes().mode() == DeleteMode.SOFT || rows.writeMode() == WriteMode.HISTORY) {
            return UPDATE; // marks or ends the rows
        }
        return rows.isOrdered() ? DELETE : "TRUNCATE"; // newer rows stay
    }

    private void checkKey(TableName table, RowRules rows) throws SQLException {
        List<String> key = rows.keys().known();
        if (rows.writeMode() != WriteMode.UPSERT || key.isEmpty()) {
            return;
        }
        List<Set<String>> unique = Catalog.uniqueKeys(connection, table);
        if (unique.stream().noneMatch(new HashSet<>(key)::equals)) {
            problems.add(new Problem(
                    KeyOptions.FIELDS,
                    "Cannot upsert into table " + table + ": found unique keys "
                            + unique.stream().map(Object::toString).sorted().toList() + " (expected one on " + key
                            + "). Run: ALTER TABLE " + Sql.name(table) + " ADD PRIMARY KEY (" + Sql.names(key)
                            + "); or correct 'key.mode' and 'key.fields'."));
        }
    }
}
