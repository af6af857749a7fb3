// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static Set<String> names(String metrics) {
        Set<String> names = new TreeSet<>();
        Matcher series = SERIES.matcher(metrics);
        while (series.find()) {
            names.add(series.group(1));
        }
        return names;
    }
}
