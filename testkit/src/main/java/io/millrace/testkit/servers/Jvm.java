// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a server's Java virtual machine is run: its heap, such as {@code 512m}, and its flags. */
public record Jvm(String heap, List<String> flags) {
    private static final String SIMPLE_LOGGER = "-Dorg.slf4j.simpleLogger.";

    public Jvm {
        flags = List.copyOf(flags);
    }

    /** Starts fast and stays small: for tests that ask whether something is right. */
    public static Jvm quickStart(String heap) {
        return new Jvm(heap, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    }

    /** Compiles fully: for runs that ask how fast something is. */
    public static Jvm fullSpeed(String heap) {
        return new Jvm(heap, List.of("-XX:+UseParallelGC"));
    }

    /**
     * With Prometheus' JMX exporter at {@code http://127.0.0.1:port/metrics}, which shows what its rules say, read from a
     * file in the exporter's format.
     */
    public Jvm withMetrics(int port, Path rules) {
        List<String> more = new ArrayList<>(flags);
        more.add("-javaagent:%s=%s:%d:%s"
                .formatted(Binaries.jmxExporter(), ProcessHost.ADDRESS, port, rules.toAbsolutePath()));
        return new Jvm(heap, more);
    }

    /** The command that runs {@code mainClass} on the Java that runs us, logging to standard error. */
    List<String> command(String classPath, String mainClass, List<String> arguments) {
        List<String> command = base();
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }

    /** The command that runs a jar with system properties, on the Java that runs us. */
    List<String> jarCommand(Path jar, List<String> properties) {
        List<String> command = base();
        command.addAll(properties);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private List<String> base() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(flags);
        command.add("-Djava.awt.headless=true");
        command.add(SIMPLE_LOGGER + "showDateTime=true");
        command.add(SIMPLE_LOGGER + "dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS");
        command.add(SIMPLE_LOGGER + "log.org.reflections=error");
        return command;
    }
}
