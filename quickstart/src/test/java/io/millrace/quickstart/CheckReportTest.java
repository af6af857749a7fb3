// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportTest {
    private static final Latencies.Summary LATENCY = new Latencies.Summary(10, 101.4, 499.6, 800);

    @Test
    void isOneJsonObject() {
        CheckReport report = new CheckReport(20_000, 5_000, 20_003, Comparison.none(), List.of(), LATENCY, 98.76);

        assertThat(report.json())
                .isEqualTo("{\"deviceEvents\":20000,\"pushedEvents\":5000,\"rowChanges\":20003,\"lost\":0,"
                        + "\"duplicated\":0,\"different\":0,\"latencyMs\":{\"p50\":101,\"p99\":500},\"seconds\":98.8}");
        assertThat(report.passed()).isTrue();
    }

    @Test
    void tellsWhatSparkWasComparedIn() {
        SparkCheck.Found found = new SparkCheck.Found(Comparison.none(), 120, 3_000);

        assertThat(new CheckReport(1, 1, 1, Comparison.none(), List.of(found), LATENCY, 1).json())
                .contains("\"spark\":{\"windows\":120,\"lakeRows\":3000},\"seconds\":1.0}");
    }

    @Test
    void tellsHowManyRowsOfClickHouseWereCompared() {
        ClickHouseCheck.Found found = new ClickHouseCheck.Found(Comparison.none(), 4_000);

        assertThat(new CheckReport(1, 1, 1, Comparison.none(), List.of(found), LATENCY, 1).json())
                .contains("\"clickHouse\":{\"rows\":4000},\"seconds\":1.0}");
    }

    @Test
    void failsWhenAnythingIsWrong() {
        assertThat(report(new Comparison(1, 0, 0, List.of())).passed()).isFalse();
        assertThat(report(new Comparison(0, 1, 0, List.of())).passed()).isFalse();
        assertThat(report(new Comparison(0, 0, 1, List.of())).passed()).isFalse();
    }

    @Test
    void hasNullForNoLatency() {
        Latencies.Summary none = Latencies.all().summary();

        assertThat(new CheckReport(0, 0, 0, Comparison.none(), List.of(), none, 1).json())
                .contains("{\"p50\":null,\"p99\":null}");
    }

    private static CheckReport report(Comparison comparison) {
        return new CheckReport(1, 1, 1, comparison, List.of(), LATENCY, 1);
    }
}
