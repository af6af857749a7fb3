// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How a script ended, and all that it said. */
record Outcome(int exit, String output) {
    /** Runs it to its end. */
    static Outcome of(ProcessBuilder script) {
        try {
            Process process = script.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
