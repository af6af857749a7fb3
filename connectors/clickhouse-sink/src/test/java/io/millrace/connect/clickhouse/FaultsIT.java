// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.clickhouse.BadNetwork.Fault;
import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.servers.NeedsClickHouse;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The task behind a bad network: nothing is lost, and readers with FINAL see nothing twice. */
@NeedsClickHouse
@Timeout(120)
class FaultsIT {
    private static final Schema ROW = SchemaBuilder.struct()
            .field("n", Schema.INT64_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .build();
    private static final int RECORDS = 3_000;
    private static final int KEYS = 1_000;
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private Sandbox sandbox;
    private BadNetwork network;

    @BeforeEach
    void open() throws IOException {
        sandbox = new Sandbox();
        network = new BadNetwork(TestServers.clickHouse().httpPort());
    }

    @AfterEach
    void close() throws IOException {
        network.close();
        sandbox.close();
    }

    /** Through the bad network; what waits, waits briefly. */
    private Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = sandbox.config(
                "connection.urls",
                network.url(),
                "connection.compression",
                "none",
                "request.timeout.ms",
                "1000",
                "retry.backoff.ms",
                "10");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    private static List<SinkRecord> records(int from, int to) {
        List<SinkRecord> records = new ArrayList<>();
        for (int n = from; n < to; n++) {
            Struct row = new Struct(ROW).put("n", (long) n).put("text", "some text that makes rows longer");
            records.add(Sandbox.record("t", n, Sandbox.key(n % KEYS), row));
        }
        return records;
    }

    private void checkLatestOfEachKey() {
        assertThat(sandbox.query("SELECT count(), uniqExact(id), min(n), max(n) FROM $.t FINAL"))
                .containsExactly(KEYS + "|" + KEYS + "|" + (RECORDS - KEYS) + "|" + (RECORDS - 1));
    }

    private static Stream<Arguments> faultsAndModes() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of("replay_safe", "at_least_once").map(mode -> Arguments.of(fault, mode)));
    }

    @ParameterizedTest
    @MethodSource("faultsAndModes")
    void writesAgainWhatMayNotHaveArrived(Fault fault, String mode) {
        DrivenTask task = sandbox.task("t", config("delivery.mode", mode));
        task.put(records(0, KEYS));
        network.onInsert(fault, 2);

        task.put(records(KEYS, RECORDS));
        task.stop();

        assertThat(network.fired()).isEqualTo(2);
        if (mode.equals("replay_safe")) {
            checkLatestOfEachKey();
        } else {
            assertThat(sandbox.query("SELECT uniqExact(n), count() > " + RECORDS + " FROM $.t"))
                    .as("nothing lost; what was acknowledged to nobody is there again")
                    .containsExactly(RECORDS + "|" + (fault == Fault.LOSE_ANSWER ? 1 : 0));
        }
        assertThat(sandbox.reported).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void anotherTaskGoesOnWhereKafkaHasTheOffset(Fault fault) {
        Map<String, String> config = config("retry.timeout.ms", "0");
        DrivenTask task = sandbox.task("t", config);
        task.put(records(0, KEYS));
        network.onInsert(fault, 1);

        assertThatThrownBy(() -> task.put(records(KEYS, RECORDS)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(
                        "Cannot write to table " + sandbox.database + ".t now: no answer from " + network.url());
        task.stop();
        DrivenTask next = sandbox.task("t", config);
        next.put(records(KEYS, RECORDS));
        next.stop();

        checkLatestOfEachKey();
    }

    @Test
    void waitsForAServerThatResetsConnections() {
        DrivenTask task = sandbox.task("t", config());
        task.put(records(0, KEYS));
        network.reset(5);

        task.put(records(KEYS, RECORDS));
        task.stop();

        assertThat(network.fired()).isEqualTo(5);
        checkLatestOfEachKey();
    }

    @Test
    void commitsNothingThatIsNotWrittenAndGivesUpInTheEnd() throws IOException {
        DrivenTask task = sandbox.task("t", config("retry.timeout.ms", "300"));
        task.put(records(0, KEYS));
        network.close();

        Map<TopicPartition, OffsetAndMetadata> consumed = Map.of(PARTITION, new OffsetAndMetadata(RECORDS));
        assertThatThrownBy(() -> {
                    task.give(records(KEYS, RECORDS));
                    while (true) {
                        assertThat(task.task()
                                        .preCommit(consumed)
                                        .get(PARTITION)
                                        .offset())
                                .isLessThanOrEqualTo(KEYS);
                        task.task().put(List.of());
                    }
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("no answer from " + network.url());
        task.stop();

        assertThat(sandbox.query("SELECT max(n) FROM $.t FINAL")).containsExactly("" + (KEYS - 1));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void goesToTheNextServerAndWritesAgainThere(Fault fault) {
        String urls = network.url() + "," + TestServers.clickHouse().httpUrl();
        DrivenTask task = sandbox.task("t", config("connection.urls", urls));
        task.put(records(0, KEYS));
        network.onInsert(fault, 1_000);

        task.put(records(KEYS, RECORDS));
        task.stop();

        assertThat(network.fired()).isEqualTo(1);
        checkLatestOfEachKey();
    }

    @Test
    void beginsWithTheServerThatAnswers() {
        String urls = "http://127.0.0.1:1," + TestServers.clickHouse().httpUrl();
        DrivenTask task = sandbox.task("t", config("connection.urls", urls));

        assertThatThrownBy(() -> task.put(records(0, RECORDS)))
                .as("Connect gives the same records again")
                .isInstanceOf(RetriableException.class);
        task.put(records(0, RECORDS));
        task.stop();

        checkLatestOfEachKey();
    }
}
