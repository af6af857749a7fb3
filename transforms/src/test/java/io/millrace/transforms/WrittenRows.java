// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The rows that a connector with this module's archive wrote to a topic of one partition. */
final class WrittenRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WrittenRows() {}

    /** A folder for {@code plugin.path} that holds this module's archive. */
    static Path plugins() throws IOException {
        Path plugins = TestServers.newDirectory("plugins");
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            PluginArchives.unpack(
                    files.filter(file -> file.toString().endsWith(".zip"))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalStateException("No archive in target. Run the package phase.")),
                    plugins);
        }
        return plugins;
    }

    /** The values of all that is committed now, in order. */
    static List<JsonNode> of(String topic) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
            rows.add(record.value() == null ? MissingNode.getInstance() : JSON.readTree(record.value()));
        }
        return rows;
    }

    /** All that is committed now, in order. */
    static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                TestServers.kafka().bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
