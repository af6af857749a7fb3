// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.Outcome;
import io.millrace.testkit.JsonTopic;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator does with a packaged sink in a real worker, new and old, by the command line alone. */
@Timeout(240)
@ParameterizedClass
@EnumSource(
        value = ConnectWorker.Version.class,
        names = {"CURRENT", "OLDEST"})
class SinkOperationsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = JsonTopic.struct(JsonTopic.field("n", "int64", false));

    private static OperatedWorker operated;

    @Parameter
    private ConnectWorker.Version version;

    @TempDir
    private Path folder;

    @BeforeParameterizedClassInvocation
    static void startWorker(ConnectWorker.Version version) {
        operated = new OperatedWorker(version);
    }

    @AfterParameterizedClassInvocation
    static void stopWorker() {
        operated.close();
    }

    @Test
    void leadsASinkPastARecordThatItCannotWrite() throws Exception {
        String topic = "orders" + version.ordinal();
        String sink = "orders-sink" + version.ordinal();
        JsonTopic.create(topic, 2);
        send(topic, 0, numbers(0, 3));
        send(topic, 1, numbers(100, 102));

        // Created by a file; the same file again changes nothing.
        Path file = write("sink.json", JSON.writeValueAsString(Map.of("name", sink, "config", sinkConfig(topic))));
        Outcome created = operated.connectors("apply", file.toString());
        assertThat(created.err()).contains(sink + ": RUNNING, tasks: 1 running");
        assertThat(created.out())
                .contains(sink + ": new", "+ connection.password = ********", sink + ": RUNNING")
                .doesNotContain("password = " + TestServers.postgres().password());
        assertThat(created.status()).isZero();
        assertThat(operated.connectors("apply", file.toString()).out()).isEqualTo(sink + ": as it is\n");

        // Behind by exactly what came while it was paused.
        awaitLag(sink, 0);
        assertThat(operated.connectors("pause", sink).out()).isEqualTo(sink + ": PAUSED\n");
        send(topic, 0, numbers(3, 6));
        send(topic, 1, numbers(102, 103));
        assertThat(lag(sink)).isEqualTo(4);
        assertThat(operated.connectors("list", "--bootstrap-servers", OperatedWorker.kafka())
                        .out())
                .containsPattern(sink + " +PAUSED +1 paused +sink +PostgresSinkConnector +127[.0-9:]+ +4\n");
        assertThat(operated.connectors("resume", sink).out()).isEqualTo(sink + ": RUNNING\n");
        awaitLag(sink, 0);

        // A record that is no struct stops its task.
        send(topic, 0, List.of(JsonTopic.json("{\"type\":\"string\"}", "\"poison\"")));
        send(topic, 0, numbers(6, 8));
        await().atMost(SOON).until(() -> operated.connectors("list").status() == 1);
        Outcome status = operated.connectors("status", sink);
        assertThat(status.status()).isEqualTo(1);
        assertThat(status.out()).contains("task 0     FAILED on ", "Root cause: DataException: ", topic + "-0@6");
        AtomicReference<Outcome> again = new AtomicReference<>(status);
        await().atMost(SOON)
                .until(
                        () -> { // it may run for a while before it comes to the record again
                            again.set(operated.connectors("restart", "--failed"));
                            return again.get().status() == 1;
                        });
        assertThat(again.get().out()).contains(sink + ": FAILED\n    Root cause: DataException: ", topic + "-0@6");

        // Past it, but not while it may still commit, and not to where there is nothing.
        String[] past = {
            "offsets", "alter", sink, "-p", topic + "-0=7", "--bootstrap-servers", OperatedWorker.kafka(), "--yes"
        };
        assertThat(operated.connectors(past).err()).contains("can be changed only while it is STOPPED");
        Outcome beyond = operated.connectors(
                "offsets",
                "alter",
                sink,
                "-p",
                topic + "-0=70",
                "--bootstrap-servers",
                OperatedWorker.kafka(),
                "--yes",
                "--stop");
        assertThat(beyond.status()).isEqualTo(1);
        assertThat(beyond.err())
                .contains(topic + "-0: the offset 70 is not in the topic, which has 0 to 9. Choose one of these.");
        Outcome done = operated.connectors(
                Stream.concat(Stream.of(past), Stream.of("--stop")).toArray(String[]::new));
        assertThat(done.err()).contains(sink + ": STOPPED, tasks: none");
        assertThat(done.out())
                .containsPattern(topic + "-0 +6 +7  skips 1\n")
                .contains("Done: Connect has the new offsets of " + sink);
        assertThat(done.status()).isZero();
        awaitLag(sink, 0);
        assertThat(operated.connectors("offsets", "show", sink, "--bootstrap-servers", OperatedWorker.kafka())
                        .out())
                .containsPattern(topic + "-0 +9 +0 +9 +0\n")
                .containsPattern(topic + "-1 +3 +0 +3 +0\n");
        assertThat(rows(topic)).isEqualTo(11);

        // From the beginning: each record of the other partition once more.
        assertThat(operated.connectors("stop", sink).out()).isEqualTo(sink + ": STOPPED\n");
        Outcome reset = operated.connectors("offsets", "reset", sink, "--yes");
        assertThat(reset.out()).containsPattern(topic + "-1 +3 +none  starts where");
        assertThat(operated.connectors("offsets", "show", sink).err()).contains("has no offsets of " + sink);
        operated.connectors(
                "offsets",
                "alter",
                sink,
                "-p",
                topic + "-0=latest",
                "--bootstrap-servers",
                OperatedWorker.kafka(),
                "--yes");
        assertThat(operated.connectors("resume", sink).status()).isZero();
        awaitLag(sink, 0);
        assertThat(rows(topic)).isEqualTo(14);

        // Set back, with nobody to compare, to records that Kafka has deleted.
        assertThat(operated.connectors("stop", sink).status()).isZero();
        deleteRecords(topic, 0, 9);
        assertThat(operated.connectors("offsets", "alter", sink, "-p", topic + "-0=4", "--yes")
                        .status())
                .isZero();
        assertThat(operated.connectors("offsets", "show", sink, "--bootstrap-servers", OperatedWorker.kafka())
                        .err())
                .isEqualTo(topic + "-0: Kafka has deleted 5 offsets that " + sink
                        + " has not read. It goes on where auto.offset.reset says.\n");
        operated.worker().delete(sink);
    }

    @Test
    void knowsWhoWasMeant() {
        operated.worker().put("nearly", OperatedWorker.sourceConfigOfNobody());
        Outcome outcome = operated.connectors("status", "neraly");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err())
                .isEqualTo("There is no connector neraly at "
                        + operated.worker().url() + ". Did you mean nearly? See all of them: millrace connectors.\n");
        operated.worker().delete("nearly");
    }

    @Test
    void tellsWhereAFileIsWrongBeforeAnythingIsChanged() throws IOException {
        Map<String, String> config = new TreeMap<>(OperatedWorker.sourceConfigOfNobody());
        config.put("poll.interval.ms", "0");
        Path file = write(
                "bad.json",
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("name", "bad", "config", config)));

        Outcome outcome = operated.connectors("apply", file.toString());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .containsPattern("bad.json:[0-9]+:5: Invalid value 0 for configuration poll.interval.ms")
                .endsWith("Nothing was changed.\n");
        assertThat(operated.worker().connectors()).doesNotContain("bad");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int n = from; n < to; n++) {
            numbers.add(JsonTopic.json(SCHEMA, "{\"n\":" + n + "}"));
        }
        return numbers;
    }

    private static void send(String topic, int partition, List<String> values) throws Exception {
        try (KafkaProducer<String, String> producer = JsonTopic.producer()) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, partition, null, value))
                        .get();
            }
        }
    }

    private static void deleteRecords(String topic, int partition, long before) throws Exception {
        try (Admin admin = Admin.create(JsonTopic.kafka())) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    private static long lag(String sink) throws IOException {
        JsonNode all = JSON.readTree(
                operated.connectors("list", "--bootstrap-servers", OperatedWorker.kafka(), "--output", "json")
                        .out());
        for (JsonNode each : all) {
            if (each.path("name").asText().equals(sink)) {
                return each.path("lag").asLong(-1);
            }
        }
        return -1;
    }

    private static void awaitLag(String sink, long lag) {
        await().atMost(SOON).until(() -> lag(sink) == lag);
    }

    private static long rows(String table) throws SQLException {
        try (Connection connection = TestServers.postgres().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Map<String, String> sinkConfig(String topic) {
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", "io.millrace.connect.postgres.PostgresSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", topic);
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("write.mode", "insert");
        config.put("key.mode", "none");
        config.put("connection.url", TestServers.postgres().jdbcUrl());
        config.put("connection.user", TestServers.postgres().user());
        config.put("connection.password", TestServers.postgres().password());
        return config;
    }
}
