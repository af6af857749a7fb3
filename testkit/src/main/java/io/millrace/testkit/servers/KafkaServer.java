// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * Kafka without ZooKeeper: one or more nodes, each both broker and controller, each a process of its own; a single one
 * can be a container.
 */
public final class KafkaServer implements Server {
    private final List<Instance> nodes;
    private final String bootstrapServers;
    private final String guardedServers;

    private KafkaServer(List<Instance> nodes, String bootstrapServers, String guardedServers) {
        this.nodes = List.copyOf(nodes);
        this.bootstrapServers = bootstrapServers;
        this.guardedServers = guardedServers;
    }

    /** One node on free ports. */
    public static KafkaServer start(Path dir) {
        return builder(dir).start();
    }

    /**
     * As many nodes, on free ports; topics of Kafka's own are then replicated up to three times. Several are always child
     * processes.
     */
    public static KafkaServer start(Path dir, int nodes) {
        return builder(dir).nodes(nodes).start();
    }

    public static Builder builder(Path dir) {
        return new Builder(dir);
    }

    /** What a cluster is started with; data already in the folder are used again. */
    public static final class Builder {
        private final Path dir;
        private int nodes = 1;
        private int port;
        private boolean guarded;
        private Jvm jvm = Jvm.quickStart("384m");

        private Builder(Path dir) {
            this.dir = dir.toAbsolutePath();
        }

        public Builder nodes(int count) {
            this.nodes = count;
            return this;
        }

        /** The port that clients reach the first node at; the others, and the controllers, take free ones. */
        public Builder port(int first) {
            this.port = first;
            return this;
        }

        public Builder jvm(Jvm chosen) {
            this.jvm = chosen;
            return this;
        }

        /**
         * With a second listener, {@link KafkaServer#guardedServers}, for users that show a SCRAM-SHA-512 password and may do what
         * ACLs allow them. At the other one everything is allowed.
         */
        public Builder guarded() {
            this.guarded = true;
            return this;
        }

        public KafkaServer start() {
            List<KafkaNode> members = IntStream.range(0, nodes)
                    .mapToObj(id -> new KafkaNode(
                            id,
                            dir.resolve("node-" + id),
                            id == 0 && port != 0 ? port : Ports.free(),
                            Ports.free(),
                            guarded ? Ports.free() : 0))
                    .toList();
            try {
                return startNodes(members);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot start Kafka in " + dir + ": " + e.getMessage(), e);
            }
        }

        private KafkaServer startNodes(List<KafkaNode> members) throws IOException {
            KafkaCluster cluster = new KafkaCluster(dir, members, clusterId(), jvm);
            String bootstrap = members.stream().map(KafkaNode::client).collect(Collectors.joining(","));
            String guardedOnes =
                    guarded ? members.stream().map(KafkaNode::guarded).collect(Collectors.joining(",")) : "";
            KafkaServer server = new KafkaServer(ServerHost.chosen().kafka(cluster), bootstrap, guardedOnes);
            server.startAll();
            return server;
        }

        /** Made once and kept, so that nodes formatted later join the same cluster. */
        private String clusterId() throws IOException {
            Files.createDirectories(dir);
            Path file = dir.resolve("cluster-id");
            if (!Files.exists(file)) {
                Files.writeString(file, Uuid.randomUuid().toString());
            }
            return Files.readString(file).strip();
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Where users and their ACLs count; empty if the cluster was not started so. */
    public String guardedServers() {
        return guardedServers;
    }

    /** Kills one node, counted from 0, hard. */
    public void kill(int node) {
        nodes.get(node).kill();
    }

    /** Starts a node that was killed, on its data, and waits until the whole cluster is back. */
    public void restart(int node) {
        Instance instance = nodes.get(node);
        instance.stop();
        instance.start(this::isReady);
    }

    /** Stops all nodes where they are, as SIGSTOP does, until {@link #thaw}: connections stay, and nobody answers. */
    public void freeze() {
        nodes.forEach(Instance::freeze);
    }

    /** Lets frozen nodes go on. */
    public void thaw() {
        nodes.forEach(Instance::thaw);
    }

    @Override
    public void kill() {
        nodes.forEach(Instance::kill);
    }

    @Override
    public void restart() {
        close();
        startAll();
    }

    private void startAll() {
        nodes.forEach(Instance::launch);
        nodes.forEach(node -> node.await(this::isReady));
    }

    private boolean isReady() {
        return nodes.stream().allMatch(Instance::isAlive) && allPortsOpen() && registered() == nodes.size();
    }

    private boolean allPortsOpen() {
        return Stream.of(bootstrapServers.split(",", -1))
                .allMatch(address -> !Ports.isFree(Integer.parseInt(address.substring(address.indexOf(':') + 1))));
    }

    private int registered() {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                2_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                3_000);
        try (Admin admin = Admin.create(settings)) {
            return admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size();
        } catch (ExecutionException | TimeoutException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public boolean isAlive() {
        return nodes.stream().allMatch(Instance::isAlive);
    }

    /** The first node's. */
    @Override
    public long pid() {
        return nodes.get(0).pid();
    }

    /** The first node's. */
    @Override
    public Path log() {
        return nodes.get(0).log();
    }

    @Override
    public void close() {
        // All are asked before one is waited for: a majority must live to let the others go in order.
        nodes.parallelStream().forEach(Instance::stop);
    }
}
