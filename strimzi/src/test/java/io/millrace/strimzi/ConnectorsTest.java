// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static io.millrace.strimzi.Manifests.named;
import static io.millrace.strimzi.Manifests.ofKind;
import static io.millrace.strimzi.Manifests.rendered;
import static io.millrace.strimzi.Manifests.the;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The connectors run what this project ships, set as in connect-docker, and find what they refer to. */
class ConnectorsTest {
    /** What connect-docker reads from the environment and the manifests from a Secret. */
    private static final Map<String, String> SECRETS = Map.of(
            "CLICKHOUSE_USER", "millrace-clickhouse:user",
            "CLICKHOUSE_PASSWORD", "millrace-clickhouse:password",
            "DEVICE_API_TOKEN", "millrace-devices:api-token",
            "DEVICE_PUSH_KEYS", "millrace-devices:push-keys",
            "POSTGRES_USER", "millrace-postgres:user",
            "POSTGRES_PASSWORD", "millrace-postgres:password",
            "SHOP_DB_USER", "millrace-shop-db:user",
            "SHOP_DB_PASSWORD", "millrace-shop-db:password");

    /** Settings that a cluster needs beyond connect-docker's: Debezium's own Kafka clients, and dead letters. */
    private static final Pattern ADDED = Pattern.compile(
            "schema\\.history\\.internal\\.(producer|consumer)\\..+|errors\\.(tolerance|deadletterqueue\\..+)");

