// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

/** Kafka without ZooKeeper: one or more nodes, each both broker and controller, each a process of its own. */
public final class KafkaServer implements Server {
    private final List<ChildProcess> nodes;
    private final String bootstrapServers;
    private final String guardedServers;

    private KafkaServer(List<ChildProcess> nodes, String bootstrapServers, String guardedServers) {
        this.nodes = List.copyOf(nodes);
        this.bootstrapServers = bootstrapServers;
        this.guardedServers = guardedServers;
    }

    /** One node on free ports. */
    public static KafkaServer start(Path dir) {
        return builder(dir).start();
    }

    /** As many nodes, on free ports; topics of Kafka's own are then replicated up to three times. */
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
            List<Node> members = IntStream.range(0, nodes)
                    .mapToObj(id -> new Node(
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

        private KafkaServer startNodes(List<Node> members) throws IOException {
            String clusterId = clusterId();
            List<ChildProcess> formatting = new ArrayList<>();
            List<ChildProcess> processes = new ArrayList<>();
            for (Node node : members) {
                Files.createDirectories(node.dir());
                Path settings = Settings.write(node.dir().resolve("server.properties"), node.settings(members));
                if (!Files.exists(node.data().resolve("meta.properties"))) {
                    formatting.add(process(
                            node,
                            "format",
                            "kafka.tools.StorageTool",
                            "format",
                            "-t",
                            clusterId,
                            "-c",
                            settings.toString()));
                }
                processes.add(process(node, "kafka", "kafka.Kafka", settings.toString()));
            }
            formatting.forEach(ChildProcess::launch);
            formatting.forEach(ChildProcess::awaitSuccess);
            String bootstrap = members.stream().map(Node::client).collect(Collectors.joining(","));
            String guardedOnes = guarded ? members.stream().map(Node::guarded).collect(Collectors.joining(",")) : "";
            KafkaServer server = new KafkaServer(processes, bootstrap, guardedOnes);
            server.startAll();
            return server;
        }

        private ChildProcess process(Node node, String name, String mainClass, String... arguments) {
            List<String> command = jvm.command(Binaries.kafka() + "/*", mainClass, List.of(arguments));
            // The last node of a cluster waits for a majority that has left; killing it then does no harm.
            return new ChildProcess(ChildProcess.Spec.of(name, node.dir(), command)
                    .stoppedWithin(Duration.ofSeconds(nodes > 1 ? 5 : 20)));
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

    /** @param guardedPort 0 for none */
    private record Node(int id, Path dir, int port, int controllerPort, int guardedPort) {
        Path data() {
            return dir.resolve("data");
        }

        String client() {
            return "127.0.0.1:" + port;
        }

        String guarded() {
            return "127.0.0.1:" + guardedPort;
        }

        private String voter() {
            return "%d@127.0.0.1:%d".formatted(id, controllerPort);
        }

        Map<String, String> settings(List<Node> all) {
            Map<String, String> settings = new HashMap<>(openSettings(all));
            if (guardedPort != 0) {
                String listener = ",GUARDED://" + guarded();
                settings.merge("listeners", listener, String::concat);
                settings.merge("advertised.listeners", listener, String::concat);
                settings.merge("listener.security.protocol.map", ",GUARDED:SASL_PLAINTEXT", String::concat);
                settings.put("listener.name.guarded.sasl.enabled.mechanisms", "SCRAM-SHA-512");
                settings.put(
                        "listener.name.guarded.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
                settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
                settings.put("super.users", "User:ANONYMOUS");
            }
            return settings;
        }

        private Map<String, String> openSettings(List<Node> all) {
            String replicas = String.valueOf(Math.min(3, all.size()));
            String inSync = String.valueOf(Math.max(1, Math.min(3, all.size()) - 1));
            return Map.ofEntries(
                    Map.entry("process.roles", "broker,controller"),
                    Map.entry("node.id", String.valueOf(id)),
                    Map.entry(
                            "controller.quorum.voters",
                            all.stream().map(Node::voter).collect(Collectors.joining(","))),
                    Map.entry(
                            "listeners",
                            "PLAINTEXT://%s,CONTROLLER://127.0.0.1:%d".formatted(client(), controllerPort)),
                    Map.entry("advertised.listeners", "PLAINTEXT://" + client()),
                    Map.entry("controller.listener.names", "CONTROLLER"),
                    Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                    Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                    Map.entry("log.dirs", data().toString()),
                    Map.entry("default.replication.factor", replicas),
                    Map.entry("min.insync.replicas", inSync),
                    Map.entry("offsets.topic.replication.factor", replicas),
                    Map.entry("transaction.state.log.replication.factor", replicas),
                    Map.entry("transaction.state.log.min.isr", inSync),
                    Map.entry("share.coordinator.state.topic.replication.factor", replicas),
                    Map.entry("share.coordinator.state.topic.min.isr", inSync),
                    // Small and quick: few partitions of Kafka's own, no wait for more group members.
                    Map.entry("offsets.topic.num.partitions", "4"),
                    Map.entry("transaction.state.log.num.partitions", "4"),
                    Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                    Map.entry("group.initial.rebalance.delay.ms", "0"),
                    Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
                    Map.entry("group.min.session.timeout.ms", "1000"),
                    // How long the controller holds a killed broker's place against its return; 9 s by default.
                    Map.entry("broker.session.timeout.ms", "4000"),
                    Map.entry("broker.heartbeat.interval.ms", "1000"),
                    Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
                    Map.entry("num.network.threads", "2"),
                    Map.entry("num.io.threads", "4"));
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
        ChildProcess process = nodes.get(node);
        process.stop();
        process.launch();
        process.await(this::isReady);
    }

    /** Stops all nodes where they are, as SIGSTOP does, until {@link #thaw}: connections stay, and nobody answers. */
    public void freeze() {
        nodes.forEach(ChildProcess::freeze);
    }

    /** Lets frozen nodes go on. */
    public void thaw() {
        nodes.forEach(ChildProcess::thaw);
    }

    @Override
    public void kill() {
        nodes.forEach(ChildProcess::kill);
    }

    @Override
    public void restart() {
        close();
        startAll();
    }

    private void startAll() {
        nodes.forEach(ChildProcess::launch);
        nodes.forEach(node -> node.await(this::isReady));
    }

    private boolean isReady() {
        return nodes.stream().allMatch(ChildProcess::isAlive) && allPortsOpen() && registered() == nodes.size();
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
        return nodes.stream().allMatch(ChildProcess::isAlive);
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
        nodes.parallelStream().forEach(ChildProcess::stop);
    }
}
