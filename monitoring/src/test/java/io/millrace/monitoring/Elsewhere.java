// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import java.util.List;
import java.util.regex.Pattern;

/** The series that this pipeline does not have, though they are read where they are. */
final class Elsewhere {
    static final Pattern CLICKHOUSE = Pattern.compile("ClickHouse(Metrics|ProfileEvents)_(\\w+)");

    private static final List<Pattern> NAMES = List.of(
            // kube-state-metrics and the Strimzi operators, on Kubernetes
            Pattern.compile("(kube|strimzi)_.+"),
            // Kafka Exporter
            Pattern.compile("kafka_consumergroup_.+"),
            // ClickHouse's own endpoint, by the names of what it counts
            CLICKHOUSE,
            // Debezium from 3.6 on, which has no connector for MariaDB yet
            Pattern.compile("debezium_millisecondsbehindsourcep(50|95|99)"),
            // Prometheus itself
            Pattern.compile("up|scrape_.+"));

    private Elsewhere() {}

    static boolean has(String name) {
        return NAMES.stream().anyMatch(names -> names.matcher(name).matches());
    }
}
