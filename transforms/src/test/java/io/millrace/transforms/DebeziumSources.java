// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** Configurations of Debezium's connectors, to be added to, and the statements that give them something to read. */
final class DebeziumSources {
    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

    private DebeziumSources() {}

    /** A connector that reads one database, with topics {@code <name>.<databaseName>.<table>} of JSON. */
    static Map<String, String> mariaDb(DatabaseServer server, String name, String databaseName) {
        Map<String, String> config = common(server, name, "io.debezium.connector.mariadb.MariaDbConnector");
        config.put("database.server.id", String.valueOf(7_000 + Math.floorMod(name.hashCode(), 1_000_000)));
        config.put("database.ssl.mode", "disable");
        config.put("database.include.list", databaseName);
        config.put("include.schema.changes", "false");
        config.put("schema.history.internal.kafka.topic", name + "-history");
        config.put(
                "schema.history.internal.kafka.bootstrap.servers",
                TestServers.kafka().bootstrapServers());
        return config;
    }

    /** A connector that reads one schema, with topics {@code <name>.<schemaName>.<table>} of JSON. */
    static Map<String, String> postgres(DatabaseServer server, String name, String schemaName) {
        Map<String, String> config = common(server, name, "io.debezium.connector.postgresql.PostgresConnector");
        String slot = (schemaName + "_" + name).replace('-', '_');
        config.put("database.dbname", "postgres");
        config.put("plugin.name", "pgoutput");
        config.put("slot.name", slot);
        config.put("slot.drop.on.stop", "true");
        config.put("publication.name", slot);
        config.put("publication.autocreate.mode", "filtered");
        config.put("schema.include.list", schemaName);
        return config;
    }

    private static Map<String, String> common(DatabaseServer server, String name, String connector) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", connector);
        config.put("tasks.max", "1");
        config.put("database.hostname", server.host());
        config.put("database.port", String.valueOf(server.port()));
        config.put("database.user", server.user());
        config.put("database.password", server.password());
        config.put("topic.prefix", name);
        config.put("key.converter", JSON);
        config.put("value.converter", JSON);
        config.put("value.converter.schemas.enable", "false");
        return config;
    }

    static void execute(DatabaseServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
