// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.SinkReport;
import io.millrace.records.PluginVersion;
import io.millrace.records.UnknownKeys;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
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
        OffsetsTable table = new OffsetsTable(config.copying().offsetsSchema(), connector, "alterOffsets");
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
        SinkReport report = settings(connectorProps);
        check(connectorProps, report);
        return report.config();
    }

    /** As {@link #validate}, without asking the database: for {@code millrace lint}, which calls it by its name. */
    public Config validateOffline(Map<String, String> connectorProps) {
        return settings(connectorProps).config();
    }

    /** What is wrong with the settings, whatever the database is like. */
    static SinkReport settings(Map<String, String> given) {
        return new SinkReport(given, PostgresSinkConfig.DEF, UNKNOWN, PostgresSinkConfig::problems);
    }

    /** Asks the database, unless it is not known how; tables and privileges only once all else is right. */
    private static void check(Map<String, String> given, SinkReport report) {
        if (report.isSound("connection.")) {
            ConnectionOptions connection =
                    new ConnectionOptions(new AbstractConfig(PostgresSinkConfig.DEF, report.sound(), false));
            PostgresSinkConfig config = report.isSound() ? new PostgresSinkConfig(given) : null;
            new PostgresChecks(connection, config)
                    .problems()
                    .forEach(problem -> report.add(problem.key(), problem.message()));
        }
    }
}
