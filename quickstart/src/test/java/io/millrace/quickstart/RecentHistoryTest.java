// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.page.Snapshot;
import io.millrace.quickstart.page.Snapshot.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentHistoryTest {
    private final RecentHistory history = new RecentHistory();

    @Test
    void keepsRatesAndPercentilesSideBySide() {
        history.add(1000, look(Map.of("devices.events", 99.96), 12.34));
        history.add(2000, look(Map.of("curated.shop.orders", 3.0, "curated.shop.customers", 4.0), Double.NaN));

        Snapshot.History copy = history.copy();

        assertThat(copy.atMs()).containsExactly(1000L, 2000L);
        assertThat(copy.perSecond())
                .containsExactly(
                        new Series("device events", List.of(100.0, 0.0)),
                        new Series("device pushes", List.of(0.0, 0.0)),
                        new Series("shop changes", List.of(0.0, 7.0)));
        assertThat(copy.latencyMs().get(0)).isEqualTo(new Series("device events p50", Arrays.asList(12.3, null)));
    }

    @Test
    void forgetsWhatIsOlderThanFiveMinutes() {
        for (int second = 0; second <= 300; second++) {
            history.add(second * 1000L, look(Map.of(), 1));
        }

        assertThat(history.copy().atMs()).hasSize(300).startsWith(1000L).endsWith(300_000L);
    }

    private static Look look(Map<String, Double> perSecond, double ms) {
        Look.Latency latency = new Look.Latency(new Latencies.Summary(1, ms, ms, ms), List.of());
        return new Look(Map.of(), perSecond, Map.of(), latency, latency, new Look.Workers(List.of(), Optional.empty()));
    }
}
