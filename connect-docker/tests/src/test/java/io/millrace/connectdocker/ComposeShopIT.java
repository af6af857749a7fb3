// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.TestServers;
import io.millrace.testkit.servers.TopicReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The Compose file's shop, on a MariaDB: its script gives its user what Debezium needs, and no more is needed. */
class ComposeShopIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PASSWORD = "local-shop";

    @Test
    void theShopsUserCanBeFollowed() throws IOException {
        Archive.all();
        try (MariaDbServer shop = MariaDbServer.start(TestServers.newDirectory("compose-shop"));
                ConnectWorker worker = TestServers.newWorker(List.of(Archive.pluginPath(), Binaries.debeziumMariaDb()))
                        .environment(environment(shop))
                        .start()) {
            // What the image does with MYSQL_DATABASE and MYSQL_USER.
            Pipeline.execute(
                    shop,
                    "CREATE DATABASE shop",
                    "CREATE USER 'shop'@'%' IDENTIFIED BY '" + PASSWORD + "'",
                    "GRANT ALL ON shop.* TO 'shop'@'%'");
            Pipeline.execute(shop, statements());

            worker.put("compose-shop", Pipeline.config("shop-mariadb-source", changes()));
            worker.awaitRunning("compose-shop", PATIENCE);
            Pipeline.execute(shop, "INSERT INTO shop.customers (email, name) VALUES ('mary@example.com', 'Mary')");

            assertThat(values("composed.shop.customers", 3))
                    .anyMatch(value -> value.contains("\"name\":\"Ada\""))
                    .anyMatch(value -> value.contains("\"name\":\"Grace\""))
                    .anyMatch(value -> value.contains("\"name\":\"Mary\""));
            assertThat(values("composed.shop.orders", 2)).hasSize(2);
            worker.delete("compose-shop");
        }
    }

    private static List<String> values(String topic, int atLeast) {
        return new TopicReader(TestServers.kafka().bootstrapServers(), PATIENCE)
                .read(topic, atLeast).stream().map(ConsumerRecord::value).toList();
    }

    private static Map<String, String> environment(MariaDbServer shop) {
        return Map.of(
                "SHOP_DB_HOST",
                shop.host(),
                "SHOP_DB_PORT",
                String.valueOf(shop.port()),
                "SHOP_DB_USER",
                "shop",
                "SHOP_DB_PASSWORD",
                PASSWORD,
                "SHOP_DB_SSL_MODE",
                "disable",
                "KAFKA_BOOTSTRAP",
                TestServers.kafka().bootstrapServers(),
                "REGISTRY_URL",
                "http://127.0.0.1:1");
    }

    /** Topics of its own, and values to be read without a registry. */
    private static Map<String, String> changes() {
        String converter = "org.apache.kafka.connect.json.JsonConverter";
        return Map.of(
                "name", "compose-shop",
                "topic.prefix", "composed",
                "schema.history.internal.kafka.topic", "_schema-history.compose-shop",
                "key.converter", converter,
                "value.converter", converter,
                "value.converter.schemas.enable", "false");
    }

    private static String[] statements() throws IOException {
        String script =
                Files.readString(Path.of("compose", "mysql", "shop.sql")).replaceAll("(?m)^--.*$", "");
        return Stream.of(script.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toArray(String[]::new);
    }
}