    private static final Pattern SECRET_KEY =
            Pattern.compile(".*(password|passphrase|secret|token|keys|user|jaas\\.config|certificates)$");

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void belongToTheWorkers(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");

        assertThat(connectors(overlay))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(connector -> assertThat(connector.cluster()).isEqualTo(connect.name()));
        assertThat(connect.text("/metadata/annotations/strimzi.io~1use-connector-resources"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void runPluginsThatExist(String overlay) {
        Set<String> classes = new HashSet<>(Plugins.connectors());
        classes.addAll(Plugins.DEBEZIUM.keySet());

        assertThat(connectors(overlay)).allSatisfy(connector -> {
            assertThat(classes).contains(connector.text("/spec/class"));
            connector.entries("/spec/config").forEach((key, value) -> {
                if (key.matches("transforms\\..+\\.type")) {
                    assertThat(Plugins.transforms()).contains(value);
                }
                if (key.matches("(key|value|header)\\.converter")) {
                    assertThat(Plugins.converters()).contains(value);
                }
            });
        });
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void haveTheSettingsOfConnectDocker(String overlay) {
        Map<String, Map<String, String>> expected = new TreeMap<>();
        Map<String, Map<String, String>> actual = new TreeMap<>();
        for (Manifest connector : connectors(overlay)) {
            Map<String, String> settings = Plugins.settings(connector.name());
            if (!settings.isEmpty()) {
                settings.replaceAll((key, value) -> asInManifests(value));
                expected.put(connector.name(), settings);
                actual.put(connector.name(), settingsOf(connector));
            }
        }

        assertThat(actual).hasSizeGreaterThanOrEqualTo(5).isEqualTo(expected);
    }

    @Test
    void everyConnectorOfConnectDockerIsSomewhere() {
        Set<String> shipped = new TreeSet<>();
        Stream.of(Plugins.CONNECTORS, Plugins.CONNECTORS.resolve("clickhouse"))
                .flatMap(folder -> Manifests.children(folder).stream())
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".json"))
                .forEach(name -> shipped.add(name.replace(".json", "")));
        Set<String> run = new TreeSet<>();
        Manifests.overlays().forEach(overlay -> connectors(overlay).forEach(one -> run.add(one.name())));

        assertThat(shipped).contains("shop-clickhouse-sink", "shop-postgres-sink");
        assertThat(run).containsAll(shipped).contains("shop-postgres-source");
    }

    /** Debezium's PostgreSQL connector has no file in connect-docker; what the others have in common it has, too. */
    @Test
    void postgresSourceIsSetLikeTheOthers() {
        Map<String, String> postgres = named(rendered("existing-kafka"), "KafkaConnector", "shop-postgres-source")
                .entries("/spec/config");
        Map<String, String> common = Plugins.settings("shop-mysql-source");
        common.entrySet().retainAll(Plugins.settings("shop-mariadb-source").entrySet());
        common.keySet()
                .removeIf(key -> key.startsWith("schema.history.")
                        || Set.of(
                                        "database.include.list",
                                        "database.ssl.mode",
                                        "include.schema.changes",
                                        "bigint.unsigned.handling.mode",
                                        "tasks.max")
                                .contains(key));
        common.replaceAll((key, value) -> asInManifests(value));

        assertThat(postgres).containsAllEntriesOf(common);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void keepSecretsOutOfManifests(String overlay) {
        assertThat(ofKind(rendered(overlay), "Secret")).isEmpty();
        assertThat(connectors(overlay))
                .allSatisfy(connector -> connector.entries("/spec/config").forEach((key, value) -> {
                    if (SECRET_KEY.matcher(key).matches() && !value.startsWith("software.amazon.msk.auth.iam.")) {
                        assertThat(value).as(key).matches("\\$\\{strimzisecrets:[a-z-]+:[a-z.-]+}");
                    }
                }));
        Manifest connect = the(rendered(overlay), "KafkaConnect");
        assertThat(connect.tree().toString()).doesNotContainPattern("(?i)password=|secret=");
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void mayReadTheirSecrets(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");
        Set<String> readable = new TreeSet<>();
        for (Manifest binding : ofKind(rendered(overlay), "RoleBinding")) {
            assertThat(binding.text("/subjects/0/kind")).isEqualTo("ServiceAccount");
            assertThat(binding.text("/subjects/0/name")).isEqualTo(connect.name() + "-connect");
            Manifest role = named(rendered(overlay), "Role", binding.text("/roleRef/name"));
            assertThat(role.texts("/rules/0/resources")).containsExactly("secrets");
            assertThat(role.texts("/rules/0/verbs")).containsExactly("get");
            readable.addAll(role.texts("/rules/0/resourceNames"));
        }
        Set<String> read = new TreeSet<>();
        references(overlay).stream().filter(Reference::isSecret).forEach(one -> read.add(one.path()));

        assertThat(readable).isNotEmpty().isEqualTo(read);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void findTheirVariables(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");
        Set<String> variables = new TreeSet<>();
        connect.elements("/spec/template/connectContainer/env").forEach(variable -> {
            Manifest source = named(
                    rendered(overlay),
                    "ConfigMap",
                    variable.at("/valueFrom/configMapKeyRef/name").asText());
            String key = variable.at("/valueFrom/configMapKeyRef/key").asText();
            assertThat(source.entries("/data")).containsKey(key);
            assertThat(variable.get("name").asText()).isEqualTo(key);
            variables.add(key);
        });
        Set<String> read = new TreeSet<>();
        references(overlay).stream().filter(Reference::isVariable).forEach(one -> read.add(one.key()));

        assertThat(variables).containsAll(read);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void overrideOnlyWhatTheWorkersAllow(String overlay) {
        Map<String, String> worker = the(rendered(overlay), "KafkaConnect").entries("/spec/config");
        Set<String> overridden = new TreeSet<>();
        connectors(overlay)
                .forEach(connector -> connector.entries("/spec/config").keySet().stream()
                        .filter(key -> key.matches("(consumer|producer|admin)\\.override\\..+"))
                        .forEach(key -> overridden.add(key.replaceFirst("[a-z]+\\.override\\.", ""))));

        assertThat(worker).containsEntry("connector.client.config.override.policy", "Allowlist");
        assertThat(worker.get("connector.client.config.override.allowlist").split(","))
                .containsExactlyInAnyOrderElementsOf(overridden);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void findExactlyOnceSupportWhereTheyRequireIt(String overlay) {
        List<Manifest> requiring = connectors(overlay).stream()
                .filter(one -> one.entries("/spec/config")
                        .getOrDefault("exactly.once.support", "")
                        .equals("required"))
                .toList();

        assertThat(requiring).isNotEmpty();
        assertThat(the(rendered(overlay), "KafkaConnect").entries("/spec/config"))
                .containsEntry("exactly.once.source.support", "enabled");
    }

    /** The worker's settings hold for connectors' clients only; Debezium's schema history has clients of its own. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void schemaHistoryEntersKafkaAsTheWorkersDo(String overlay) {
        for (Manifest connector : connectors(overlay)) {
            Map<String, String> config = connector.entries("/spec/config");
            if (config.containsKey("schema.history.internal.kafka.topic")) {
                for (String client : List.of("producer", "consumer")) {
                    String prefix = "schema.history.internal." + client + ".";
                    assertThat(config).containsEntry(prefix + "security.protocol", "SASL_SSL");
                    assertThat(config).containsEntry(prefix + "sasl.mechanism", mechanism(overlay));
                    assertThat(config).containsKey(prefix + "sasl.jaas.config");
                }
            }
        }
    }

    private static String mechanism(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");
        return connect.text("/spec/authentication/type").equals("custom")
                ? connect.text("/spec/authentication/config/sasl.mechanism")
                : connect.text("/spec/authentication/type").toUpperCase(Locale.ROOT);
    }

    private static List<Manifest> connectors(String overlay) {
        return ofKind(rendered(overlay), "KafkaConnector");
    }

    private static List<Reference> references(String overlay) {
        List<Reference> references = new ArrayList<>();
        connectors(overlay)
                .forEach(connector -> connector
                        .entries("/spec/config")
                        .values()
                        .forEach(value -> references.addAll(Reference.in(value))));
        assertThat(references).allMatch(one -> one.isSecret() || one.isVariable());
        return references;
    }

    private static Map<String, String> settingsOf(Manifest connector) {
        Map<String, String> settings = new TreeMap<>(connector.entries("/spec/config"));
        settings.keySet().removeIf(key -> ADDED.matcher(key).matches());
        settings.put("connector.class", connector.text("/spec/class"));
        settings.put("tasks.max", connector.text("/spec/tasksMax"));
        return settings;
    }

    /** A value of connect-docker with Strimzi's providers instead of the environment alone. */
    private static String asInManifests(String value) {
        return Pattern.compile("\\$\\{env:([A-Z_]+)}").matcher(value).replaceAll(found -> {
            String name = found.group(1);
            String secret = SECRETS.get(name);
            return Matcher.quoteReplacement(
                    secret == null ? "${strimzienv:" + name + "}" : "${strimzisecrets:" + secret + "}");
        });
    }
}
