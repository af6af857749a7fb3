// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Java program as a child process, on a class path of its own. */
public final class JavaProgram extends SingleServer {
    private final String ready;

    /**
     * What to run.
     *
     * @param name what its log is called
     * @param ready what its log says once it is at work; empty for a program that nobody waits for
     */
    public record Run(String name, String classPath, String mainClass, List<String> arguments, String ready) {
        public Run {
            arguments = List.copyOf(arguments);
        }
    }

    private JavaProgram(ChildProcess.Spec spec, String ready) {
        super(new ChildProcess(spec));
        this.ready = ready;
    }

    /** Starts it in {@code dir}, and waits until it is at work. */
    public static JavaProgram start(Path dir, Jvm jvm, Run run) {
        JavaProgram program = new JavaProgram(spec(dir, jvm, run), run.ready);
        program.start();
        return program;
    }

    /** Runs it to its end; an {@link IllegalStateException} with the end of its log if that is not status 0. */
    public static void runToEnd(Path dir, Jvm jvm, Run run) {
        new ChildProcess(spec(dir, jvm, run)).run();
    }

    private static ChildProcess.Spec spec(Path dir, Jvm jvm, Run run) {
        Path folder = dir.toAbsolutePath();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + folder + ": " + e.getMessage(), e);
        }
        return ChildProcess.Spec.of(run.name, folder, jvm.command(run.classPath, run.mainClass, run.arguments));
    }

    @Override
    boolean isReady() {
        try {
            return Files.readString(log()).contains(ready);
        } catch (IOException notYet) {
            return false;
        }
    }
}
