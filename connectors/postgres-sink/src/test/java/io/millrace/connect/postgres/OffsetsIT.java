// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.TestServers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators do to offsets and topics, with the packaged connector in a real worker, new and old. */
@Timeout(300)
@ParameterizedClass
@EnumSource(
        value = ConnectWorker.Version.class,
        names = {"CURRENT", "OLDEST"})
class OffsetsIT {
    private static final String ROWS = "SELECT n, count(*) FROM $.appended GROUP BY n ORDER BY n";

    private static ConnectWorker worker;

    @Parameter
    ConnectWorker.Version version;

    private Sandbox sandbox;
    private Numbers numbers;

    @BeforeParameterizedClassInvocation
    static void startWorker(ConnectWorker.Version version) {
        worker = PackagedSink.worker().version(version).start();
    }

    @AfterParameterizedClassInvocation
    static void stopWorker() {
        worker.close();
    }

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
        numbers = new Numbers(sandbox);
    }

    @AfterEach
    void close() throws SQLException {
        worker.delete(name());
        sandbox.close();
    }

    private String name() {
        return "sink-" + sandbox.schema;
    }

    private List<String> offsets() throws SQLException {
        return sandbox.query("SELECT partition, next_offset FROM $_offsets.sink_offsets ORDER BY partition");
    }

    private void stop() {
        worker.stop(name());
        worker.await(
                name(),
                "to stop",
                status -> status.state().equals("STOPPED") && status.tasks().isEmpty(),
                Numbers.SOON);
    }

    private void resume() {
        worker.resume(name());
        worker.awaitRunning(name(), Numbers.SOON);
    }

    @Test
    void readsAgainFromAnAlteredOffset() throws Exception {
        numbers.create();
        numbers.produce(0, 8);
        worker.put(name(), numbers.config());
        numbers.awaitRows(8);
        stop();
        List<String> owners = sandbox.query("SELECT epoch FROM $_offsets.sink_offsets ORDER BY partition");

        worker.alterOffsets(name(), Map.of(new TopicPartition(numbers.topic, 0), 2L));

        assertThat(offsets()).containsExactly("0|2", "1|4");
        assertThat(sandbox.query("SELECT epoch FROM $_offsets.sink_offsets ORDER BY partition"))
                .containsExactly(String.valueOf(Long.parseLong(owners.get(0)) + 1), owners.get(1));
        resume();
        numbers.produce(8, 10);
        numbers.awaitRows(12);
        assertThat(sandbox.query(ROWS))
                .containsExactly("0|1", "1|1", "2|1", "3|1", "4|2", "5|1", "6|2", "7|1", "8|1", "9|1");
        assertThat(offsets()).containsExactly("0|5", "1|5");
    }

    @Test
    void beginsAnewOnceItsOffsetsAreReset() throws Exception {
        numbers.create();
        numbers.produce(0, 4);
        worker.put(name(), numbers.config());
        numbers.awaitRows(4);
        stop();

        worker.resetOffsets(name());

        assertThat(offsets()).containsExactly("0|~", "1|~");
        resume();
        numbers.awaitRows(8);
        assertThat(sandbox.query(ROWS)).containsExactly("0|2", "1|2", "2|2", "3|2");
    }

    @Test
    void noticesATopicMadeAnewThatHasMoreRecordsThanBefore() throws Exception {
        String[] check = {"topic.check.bootstrap.servers", TestServers.kafka().bootstrapServers()};
        numbers.create();
        numbers.produce(0, 4);
        worker.put(name(), numbers.config(check));
        numbers.awaitRows(4);
        stop();
        List<String> ids = sandbox.query("SELECT topic_id FROM $_offsets.sink_offsets ORDER BY partition");
        assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo("~");
        numbers.delete();
        numbers.create();
        numbers.produce(100, 110);

        worker.resume(name());

        assertThat(worker.awaitFailed(name(), Numbers.SOON))
                .contains("Cannot continue " + numbers.topic + "-0 at the offset stored in " + sandbox.schema
                        + "_offsets.sink_offsets: found topic id ")
                .contains(" (expected " + ids.get(0)
                        + "), so the topic was made anew since offset 2 was stored. Set 'topic.changed.mode' to earliest"
                        + " or latest, or stop the connector and alter its offsets, and start it again.");
        assertThat(sandbox.query("SELECT count(*) FROM $.appended")).containsExactly("4");
        worker.put(name(), numbers.config(check[0], check[1], "topic.changed.mode", "earliest"));
        numbers.awaitRows(14);
        assertThat(sandbox.query("SELECT count(*), count(DISTINCT n), max(n) FROM $.appended"))
                .containsExactly("14|14|109");
        assertThat(offsets()).containsExactly("0|5", "1|5");
    }
}
