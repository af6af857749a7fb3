// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.bench.Fork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Who sends: a JVM of its own, which stays, so that it is compiled. */
final class Load implements AutoCloseable {
    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m");

    private final Process process;
    private final BufferedReader found;
    private final Writer plans;

    private Load(Process process) {
        this.process = process;
        this.found = process.inputReader(StandardCharsets.UTF_8);
        this.plans = process.outputWriter(StandardCharsets.UTF_8);
    }

    static Load start() throws IOException {
        return new Load(Fork.start(LoadFork.class, FLAGS, List.of()));
    }

    /** @throws IllegalStateException if any answer is not the one that was due */
    LoadResult run(LoadPlan plan) throws IOException {
        plans.write(plan.line() + "\n");
        plans.flush();
        String line = found.readLine();
        if (line == null) {
            throw new IllegalStateException("Cannot measure " + plan + ": the JVM that sends has ended.");
        }
        if (line.startsWith(LoadFork.FAILED)) {
            throw new IllegalStateException("Cannot measure " + plan + ": " + line.substring(LoadFork.FAILED.length()));
        }
        return LoadResult.parse(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
