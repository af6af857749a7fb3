// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A JVM of its own for one case: nothing that another case made hot, or kept on the heap, takes part. Heap and collector
 * are fixed, the compilers are as a worker has them.
 */
public final class Fork {
    private static final List<String> FLAGS =
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off");

    private Fork() {}

    /** What {@code main} measured; it calls {@link #answer}. */
    public static List<Measurement> run(Class<?> main, List<String> flags, List<String> args)
            throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        run(main, flags, args, line -> measurements.add(Measurement.parse(line)));
        return measurements;
    }

    /** Hands on each line as {@code main} prints it. */
    public static void run(Class<?> main, List<String> flags, List<String> args, Consumer<String> printed)
            throws IOException, InterruptedException {
        Process process = start(main, flags, args);
        Thread stop = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stop);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(printed);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        "Cannot measure " + String.join(" ", args) + ": the JVM ended with status " + status + ".");
            }
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(stop);
        }
    }

    /** A JVM that runs {@code main}, for the caller to end; flags win over those that every fork has. */
    public static Process start(Class<?> main, List<String> flags, List<String> args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Hands measurements to the JVM that asked for them. */
    public static void answer(List<Measurement> measurements) {
        measurements.forEach(measurement -> System.out.println(measurement.line()));
    }

    /** The slices of two forks of one case, contender by contender. */
    public static List<Measurement> joined(List<Measurement> some, List<Measurement> more) {
        List<Measurement> joined = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            joined.add(some.get(i).and(more.get(i)));
        }
        return joined;
    }
}
