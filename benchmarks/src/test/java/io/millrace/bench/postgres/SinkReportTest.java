// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.bench.Report;
import io.millrace.bench.sink.SinkMeasurement;
import io.millrace.bench.sink.SinkMeasurement.Content;
import io.millrace.bench.sink.SinkMeasurement.Turn;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkReportTest {
    private static final Case APPEND = Case.named("append-10-columns");

    private final Report report = Report.of("postgres-sink");
    private final SinkReport sinks = new SinkReport(report);
    private final List<SinkMeasurement> measured = List.of(
            of("debezium-default", Content.EQUAL, new Turn(40_000, 10, 13, 96), new Turn(20_000, 20, 13, 96)),
            of("debezium-unnest", Content.DIFFERS, new Turn(60_000, 9, 7, 96), new Turn(60_000, 9, 7, 96)),
            of("raw-copy", Content.EQUAL, new Turn(200_000, 0.2, 4, 96), new Turn(100_000, 0.2, 4.5, 96)));

    private static SinkMeasurement of(String contender, Content content, Turn... turns) {
        return new SinkMeasurement(APPEND.text(), contender, content, List.of(turns));
    }

    @Test
    void printsTheMarkdownOfTheResults() {
        assertThat(sinks.table(APPEND, measured).lines())
                .containsExactly(
                        "### append-10-columns",
                        "",
                        "| contender | rows/s | client µs/row | server µs/row | of the limit | x debezium-default |",
                        "|---|---|---|---|---|---|",
                        "| raw-copy | 150,000 (100,000..200,000) | 0.20 (0.20..0.20) | 4.25 (4.00..4.50) | 100 % | 5.00 |",
                        "| debezium-unnest, differs | 60,000 (60,000..60,000) | 9.00 (9.00..9.00) | 7.00 (7.00..7.00)"
                                + " | 45 % | 2.25 |",
                        "| debezium-default | 30,000 (20,000..40,000) | 15.00 (10.00..20.00) | 13.00 (13.00..13.00)"
                                + " | 20 % | 1.00 |");
    }

    @Test
    void leavesRatiosOutWithoutTheLimitAndThePeer() {
        assertThat(sinks.table(APPEND, List.of(measured.get(1))).lines().toList())
                .last()
                .asString()
                .endsWith("| - | - |");
    }

    @Test
    void writesOneRowPerCaseAndContender() throws IOException {
        sinks.add(APPEND, measured);

        JsonNode rows = JsonMapper.builder().build().readTree(report.json()).get("rows");
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1))
                .hasToString(
                        "{\"case\":\"append-10-columns\",\"contender\":\"debezium-unnest\","
                                + "\"rowsPerSecond\":60000,\"rowsPerSecondMin\":60000,\"rowsPerSecondMax\":60000,"
                                + "\"clientMicrosPerRow\":9.0,\"clientMicrosPerRowMin\":9.0,\"clientMicrosPerRowMax\":9.0,"
                                + "\"serverMicrosPerRow\":7.0,\"serverMicrosPerRowMin\":7.0,\"serverMicrosPerRowMax\":7.0,"
                                + "\"clientBytesPerRow\":96,\"clientBytesPerRowMin\":96,\"clientBytesPerRowMax\":96,"
                                + "\"percentOfLimit\":45.0,\"timesDebeziumDefault\":2.25,\"content\":\"differs\",\"rounds\":2}");
    }

    @Test
    void saysWhatTheSinkHolds() {
        assertThat(sinks.memoryTable("memory-64-partitions", "batch.max.bytes", 16 << 20, 64 << 20, 17 << 20)
                        .lines())
                .containsExactly(
                        "### memory-64-partitions",
                        "",
                        "| contender | bound | offered MiB | held at most, MiB |",
                        "|---|---|---|---|",
                        "| millrace | batch.max.bytes = 16 MiB | 64 | 17.0 |");
    }
}
