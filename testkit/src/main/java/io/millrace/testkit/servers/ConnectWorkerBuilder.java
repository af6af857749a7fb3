// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@link ConnectWorker} is started with. */
public final class ConnectWorkerBuilder {
    private final Path dir;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private ConnectWorker.Version version = ConnectWorker.Version.CURRENT;
    private Jvm jvm = Jvm.quickStart("512m");
    private @Nullable Path logging;
    private int port;

    ConnectWorkerBuilder(Path dir) {
        this.dir = dir.toAbsolutePath();
        property("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        property("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        property("plugin.discovery", "service_load");
        property("exactly.once.source.support", "enabled");
        property("consumer.isolation.level", "read_committed");
        property("config.providers", "env");
        property("config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
        property("config.providers.env.param.allowlist.pattern", "(DEVICE|SHOP|REGISTRY|POSTGRES|CLICKHOUSE|KAFKA)_.*");
        // A worker that was killed and comes back gets its tasks at once: nobody else could take them.
        property("scheduled.rebalance.max.delay.ms", "0");
        property("session.timeout.ms", "6000");
        property("heartbeat.interval.ms", "1500");
        // Nor do its consumers keep their partitions for Kafka's 45 s.
        property("consumer.session.timeout.ms", "10000");
        property("consumer.heartbeat.interval.ms", "2000");
        // And nobody waits a minute for the transactions that it left open; its successor does so at start.
        property("producer.transaction.timeout.ms", "10000");
        property("config.storage.replication.factor", "1");
        property("offset.storage.replication.factor", "1");
        property("offset.storage.partitions", "1");
        property("status.storage.replication.factor", "1");
        property("status.storage.partitions", "1");
        group(this.dir.getFileName().toString());
    }

    public ConnectWorkerBuilder bootstrapServers(String servers) {
        return property("bootstrap.servers", servers);
    }

    /** Folders whose children are plugins. */
    public ConnectWorkerBuilder pluginPath(List<Path> folders) {
        return property(
                "plugin.path",
                folders.stream().map(path -> path.toAbsolutePath().toString()).collect(Collectors.joining(",")));
    }

    /** The group's name, and the beginning of its topics' names; by default the folder's name. */
    public ConnectWorkerBuilder group(String name) {
        property("group.id", name);
        property("config.storage.topic", name + "-configs");
        property("offset.storage.topic", name + "-offsets");
        return property("status.storage.topic", name + "-status");
    }

    public ConnectWorkerBuilder version(ConnectWorker.Version chosen) {
        this.version = chosen;
        return this;
    }

    /** {@code plugin.discovery}; by default {@code service_load}. */
    public ConnectWorkerBuilder discovery(String mode) {
        return property("plugin.discovery", mode);
    }

    /** Variables that connector configurations may read by {@code ${env:NAME}}. */
    public ConnectWorkerBuilder environment(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    public ConnectWorkerBuilder property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Where the REST API listens; by default a free port. */
    public ConnectWorkerBuilder port(int chosen) {
        this.port = chosen;
        return this;
    }

    public ConnectWorkerBuilder heap(String size) {
        return jvm(new Jvm(size, jvm.flags()));
    }

    public ConnectWorkerBuilder jvm(Jvm chosen) {
        this.jvm = chosen;
        return this;
    }

    /**
     * Logs with Log4j, as Kafka's distribution does, to standard output as a {@code log4j2.properties} says, and lets
     * threads begin with the context of the one that starts them. For {@link ConnectWorker.Version#CURRENT}.
     */
    public ConnectWorkerBuilder logging(Path log4jProperties) {
        this.logging = log4jProperties.toAbsolutePath();
        return this;
    }

    public ConnectWorker start() {
        ConnectWorker worker = worker();
        worker.start();
        return worker;
    }

    /** As {@link #start}, without waiting for it to answer: for one that may fail to. */
    public ConnectWorker launch() {
        ConnectWorker worker = worker();
        worker.launch();
        return worker;
    }

    private ConnectWorker worker() {
        int chosen = port == 0 ? Ports.free() : port;
        String url = "http://127.0.0.1:" + chosen;
        property("listeners", url);
        property("rest.advertised.host.name", "127.0.0.1");
        try {
            Files.createDirectories(dir);
            Path settings = Settings.write(dir.resolve("worker.properties"), properties);
            List<String> command = loggingJvm()
                    .command(
                            classPath(),
                            "org.apache.kafka.connect.cli.ConnectDistributed",
                            List.of(settings.toString()));
            return new ConnectWorker(
                    ChildProcess.Spec.of("connect", dir, command).withEnvironment(environment), url);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start Connect in " + dir + ": " + e.getMessage(), e);
        }
    }

    private Jvm loggingJvm() {
        if (logging == null) {
            return jvm;
        }
        List<String> flags = new ArrayList<>(jvm.flags());
        flags.add("-Dlog4j2.configurationFile=" + logging);
        flags.add("-Dlog4j2.isThreadContextMapInheritable=true");
        return new Jvm(jvm.heap(), flags);
    }

    /** With Log4j, all jars but the logger of the other tests: slf4j takes one. */
    private String classPath() throws IOException {
        if (logging == null) {
            return version.jars() + "/*";
        }
        try (Stream<Path> jars = Files.list(version.jars())) {
            return Stream.concat(
                            jars.map(Path::toString)
                                    .filter(jar -> !jar.contains("slf4j-simple"))
                                    .sorted(),
                            Stream.of(Binaries.log4j() + "/*"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
