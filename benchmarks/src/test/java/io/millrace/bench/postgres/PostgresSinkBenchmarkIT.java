// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.bench.Fork;
import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import io.millrace.bench.sink.SinkMeasurement;
import io.millrace.bench.sink.SinkMeasurement.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSinkBenchmarkIT {
    private static final Path DIR = Path.of("target", "bench-servers").toAbsolutePath();
    private static BenchServer server;

    @BeforeAll
    static void start() throws IOException {
        server = BenchServer.start(DIR);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        assertThat(DIR).isEmptyDirectory();
    }

    @Test
    void measuresContendersThatWriteTheSameRows() throws Exception {
        List<SinkMeasurement> measured = measure(
                Contestant.all(), "append-10-columns", "mixed-deletes-10-columns-500", "upsert-new-device-events");

        assertThat(measured)
                .extracting(each -> each.name() + " " + each.contender())
                .containsExactly(
                        "append-10-columns raw-copy",
                        "append-10-columns millrace",
                        "append-10-columns debezium-default",
                        "append-10-columns debezium-tuned",
                        "append-10-columns debezium-unnest",
                        "mixed-deletes-10-columns-500 raw-upsert",
                        "mixed-deletes-10-columns-500 millrace",
                        "mixed-deletes-10-columns-500 millrace-linger",
                        "mixed-deletes-10-columns-500 debezium-default",
                        "mixed-deletes-10-columns-500 debezium-tuned",
                        "mixed-deletes-10-columns-500 debezium-unnest",
                        "upsert-new-device-events raw-upsert",
                        "upsert-new-device-events millrace",
                        "upsert-new-device-events debezium-default",
                        "upsert-new-device-events debezium-tuned",
                        "upsert-new-device-events debezium-unnest");
        assertThat(measured).allSatisfy(each -> {
            assertThat(each.content() == Content.EQUAL || each.contender().equals("debezium-unnest"))
                    .as(each.toString())
                    .isTrue();
            assertThat(each.rowsPerSecond().min()).isPositive();
            assertThat(each.clientMicros().min()).isPositive();
            assertThat(each.serverMicros().min()).isPositive();
        });
    }

    @Test
    void measuresRowsOf40Columns() throws Exception {
        List<SinkMeasurement> measured =
                measure(List.of(Contestant.RAW_UPSERT, Contestant.MILLRACE), "upsert-existing-40-columns");

        assertThat(measured)
                .extracting(SinkMeasurement::contender, SinkMeasurement::content)
                .containsExactly(tuple("raw-upsert", Content.EQUAL), tuple("millrace", Content.EQUAL));
    }

    private static List<SinkMeasurement> measure(List<Contestant> contestants, String... cases) throws Exception {
        List<SinkMeasurement> measured = new ArrayList<>();
        Fork.run(
                PostgresSinkFork.class,
                PostgresSinkBenchmark.flags("512m"),
                PostgresSinkFork.arguments(
                        server.database(),
                        Pace.SMOKE,
                        Arrays.stream(cases).map(Case::named).toList(),
                        contestants),
                line -> measured.add(SinkMeasurement.parse(line)));
        return measured;
    }

    @Test
    void refusesAContenderThatWritesOtherRows() {
        Rows rows = Rows.inOrder(Shape.COLUMNS_10, 100);
        try (Table found = new Table(server.database(), "bench_found", Work.APPEND, rows);
                Table expected = new Table(server.database(), "bench_wanted", Work.APPEND, rows)) {
            expected.fillAsAfter(100, 1);
            found.fillAsAfter(99, 1);

            assertThatThrownBy(() -> Race.compare(Contestant.MILLRACE, found, expected))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("millrace writes other rows than it was given: 99 rows, hash ")
                    .hasMessageContaining("(expected 100 rows, hash ")
                    .hasMessageContaining("\nexpected\n(1000000099,");
            assertThat(Race.compare(Contestant.DEBEZIUM_UNNEST, found, expected))
                    .isEqualTo(Content.DIFFERS);

            found.tidy();
            found.fillAsAfter(100, 1);
            assertThat(Race.compare(Contestant.MILLRACE, found, expected)).isEqualTo(Content.EQUAL);
        }
    }

    @Test
    void measuresWhatTheSinkHolds() throws Exception {
        List<String> printed = new ArrayList<>();
        Fork.run(
                MemoryFork.class,
                PostgresSinkBenchmark.flags("512m"),
                MemoryFork.arguments(server.database(), 1),
                printed::add);

        assertThat(printed)
                .singleElement()
                .satisfies(bytes -> assertThat(Long.parseLong(bytes))
                        .isBetween((long) MemoryFork.ROW_BYTES, (long) MemoryFork.PARTITIONS * MemoryFork.ROW_BYTES));
    }

    @Test
    void forcesCommitsToDisk() throws SQLException {
        try (Connection connection = server.database().connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT current_setting('fsync'), current_setting('synchronous_commit')")) {
            found.next();
            assertThat(found.getString(1)).isEqualTo("on");
            assertThat(found.getString(2)).isEqualTo("on");
        }
    }
}
