// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** How long a server may take to answer, and what is said of one that does not. */
record Startup(String name, Path log, Duration deadline) {
    private static final int SHOWN_LINES = 25;

    /**
     * Waits until it answers.
     *
     * @param ended waits a moment and returns the status that it exited with, if it did
     * @param kill called if it neither answers nor ends
     */
    void await(Instance.Probe ready, Supplier<OptionalInt> ended, Runnable kill) {
        long end = System.nanoTime() + deadline.toNanos();
        while (System.nanoTime() < end) {
            if (answers(ready)) {
                return;
            }
            OptionalInt status = ended.get();
            if (status.isPresent()) {
                throw failure("it exited with status " + status.getAsInt());
            }
        }
        kill.run();
        throw failure("it did not answer within " + deadline.toSeconds() + " s");
    }

    private static boolean answers(Instance.Probe ready) {
        try {
            return ready.isReady();
        } catch (IOException notYet) {
            return false;
        }
    }

    IllegalStateException failure(String found) {
        return new IllegalStateException("Cannot start %s: %s. Its log is %s, which ends:%n%s"
                .formatted(name, found, log.toAbsolutePath(), lastLines()));
    }

    private String lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
