// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Order metrics in a real PostgreSQL, of topics on a real broker with a real registry. */
class OrderMetricsIT {
    private static final int KILLS = Integer.getInteger("millrace.spark.kills", 3);
    private static final String FIGURES =
            "concat_ws(' ', day, currency, platform, orders, revenue, returned_orders, customers, attributed_orders)";

    private final PostgresServer postgres = TestServers.postgres();
    private final ShopTopics shop = new ShopTopics();
    private final Lake lake = Lake.ofPostgres();
    private final String table = "order_metrics_" + System.nanoTime();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void endsWhereOneComputationOverTheWholeTopicsEndsWhateverIsKilled() throws SQLException {
        String checkpoint = checkpoint();
        Random random = new Random(5);
        List<String> arguments = arguments(checkpoint, "--max-offsets-per-trigger", "90", "--trigger", "0s");
        try (JobProcess job = JobProcess.of(OrderMetrics.class, lake.conf(), arguments)) {
            new Kills(job, random).run(KILLS, kill -> shop.random(random, 180));
        }

        assertThat(runOnce(checkpoint)).isZero();
        assertThatFiguresAreThoseOfTheTopics();

        // A checkpoint that was lost, and some more.
        shop.random(random, 50);
        assertThat(runOnce(checkpoint())).isZero();
        assertThatFiguresAreThoseOfTheTopics();
    }

    private static String checkpoint() {
        return TestServers.newDirectory("checkpoint-" + System.nanoTime())
                .toUri()
                .toString();
    }

    private List<String> arguments(String checkpoint, String... more) {
        List<String> arguments = new ArrayList<>(lake.arguments());
        arguments.addAll(shop.arguments());
        arguments.addAll(List.of(
                "--bootstrap-servers", TestServers.kafka().bootstrapServers(),
                "--registry", TestServers.registry().url(),
                "--checkpoint", checkpoint,
                "--postgres-url", postgres.jdbcUrl(),
                "--postgres-user", postgres.user(),
                "--postgres-password", postgres.password(),
                "--metrics-table", table));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private int runOnce(String checkpoint) {
        return Job.run(
                new OrderMetrics(),
                arguments(checkpoint, "--once", "--max-offsets-per-trigger", "700")
                        .toArray(String[]::new));
    }

    private void assertThatFiguresAreThoseOfTheTopics() throws SQLException {
        OrderOptions columns = new OrderOptions();
        columns.user = "user";
        List<String> expected = RowChanges.texts(shop.figures(columns), FIGURES);
        assertThat(expected).anyMatch(figures -> !figures.contains("unknown"));
        assertThat(stored()).isEqualTo(expected);
    }

    private List<String> stored() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                ResultSet found = connection.createStatement().executeQuery("SELECT " + FIGURES + " FROM " + table)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows.stream().sorted().toList();
    }
}
