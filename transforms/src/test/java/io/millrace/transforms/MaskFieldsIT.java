// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged archive in a real worker: one table of a connector masked, the other left alone, and the two joined. */
class MaskFieldsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String CONNECTOR = "masking";
    private static final String KEY = "a key of at least 16 bytes";
    /** {@code printf 5 | openssl dgst -sha256 -hmac "$KEY"}. */
    private static final String HASH_OF_5 = "d7ddb415bd647aae71abb7055e28edccf5b812c1c8d605878c6d63e17c9b4974";

    @Test
    void masksTheTablesThatAPredicateChooses() throws Exception {
        MariaDbServer database = TestServers.mariaDb();
        DebeziumSources.execute(
                database,
                "CREATE DATABASE masking",
                "CREATE TABLE masking.customers (id INT PRIMARY KEY, email VARCHAR(50))",
                "CREATE TABLE masking.orders (id INT PRIMARY KEY, customer_id BIGINT NOT NULL)",
                "INSERT INTO masking.customers VALUES (5, 'ann@example.org')",
                "INSERT INTO masking.orders VALUES (1, 5)");
        try (ConnectWorker worker = TestServers.newWorker(List.of(WrittenRows.plugins(), Binaries.debeziumMariaDb()))
                .start()) {
            worker.put(CONNECTOR, connector(database));
            worker.awaitRunning(CONNECTOR, PATIENCE);
            await().atMost(PATIENCE).until(() -> rows("customers").size() == 1);
            DebeziumSources.execute(database, "UPDATE masking.customers SET email = 'ann@new.example' WHERE id = 5");
            await().atMost(PATIENCE).until(() -> rows("customers").size() == 2);

            List<JsonNode> customers = rows("customers");
            assertThat(customers).allSatisfy(row -> {
                assertThat(row.get("id").textValue()).isEqualTo(HASH_OF_5);
                assertThat(row.get("email").textValue()).startsWith("*").doesNotContain("ann");
            });
            assertThat(customers.get(1).get("email").textValue()).isEqualTo("***********mple");
            JsonNode order = rows("orders").get(0);
            assertThat(order.get("customer_id").textValue()).isEqualTo(HASH_OF_5);
            assertThat(order.get("id").intValue()).isEqualTo(1);
            worker.delete(CONNECTOR);
        }
    }

    private static List<JsonNode> rows(String table) throws IOException {
        return WrittenRows.of(CONNECTOR + ".masking." + table);
    }

    private static Map<String, String> connector(MariaDbServer database) {
        Map<String, String> config = DebeziumSources.mariaDb(database, CONNECTOR, "masking");
        config.put("transforms", "key,customers,orders,normalize");
        mask(config, "key", MaskFields.Key.class, "customers");
        config.put("transforms.key.fields", "id");
        config.put("transforms.key.mask", "hmac");
        mask(config, "customers", MaskFields.Value.class, "customers");
        config.put("transforms.customers.rules", "id,email");
        config.put("transforms.customers.rules.id.fields", "id");
        config.put("transforms.customers.rules.id.mask", "hmac");
        config.put("transforms.customers.rules.email.fields", "email");
        config.put("transforms.customers.rules.email.mask", "partial");
        mask(config, "orders", MaskFields.Value.class, "orders");
        config.put("transforms.orders.fields", "customer_id");
        config.put("transforms.orders.mask", "hmac");
        config.put("transforms.normalize.type", NormalizeEnvelope.class.getName());
        config.put("predicates", "customers,orders");
        for (String table : List.of("customers", "orders")) {
            config.put("predicates." + table + ".type", TableMatches.class.getName());
            config.put("predicates." + table + ".tables", "masking\\." + table);
        }
        return config;
    }

    private static void mask(Map<String, String> config, String name, Class<?> type, String predicate) {
        config.put("transforms." + name + ".type", type.getName());
        config.put("transforms." + name + ".hmac.key", KEY);
        config.put("transforms." + name + ".predicate", predicate);
    }
}
