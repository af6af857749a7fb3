// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.Fork;
import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import io.millrace.bench.sink.SinkMeasurement;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsClickHouse
class ClickHouseSinkBenchmarkIT {
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
    void measuresContendersThatStoreTheSameRows() throws Exception {
        List<SinkMeasurement> measured = new ArrayList<>();
        Fork.run(
                ClickHouseSinkFork.class,
                List.of("-Xms512m", "-Xmx512m"),
                ClickHouseSinkFork.arguments(
                        server.engine(),
                        Pace.SMOKE,
                        List.of(Case.named("append-10-columns-1k"), Case.named("append-40-columns-1k")),
                        Contestant.all()),
                line -> measured.add(SinkMeasurement.parse(line)));

        assertThat(measured)
                .extracting(each -> each.name() + " " + each.contender())
                .containsExactly(
                        "append-10-columns-1k raw",
                        "append-10-columns-1k raw-native",
                        "append-10-columns-1k client-v2",
                        "append-10-columns-1k json-each-row",
                        "append-10-columns-1k millrace",
                        "append-10-columns-1k millrace-ahead",
                        "append-10-columns-1k millrace-replay-safe",
                        "append-40-columns-1k raw",
                        "append-40-columns-1k raw-native",
                        "append-40-columns-1k client-v2",
                        "append-40-columns-1k json-each-row",
                        "append-40-columns-1k millrace",
                        "append-40-columns-1k millrace-ahead",
                        "append-40-columns-1k millrace-replay-safe");
        assertThat(measured).allSatisfy(each -> {
            assertThat(each.rowsPerSecond().min()).isPositive();
            assertThat(each.clientMicros().min()).isPositive();
            assertThat(each.clientBytes().min()).isPositive();
            assertThat(each.serverMicros().min()).isPositive();
        });
    }

    @Test
    void refusesAContenderThatStoresOtherRows() {
        Rows rows = Rows.inOrder(Shape.COLUMNS_10, 100);
        try (Table found = Table.versioned(server.engine(), "bench_found", rows.shape());
                Table expected = Table.plain(server.engine(), "bench_wanted", rows.shape())) {
            expected.fill(rows, 100);
            found.fill(rows, 99);

            assertThatThrownBy(() -> Race.compare(Contestant.CLIENT_V2, found, expected))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("client-v2 writes other rows than it was given: 99 rows, hash ")
                    .hasMessageContaining("(expected 100 rows, hash ")
                    .hasMessageContaining("\nexpected\n1000000099\t");

            found.empty();
            found.fill(rows, 100);
            Race.compare(Contestant.CLIENT_V2, found, expected);
        }
    }
}
