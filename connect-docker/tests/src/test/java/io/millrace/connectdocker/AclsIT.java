// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static io.millrace.connectdocker.GuardedPipeline.SHOP;
import static io.millrace.connectdocker.GuardedPipeline.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.testkit.servers.ClickHouseServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The ACLs of the manifests' {@code KafkaUser}: a worker that is that user runs every {@code KafkaConnector} of the manifests with
 * exactly-once support, and something fails with any one rule taken away. Where there is no ClickHouse its sinks do not run, and their
 * rules are skipped.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AclsIT {
    private static final RenderedManifests MANIFESTS = RenderedManifests.of("clickhouse");
    private static final List<AclRule> RULES =
            AclRule.of(MANIFESTS.ofKind("KafkaUser").get(0));
    private static final List<Withheld> RUNNING = Withheld.CASES;
    private static final List<WithheldAtStart> AT_START = Stream.of(WithheldAtStart.FIRST, WithheldAtStart.LATER)
            .flatMap(List::stream)
            .toList();

    private static GuardedKafka kafka;
    private static GuardedPipeline pipeline;
    private static CompletableFuture<?> firstStarts;

    @BeforeAll
    static void startAll() {
        kafka = GuardedKafka.start();
        kafka.admit(USER, RULES);
        firstStarts = checkAll(WithheldAtStart.FIRST);
        pipeline = new GuardedPipeline(kafka, MANIFESTS);
        firstStarts.handle((done, failure) -> done).join(); // the topics that they miss are made now
        pipeline.start();
        pipeline.recover();
    }

    @AfterAll
    static void stopAll() {
        pipeline.close();
        kafka.close();
    }

    @Test
    void eachRuleIsTakenAwayOnce() {
        assertThat(Stream.of(RUNNING, AT_START).flatMap(List::stream).map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(
                        RULES.stream().map(AclRule::toString).toList());
    }

    @Test
    @Order(1)
    void aWorkerCanDoAllThatItHasTo() {
        pipeline.createAnew(SHOP); // reads its schema history
        pipeline.recover();
        pipeline.sinks().forEach(pipeline::forgetOffsets);

        assertThat(kafka.denied(USER, 0)).isEmpty();
        pipeline.recover();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("RUNNING")
    void aWorkerThatRunsNeeds(Withheld withheld) {
        assumeTrue(pipeline.canRun(withheld), ClickHouseServer.ABSENT);
        AclRule rule = AclRule.named(RULES, withheld.rule());
        long logEnd = kafka.logEnd();

        kafka.withhold(USER, rule);
        try {
            withheld.symptom().awaitAfter(() -> withheld.provocation().accept(pipeline), pipeline);
            assertThat(kafka.denied(USER, logEnd)).isNotEmpty().allMatch(rule::allows);
        } finally {
            kafka.giveBack(USER, rule);
            pipeline.recover();
        }
    }

    @Test
    void aFirstWorkerNeedsToCreateItsTopics() {
        firstStarts.join();
    }

    @Test
    void aWorkerThatStartsNeeds() {
        checkAll(WithheldAtStart.LATER).join();
    }

    /** Each in a worker of its own, a few at a time. */
    private static CompletableFuture<?> checkAll(List<WithheldAtStart> starts) {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        CompletableFuture<?> all = CompletableFuture.allOf(starts.stream()
                .map(start -> CompletableFuture.runAsync(() -> start.check(kafka, RULES), executor))
                .toArray(CompletableFuture[]::new));
        executor.shutdown();
        return all;
    }
}
