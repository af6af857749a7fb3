// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a soak says of what it found. */
class SoakReportTest {
    private static final SoakRun.Plan PLAN = new SoakRun.Plan(Duration.ofHours(2), 100, Duration.ofSeconds(60), 7);

    @Test
    void passesWhereNothingIsLostAndNothingHasGrown() {
        SoakReport report = report(Comparison.none(), samples(i -> vitals(i, 200 + i % 3, 60)));

        assertThat(report.passed()).isTrue();
        assertThat(report.markdown())
                .contains(
                        "2:00:05, 100 device events",
                        "| result | passed |",
                        "| Kafka | 31 |",
                        "| threads | 60 | 60 | 8 | flat |");
    }

    @Test
    void failsWhereARowIsLost() {
        SoakReport report =
                report(new Comparison(1, 0, 0, List.of("shop.orders 17 is missing")), samples(i -> vitals(i, 200, 60)));

        assertThat(report.passed()).isFalse();
        assertThat(report.markdown()).contains("| lost | 1 |", "- shop.orders 17 is missing");
    }

    @Test
    void failsWhereThreadsPileUp() {
        SoakReport report = report(Comparison.none(), samples(i -> vitals(i, 200, 60 + i)));

        assertThat(report.passed()).isFalse();
        assertThat(report.markdown()).contains("| threads | 65 | 85 | 8 | **grown** |");
    }

    @Test
    void failsWhereTheHeapGrows() {
        assertThat(report(Comparison.none(), samples(i -> vitals(i, 200 + 2 * i, 60)))
                        .passed())
                .isFalse();
    }

    @Test
    void saysWhereItIsTooShortForATrend() {
        SoakReport report = report(
                Comparison.none(), samples(i -> vitals(i, 200, 60 + 20 * i)).subList(0, 5));

        assertThat(report.passed()).isTrue();
        assertThat(report.markdown()).contains("| threads | 60 | 140 | 8 | too few samples |");
    }

    @Test
    void readsTheHeapOfEachCollector() {
        assertThat(VitalsProbe.usedKb("""
                4711:
                 garbage-first heap   total 1048576K, used 204800K [0x00000000c0000000, 0x0000000100000000)
                  region size 1024K, 3 young (3072K), 1 survivors (1024K)
                 Metaspace       used 80000K, committed 81000K, reserved 1130496K
                """)).isEqualTo(204800);
        assertThat(VitalsProbe.usedKb("""
                4711:
                 def new generation   total 78656K, used 1000K [0x00000000c0000000, 0x00000000c5550000)
                 tenured generation   total 174784K, used 2345K [0x00000000d5550000, 0x00000000e0000000)
                 Metaspace       used 80000K, committed 81000K, reserved 1130496K
                """)).isEqualTo(3345);
    }

    private static SoakReport report(Comparison comparison, List<Vitals> samples) {
        return new SoakReport(
                PLAN,
                Duration.ofSeconds(7205),
                Map.of("Kafka", 31),
                Map.of("shop-postgres-sink: Caused by: java.net.ConnectException", 2),
                new SoakReport.Sent(720_000, 180_000, 720_000),
                comparison,
                samples,
                samples,
                samples.get(samples.size() - 1));
    }

    private static List<Vitals> samples(IntFunction<Vitals> sample) {
        return IntStream.range(0, 30).mapToObj(sample).toList();
    }

    private static Vitals vitals(int minute, long heapMb, int threads) {
        return new Vitals(Duration.ofMinutes(minute), heapMb, 700, threads, 300, 6, 3, 4);
    }
}
