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
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * The ACLs of the manifests' {@code KafkaUser}: a worker that is that user runs every {@code KafkaConnector} of the manifests with
 * exactly-once support, and needs each of them.
 */
class AclsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final RenderedManifests MANIFESTS = RenderedManifests.of("dev");
    private static final String USER = "millrace-connect";
    private static final String SHOP = "shop-mariadb-source";
    private static final String PUSHES = "device-pushes-source";
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
        List<AclRule> rules = AclRule.of(MANIFESTS.ofKind("KafkaUser").get(0));
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
                // Of its own: in the shared one the sinks' offsets are those of another Kafka.
                PostgresServer tables = PostgresServer.start(TestServers.newDirectory("guarded-postgres"));
                ConnectWorker worker = guarded(
                                TestServers.newWorker(List.of(Archive.pluginPath(), Binaries.debeziumMariaDb())))
                        .group("millrace")
                        .start()) {
            Map<String, String> variables = new HashMap<>(Pipeline.environment(feed, shop, TestServers.registry()));
            variables.putAll(pushes.environment());
            variables.put("KAFKA_BOOTSTRAP", kafka.guardedServers());
            variables.put("POSTGRES_URL", tables.jdbcUrl());
            variables.put("POSTGRES_USER", tables.user());
            variables.put("POSTGRES_PASSWORD", tables.password());
            Map<String, Map<String, String>> connectors = connectors(variables);
            assertThat(connectors).hasSize(6);
            connectors.forEach(worker::put);
            feed.add("guarded-1");
            await("pushed").atMost(PATIENCE).until(() -> pushes.isTaken("guarded-2"));
            awaitRow(tables, "SELECT event_id FROM device_events", "guarded-1");
            awaitRow(tables, "SELECT event_id FROM device_pushes", "guarded-2");
            awaitRow(tables, "SELECT name FROM shop_customers", "guarded");

            worker.delete(SHOP);
            worker.put(SHOP, connectors.get(SHOP)); // reads its schema history
            worker.awaitRunning(SHOP, PATIENCE);
            Pipeline.execute(shop, "INSERT INTO shop.customers (name) VALUES ('restarted')");
            awaitRow(tables, "SELECT name FROM shop_customers", "restarted");
            connectors.keySet().stream()
                    .filter(name -> name.endsWith("-sink"))
                    .forEach(sink -> forgetOffsets(worker, sink));

            assertThat(requests("Denied")).isEmpty();
            requireEach(rules, requests("Allowed"));
            without(rules.stream()
                    .filter(rule -> rule.resource() == ResourceType.TRANSACTIONAL_ID
                            && rule.name().equals("millrace-")
                            && rule.operation() == AclOperation.WRITE)
                    .findFirst()
                    .orElseThrow());
            worker.restart(PUSHES);
            await("the task fails without its transactional id")
                    .atMost(PATIENCE)
                    .until(() -> worker.status(PUSHES).failures().contains("TransactionalIdAuthorization"));
        }
    }

    private static void forgetOffsets(ConnectWorker worker, String sink) {
        worker.stop(sink);
        await(sink + " forgets its offsets")
                .atMost(PATIENCE)
                .ignoreExceptions() // while it stops
                .until(() -> {
                    worker.resetOffsets(sink);
                    return true;
                });
    }

    private static void requireEach(List<AclRule> rules, Set<Request> requests) {
        for (AclRule rule : rules) {
            List<AclRule> others =
                    rules.stream().filter(other -> !other.equals(rule)).toList();
            assertThat(requests)
                    .as("asked for, and not allowed without %s", rule)
                    .anyMatch(request -> others.stream().noneMatch(other -> other.allows(request)));
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

    /** Those of the manifests, without TLS, and with dead letters as the component of that name has them. */
    private static Map<String, Map<String, String>> connectors(Map<String, String> environment) {
        Map<String, String> secrets = Map.of(
                "millrace-devices:api-token", "DEVICE_API_TOKEN",
                "millrace-devices:push-keys", "DEVICE_PUSH_KEYS",
                "millrace-postgres:user", "POSTGRES_USER",
                "millrace-postgres:password", "POSTGRES_PASSWORD",
                "millrace-shop-db:user", "SHOP_DB_USER",
                "millrace-shop-db:password", "SHOP_DB_PASSWORD");
        Map<String, Map<String, String>> connectors = MANIFESTS.connectors(reference -> switch (reference) {
            case "millrace-connect:sasl.jaas.config" -> login().get("sasl.jaas.config");
            case "kafka-cluster-ca-cert:ca.crt" -> "";
            default -> Objects.requireNonNull(environment.get(secrets.getOrDefault(reference, reference)), reference);
        });
        connectors.forEach((name, config) -> {
            config.keySet().removeIf(key -> key.contains(".ssl.truststore."));
            config.replaceAll((key, value) -> key.endsWith(".security.protocol") ? "SASL_PLAINTEXT" : value);
            if (name.endsWith("-sink")) {
                config.put("errors.tolerance", "all");
                config.put("errors.deadletterqueue.topic.name", "dead-letters." + name);
                config.put("errors.deadletterqueue.topic.replication.factor", "1");
            }
        });
        return connectors;
    }

    private static void awaitRow(PostgresServer tables, String query, String expected) {
        await(query)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Pipeline.column(tables, query)).contains(expected));
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
