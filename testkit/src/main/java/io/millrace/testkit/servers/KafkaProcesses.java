// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The nodes of a Kafka as child processes, on the data in their folders, formatted first if there are none. */
final class KafkaProcesses {
    private KafkaProcesses() {}

    static List<Instance> prepare(KafkaCluster cluster) throws IOException {
        List<ChildProcess> formatting = new ArrayList<>();
        List<Instance> processes = new ArrayList<>();
        for (KafkaNode node : cluster.nodes()) {
            Files.createDirectories(node.dir());
            Path data = node.dir().resolve("data");
            Path settings = Settings.write(
                    node.dir().resolve("server.properties"), node.settings(cluster.nodes(), ProcessHost.ADDRESS, data));
            if (!Files.exists(data.resolve("meta.properties"))) {
                formatting.add(format(cluster, node, settings));
            }
            processes.add(process(cluster, node, "kafka", List.of("kafka.Kafka", settings.toString())));
        }
        formatting.forEach(ChildProcess::launch);
        formatting.forEach(ChildProcess::awaitSuccess);
        return processes;
    }

    private static ChildProcess format(KafkaCluster cluster, KafkaNode node, Path settings) {
        List<String> arguments =
                List.of("kafka.tools.StorageTool", "format", "-t", cluster.clusterId(), "-c", settings.toString());
        return process(cluster, node, "format", arguments);
    }

    private static ChildProcess process(
            KafkaCluster cluster, KafkaNode node, String name, List<String> mainAndArguments) {
        List<String> command = cluster.jvm()
                .command(
                        Binaries.kafka() + "/*",
                        mainAndArguments.get(0),
                        mainAndArguments.subList(1, mainAndArguments.size()));
        // The last node of a cluster waits for a majority that has left; killing it then does no harm.
        return new ChildProcess(ChildProcess.Spec.of(name, node.dir(), command)
                .stoppedWithin(Duration.ofSeconds(cluster.nodes().size() > 1 ? 5 : 20)));
    }
}
