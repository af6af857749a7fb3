// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.quickstart.ShopFeed;
import io.millrace.quickstart.deviceapi.DeviceApi;
import io.millrace.quickstart.deviceapi.PushingDevices;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.ConnectRestException;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.FaultProxy;
import io.millrace.testkit.servers.KafkaServer;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.RegistryServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The pipeline with the shipped connectors and JMX rules, on servers of its own: device events are polled and pushed, a
 * shop's rows change, and all of it becomes rows in PostgreSQL. One more sink has what the shipped ones do not: a
 * predicate and a dead letter queue, which is not empty. Where there is a ClickHouse, its sinks fill it too. Broker and worker
 * show their metrics to Prometheus.
 *
 * <p>It is never idle: some tens of records a second go through each connector. PostgreSQL is reached by the sinks through a
 * network that can be made to fail. A test that breaks something mends it before it ends, see {@link #awaitHealthy}.
 */
public final class MonitoredPipeline implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 42;
    private static final int FIRST_EVENTS = 300;
    private static final int FIRST_ROW_CHANGES = 400;
    private static final double ROW_CHANGES_PER_SECOND = 20;
    private static final int EVENTS_PER_BEAT = 4;
    private static final long BEAT_MS = 200;
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final long LOOK_NANOS = 200_000_000;

    private static final List<String> SHIPPED = List.of(
            "device-events-source",
            "device-pushes-source",
            "shop-mariadb-source",
            "device-events-postgres-sink",
            "device-pushes-postgres-sink",
            "shop-postgres-sink");
    private static final List<String> TO_CLICKHOUSE =
            List.of("clickhouse/device-events-clickhouse-sink", "clickhouse/shop-clickhouse-sink");
    private static final List<Table> TABLES = List.of(
            new Table("device_events", FIRST_EVENTS),
            new Table("device_pushes", FIRST_EVENTS),
            new Table("device_checks", 1),
            new Table("shop_customers", 1),
            new Table("shop_orders", 1),
            new Table("shop_order_items", 1));

    private final PipelineServers servers;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final PushingDevices pushing;
    private final ShopFeed shop;
    private final CheckedEvents checked;
    private final List<String> connectors = new ArrayList<>();

    private record Table(String name, int rows) {}

    private MonitoredPipeline(PipelineServers servers) {
        this.servers = servers;
        parts.push(servers);
        this.shop = part(ShopFeed.open(servers.mariaDb(), SEED));
        this.checked = part(events("devices.checked"));
        this.pushing =
                part(PushingDevices.start(servers.pushUrl(), PipelineServers.PUSH_KEY, SEED + 1, Clock.systemUTC()));
    }

    /** One for all tests of this JVM: started when first asked for, stopped when the JVM exits. */
    public static MonitoredPipeline shared() {
        return Shared.PIPELINE;
    }

    private static MonitoredPipeline start(Path dir) {
        MonitoredPipeline pipeline = new MonitoredPipeline(PipelineServers.start(dir));
        try {
            pipeline.fill();
            return pipeline;
        } catch (RuntimeException | AssertionError e) {
            pipeline.close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    private void fill() {
        SHIPPED.forEach(this::putShipped);
        clickHouse().ifPresent(server -> TO_CLICKHOUSE.forEach(this::putShipped));
        put(Path.of("src/test/connectors/checked-events-postgres-sink.json"));
        connectors.forEach(name -> worker().awaitRunning(name, DEADLINE));
        deviceApi().generate(FIRST_EVENTS);
        pushing.generate(FIRST_EVENTS);
        checked.good();
        checked.unreadable();
        checked.keyless();
        awaitRows(TABLES);
        shop.burstTo(FIRST_ROW_CHANGES);
        await("The shop's first changes", () -> shop.committed() >= FIRST_ROW_CHANGES);
        shop.pace(ROW_CHANGES_PER_SECOND);
        beat();
    }

    private void putShipped(String name) {
        put(servers.home().resolve("connect-docker/connectors/" + name + ".json"));
    }

    /** On a busy machine the servers that a configuration names may not answer soon enough for the check of it. */
    private void put(Path connector) {
        await("An accepted " + connector.getFileName(), () -> {
            try {
                return connectors.add(worker().putJson(connector));
            } catch (ConnectRestException e) {
                if (String.valueOf(e.getMessage()).contains("no answer")) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Lets devices go on. */
    private void beat() {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "devices");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused = clock.scheduleAtFixedRate(
                () -> {
                    deviceApi().append(EVENTS_PER_BEAT);
                    pushing.append(EVENTS_PER_BEAT);
                    checked.good();
                },
                BEAT_MS,
                BEAT_MS,
                TimeUnit.MILLISECONDS);
        part(clock::shutdownNow);
    }

    /** The configuration in a connector's file. */
    static Map<String, String> config(Path file) {
        try {
            return JSON.convertValue(JSON.readTree(file.toFile()).path("config"), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The names of its connectors. */
    public List<String> connectors() {
        return List.copyOf(connectors);
    }

    public KafkaServer kafka() {
        return servers.kafka();
    }

    public RegistryServer registry() {
        return servers.registry();
    }

    /** The database that the sinks fill; not through the network that they use. */
    public PostgresServer postgres() {
        return servers.postgres();
    }

    /** The ClickHouse that its sinks fill, where there is one. */
    public Optional<ClickHouseServer> clickHouse() {
        return servers.clickHouse();
    }

    /** The network between the sinks and PostgreSQL. */
    public FaultProxy postgresNetwork() {
        return servers.postgresNetwork();
    }

    /** The shop's database server. */
    public MariaDbServer mariaDb() {
        return servers.mariaDb();
    }

    /** Throws Debezium out of the shop's database, and keeps it out. */
    void lockDebeziumOut() {
        servers.lockDebeziumOut();
    }

    /** Lets Debezium in again. */
    void letDebeziumIn() {
        servers.letDebeziumIn();
    }

    public ConnectWorker worker() {
        return servers.worker();
    }

    /** The API that {@code device-events-source} polls. */
    public DeviceApi deviceApi() {
        return servers.deviceApi();
    }

    /** What goes to the sink that has a dead letter queue. */
    public CheckedEvents checked() {
        return checked;
    }

    /** What sends events to another topic. */
    CheckedEvents events(String topic) {
        return new CheckedEvents(servers.kafka().bootstrapServers(), topic);
    }

    /** Runs a statement in the database that the sinks fill. */
    void execute(String sql) {
        try (Connection connection = postgres().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + sql + ": " + e.getMessage(), e);
        }
    }

    /** What Prometheus scrapes, by {@code job}. */
    public List<ScrapeTarget> targets() {
        return List.of(
                new ScrapeTarget("kafka-connect", servers.workerMetricsPort()),
                new ScrapeTarget("kafka-broker", servers.brokerMetricsPort()),
                new ScrapeTarget("schema-registry", servers.registryPort()));
    }

    /** What the worker shows to Prometheus now. */
    public String workerMetrics() {
        return targets().get(0).scrape();
    }

    /** What the broker shows to Prometheus now. */
    public String brokerMetrics() {
        return targets().get(1).scrape();
    }

    /** What the registry shows to Prometheus now. */
    public String registryMetrics() {
        return targets().get(2).scrape();
    }

    /** Waits until all connectors run and new device events and shop rows become rows; else fails with what does not. */
    public void awaitHealthy() {
        connectors.forEach(name -> worker().awaitRunning(name, DEADLINE));
        shop.requireRunning();
        awaitRows(TABLES.stream()
                .filter(table -> !table.name().startsWith("shop_")) // the shop's tables shrink and grow
                .map(table -> new Table(table.name(), rows(table.name()) + 1))
                .toList());
    }

    private void awaitRows(List<Table> tables) {
        for (Table table : tables) {
            await(table.rows() + " rows in " + table.name(), () -> rows(table.name()) >= table.rows());
        }
    }

    /** The rows of a table, 0 while it is not there. */
    private int rows(String table) {
        try (Connection connection = postgres().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) { // undefined_table
                return 0;
            }
            throw new IllegalStateException("Cannot count the rows of " + table + ": " + e.getMessage(), e);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " did not come within " + DEADLINE.toSeconds() + " s: "
                        + connectors.stream().map(worker()::status).toList() + ". The worker's log is "
                        + worker().log());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        parts.forEach(part -> {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("Cannot stop " + part, e);
            }
        });
        parts.clear();
    }

    private static final class Shared {
        static final MonitoredPipeline PIPELINE = start(TestServers.newDirectory("pipeline"));
    }
}
