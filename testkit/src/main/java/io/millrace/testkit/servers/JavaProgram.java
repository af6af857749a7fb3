// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program of the caller's as a child process, at work once its log says so. */
public final class JavaProgram extends SingleServer {
    private final ChildProcess process;
    private final String ready;

    private JavaProgram(ChildProcess process, String ready) {
        super(process);
        this.process = process;
        this.ready = ready;
    }

    private static ChildProcess process(Path dir, String name, List<String> command) {
        return new ChildProcess(ChildProcess.Spec.of(name, dir.toAbsolutePath(), command));
    }

    /** Starts it in {@code dir}, where its log is {@code <name>.log}, and waits until that has {@code ready} in it. */
    public static JavaProgram start(Path dir, String name, List<String> command, String ready) {
        JavaProgram program = new JavaProgram(process(dir, name, command), ready);
        program.start();
        return program;
    }

    /** Starts it without waiting until it is at work. */
    public static JavaProgram launch(Path dir, String name, List<String> command) {
        JavaProgram program = new JavaProgram(process(dir, name, command), "");
        program.launch();
        return program;
    }

    /** Runs it to its end; an {@link IllegalStateException} with the end of its log if that is not status 0. */
    public static void runToEnd(Path dir, String name, List<String> command) {
        process(dir, name, command).run();
    }

    /** Waits for its end, and gives its status; an {@link IllegalStateException} if it does not end. */
    public int awaitEnd(Duration within) {
        return process.awaitEnd(within);
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
