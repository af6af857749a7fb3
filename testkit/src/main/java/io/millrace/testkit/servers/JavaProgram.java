// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of the caller's as a child process, at work once its log says so. */
public final class JavaProgram extends SingleServer {
    private final String ready;

    private JavaProgram(ChildProcess.Spec spec, String ready) {
        super(new ChildProcess(spec));
        this.ready = ready;
    }

    /** Starts it in {@code dir}, where its log is {@code <name>.log}, and waits until that has {@code ready} in it. */
    public static JavaProgram start(Path dir, String name, List<String> command, String ready) {
        JavaProgram program = new JavaProgram(ChildProcess.Spec.of(name, dir.toAbsolutePath(), command), ready);
        program.start();
        return program;
    }

    /** Runs it to its end; an {@link IllegalStateException} with the end of its log if that is not status 0. */
    public static void runToEnd(Path dir, String name, List<String> command) {
        new ChildProcess(ChildProcess.Spec.of(name, dir.toAbsolutePath(), command)).run();
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
