// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

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
 * Writes records to ClickHouse tables. Values are structs; each field is a column. By {@code delivery.mode} each row has a
 * version, so that readers see every record once, or is just added. Tables are created and columns added as configured. See
 * {@link ClickHouseSinkTask} for the delivery promise.
 */
public final class ClickHouseSinkConnector extends SinkConnector {
    static final UnknownKeys UNKNOWN = new UnknownKeys(
            ClickHouseSinkConfig.DEF.names(),
            Set.of(
                    "auto.",
                    "batch.",
                    "buffer.",
                    "connection.",
                    "connections.",
                    "create.",
                    "current.",
                    "delete.",
                    "deleted.",
                    "delivery.",
                    "document.",
                    "evolve.",
                    "incompatible.",
                    "key.fields",
                    "linger.",
                    "offsets.",
                    "order.",
                    "request.",
                    "retry.",
                    "schemaless.",
                    "table.",
                    "topic.changed.",
                    "truncate.",
                    "unavailable.",
                    "version.",
                    "write."));

    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseSinkConnector.class);

    private Map<String, String> props = Map.of();

    @Override
    public void start(Map<String, String> connectorProps) {
        new ClickHouseSinkConfig(connectorProps);
        props = Map.copyOf(connectorProps);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ClickHouseSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, props);
    }

    @Override
    public void stop() {}

    /**
     * With {@code delivery.mode=exactly_once} the offsets beside the tables decide where a task goes on, so they are altered;
     * a task that still runs is superseded. Else Kafka's own do, which Connect alters.
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        ClickHouseSinkConfig config = new ClickHouseSinkConfig(connectorConfig);
        if (config.isExactlyOnce()) {
            String connector = ClickHouseSinkConfig.connector(connectorConfig);
            try (Session session = new Session(config.connection())) {
                Ranges ranges = new Ranges(config.ledger(session, connector));
                ranges.alter(offsets);
                LOG.info("Altered offsets of {} in {}: {}", connector, ranges.table(), offsets);
            }
        }
        return true;
    }

    @Override
    public ConfigDef config() {
        return ClickHouseSinkConfig.DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(ClickHouseSinkConnector.class);
    }

    /**
     * Adds to each key's own check: rules between keys, unknown keys, and what the server says. A server that cannot be
     * reached costs less than five seconds.
     */
    @Override
    public Config validate(Map<String, String> connectorProps) {
        SinkReport report = settings(connectorProps);
        if (report.isSound("connection.")) {
            ConnectionOptions connection =
                    new ConnectionOptions(new AbstractConfig(ClickHouseSinkConfig.DEF, report.sound(), false));
            ClickHouseSinkConfig config = report.isSound() ? new ClickHouseSinkConfig(connectorProps) : null;
            new ServerChecks(connection, config)
                    .problems()
                    .forEach(problem -> report.add(problem.key(), problem.message()));
        }
        return report.config();
    }

    /** As {@link #validate}, without asking the server: for {@code millrace lint}, which calls it by its name. */
    public Config validateOffline(Map<String, String> connectorProps) {
        return settings(connectorProps).config();
    }

    /** What is wrong with the settings, whatever the server is like. */
    static SinkReport settings(Map<String, String> given) {
        return new SinkReport(given, ClickHouseSinkConfig.DEF, UNKNOWN, ClickHouseSinkConfig::problems);
    }
}
