// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.testkit.servers.JavaProgram;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job as a process of its own: a driver in local mode, which can be killed. Restarts append to its log. */
public final class JobProcess implements AutoCloseable {
    private static final String NAME = "job";
    private static final Duration A_WHILE = Duration.ofSeconds(180);

    private final List<String> command;
    private final Path folder;
    private JavaProgram program;

    private JobProcess(List<String> command, Path folder) {
        this.command = List.copyOf(command);
        this.folder = folder;
    }

    /** Not started yet. {@code conf} is what spark-submit would take with {@code --conf}. */
    public static JobProcess of(Class<?> main, Map<String, String> conf, List<String> arguments) {
        Path folder = TestServers.newDirectory("job-" + main.getSimpleName() + "-" + System.nanoTime());
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "spark.master", "local[2]",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "2",
                "spark.local.dir", folder.resolve("local").toString()));
        all.putAll(conf);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What this JVM has for Spark.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-opens") || flag.startsWith("-Dlog4j2"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        all.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(arguments);
        return new JobProcess(command, folder);
    }

    public JobProcess start() {
        program = JavaProgram.launch(folder, NAME, command);
        return this;
    }

    /** As {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        program.kill();
    }

    /** SIGTERM: the job ends after its batch. */
    public int stop() {
        ProcessHandle.of(program.pid()).ifPresent(ProcessHandle::destroy);
        return awaitEnd();
    }

    /** Waits until it ends by itself, and gives its exit code. */
    public int awaitEnd() {
        return program.awaitEnd(A_WHILE);
    }

    public boolean isAlive() {
        return program.isAlive();
    }

    public String log() {
        Path log = folder.resolve(NAME + ".log");
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (program != null) {
            program.kill();
        }
    }
}
