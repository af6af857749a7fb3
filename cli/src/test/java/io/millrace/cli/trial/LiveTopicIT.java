// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Outcome;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A sink is tried on a topic that others live on: it is read, and nothing about it is changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveTopicIT {
    private static final String TOPIC = "live.orders";

    private Path folder = Path.of("");
    private Admin admin;
    private String servers = "";
    private String connector = "";

    @BeforeAll
    void aTopicWithOrders(@TempDir Path given) throws Exception {
        folder = given;
        servers = TestServers.kafka().bootstrapServers();
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>(TOPIC, i % 2, "k" + i, "{\"id\": " + i + "}"))
                        .get();
            }
        }
        connector = Files.writeString(folder.resolve("sink.json"), """
                {
                  "connector.class": "org.example.OrdersSink",
                  "topics": "live.orders",
                  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
                  "value.converter.schemas.enable": "false"
                }
                """).toString();
    }

    @AfterAll
    void close() {
        admin.close();
    }

    @Test
    void readsTheLastRecords() {
        assertThat(ids("--max-records", "4")).containsExactlyInAnyOrder(6, 7, 8, 9);
    }

    @Test
    void readsTheFirstRecords() {
        assertThat(ids("--max-records", "3", "--from", "beginning")).hasSize(3).isSubsetOf(0, 1, 2, 3, 4, 5);
        assertThat(ids("--from", "beginning")).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void leavesKafkaAsItIs() throws Exception {
        Set<String> before = topics();
        Set<String> groups = groups();

        assertThat(ids()).hasSize(10);
        Outcome outcome = tryTopic("not.there");

        assertThat(outcome.status()).isEqualTo(ExitCode.FAILED.status());
        assertThat(outcome.err())
                .endsWith("There is no topic not.there on this Kafka, nor a file of that name. Correct --records.\n");
        assertThat(topics()).isEqualTo(before).contains(TOPIC);
        assertThat(groups()).isEqualTo(groups);
    }

    @Test
    void connectsAsAFileSays() throws IOException {
        Path client = Files.writeString(
                folder.resolve("client.properties"), "bootstrap.servers=" + servers + "\ngroup.id=mine\n");

        Outcome outcome = Outcome.of("try", connector, "--records", TOPIC, "--command-config", client.toString());

        assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitCode.OK.status());
        assertThat(outcome.out()).contains("record 1  live.orders-", "10 records: 10 passed");
    }

    @Test
    void saysThatKafkaDoesNotAnswer() {
        Outcome outcome =
                Outcome.of("try", connector, "--records", TOPIC, "--bootstrap-servers", "nowhere.invalid:9092");

        assertThat(outcome.status()).isEqualTo(ExitCode.FAILED.status());
        assertThat(outcome.err()).contains("Cannot connect to Kafka: ").contains("--bootstrap-servers");
    }

    private Set<String> topics() throws ExecutionException, InterruptedException {
        return new TreeSet<>(admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get());
    }

    /** Consumers that commit offsets have one. */
    private Set<String> groups() throws ExecutionException, InterruptedException {
        return admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Integer> ids(String... options) {
        Outcome outcome = tryTopic(TOPIC, options);
        assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitCode.OK.status());
        return outcome.out()
                .lines()
                .map(line -> Integer.valueOf(line.replaceFirst(".*\"in\":.*?\"value\":\\{\"id\":([0-9]+)}.*", "$1")))
                .toList();
    }

    private Outcome tryTopic(String topic, String... options) {
        return Outcome.of(Stream.concat(
                        Stream.of(
                                "try",
                                connector,
                                "--records",
                                topic,
                                "--bootstrap-servers",
                                servers,
                                "--output",
                                "json"),
                        Stream.of(options))
                .toArray(String[]::new));
    }
}
