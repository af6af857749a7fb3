// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every server starts, answers, is killed hard, comes back on its data and leaves no process behind. */
class ServersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MARIADB_CONNECTOR = "io.debezium.connector.mariadb.MariaDbConnector";

    @Test
    void postgresKeepsItsDataWhenKilled() throws SQLException {
        try (PostgresServer server = PostgresServer.start(TestServers.newDirectory("own-postgres"))) {
            keepsItsData(server, "CREATE TABLE kept (id int PRIMARY KEY)");

            assertThat(query(server, "SHOW wal_level")).isEqualTo("logical");
            assertThat(query(server, "SHOW track_commit_timestamp")).isEqualTo("on");
            refusesAWrongPassword(server);
            isGoneOnceClosed(server);
        }
    }

    @Test
    void frozenServerStandsStillUntilItIsThawed() throws IOException {
        try (PostgresServer server = PostgresServer.start(TestServers.newDirectory("frozen-postgres"))) {
            assertThat(replies(server)).isTrue();

            server.freeze();
            await().atMost(PATIENCE).until(() -> !replies(server));
            assertThat(server.isAlive()).isTrue();

            server.thaw();
            assertThat(replies(server)).isTrue();
            assertThat(server.answers()).isTrue();
        }
    }

    /** Whether it answers the protocol's SSLRequest within two seconds; it has no TLS. */
    private static boolean replies(DatabaseServer server) throws IOException {
        try (Socket socket = new Socket(server.host(), server.port())) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(new byte[] {0, 0, 0, 8, 4, (byte) 210, 22, 47});
            return socket.getInputStream().read() == 'N';
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }

    @Test
    void mariaDbKeepsItsDataWhenKilled() throws SQLException {
        try (MariaDbServer server = MariaDbServer.start(TestServers.newDirectory("own-mariadb"))) {
            execute(server, "CREATE DATABASE shop");
            keepsItsData(server, "CREATE TABLE shop.kept (id int PRIMARY KEY)");

            assertThat(query(server, "SELECT @@binlog_format")).isEqualTo("ROW");
            assertThat(query(server, "SELECT @@binlog_row_metadata")).isEqualTo("FULL");
            refusesAWrongPassword(server);
            isGoneOnceClosed(server);
        }
    }

    @Test
    void mySqlKeepsItsDataWhenKilled() throws SQLException {
        Optional<MySqlServer> found = MySqlServer.find(TestServers.newDirectory("own-mysql"));
        Assumptions.assumeTrue(found.isPresent(), MySqlServer.ABSENT);

        try (MySqlServer server = found.orElseThrow()) {
            assertThat(query(server, "SELECT @@binlog_row_image")).isEqualTo("FULL");
            if (server.isOwned()) {
                execute(server, "CREATE DATABASE shop");
                keepsItsData(server, "CREATE TABLE shop.kept (id int PRIMARY KEY)");
                refusesAWrongPassword(server);
                isGoneOnceClosed(server);
            }
        }
    }

    @Test
    void registryKeepsItsSchemasWhenKilled() throws Exception {
        try (RegistryServer server = RegistryServer.start(TestServers.newDirectory("own-registry"))) {
            String id = register(server);

            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.restart();

            assertThat(register(server)).isEqualTo(id).contains("\"id\":");
            isGoneOnceClosed(server);
        }
    }

    @Test
    void kafkaKeepsItsTopicsWhenKilled() throws Exception {
        try (KafkaServer server = KafkaServer.start(TestServers.newDirectory("own-kafka"))) {
            createTopic(server, "kept", 1);
            String before = server.bootstrapServers();

            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.restart();

            assertThat(server.bootstrapServers()).isEqualTo(before);
            holds(server, "kept");
            isGoneOnceClosed(server);
        }
    }

    @Test
    void threeKafkaNodesSurviveTheDeathOfOne() throws Exception {
        try (KafkaServer server = KafkaServer.start(TestServers.newDirectory("own-cluster"), 3)) {
            createTopic(server, "replicated", 3);

            server.kill(2);
            assertThat(server.isAlive()).isFalse();
            holds(server, "replicated");
            server.restart(2);

            assertThat(server.isAlive()).isTrue();
            isGoneOnceClosed(server);
        }
    }

    @Test
    void connectRunsAConnectorAgainWhenKilled() {
        try (ConnectWorker worker = TestServers.newWorker(List.of(Binaries.debeziumMariaDb()))
                .environment(Map.of("KAFKA_TASKS", "1"))
                .start()) {
            assertThat(worker.pluginClasses()).contains(MARIADB_CONNECTOR);
            refusesAnIncompleteConnector(worker);
            worker.put("heartbeat", mariaDbConnector());
            worker.awaitRunning("heartbeat", PATIENCE);

            worker.kill();
            assertThat(worker.isAlive()).isFalse();
            worker.restart();

            worker.awaitRunning("heartbeat", PATIENCE);
            assertThat(worker.connectors()).containsExactly("heartbeat");
            worker.delete("heartbeat");
            isGoneOnceClosed(worker);
        }
    }

    @Test
    void saysWhyAServerDoesNotStart() {
        Path folder = TestServers.newDirectory("broken");

        assertThatThrownBy(() -> KafkaServer.builder(folder)
                        .jvm(new Jvm("64m", List.of("-XX:+NoSuchFlag")))
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("(?s)Cannot start (format|kafka): it exited with status 1. Its log is "
                        + folder.resolve("node-0") + "/\\1[.]log, which ends:.*")
                .hasMessageContaining("NoSuchFlag");
    }

    @Test
    void sweepsWhatAKilledRunLeft() throws IOException {
        Path folder = TestServers.newDirectory("swept");
        ChildProcess left = new ChildProcess(ChildProcess.Spec.of("left", folder, List.of("sleep", "300")));
        left.launch();
        ProcessHandle handle = ProcessHandle.of(left.pid()).orElseThrow();

        assertThat(ChildProcess.sweep(folder)).isEqualTo(1);

        assertThat(handle.isAlive()).isFalse();
        assertThat(ChildProcess.sweep(folder)).isZero();
    }

    private static Map<String, String> mariaDbConnector() {
        MariaDbServer database = TestServers.mariaDb();
        return Map.ofEntries(
                Map.entry("connector.class", MARIADB_CONNECTOR),
                Map.entry("tasks.max", "${env:KAFKA_TASKS}"),
                Map.entry("topic.prefix", "servers"),
                Map.entry("database.hostname", database.host()),
                Map.entry("database.port", String.valueOf(database.port())),
                Map.entry("database.user", database.user()),
                Map.entry("database.password", database.password()),
                Map.entry("database.server.id", "5701"),
                Map.entry("database.ssl.mode", "disable"),
                Map.entry("database.include.list", "shop"),
                Map.entry("exactly.once.support", "required"),
                Map.entry("schema.history.internal.kafka.topic", "servers-history"),
                Map.entry(
                        "schema.history.internal.kafka.bootstrap.servers",
                        TestServers.kafka().bootstrapServers()));
    }

    private static void refusesAnIncompleteConnector(ConnectWorker worker) {
        Map<String, String> incomplete = Map.of("connector.class", MARIADB_CONNECTOR, "tasks.max", "1");

        assertThatThrownBy(() -> worker.put("bad", incomplete))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("status 400")
                .hasMessageContaining("topic.prefix");
        assertThat(worker.validate(MARIADB_CONNECTOR, incomplete)).containsKeys("topic.prefix", "database.hostname");
    }

    private static void keepsItsData(DatabaseServer server, String createTable) throws SQLException {
        String table = createTable.split(" ", -1)[2];
        execute(server, createTable);
        execute(server, "INSERT INTO " + table + " VALUES (1), (2)");
        int port = server.port();

        server.kill();
        assertThat(server.isAlive()).isFalse();
        assertThat(server.answers()).isFalse();
        server.restart();

        assertThat(server.port()).isEqualTo(port);
        assertThat(query(server, "SELECT count(*) FROM " + table)).isEqualTo("2");
    }

    private static void refusesAWrongPassword(DatabaseServer server) {
        assertThatThrownBy(() -> JdbcDrivers.connect(server.jdbcUrl(), server.user(), "wrong")
                        .close())
                .isInstanceOf(SQLException.class);
    }

    private static void isGoneOnceClosed(Server server) {
        ProcessHandle handle = ProcessHandle.of(server.pid()).orElseThrow();
        List<ProcessHandle> children = handle.descendants().toList();

        server.close();

        assertThat(server.isAlive()).isFalse();
        assertThat(handle.isAlive()).isFalse();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    private static void execute(DatabaseServer server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(DatabaseServer server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String register(RegistryServer server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/subjects/kept-value/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(BodyPublishers.ofString("{\"schema\":\"\\\"string\\\"\"}"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static void createTopic(KafkaServer server, String name, int replicas) throws Exception {
        try (Admin admin = admin(server)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) replicas)))
                    .all()
                    .get();
        }
    }

    /** A broker that is asked may not have read yet what the controller has committed. */
    private static void holds(KafkaServer server, String topic) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(topics(server)).contains(topic));
    }

    private static Set<String> topics(KafkaServer server) throws Exception {
        try (Admin admin = admin(server)) {
            return admin.listTopics().names().get();
        }
    }

    private static Admin admin(KafkaServer server) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers()));
    }
}
