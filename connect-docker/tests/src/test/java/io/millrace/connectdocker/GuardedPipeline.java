// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ClickHouseException;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.ConnectRestException;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.ConnectorStatus;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A worker that is the manifests' {@code KafkaUser} and runs every {@code KafkaConnector} of the manifests, exactly once; those to
 * ClickHouse where there is one.
 */
final class GuardedPipeline implements AutoCloseable {
    static final String USER = "millrace-connect";
    static final String POLLED = "device-events-source";
    static final String PUSHED = "device-pushes-source";
    static final String SHOP = "shop-mariadb-source";
    static final String POLLED_SINK = "device-events-postgres-sink";
    static final String PUSHED_SINK = "device-pushes-postgres-sink";
    static final String SHOP_SINK = "shop-postgres-sink";
    static final String POLLED_CLICKHOUSE_SINK = "device-events-clickhouse-sink";
    static final String SHOP_CLICKHOUSE_SINK = "shop-clickhouse-sink";

    private static final String CLICKHOUSE_SINK = "io.millrace.connect.clickhouse.ClickHouseSinkConnector";
    private static final int UNKNOWN_TABLE = 60;

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final GuardedKafka kafka;
    private final DeviceFeed feed = new DeviceFeed();
    private final DevicePushes pushes = new DevicePushes();
    private final MariaDbServer shop = TestServers.mariaDb();
    // Of its own: in the shared one the sinks' offsets are those of another Kafka.
    private final PostgresServer tables = PostgresServer.start(TestServers.newDirectory("guarded-postgres"));
    private final Optional<ClickHouseServer> clickHouse =
            ClickHouseServer.find(TestServers.newDirectory("guarded-clickhouse"));
    private final Map<String, Map<String, String>> connectors;
    private ConnectWorker worker;
    /** Those whose configuration the worker does not have. */
    private final Set<String> changed = new TreeSet<>();

    private int rounds;

    GuardedPipeline(GuardedKafka kafka, RenderedManifests manifests) {
        this.kafka = kafka;
        Pipeline.execute(
                shop,
                "CREATE DATABASE IF NOT EXISTS shop",
                "CREATE TABLE IF NOT EXISTS shop.customers"
                        + " (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL)");
        Archive.all();
        connectors = GuardedConnectors.of(
                clickHouse.isPresent() ? manifests : manifests.withoutConnectors(CLICKHOUSE_SINK), environment());
        changed.addAll(connectors.keySet());
    }

    /** Starts the worker; {@link #recover} then creates the connectors. */
    void start() {
        worker = kafka.worker(TestServers.newDirectory("guarded-connect"), USER)
                .pluginPath(List.of(Archive.pluginPath(), Binaries.debeziumMariaDb()))
                .group("millrace")
                // A sink's member that may not say goodbye is missed for this long.
                .property("consumer.session.timeout.ms", "3000")
                .property("consumer.heartbeat.interval.ms", "1000")
                .start();
    }

    private Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>(Pipeline.sources(feed, shop, TestServers.registry()));
        variables.putAll(pushes.environment());
        variables.put("KAFKA_BOOTSTRAP", kafka.servers());
        variables.put("POSTGRES_URL", tables.jdbcUrl());
        variables.put("POSTGRES_USER", tables.user());
        variables.put("POSTGRES_PASSWORD", tables.password());
        clickHouse.ifPresent(server -> variables.putAll(Map.of(
                "CLICKHOUSE_URL", server.httpUrl(),
                "CLICKHOUSE_USER", server.user(),
                "CLICKHOUSE_PASSWORD", server.password())));
        return variables;
    }

    ConnectWorker worker() {
        return worker;
    }

    /** Whether what needs the rule is here. */
    boolean canRun(Withheld withheld) {
        return clickHouse.isPresent() || !withheld.isOfClickHouse();
    }

    /** Creates the connectors, or gives those that were changed their configuration back, and waits until all flows. */
    void recover() {
        await("the worker takes configurations")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(ConnectRestException.class)
                .until(() -> {
                    List.copyOf(changed).forEach(this::put);
                    return true;
                });
        await("all connectors run")
                .atMost(PATIENCE)
                .until(() -> connectors.keySet().stream().filter(this::runs).count() == connectors.size());
        rounds++;
        String round = "round-" + rounds;
        feed.add(round);
        Pipeline.execute(shop, insert("customers", round));
        await("pushed").atMost(PATIENCE).until(() -> pushes.isTaken(round));
        awaitRow("SELECT event_id FROM device_events", round);
        awaitRow("SELECT event_id FROM device_pushes", round);
        awaitRow("SELECT name FROM shop_customers", round);
        awaitClickHouseRow("SELECT event_id FROM device_events", round);
        awaitClickHouseRow("SELECT name FROM shop_customers", round);
    }

    /** Whether it runs; what failed or was stopped is started again. */
    private boolean runs(String connector) {
        try {
            ConnectorStatus status = worker.status(connector);
            if (status.isFailed()) {
                worker.restart(connector);
            } else if (status.state().equals("STOPPED")) {
                worker.resume(connector);
            }
            return status.isRunning();
        } catch (ConnectRestException notYet) {
            return false;
        }
    }

    /** A device's event is there to be polled. */
    void addEvent(String eventId) {
        feed.add(eventId);
    }

    /** Somebody buys. */
    void insert(String name) {
        Pipeline.execute(shop, insert("customers", name));
    }

    /** The shop has a new table, with a row. */
    void createTable(String table) {
        Pipeline.execute(
                shop,
                "CREATE TABLE shop." + table
                        + " (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL)",
                insert(table, "first"));
    }

    private static String insert(String table, String name) {
        return "INSERT INTO shop." + table + " (name) VALUES ('" + name + "')";
    }

    /** Gives a connector the manifest's configuration, again. */
    void put(String connector) {
        changed.add(connector);
        worker.put(connector, connectors.get(connector));
        changed.remove(connector);
    }

    /** Sends what a connector reads next to a topic that is not there, until all recovers. */
    void sendElsewhere(String connector, String topic) {
        Map<String, String> config = new TreeMap<>(connectors.get(connector));
        config.put("topic", topic);
        halt(connector);
        changed.add(connector);
        worker.put(connector, config);
    }

    /** Deletes a connector, and creates it anew: it goes on from its offsets. */
    void createAnew(String connector) {
        worker.delete(connector);
        put(connector);
    }

    /** Stops a connector, and has it forget its offsets. */
    void forgetOffsets(String connector) {
        halt(connector);
        worker.resetOffsets(connector);
    }

    private void halt(String connector) {
        worker.stop(connector);
        worker.await(
                connector,
                "to stop",
                status -> status.state().equals("STOPPED") && status.tasks().isEmpty(),
                PATIENCE);
    }

    void deleteTopic(String topic) {
        kafka.deleteTopic(topic);
    }

    List<String> sinks() {
        return connectors.keySet().stream()
                .filter(name -> name.endsWith("-sink"))
                .toList();
    }

    private void awaitRow(String query, String expected) {
        await(query)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Pipeline.column(tables, query)).contains(expected));
    }

    private void awaitClickHouseRow(String query, String expected) {
        clickHouse.ifPresent(server -> await("ClickHouse: " + query)
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(
                        e -> e instanceof ClickHouseException refused && refused.code() == UNKNOWN_TABLE)
                .untilAsserted(
                        () -> assertThat(server.query(query).lines().toList()).contains(expected)));
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
        }
        feed.close();
        tables.close();
        clickHouse.ifPresent(ClickHouseServer::close);
    }
}
