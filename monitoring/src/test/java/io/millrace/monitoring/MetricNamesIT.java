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
    /** From kube-state-metrics, the Strimzi operators and Kafka Exporter, which run on Kubernetes only; and Prometheus' own. */
    private static final Pattern FROM_ELSEWHERE = Pattern.compile("(kube|strimzi|kafka_consumergroup)_.+|up|scrape_.+");

    private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)[{ ]");

    private final MonitoredPipeline pipeline = MonitoredPipeline.shared();

    @Test
    void everySeriesThatIsReadIsShown() {
        Set<String> read = ShippedQueries.read().names();
        read.removeIf(name -> FROM_ELSEWHERE.matcher(name).matches());
        Set<String> shown = names(pipeline.workerMetrics());
        shown.addAll(names(pipeline.brokerMetrics()));
        shown.addAll(names(pipeline.registryMetrics()));

        assertThat(shown).containsAll(read);
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
