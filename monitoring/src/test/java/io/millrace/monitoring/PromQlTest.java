// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "up | up",
                "up{job=\"kafka-connect\"} == 0 | up",
                "rate(a_total[5m]) | a_total",
                "sum by (cluster, connector) (rate(a_total{topic=~\"x.*\"}[$__rate_interval])) | a_total",
                "sum(a) without (task) / on (connector) group_left (version) b | a b",
                "a and on (connector, task) b unless c or d | a b c d",
                "millrace:sink_lag_ms:max > bool 5000 | millrace:sink_lag_ms:max",
                "avg_over_time(millrace:latency_slo_breach:bool[5m]) | millrace:latency_slo_breach:bool",
                "max_over_time(a[5m:30s] offset 1h) * 1e3 + 0x1F | a",
                "absent(up{job='kafka-connect'}) or vector(0) | up",
                "label_replace(a, \"to\", \"$1\", \"from\", \"(b.*)\") | a",
                "count({__name__=~\"x\"}) > Inf + a | a",
                "histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m]))) # b | a_bucket"
            })
    void namesTheSeriesThatItReads(String query, String names) {
        assertThat(new PromQl(query).names()).isEqualTo(Set.of(names.split(" ", -1)));
    }
}
