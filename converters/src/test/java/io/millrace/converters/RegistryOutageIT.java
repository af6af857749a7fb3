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
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("millrace.outage.seconds", 15));
    private static final int RECORDS = 500;
    private static final String SHORT = "1000";
    private static final String LONG = String.valueOf(OUTAGE.plus(PATIENCE).toMillis());

    @ParameterizedTest
    @EnumSource(
            value = ConnectWorker.Version.class,
            names = {"CURRENT", "OLDEST"})
    void anOutageLosesNothingThoughEveryErrorIsTolerated(ConnectWorker.Version version) throws IOException {
        Path home = TestServers.newDirectory("outage-" + version.name().toLowerCase(Locale.ROOT));
        Path plugins = home.resolve("plugins");
        PluginArchives.unpack(archive(), plugins);
        testConnectors(plugins.resolve("test"));
        try (RegistryServer registry = RegistryServer.start(home.resolve("registry"));
                ConnectWorker worker =
                        TestServers.newWorker(List.of(plugins)).version(version).start()) {
            worker.put("first", source(registry, LONG, "first-" + version));
            worker.put("first-sink", sink(registry, LONG, "first-" + version, home.resolve("first")));
            assertThat(collected(home.resolve("first"))).isEqualTo(counting());

            isWaitedOut(registry, worker, home, version);
            failsTheTaskWhenItLastsTooLong(registry, worker, home, version);
        }
    }

    /** No task fails, and the log has one line for the beginning and one for the end. */
    private static void isWaitedOut(
            RegistryServer registry, ConnectWorker worker, Path home, ConnectWorker.Version version)
            throws IOException {
        registry.kill();
        worker.put("waiting", source(registry, LONG, "waiting-" + version));
        worker.put("waiting-sink", sink(registry, LONG, "first-" + version, home.resolve("waited")));
        worker.awaitRunning("waiting", PATIENCE);
        worker.awaitRunning("waiting-sink", PATIENCE);
        await().atMost(PATIENCE).until(() -> lines(worker, "The schema registry cannot be asked") == 1);
        await().during(OUTAGE)
                .atMost(OUTAGE.plus(PATIENCE))
                .until(() -> worker.status("waiting").isRunning()
                        && worker.status("waiting-sink").isRunning());
        assertThat(home.resolve("waited")).doesNotExist();

        registry.restart();
        assertThat(collected(home.resolve("waited"))).isEqualTo(counting());
        worker.put("waiting-all", sink(registry, LONG, "waiting-" + version, home.resolve("all")));
        assertThat(collected(home.resolve("all"))).isEqualTo(counting());
        assertThat(worker.status("waiting").isRunning()).isTrue();
        assertThat(worker.status("waiting-sink").isRunning()).isTrue();
        assertThat(lines(worker, "The schema registry cannot be asked: " + registry.url()))
                .isOne();
        assertThat(lines(worker, "The schema registry answers again, after ")).isOne();
        assertThat(lines(worker, "RegistryOutageError")).isZero();
    }

    private static void failsTheTaskWhenItLastsTooLong(
            RegistryServer registry, ConnectWorker worker, Path home, ConnectWorker.Version version)
            throws IOException {
        registry.kill();
        worker.put("failing", source(registry, SHORT, "failing-" + version));
        assertThat(worker.awaitFailed("failing", PATIENCE))
                .contains("RegistryOutageError: Cannot register the schema of subject failing-" + version + "-value: "
                        + registry.url() + " refused the connection (")
                .contains("the task resumes without loss after a restart.");
        worker.put("failing-sink", sink(registry, SHORT, "first-" + version, home.resolve("late")));
        assertThat(worker.awaitFailed("failing-sink", PATIENCE))
                .contains("RegistryOutageError: Cannot fetch schema ")
                .contains(registry.url() + " refused the connection (");
        assertThat(home.resolve("late")).doesNotExist();

        registry.restart();
        worker.restart("failing");
        worker.restart("failing-sink");
        assertThat(collected(home.resolve("late"))).isEqualTo(counting());
        worker.put("failing-all", sink(registry, LONG, "failing-" + version, home.resolve("resumed")));
        assertThat(collected(home.resolve("resumed"))).isEqualTo(counting());
    }

    private static long lines(ConnectWorker worker, String text) throws IOException {
        try (Stream<String> log = Files.lines(worker.log())) {
            return log.filter(line -> line.contains(text)).count();
        }
    }

    private static Map<String, String> source(RegistryServer registry, String timeoutMs, String topic) {
        return config(
                registry,
                timeoutMs,
                Map.of(
                        "connector.class", CountingSourceConnector.class.getName(),
                        "topic", topic,
                        "records", String.valueOf(RECORDS)));
    }

    private static Map<String, String> sink(RegistryServer registry, String timeoutMs, String topic, Path file) {
        return config(
                registry,
                timeoutMs,
                Map.of(
                        "connector.class", CollectingSinkConnector.class.getName(),
                        "topics", topic,
                        "file", file.toString()));
    }

    private static Map<String, String> config(RegistryServer registry, String timeoutMs, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put("tasks.max", "1");
        config.put("errors.tolerance", "all");
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "1");
        config.put("value.converter", AvroConverter.class.getName());
        config.put("value.converter.schema.registry.url", registry.url());
        config.put("value.converter.registry.outage.timeout.ms", timeoutMs);
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
