// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import io.millrace.testkit.servers.TestServers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics of records as JsonConverter reads them, with their schemas, in the shared Kafka. */
public final class JsonTopic {
    private JsonTopic() {}

    /** How to reach Kafka. */
    public static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers());
    }

    public static void create(String name, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    public static KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(kafka(), new StringSerializer(), new StringSerializer());
    }

    /** A record's key or value. */
    public static String json(String schema, String payload) {
        return "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
    }

    /** The schema of a field for {@link #struct}. */
    public static String field(String name, String type, boolean optional) {
        return "{\"field\":\"" + name + "\",\"type\":\"" + type + "\",\"optional\":" + optional + "}";
    }

    public static String struct(String... fields) {
        return "{\"type\":\"struct\",\"optional\":false,\"fields\":[" + String.join(",", fields) + "]}";
    }
}
