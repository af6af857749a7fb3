// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the brokers and databases of a run are started on: child processes, or containers of a Docker engine on this
 * machine. One system property chooses for all of them. Either way a server listens on its port of 127.0.0.1, and has the
 * settings that its class gives it.
 *
 * <p>What is returned is ready to be launched.
 */
interface ServerHost {
    String PROPERTY = "millrace.servers";

    /** The one that {@code -Dmillrace.servers} names; by default child processes. */
    static ServerHost chosen() {
        return named(System.getProperty(PROPERTY, "processes"));
    }

    static ServerHost named(String name) {
        return switch (name) {
            case "processes" -> new ProcessHost();
            case "containers" -> new ContainerHost();
            default ->
                throw new IllegalArgumentException(
                        "Cannot choose what servers run on: found '%s' (expected processes or containers) in -D%s. Correct it; the folder of the servers' programs is -D%s."
                                .formatted(name, PROPERTY, Binaries.PROPERTY));
        };
    }

    /** PostgreSQL with settings that are {@code name=value}, of which later ones win. */
    Instance postgres(Path home, int port, List<String> settings);

    /** MariaDB with flags of {@code mariadbd}. */
    Instance mariaDb(Path home, int port, List<String> flags);

    /** MySQL with flags of {@code mysqld}; empty where none can be had. */
    Optional<Instance> mySql(Path home, int port, List<String> flags);

    /** The nodes of a Kafka in their order. */
    List<Instance> kafka(KafkaCluster cluster);
}
