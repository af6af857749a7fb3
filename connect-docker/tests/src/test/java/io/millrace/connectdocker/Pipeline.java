// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.RegistryServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The shipped connector configurations, and what they find around them: the shared servers and a device feed. */
final class Pipeline {
    private Pipeline() {}

    static Path connector(String name) {
        return Path.of("connectors", name + ".json").toAbsolutePath();
    }

    /** A shipped configuration with some settings changed. */
    static Map<String, String> config(String name, Map<String, String> changes) {
        try {
            JsonNode shipped =
                    new ObjectMapper().readTree(connector(name).toFile()).path("config");
            Map<String, String> config = new TreeMap<>();
            shipped.fieldNames()
                    .forEachRemaining(key -> config.put(key, shipped.path(key).asText()));
            config.putAll(changes);
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The variables that the configurations read. */
    static Map<String, String> environment(DeviceFeed feed, DatabaseServer shop, RegistryServer registry) {
        Map<String, String> variables = sources(feed, shop, registry);
        variables.put("POSTGRES_URL", TestServers.postgres().jdbcUrl());
        variables.put("POSTGRES_USER", TestServers.postgres().user());
        variables.put("POSTGRES_PASSWORD", TestServers.postgres().password());
        variables.put("KAFKA_BOOTSTRAP", TestServers.kafka().bootstrapServers());
        return variables;
    }

    /** Those of the variables that say where records come from, and their schemas. */
    static Map<String, String> sources(DeviceFeed feed, DatabaseServer shop, RegistryServer registry) {
        Map<String, String> variables = new HashMap<>();
        variables.put("DEVICE_API_URL", feed.url());
        variables.put("DEVICE_API_TOKEN", DeviceFeed.TOKEN);
        variables.put("SHOP_DB_HOST", shop.host());
        variables.put("SHOP_DB_PORT", String.valueOf(shop.port()));
        variables.put("SHOP_DB_USER", shop.user());
        variables.put("SHOP_DB_PASSWORD", shop.password());
        // Debezium's two connectors name the same thing differently; MySQL's server has a certificate.
        variables.put("SHOP_DB_SSL_MODE", shop instanceof MariaDbServer ? "disable" : "preferred");
        variables.put("REGISTRY_URL", registry.url());
        return variables;
    }

    static void execute(DatabaseServer server, String... statements) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run the statements: " + e.getMessage(), e);
        }
    }

    /** The first column of the rows that a query gives; none while its table does not exist. */
    static Set<String> column(DatabaseServer server, String sql) {
        Set<String> values = new TreeSet<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(Optional.ofNullable(rows.getString(1)).orElse("null"));
            }
        } catch (SQLException e) {
            if (!"42P01".equals(e.getSQLState())) { // undefined_table
                throw new IllegalStateException("Cannot query: " + e.getMessage(), e);
            }
        }
        return values;
    }
}
