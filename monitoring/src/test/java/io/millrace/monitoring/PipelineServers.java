// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import io.millrace.quickstart.deviceapi.DeviceApi;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.FaultProxy;
import io.millrace.testkit.servers.Jvm;
import io.millrace.testkit.servers.KafkaServer;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.Ports;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.RegistryServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The servers of a {@link MonitoredPipeline}, and where they listen. */
record PipelineServers(
        Path home,
        KafkaServer kafka,
        int brokerMetricsPort,
        RegistryServer registry,
        int registryPort,
        PostgresServer postgres,
        FaultProxy postgresNetwork,
        Optional<ClickHouseServer> clickHouse,
        MariaDbServer mariaDb,
        DeviceApi deviceApi,
        int pushPort,
        ConnectWorker worker,
        int workerMetricsPort)
        implements AutoCloseable {
    static final String PUSH_KEY = "monitored-key";

    /** The user of the shop's database that Debezium is, and its password. */
    private static final String DEBEZIUM = "debezium";

    private static final String TOKEN = "monitored-token";

    /** Starts them, side by side where one does not need the other. If one fails the rest stop when the JVM exits. */
    static PipelineServers start(Path dir) {
        Path home = findHome();
        int brokerMetrics = Ports.free();
        int workerMetrics = Ports.free();
        int registryPort = Ports.free();
        CompletableFuture<KafkaServer> kafka = begin(() -> KafkaServer.builder(dir.resolve("kafka"))
                .jvm(Jvm.quickStart("448m").withMetrics(brokerMetrics, rules(home, "kafka-broker")))
                .start());
        CompletableFuture<RegistryServer> registry =
                begin(() -> RegistryServer.start(dir.resolve("registry"), registryPort));
        CompletableFuture<PostgresServer> postgres = begin(() -> PostgresServer.start(dir.resolve("postgres")));
        CompletableFuture<MariaDbServer> mariaDb = begin(() -> MariaDbServer.start(dir.resolve("mariadb")));
        CompletableFuture<Optional<ClickHouseServer>> clickHouse =
                begin(() -> ClickHouseReader.admittedTo(ClickHouseServer.builder(dir.resolve("clickhouse")))
                        .find());
        CompletableFuture.allOf(kafka, registry, postgres, mariaDb, clickHouse).join();
        FaultProxy network = FaultProxy.before(postgres.join());
        execute(
                mariaDb.join(),
                "CREATE USER %s IDENTIFIED BY '%s'".formatted(DEBEZIUM, DEBEZIUM),
                "GRANT ALL ON *.* TO " + DEBEZIUM);
        DeviceApi api = DeviceApi.start(0, TOKEN, 42);
        int pushPort = Ports.free();
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP", kafka.join().bootstrapServers());
        environment.put("REGISTRY_URL", registry.join().url());
        environment.putAll(devices(api, pushPort));
        environment.putAll(shop(mariaDb.join()));
        environment.putAll(target(postgres.join(), network));
        clickHouse.join().ifPresent(server -> environment.putAll(target(server)));
        ConnectWorker worker = ConnectWorker.builder(dir.resolve("connect"))
                .bootstrapServers(kafka.join().bootstrapServers())
                .pluginPath(List.of(home.resolve("connect-docker/target/plugins"), Binaries.debeziumMariaDb()))
                .environment(environment)
                .jvm(Jvm.quickStart("768m").withMetrics(workerMetrics, rules(home, "kafka-connect")))
                .start();
        return new PipelineServers(
                home,
                kafka.join(),
                brokerMetrics,
                registry.join(),
                registryPort,
                postgres.join(),
                network,
                clickHouse.join(),
                mariaDb.join(),
                api,
                pushPort,
                worker,
                workerMetrics);
    }

    private static <T> CompletableFuture<T> begin(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, task -> new Thread(task, "starting").start());
    }

    /** The project's folder. */
    private static Path findHome() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("connect-docker/connectors"))) {
                return at;
            }
        }
        throw new IllegalStateException("Cannot find connect-docker/connectors in or above the working directory.");
    }

    private static Path rules(Path home, String name) {
        return home.resolve("monitoring/jmx/" + name + ".yaml");
    }

    private static Map<String, String> devices(DeviceApi api, int pushPort) {
        return Map.of(
                "DEVICE_API_URL",
                api.url(),
                "DEVICE_API_TOKEN",
                TOKEN,
                "DEVICE_PUSH_HOST",
                "127.0.0.1",
                "DEVICE_PUSH_PORT",
                Integer.toString(pushPort),
                "DEVICE_PUSH_KEYS",
                "devices:" + HexFormat.of().formatHex(sha256(PUSH_KEY)));
    }

    private static Map<String, String> shop(MariaDbServer server) {
        return Map.of(
                "SHOP_DB_HOST",
                server.host(),
                "SHOP_DB_PORT",
                Integer.toString(server.port()),
                "SHOP_DB_USER",
                DEBEZIUM,
                "SHOP_DB_PASSWORD",
                DEBEZIUM,
                "SHOP_DB_SSL_MODE",
                "disable");
    }

    private static Map<String, String> target(PostgresServer server, FaultProxy network) {
        return Map.of(
                "POSTGRES_URL",
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(network.port(), server.database()),
                "POSTGRES_USER",
                server.user(),
                "POSTGRES_PASSWORD",
                server.password());
    }

    private static Map<String, String> target(ClickHouseServer server) {
        return Map.of(
                "CLICKHOUSE_URL", server.httpUrl(),
                "CLICKHOUSE_USER", server.user(),
                "CLICKHOUSE_PASSWORD", server.password());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Throws Debezium out of the shop's database, and keeps it out. */
    void lockDebeziumOut() {
        execute(
                mariaDb,
                "ALTER USER %s ACCOUNT LOCK".formatted(DEBEZIUM),
                "KILL HARD CONNECTION USER '%s'".formatted(DEBEZIUM));
    }

    /** Lets Debezium in again. */
    void letDebeziumIn() {
        execute(mariaDb, "ALTER USER %s ACCOUNT UNLOCK".formatted(DEBEZIUM));
    }

    private static void execute(MariaDbServer server, String... statements) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot change the shop's server: " + e.getMessage(), e);
        }
    }

    /** Where devices push to. */
    String pushUrl() {
        return "http://127.0.0.1:" + pushPort;
    }

    @Override
    public void close() {
        worker.close();
        deviceApi.close();
        postgresNetwork.close();
        mariaDb.close();
        clickHouse.ifPresent(ClickHouseServer::close);
        postgres.close();
        registry.close();
        kafka.close();
    }
}
