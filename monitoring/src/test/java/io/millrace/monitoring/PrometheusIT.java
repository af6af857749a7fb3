// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.monitoring.ShippedQueries.Kind;
import io.millrace.monitoring.ShippedQueries.Query;
import io.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Prometheus scrapes a running pipeline: it takes every query that is shipped, and gives what it asks for. */
class PrometheusIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** What shows something only while things go wrong. */
    private static final Pattern TROUBLE = Pattern.compile("status=\"failed\"");

    private static final Duration LAST_LOOK = Duration.ofSeconds(3);

    private static Prometheus prometheus;
    private static long startNanos;

    @BeforeAll
    static void start() {
        Prometheus.requireBinary();
        prometheus = Prometheus.start(
                TestServers.newDirectory("prometheus"),
                MonitoredPipeline.shared().targets(),
                ShippedQueries.ruleFiles());
        startNanos = System.nanoTime();
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @Test
    void scrapesEveryPart() {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(prometheus.jobsUp())
                        .containsExactly("kafka-broker", "kafka-connect", "schema-registry"));
    }

    @Test
    void evaluatesEveryRule() {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(rules())
                        .hasSameSizeAs(queries(Kind.RECORDING, Kind.ALERT))
                        .allSatisfy(rule -> assertThat(rule.path("health").asText())
                                .as(rule.toString())
                                .isEqualTo("ok")));
    }

    @ParameterizedTest
    @MethodSource("queriesWithData")
    void findsWhatIsAskedFor(Query query) {
        await().atMost(untilThereIsData())
                .untilAsserted(() ->
                        assertThat(prometheus.query(query.promQl().text())).isNotEmpty());
    }

    /** Alerts, and what shows nothing while all is well, are at least taken. */
    @ParameterizedTest
    @MethodSource("otherQueries")
    void takesWhatIsAskedFor(Query query) {
        assertThat(prometheus.query(query.promQl().text())).isNotNull();
    }

    static List<Query> queriesWithData() {
        return ShippedQueries.read().all().stream()
                .filter(PrometheusIT::hasData)
                .toList();
    }

    static List<Query> otherQueries() {
        return ShippedQueries.read().all().stream()
                .filter(query -> !hasData(query))
                .toList();
    }

    /** All queries together have the deadline, so that many that fail do not take hours. */
    private static Duration untilThereIsData() {
        Duration left = DEADLINE.minusNanos(System.nanoTime() - startNanos);
        return left.compareTo(LAST_LOOK) > 0 ? left : LAST_LOOK;
    }

    private static boolean hasData(Query query) {
        return query.kind() != Kind.ALERT
                && !TROUBLE.matcher(query.promQl().text()).find()
                && query.promQl().names().stream().noneMatch(name -> !name.equals("up") && Elsewhere.has(name));
    }

    private static List<Query> queries(Kind... kinds) {
        return ShippedQueries.read().all().stream()
                .filter(query -> List.of(kinds).contains(query.kind()))
                .toList();
    }

    private static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode group : prometheus.ruleGroups()) {
            group.path("rules").forEach(rules::add);
        }
        return rules;
    }
}
