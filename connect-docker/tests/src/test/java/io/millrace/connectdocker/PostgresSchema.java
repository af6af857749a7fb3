// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema of the shared PostgreSQL. */
record PostgresSchema(String name) implements SinkSchema {
    private static PostgresServer server() {
        return TestServers.postgres();
    }

    @Override
    public void create() {
        Pipeline.execute(server(), "CREATE SCHEMA " + name);
    }

    @Override
    public void createTable(String table, List<TypedColumn> prepared) {
        StringBuilder columns = new StringBuilder("id integer PRIMARY KEY");
        prepared.forEach(column -> columns.append(", ")
                .append(column.name())
                .append(' ')
                .append(column.made().postgres().name()));
        Pipeline.execute(server(), "CREATE TABLE " + name + "." + table + " (" + columns + ")");
    }

    @Override
    public Map<String, String> sink() {
        Map<String, String> changes = new HashMap<>();
        changes.put("connection.url", server().jdbcUrl());
        changes.put("connection.user", server().user());
        changes.put("connection.password", server().password());
        changes.put("schema.name", name);
        return Pipeline.config("shop-postgres-sink", changes);
    }

    @Override
    public Map<String, String> columns(String table) {
        return SinkTables.columns(server(), name + "." + table);
    }

    @Override
    public List<String> readings(String table) {
        return List.of(name + "." + table);
    }

    @Override
    public List<List<@Nullable String>> rows(String sql) throws SQLException {
        return SqlRows.read(server(), PostgresTypes.SESSION, sql);
    }
}
