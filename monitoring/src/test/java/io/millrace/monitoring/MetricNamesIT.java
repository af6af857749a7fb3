// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.testkit.servers.ClickHouseServer;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What rules and dashboards read, a running pipeline shows. */
class MetricNamesIT {
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)[{ ]");

    private final MonitoredPipeline pipeline = MonitoredPipeline.shared();

    @Test
    void everySeriesThatIsReadIsShown() {
        Set<String> missing = ShippedQueries.read().names();
        assertThat(missing).isNotEmpty();

        missing.removeIf(Elsewhere::has);
        missing.removeAll(names(pipeline.workerMetrics()));
        missing.removeAll(names(pipeline.brokerMetrics()));
        missing.removeAll(names(pipeline.registryMetrics()));

        assertThat(missing).isEmpty();
    }

    /** The endpoint puts a prefix before the names that these tables have. */
    @Test
    void clickHouseCountsWhatIsRead() {
        assumeTrue(pipeline.clickHouse().isPresent(), ClickHouseServer.ABSENT);
        Set<String> read = ShippedQueries.read().names().stream()
                .filter(name -> Elsewhere.CLICKHOUSE.matcher(name).matches())
                .collect(Collectors.toSet());
        Set<String> counted = pipeline.clickHouse()
                .orElseThrow()
                .query("SELECT 'ClickHouseMetrics_' || metric FROM system.metrics UNION ALL"
                        + " SELECT 'ClickHouseProfileEvents_' || event FROM system.events"
                        + " SETTINGS system_events_show_zero_values = 1")
                .lines()
                .collect(Collectors.toSet());

        assertThat(read).hasSize(3).isSubsetOf(counted);
    }

    private static Set<String> names(String metrics) {
        Set<String> names = new TreeSet<>();
        Matcher series = SERIES.matcher(metrics);
        while (series.find()) {
            names.add(series.group(1));
        }
        return names;
    }
}
