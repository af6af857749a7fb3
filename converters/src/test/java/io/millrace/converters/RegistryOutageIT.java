// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.RegistryServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged converter in a real worker that tolerates every error, while its registry is gone. */
class RegistryOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int RECORDS = 500;

    @ParameterizedTest
    @EnumSource(ConnectWorker.Version.class)
    void anOutageFailsTheTaskAndLosesNothingThoughEveryErrorIsTolerated(ConnectWorker.Version version)
            throws IOException {
        String run = version.name().toLowerCase(Locale.ROOT);
        Path home = TestServers.newDirectory("outage-" + run);
        Path plugins = home.resolve("plugins");
        PluginArchives.unpack(archive(), plugins);
        testConnectors(plugins.resolve("test"));
        try (RegistryServer registry = RegistryServer.start(home.resolve("registry"));
                ConnectWorker worker =
                        TestServers.newWorker(List.of(plugins)).version(version).start()) {
            registry.kill();
            worker.put(
                    "source",
                    config(
                            registry,
                            Map.of(
                                    "connector.class", CountingSourceConnector.class.getName(),
                                    "topic", "counts-" + run,
                                    "records", String.valueOf(RECORDS))));
            assertThat(worker.awaitFailed("source", PATIENCE))
                    .contains("RegistryOutageError: Cannot register the schema of subject counts-" + run + "-value: "
                            + registry.url() + " refused the connection (2 attempts in ")
                    .contains("the task resumes without loss after a restart.");

            registry.restart();
            worker.restart("source");
            worker.awaitRunning("source", PATIENCE);
            Path counted = home.resolve("counted");
            worker.put("sink", sink(registry, "counts-" + run, counted));
            assertThat(collected(counted)).isEqualTo(counting());

            registry.kill();
            Path late = home.resolve("late");
            worker.put("late", sink(registry, "counts-" + run, late));
            assertThat(worker.awaitFailed("late", PATIENCE))
                    .contains("RegistryOutageError: Cannot fetch schema ")
                    .contains(registry.url() + " refused the connection (2 attempts in ");

            registry.restart();
            worker.restart("late");
            assertThat(collected(late)).isEqualTo(counting());
        }
    }

    private static Map<String, String> sink(RegistryServer registry, String topic, Path file) {
        return config(
                registry,
                Map.of(
                        "connector.class", CollectingSinkConnector.class.getName(),
                        "topics", topic,
                        "file", file.toString()));
    }

    private static Map<String, String> config(RegistryServer registry, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put("tasks.max", "1");
        config.put("errors.tolerance", "all");
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "1");
        config.put("value.converter", AvroConverter.class.getName());
        config.put("value.converter.schema.registry.url", registry.url());
        config.put("value.converter.max.retries", "1");
        config.put("value.converter.retries.wait.ms", "100");
        return config;
    }

    private static List<Long> collected(Path file) {
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= RECORDS);
        try {
            return Files.readAllLines(file).stream().map(Long::valueOf).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Long> counting() {
        return LongStream.range(0, RECORDS).boxed().toList();
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("millrace-converters-.*\\.zip"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A plugin of the connectors in this folder. */
    private static void testConnectors(Path plugin) throws IOException {
        Files.createDirectories(plugin);
        try (OutputStream file = Files.newOutputStream(plugin.resolve("test.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            for (Class<?> type : List.of(
                    CountingSourceConnector.class,
                    CountingSourceConnector.CountingSourceTask.class,
                    CollectingSinkConnector.class,
                    CollectingSinkConnector.CollectingSinkTask.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
                    bytes.transferTo(jar);
                }
            }
            service(jar, "org.apache.kafka.connect.source.SourceConnector", CountingSourceConnector.class);
            service(jar, "org.apache.kafka.connect.sink.SinkConnector", CollectingSinkConnector.class);
        }
    }

    private static void service(JarOutputStream jar, String service, Class<?> implementation) throws IOException {
        jar.putNextEntry(new JarEntry("META-INF/services/" + service));
        jar.write(implementation.getName().getBytes());
    }
}
