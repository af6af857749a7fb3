// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.records.PluginVersion;
import io.millrace.records.UnknownKeys;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Writes records to PostgreSQL tables, each exactly once in effect: the offset moves in the transaction that writes
 * the rows, by compare-and-set, and only for the task that took the partition over last.
 *
 * <p>Values are structs; each field is a column. By {@code write.mode} a record is a new row or replaces the row with
 * its key; a tombstone removes it or does nothing, by {@code delete.mode}. Tables are created and columns added as
 * configured. See {@link PostgresSinkTask} for the delivery promise.
 */
public final class PostgresSinkConnector extends SinkConnector {
    static final UnknownKeys UNKNOWN = new UnknownKeys(
            PostgresSinkConfig.DEF.names(),
            Set.of(
                    "buffer.",
                    "conflict.",
                    "connection.",
                    "connections.",
                    "copy.",
                    "create.",
                    "current.",
                    "document.",
                    "evolve.",
                    "history.",
                    "incompatible.",
                    "key.fields",
                    "order.",
                    "schemaless.",
                    "topic.changed.",
                    "unavailable.",
                    "statement.",
                    "lock.",
                    "schema.",
                    "table.",
                    "auto.",
                    "write.",
                    "delete.",
                    "truncate.",
                    "batch.",
                    "linger.",
                    "retry.",
                    "offsets."));

    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);

    private Map<String, String> props = Map.of();

    @Override
    public void start(Map<String, String> connectorProps) {
        new PostgresSinkConfig(connectorProps);
        props = Map.copyOf(connectorProps);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return PostgresSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, props);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return PostgresSinkConfig.DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(PostgresSinkConnector.class);
    }

    /** Adds to each key's own check: rules between keys, unknown keys, and, if all is well so far, a connection. */
    @Override
    public Config validate(Map<String, String> connectorProps) {
        Map<String, ConfigValue> values = new TreeMap<>(config().validateAll(connectorProps));
        UNKNOWN.in(connectorProps.keySet().stream()
                        .filter(key -> !key.startsWith(TableRules.PREFIX))
                        .toList())
                .forEach((key, problem) -> {
                    ConfigValue value = new ConfigValue(key);
                    value.addErrorMessage(problem);
                    values.put(key, value);
                });
        if (isFree(values)) {
            PostgresSinkConfig.problems(connectorProps)
                    .forEach((key, problem) -> value(values, key).addErrorMessage(problem));
        }
        if (isFree(values)) {
            checkConnection(new PostgresSinkConfig(connectorProps), values);
        }
        return new Config(List.copyOf(values.values()));
    }

    private static boolean isFree(Map<String, ConfigValue> values) {
        return values.values().stream().allMatch(value -> value.errorMessages().isEmpty());
    }

    private static ConfigValue value(Map<String, ConfigValue> values, String key) {
        return values.computeIfAbsent(key, ConfigValue::new);
    }

    private static void checkConnection(PostgresSinkConfig config, Map<String, ConfigValue> values) {
        Sessions sessions = new Sessions(config.connection(), "millrace validate");
        try {
            sessions.check(CHECK_TIMEOUT);
        } catch (SQLException e) {
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            String key = state.startsWith("28") ? ConnectionOptions.PASSWORD : ConnectionOptions.URL;
            String remedy = state.startsWith("28")
                    ? "Correct 'connection.user' and 'connection.password'."
                    : "Check that the database runs, and the host, port and database name.";
            value(values, key)
                    .addErrorMessage("Cannot connect to PostgreSQL: " + e.getMessage() + " (SQLSTATE " + state + ") at "
                            + sessions.address() + ". " + remedy);
        } catch (ConnectException e) {
            value(values, ConnectionOptions.URL).addErrorMessage(e.getMessage());
        }
    }
}
