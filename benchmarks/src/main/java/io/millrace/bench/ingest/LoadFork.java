// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The JVM of {@link Load}: answers each plan with a line, and ends when its input does. */
final class LoadFork {
    static final String FAILED = "failed: ";

    private LoadFork() {}

    public static void main(String[] args) throws IOException {
        BufferedReader plans = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = plans.readLine(); line != null; line = plans.readLine()) {
            System.out.println(answer(LoadPlan.parse(line)));
            System.out.flush();
        }
    }

    private static String answer(LoadPlan plan) {
        try (Senders senders = new Senders(plan)) {
            return senders.run().line();
        } catch (IOException | RuntimeException e) {
            return FAILED + e.toString().replaceAll("\\s+", " ");
        }
    }
}
