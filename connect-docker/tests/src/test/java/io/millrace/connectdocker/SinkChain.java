// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.SinkProgress;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ClickHouseException;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.MySqlServer;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.core.ThrowingRunnable;

/**
 * Databases, Debezium's connectors, Avro and the PostgreSQL sink in one worker. The connectors of one chain are named
 * after it: it is the source's topic prefix.
 */
final class SinkChain implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String NORMALIZE = "transforms.normalize.";

    private final ConnectWorker worker;
    private final Set<String> started = new TreeSet<>();

    private SinkChain(ConnectWorker worker) {
        this.worker = worker;
    }

    static SinkChain start() {
        Archive.all();
        return new SinkChain(TestServers.newWorker(List.of(
                        Archive.pluginPath(),
                        Binaries.debeziumMariaDb(),
                        Binaries.debeziumMySql(),
                        Binaries.debeziumPostgres()))
                .property("offset.flush.interval.ms", "1000")
                .heap("768m")
                .start());
    }

    /** Follows one database or schema, by the shipped configuration or with the same settings for PostgreSQL. */
    void source(String chain, DatabaseServer origin, String schema, Map<String, String> changes) {
        Map<String, String> config = origin instanceof PostgresServer postgres
                ? postgresSource(chain, postgres, schema)
                : binlogSource(chain, origin, schema);
        config.put("topic.prefix", chain);
        config.put("datatype.propagate.source.type", ".+");
        config.putAll(avro());
        config.putAll(changes);
        put(chain + "-source", config);
    }

    /** Settings by which a source sends Debezium's envelopes as they are. */
    static Map<String, String> untransformed() {
        return Map.of("transforms", "");
    }

    private static Map<String, String> binlogSource(String chain, DatabaseServer origin, String database) {
        boolean isMySql = origin instanceof MySqlServer;
        Map<String, String> config = Pipeline.config(isMySql ? "shop-mysql-source" : "shop-mariadb-source", Map.of());
        config.putAll(connection(origin));
        config.put("database.ssl.mode", isMySql ? "preferred" : "disable");
        config.put("database.server.id", String.valueOf(60_000 + Math.floorMod(chain.hashCode(), 1_000)));
        config.put("database.include.list", database);
        config.put(
                "schema.history.internal.kafka.bootstrap.servers",
                TestServers.kafka().bootstrapServers());
        config.put("schema.history.internal.kafka.topic", "_schema-history." + chain);
        return config;
    }

    private static Map<String, String> postgresSource(String chain, PostgresServer origin, String schema) {
        Map<String, String> config = new TreeMap<>(connection(origin));
        config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        config.put("tasks.max", "1");
        config.put("exactly.once.support", "required");
        config.put("database.dbname", origin.database());
        config.put("plugin.name", "pgoutput");
        config.put("slot.name", chain);
        config.put("slot.drop.on.stop", "true");
        config.put("publication.name", chain);
        config.put("publication.autocreate.mode", "filtered");
        config.put("schema.include.list", schema);
        config.put("interval.handling.mode", "string");
        config.put("event.converting.failure.handling.mode", "fail");
        config.put("poll.interval.ms", "50");
        config.put("transforms", "normalize");
        config.put(NORMALIZE + "type", "io.millrace.transforms.NormalizeEnvelope");
        config.put("topic.creation.default.partitions", "-1");
        config.put("topic.creation.default.replication.factor", "-1");
        return config;
    }

    private static Map<String, String> connection(DatabaseServer server) {
        return Map.of(
                "database.hostname", server.host(),
                "database.port", String.valueOf(server.port()),
                "database.user", server.user(),
                "database.password", server.password());
    }

    private static Map<String, String> avro() {
        Map<String, String> config = new HashMap<>();
        for (String side : List.of("key", "value")) {
            config.put(side + ".converter", "io.millrace.converters.AvroConverter");
            config.put(
                    side + ".converter.schema.registry.url",
                    TestServers.registry().url());
        }
        return config;
    }

    /** Fills a schema from all topics of a chain, by the shipped configuration. */
    void sink(String name, String chain, SinkSchema target, Map<String, String> changes) {
        Map<String, String> config = new TreeMap<>(target.sink());
        config.putAll(avro());
        config.put("topics.regex", chain + "\\..*");
        config.put("consumer.override.metadata.max.age.ms", "500");
        config.put("table.name.format", "${table}");
        config.putAll(changes);
        put(name + "-sink", config);
    }

    private void put(String connector, Map<String, String> config) {
        worker.put(connector, config);
        started.add(connector);
    }

    /** Has a sink read all topics of its chain again, from their beginning, and waits until it has; both have one name. */
    void readAgain(String name) {
        String connector = name + "-sink";
        worker.stop(connector);
        worker.await(
                connector,
                "to stop",
                status -> status.state().equals("STOPPED") && status.tasks().isEmpty(),
                PATIENCE);
        worker.resetOffsets(connector);
        worker.resume(connector);
        awaitAsserted(() -> assertThat(SinkProgress.unread(connector, topic -> topic.startsWith(name + ".")))
                .isEmpty());
    }

    /** Waits until all that was started runs: sources then have their place in the log. */
    void awaitRunning() {
        started.forEach(connector -> worker.awaitRunning(connector, PATIENCE));
    }

    /** Waits until the assertion holds, and tables have the columns that it reads; fails at once where a connector does. */
    void awaitAsserted(ThrowingRunnable assertion) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptionsMatching(e -> e instanceof SQLException || e instanceof ClickHouseException)
                .failFast(() -> assertThat(failures()).isEmpty())
                .untilAsserted(assertion);
    }

    /** A connector that was just put has no status yet. */
    private List<String> failures() {
        return worker.describe().stream()
                .filter(connector -> started.contains(connector.name()))
                .map(connector -> connector.status().failures())
                .filter(trace -> !trace.isEmpty())
                .toList();
    }

    /** Removes the connectors; the worker goes on. */
    void deleteConnectors() {
        started.forEach(worker::delete);
        started.clear();
    }

    @Override
    public void close() {
        worker.close();
    }
}
