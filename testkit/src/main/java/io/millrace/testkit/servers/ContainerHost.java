// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/**
 * Runs servers in containers of their official images, each given what its image documents: variables, flags and files.
 * A container is on new data when it is made, and keeps them until the JVM exits.
 *
 * <p>Clusters of Kafka are child processes here too: their nodes reach each other at ports of 127.0.0.1, which inside a
 * container is that container.
 */
final class ContainerHost implements ServerHost {
    private static final String EVERYWHERE = "0.0.0.0";
    private static final String USERS = "/docker-entrypoint-initdb.d/users.sql";
    private static final long SHARED_MEMORY_BYTES = 256L << 20;

    @Override
    public Instance postgres(Path home, int port, List<String> settings) {
        List<String> command = new ArrayList<>(List.of("postgres"));
        Stream.concat(Stream.of("listen_addresses=*", "port=" + port), settings.stream())
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        GenericContainer<?> container = of("postgres", command)
                .withEnv("POSTGRES_USER", SingleDatabase.USER)
                .withEnv("POSTGRES_PASSWORD", SingleDatabase.PASSWORD)
                .withEnv("POSTGRES_DB", "postgres")
                .withEnv("POSTGRES_INITDB_ARGS", String.join(" ", PostgresServer.INITDB))
                .withSharedMemorySize(SHARED_MEMORY_BYTES);
        return new ServerContainer("postgres", home, container, List.of(port));
    }

    /** The image's own script must not ask for TLS either, of which there is none. */
    @Override
    public Instance mariaDb(Path home, int port, List<String> flags) {
        GenericContainer<?> container = of("mariadb", command("mariadbd", port, flags))
                .withEnv("MARIADB_ROOT_PASSWORD", SingleDatabase.PASSWORD)
                .withCopyToContainer(Transferable.of("[client]\nskip-ssl\n"), "/etc/mysql/conf.d/client.cnf");
        return new ServerContainer("mariadb", home, withUser(container), List.of(port));
    }

    @Override
    public Optional<Instance> mySql(Path home, int port, List<String> flags) {
        GenericContainer<?> container =
                of("mysql", command("mysqld", port, flags)).withEnv("MYSQL_ROOT_PASSWORD", SingleDatabase.PASSWORD);
        return Optional.of(new ServerContainer("mysql", home, withUser(container), List.of(port)));
    }

    @Override
    public List<Instance> kafka(KafkaCluster cluster) {
        return cluster.nodes().size() > 1
                ? new ProcessHost().kafka(cluster)
                : List.of(kafka(cluster, cluster.nodes().get(0)));
    }

    private static Instance kafka(KafkaCluster cluster, KafkaNode node) {
        Map<String, String> settings = node.settings(cluster.nodes(), EVERYWHERE, Path.of("/var/lib/kafka/data"));
        GenericContainer<?> container = of("kafka", List.of())
                .withEnv("CLUSTER_ID", cluster.clusterId())
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx" + cluster.jvm().heap())
                .withEnv(
                        "KAFKA_JVM_PERFORMANCE_OPTS",
                        String.join(" ", cluster.jvm().flags()))
                .withCopyToContainer(Transferable.of(properties(settings)), "/mnt/shared/config/server.properties");
        List<Integer> ports = IntStream.of(node.port(), node.guardedPort())
                .filter(port -> port != 0)
                .boxed()
                .toList();
        return new ServerContainer("kafka", node.dir(), container, ports);
    }

    private static GenericContainer<?> of(String server, List<String> command) {
        GenericContainer<?> container = new GenericContainer<>(Binaries.image(server));
        container.setCommandParts(command.toArray(String[]::new));
        return container;
    }

    private static List<String> command(String daemon, int port, List<String> flags) {
        return Stream.concat(Stream.of(daemon, "--bind-address=" + EVERYWHERE, "--port=" + port), flags.stream())
                .toList();
    }

    private static GenericContainer<?> withUser(GenericContainer<?> container) {
        return container.withCopyToContainer(Transferable.of(SqlUser.statements("%")), USERS);
    }

    private static String properties(Map<String, String> settings) {
        try {
            return Settings.text(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
