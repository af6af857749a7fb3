// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.AdminTopicState;
import io.millrace.connect.sink.TopicState.Found;
import io.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real Kafka says of topics, and how long one that does not answer is waited for. */
@Timeout(60)
class TopicStateIT {
    @Test
    void findsTheTopicsIdAndWhatIsLeftOfItsRecords() throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers());
        try (Sandbox sandbox = new Sandbox();
                Admin admin = Admin.create(settings)) {
            Numbers numbers = new Numbers(sandbox);
            numbers.create();
            numbers.produce(0, 10);
            TopicPartition even = new TopicPartition(numbers.topic, 0);
            TopicPartition odd = new TopicPartition(numbers.topic, 1);
            admin.deleteRecords(Map.of(even, RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
            String id = admin.describeTopics(List.of(numbers.topic))
                    .topicNameValues()
                    .get(numbers.topic)
                    .get()
                    .topicId()
                    .toString();

            assertThat(new AdminTopicState(settings).ask(List.of(even, odd)))
                    .isEqualTo(Map.of(even, new Found(id, 3, 5), odd, new Found(id, 0, 5)));
        }
    }

    @Test
    void goesOnWithoutAKafkaThatDoesNotAnswer() {
        long startNanos = System.nanoTime();

        assertThat(new AdminTopicState(Map.of("bootstrap.servers", "127.0.0.1:1"))
                        .ask(List.of(new TopicPartition("orders", 0))))
                .isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(10));
    }
}
