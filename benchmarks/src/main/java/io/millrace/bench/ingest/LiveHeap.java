// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What is reachable on another JVM's heap. */
final class LiveHeap {
    private LiveHeap() {}

    /** By the JDK's jcmd, which has that JVM collect its garbage first. */
    static long bytes(long pid) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines()
                    .filter(line -> line.startsWith("Total "))
                    .map(line -> line.trim().split("\\s+", -1))
                    .mapToLong(words -> Long.parseLong(words[2]))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("jcmd does not say what the heap of " + pid + " holds."));
        }
    }
}
