// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.records.PluginVersion;
import io.millrace.records.UnknownKeys;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSinkConnector.class);

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

    /**
     * The stored offsets decide where a task goes on, so they are what is altered, in one transaction; a task that still
     * runs is fenced. Null makes the connector begin as a new one does. Whatever topic is there then counts as the one
     * that the offsets are of.
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        PostgresSinkConfig config = new PostgresSinkConfig(connectorConfig);
        String connector = PostgresSinkConfig.connector(connectorConfig);
        OffsetsTable table = new OffsetsTable(config.delivery().offsetsSchema(), connector, "alterOffsets");
        Session session = new Sessions(config.connection(), "millrace " + connector).open();
        try {
            session.runAtomically("alter offsets", table.table(), connection -> {
                table.create(connection);
                table.alter(connection, offsets);
                return true;
            });
        } finally {
            session.close();
        }
        LOG.info("Altered offsets of {} in {}: {}", connector, table.table(), offsets);
        return true;
    }

    @Override
    public ConfigDef config() {
        return PostgresSinkConfig.DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(PostgresSinkConnector.class);
    }

    /**
     * Adds to each key's own check: rules between keys, unknown keys, and what the database says. A database that cannot
     * be reached costs less than five seconds.
     */
    @Override
    public Config validate(Map<String, String> connectorProps) {
        Map<String, ConfigValue> values = settings(connectorProps);
        check(connectorProps, values);
        return new Config(List.copyOf(values.values()));
    }

    /** What is wrong with the settings, whatever the database is like. */
    static Map<String, ConfigValue> settings(Map<String, String> given) {
        Map<String, ConfigValue> values = new TreeMap<>(PostgresSinkConfig.DEF.validateAll(given));
        List<String> keys = given.keySet().stream()
                .filter(key -> !key.startsWith(TableRules.PREFIX))
                .toList();
        UNKNOWN.in(keys).forEach((key, problem) -> report(values, key, problem));
        if (isFree(values)) {
            PostgresSinkConfig.problems(given).forEach((key, problem) -> report(values, key, problem));
        }
        return values;
    }

    private static boolean isFree(Map<String, ConfigValue> values) {
        return values.values().stream().allMatch(value -> value.errorMessages().isEmpty());
    }

    private static void report(Map<String, ConfigValue> values, String key, String problem) {
        values.computeIfAbsent(key, ConfigValue::new).addErrorMessage(problem);
    }

    /** Asks the database, unless it is not known how; tables and privileges only once all else is right. */
    private static void check(Map<String, String> given, Map<String, ConfigValue> values) {
        Map<String, String> sound = new HashMap<>(given);
        sound.keySet().removeIf(key -> !isSound(values.get(key)));
        boolean connects =
                values.values().stream().noneMatch(value -> value.name().startsWith("connection.") && !isSound(value));
        if (connects) {
            ConnectionOptions connection =
                    new ConnectionOptions(new AbstractConfig(PostgresSinkConfig.DEF, sound, false));
            PostgresSinkConfig config = isFree(values) ? new PostgresSinkConfig(given) : null;
            new PostgresChecks(connection, config)
                    .problems()
                    .forEach(problem -> report(values, problem.key(), problem.message()));
        }
    }

    private static boolean isSound(@Nullable ConfigValue value) {
        return value == null || value.errorMessages().isEmpty();
    }
}
