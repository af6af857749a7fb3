// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private long nowNanos;

    @Test
    void ranksByNearestRank() {
        Latencies latencies = Latencies.all();
        for (int ms = 200; ms >= 1; ms--) {
            latencies.add(ms);
        }

        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(200, 100, 198, 200));
    }

    @Test
    void countsInBuckets() {
        Latencies latencies = Latencies.all();
        for (double ms : new double[] {0, 10, 10.5, 20, 1000}) {
            latencies.add(ms);
        }

        assertThat(latencies.buckets(List.of(10, 20, 30))).containsExactly(2, 2, 0, 1);
    }

    @Test
    void hasNoPercentilesWhenEmpty() {
        assertThat(Latencies.all().summary()).isEqualTo(new Latencies.Summary(0, Double.NaN, Double.NaN, Double.NaN));
    }

    @Test
    void forgetsWhatWasSeenLongAgo() {
        Latencies latencies = Latencies.lately(() -> nowNanos, 10);
        latencies.add(1);
        nowNanos = 9;
        latencies.add(2);
        nowNanos = 11;

        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(1, 2, 2, 2));
    }

    @Test
    void summarizesSeveralTogether() {
        Latencies one = Latencies.all();
        one.add(1);
        one.add(2);
        Latencies other = Latencies.all();
        other.add(30);

        assertThat(Latencies.summary(List.of(one, other))).isEqualTo(new Latencies.Summary(3, 2, 30, 30));
    }
}
