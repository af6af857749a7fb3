// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.bench.RunFolder;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.Jvm;
import io.millrace.testkit.servers.KafkaServer;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** A broker, and a worker in which all contenders listen; their data go with them. */
final class IngestServers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PLUGIN = "millrace-http-ingest-source";
    /** As Kafka's own scripts start brokers and workers. */
    private static final List<String> FLAGS = List.of("-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20");

    private final RunFolder folder;
    private final KafkaServer kafka;
    private final ConnectWorker worker;
    private final Map<Contestant, Integer> ports = new EnumMap<>(Contestant.class);

    private IngestServers(RunFolder folder, KafkaServer kafka, ConnectWorker worker) {
        this.folder = folder;
        this.kafka = kafka;
        this.worker = worker;
    }

    /** In a folder of its own below {@code parent}. */
    static IngestServers start(Path parent) throws IOException {
        RunFolder folder = RunFolder.in(parent);
        Path plugins = folder.path().resolve("plugins");
        PluginJar.write(PluginArchives.unpack(archive(), plugins).resolve("lib").resolve("contenders.jar"));
        KafkaServer kafka = KafkaServer.builder(folder.path().resolve("kafka"))
                .jvm(new Jvm("1g", FLAGS))
                .start();
        ConnectWorker worker = ConnectWorker.builder(folder.path().resolve("connect"))
                .bootstrapServers(kafka.bootstrapServers())
                .pluginPath(List.of(plugins))
                .jvm(new Jvm("1g", FLAGS))
                // Kafka's defaults, more patient than the test kit's, for machines that others load too.
                .property("session.timeout.ms", "45000")
                .property("producer.transaction.timeout.ms", "60000")
                .start();
        IngestServers servers = new IngestServers(folder, kafka, worker);
        for (Contestant each : Contestant.values()) {
            servers.listen(each);
        }
        return servers;
    }

    private static Path archive() throws IOException {
        Path built = Path.of(System.getProperty("millrace.home", ".."), "connectors", "http-ingest-source", "target");
        try (Stream<Path> files = Files.list(built)) {
            return files.filter(file -> file.getFileName().toString().matches(PLUGIN + "-.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "Cannot find the archive of " + PLUGIN + " in " + built + ". Build it first."));
        }
    }

    private void listen(Contestant contestant) {
        if (contestant.isWriting()) {
            createTopic(contestant.topic());
        }
        int port = Ports.free();
        ports.put(contestant, port);
        worker.put(contestant.text(), contestant.config(port));
        worker.awaitRunning(contestant.text(), PATIENCE);
    }

    /** Before there are records: who has put some off has no topic for a while otherwise, and nothing to wait for. */
    private void createTopic(String name) {
        NewTopic topic = new NewTopic(name, 1, (short) 1)
                .configs(Map.of(
                        TopicConfig.SEGMENT_BYTES_CONFIG, "67108864",
                        TopicConfig.RETENTION_BYTES_CONFIG, "268435456"));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create the topic " + name + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int port(Contestant contestant) {
        return Objects.requireNonNull(ports.get(contestant));
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    long brokerPid() {
        return kafka.pid();
    }

    long workerPid() {
        return worker.pid();
    }

    @Override
    public void close() throws IOException {
        worker.close();
        kafka.close();
        folder.close();
    }
}
