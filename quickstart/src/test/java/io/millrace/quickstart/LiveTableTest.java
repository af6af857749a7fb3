// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.ConnectWorker.Connector;
import io.millrace.testkit.servers.ConnectorStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private static final Look LOOK = look(new Look.Workers(List.of(), Optional.empty()));

    private static Look look(Look.Workers workers) {
        return new Look(
                new TreeMap<>(Map.of("devices.events", 12_345L, "curated.shop.orders", 7L)),
                Map.of("devices.events", 499.6),
                new TreeMap<>(Map.of("device_events", 12_000L)),
                new Look.Latency(new Latencies.Summary(100, 123.4, 1234.5, 2000), List.of()),
                new Look.Latency(new Latencies.Summary(0, Double.NaN, Double.NaN, Double.NaN), List.of()),
                workers);
    }

    @Test
    void showsTopicsTablesAndLatencies() {
        assertThat(LiveTable.lines(LOOK))
                .containsExactly(
                        "topic                               records    records/s",
                        "curated.shop.orders                       7            0",
                        "devices.events                       12,345          500",
                        "",
                        "PostgreSQL table                       rows",
                        "device_events                        12,000",
                        "",
                        "latency, last 10 s                      p50          p99",
                        "received event to visible row        123 ms     1,235 ms",
                        "transaction to visible row                -            -");
    }

    @Test
    void fitsOnOneLineWithoutATerminal() {
        assertThat(LiveTable.line(LOOK))
                .isEqualTo("500 records/s, 12,000 rows, device events p50 123 ms p99 1,235 ms, shop rows p50 - p99 -");
    }

    @Test
    void saysWhichConnectorFailedOnALineThatDoesNotWrap() {
        ConnectorStatus status = new ConnectorStatus(
                "sink", "RUNNING", "", List.of(new ConnectorStatus.Task(0, "FAILED", "x".repeat(100) + "\n\tat y")));
        Connector sink = new Connector("sink", Map.of(), status);

        List<String> lines = LiveTable.lines(look(new Look.Workers(List.of(sink), Optional.of("It rests."))));

        assertThat(lines.subList(10, lines.size()))
                .containsExactly("", "sink failed: " + "x".repeat(65) + "…", "It rests.");
        assertThat(LiveTable.line(look(new Look.Workers(List.of(), Optional.of("It rests.")))))
                .endsWith("shop rows p50 - p99 -; It rests.");
    }

    @Test
    void countsRecordsPerSecondBetweenLooks() {
        assertThat(Look.perSecond(Map.of("a", 10L), Map.of("a", 20L, "b", 4L), 2.0))
                .isEqualTo(Map.of("a", 5.0, "b", 2.0));
    }
}
