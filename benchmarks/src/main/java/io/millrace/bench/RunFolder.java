// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.testkit.servers.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the servers of one run keep their data, which go with it. */
public final class RunFolder implements AutoCloseable {
    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /** A folder below {@code parent}; those of earlier runs go, with whatever a run that was killed left running. */
    public static RunFolder in(Path parent) throws IOException {
        Files.createDirectories(parent);
        try (Stream<Path> runs = Files.list(parent)) {
            for (Path run : runs.filter(RunFolder::isOver).toList()) {
                ChildProcess.sweep(run);
                delete(run);
            }
        }
        return new RunFolder(Files.createDirectories(
                parent.resolve(Long.toString(ProcessHandle.current().pid()))));
    }

    private static boolean isOver(Path run) {
        String pid = run.getFileName().toString();
        return pid.matches("\\d+") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
