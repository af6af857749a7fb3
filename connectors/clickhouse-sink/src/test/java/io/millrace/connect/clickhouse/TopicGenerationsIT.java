// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.StoreSinkTask;
import io.millrace.connect.sink.TopicChange;
import io.millrace.connect.sink.TopicCheck;
import io.millrace.connect.sink.TopicState;
import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.FakeSinkTaskContext;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A topic that is made anew, whose offsets begin again: its records win over those of the old one, if the sink may ask. */
@NeedsClickHouse
@Timeout(120)
class TopicGenerationsIT {
    private static final Schema ROW =
            SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    /** A task whose Kafka says that the topic has this id. */
    private static final class InformedTask extends StoreSinkTask {
        private final String topicId;
        private final TopicChange mode;

        InformedTask(String topicId, TopicChange mode) {
            this.topicId = topicId;
            this.mode = mode;
        }

        @Override
        public String version() {
            return "test";
        }

        @Override
        protected Setup setup(Map<String, String> props) {
            ClickHouseSinkConfig config = new ClickHouseSinkConfig(props);
            String connector = ClickHouseSinkConfig.connector(props);
            TopicState state = partitions -> partitions.stream()
                    .collect(Collectors.toMap(id -> id, id -> new TopicState.Found(topicId, 0, 100)));
            return new Setup(
                    connector,
                    () -> new ClickHouseStore(config, connector),
                    1,
                    config.policy(),
                    new TopicCheck(state, mode),
                    config.envelopes(),
                    false);
        }
    }

    private void write(String topicId, TopicChange mode, long offset, String name) {
        InformedTask task = new InformedTask(topicId, mode);
        task.initialize(new FakeSinkTaskContext(null));
        task.start(sandbox.config("topic.check.bootstrap.servers", "127.0.0.1:1"));
        try {
            task.open(List.of(PARTITION));
            SinkRecord record = Sandbox.record("t", offset, Sandbox.key(1), new Struct(ROW).put("name", name));
            new DrivenTask(task).put(List.of(record));
        } finally {
            task.stop();
        }
    }

    @Test
    void recordsOfATopicThatWasMadeAnewWinByItsGeneration() {
        write("first", TopicChange.EARLIEST, 90, "old topic");
        write("second", TopicChange.EARLIEST, 0, "new topic");
        write("second", TopicChange.EARLIEST, 0, "new topic");

        assertThat(sandbox.query("SELECT name FROM $.t FINAL")).containsExactly("new topic");
        write("third", TopicChange.LATEST, 5, "third topic");
        assertThat(sandbox.query("SELECT name FROM $.t FINAL")).containsExactly("third topic");
        assertThat(sandbox.query("SELECT topic, topic_id, generation FROM $_own.topics FINAL"))
                .containsExactly("t|third|2");
    }

    /** Kafka has the offsets: none is stored here that could be wrong. */
    @Test
    void goesOnWhateverIsSaidOfChangedTopics() {
        write("first", TopicChange.FAIL, 90, "old topic");
        write("second", TopicChange.FAIL, 0, "new topic");

        assertThat(sandbox.query("SELECT name FROM $.t FINAL")).containsExactly("new topic");
    }

    @Test
    void withoutAskingTheOldTopicsRowsWin() {
        for (int i = 0; i < 2; i++) {
            DrivenTask task = sandbox.task("t", sandbox.config());
            task.put(List.of(Sandbox.record(
                    "t",
                    i == 0 ? 90 : 0,
                    Sandbox.key(1),
                    new Struct(ROW).put("name", i == 0 ? "old topic" : "new topic"))));
            task.stop();
        }

        assertThat(sandbox.query("SELECT name FROM $.t FINAL"))
                .as("what is not promised without topic.check.bootstrap.servers")
                .containsExactly("old topic");
    }
}
