// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;
import java.util.List;

/** What the nodes of a Kafka have in common. */
record KafkaCluster(Path dir, List<KafkaNode> nodes, String clusterId, Jvm jvm) {
    KafkaCluster {
        nodes = List.copyOf(nodes);
    }
}
