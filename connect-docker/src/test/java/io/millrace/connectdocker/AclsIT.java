// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.connectdocker.AclRule.Request;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.Jvm;
import io.millrace.testkit.servers.KafkaServer;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The ACLs of the manifests' {@code KafkaUser}: a worker that is that user runs every connector with exactly-once support, and
 * needs each of them.
 */
class AclsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Path MANIFEST = Path.of("..", "strimzi", "rendered", "dev.yaml");
    private static final String USER = "millrace-connect";
    private static final String PASSWORD = "scram-password";
    /** As the authorizer logs it at level debug; what was denied, at info. */
    private static final Pattern DECISION = Pattern.compile(
            "Principal = User:" + USER
                    + " is (Allowed|Denied) operation = (\\w+) from host = \\S+ on resource = (\\w+):LITERAL:(\\S+) for request = (\\w+)");

    private static KafkaServer kafka;

    @BeforeAll
    static void startKafka() throws Exception {
        List<String> flags = new ArrayList<>(Jvm.quickStart("384m").flags());
        flags.add("-Dorg.slf4j.simpleLogger.log.kafka.authorizer.logger=debug");
        kafka = KafkaServer.builder(TestServers.newDirectory("guarded-kafka"))
                .guarded()
                .jvm(new Jvm("384m", flags))
                .start();
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @Test
    void aWorkerCanDoAllThatItHasToAndNeedsEachRuleForIt() throws Exception {
        List<AclRule> rules = AclRule.of(MANIFEST);
        assertThat(rules).hasSizeGreaterThan(20);
        try (Admin admin = admin()) {
            admin.createAcls(rules.stream().map(rule -> rule.binding(USER)).toList())
                    .all()
                    .get();
        }
        MariaDbServer shop = TestServers.mariaDb();
        Pipeline.execute(
                shop,
                "CREATE DATABASE IF NOT EXISTS shop",
                "CREATE TABLE IF NOT EXISTS shop.customers"
                        + " (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL)",
                "INSERT INTO shop.customers (name) VALUES ('guarded')");
        Archive.all();
        DevicePushes pushes = new DevicePushes();
        try (DeviceFeed feed = new DeviceFeed();
                ConnectWorker worker = guarded(
                                TestServers.newWorker(List.of(Archive.pluginPath(), Binaries.debeziumMariaDb())))
                        .group("millrace")
                        .environment(Pipeline.environment(feed, shop, TestServers.registry()))
                        .environment(pushes.environment())
                        .environment(Map.of("KAFKA_BOOTSTRAP", kafka.guardedServers()))
                        .start()) {
            worker.put("device-events-source", Pipeline.config("device-events-source", Map.of()));
            worker.put("device-pushes-source", Pipeline.config("device-pushes-source", Map.of()));
            worker.put("shop-mariadb-source", Pipeline.config("shop-mariadb-source", historyLogin()));
            List<String> sinks =
                    List.of("device-events-postgres-sink", "device-pushes-postgres-sink", "shop-postgres-sink");
            sinks.forEach(sink -> worker.put(sink, Pipeline.config(sink, deadLetters(sink))));
            feed.add("guarded-1");
            await("pushed").atMost(PATIENCE).until(() -> pushes.isTaken("guarded-2"));
            awaitRow("SELECT event_id FROM device_events", "guarded-1");
            awaitRow("SELECT event_id FROM device_pushes", "guarded-2");
            awaitRow("SELECT name FROM shop_customers", "guarded");

            worker.delete("shop-mariadb-source");
            worker.put(
                    "shop-mariadb-source", Pipeline.config("shop-mariadb-source", historyLogin())); // reads the history
            worker.awaitRunning("shop-mariadb-source", PATIENCE);
            Pipeline.execute(shop, "INSERT INTO shop.customers (name) VALUES ('restarted')");
            awaitRow("SELECT name FROM shop_customers", "restarted");

            sinks.forEach(worker::stop);
            sinks.forEach(sink -> await(sink + " forgets its offsets")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> {
                        worker.resetOffsets(sink);
                        return true;
                    }));

            Set<Request> requests = requests("Allowed");
            assertThat(requests("Denied")).isEmpty();
            for (AclRule rule : rules) {
                List<AclRule> others =
                        rules.stream().filter(other -> !other.equals(rule)).toList();
                assertThat(requests)
                        .as("asked for, and not allowed without %s", rule)
                        .anyMatch(request -> others.stream().noneMatch(other -> other.allows(request)));
            }

            without(rules.stream()
                    .filter(rule -> rule.resource() == ResourceType.TRANSACTIONAL_ID
                            && rule.name().equals("millrace-")
                            && rule.operation() == AclOperation.WRITE)
                    .findFirst()
                    .orElseThrow());
            worker.restart("device-pushes-source");
            await("the task fails without its transactional id")
                    .atMost(PATIENCE)
                    .until(() ->
                            worker.status("device-pushes-source").failures().contains("TransactionalIdAuthorization"));
        }
    }

    private static void without(AclRule rule) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            assertThat(admin.deleteAcls(List.of(rule.binding(USER).toFilter()))
                            .all()
                            .get())
                    .hasSize(1);
        }
    }

    /** As Strimzi configures a worker whose {@code authentication} is {@code scram-sha-512}, but for TLS. */
    private static ConnectWorker.Builder guarded(ConnectWorker.Builder worker) {
        worker.bootstrapServers(kafka.guardedServers());
        Stream.of("", "producer.", "consumer.", "admin.")
                .forEach(prefix -> login().forEach((key, value) -> worker.property(prefix + key, value)));
        return worker;
    }

    private static Map<String, String> login() {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + PASSWORD + "\";");
    }

    /** Debezium's schema history has clients of its own. */
    private static Map<String, String> historyLogin() {
        Map<String, String> settings = new HashMap<>();
        Stream.of("producer.", "consumer.")
                .forEach(client -> login().forEach(
                                (key, value) -> settings.put("schema.history.internal." + client + key, value)));
        return settings;
    }

    private static Map<String, String> deadLetters(String sink) {
        return Map.of(
                "errors.tolerance",
                "all",
                "errors.deadletterqueue.topic.name",
                "dead-letters." + sink,
                "errors.deadletterqueue.topic.replication.factor",
                "1");
    }

    private static void awaitRow(String query, String expected) {
        await(query)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Pipeline.column(TestServers.postgres(), query))
                        .contains(expected));
    }

    private static Set<Request> requests(String decision) throws IOException {
        Set<Request> requests = new HashSet<>();
        try (Stream<String> lines = Files.lines(kafka.log())) {
            lines.map(DECISION::matcher)
                    .filter(Matcher::find)
                    .filter(found -> found.group(1).equals(decision))
                    .forEach(found -> requests.add(new Request(
                            ResourceType.fromString(AclRule.snake(found.group(3))),
                            found.group(4),
                            AclOperation.fromString(found.group(2)))));
        }
        return requests;
    }
}
