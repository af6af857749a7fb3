// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs of the command against a stub.
 *
 * @param environment holds the right passwords at first
 * @param nanos the time, which passes only while the command waits
 */
record Runs(Map<String, String> environment, AtomicLong nanos) {
    /** What is loaded unless a run says otherwise. */
    static final Path SHIPPED = Path.of("metabase");

    /** How one ended. */
    record Run(int status, String out, String err) {}

    Runs() {
        this(
                new HashMap<>(Map.of(
                        LoadMetabase.PASSWORD,
                        StubMetabase.PASSWORD,
                        Store.POSTGRES.passwordVariable(),
                        StubMetabase.DATABASE_PASSWORD,
                        Store.CLICKHOUSE.passwordVariable(),
                        StubMetabase.DATABASE_PASSWORD)),
                new AtomicLong());
    }

    /** As the stub's administrator. */
    Run load(StubMetabase at, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--user", StubMetabase.EMAIL));
        all.addAll(List.of(arguments));
        return load(at, all);
    }

    Run load(StubMetabase at, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        if (!all.contains("--url")) {
            all.addAll(List.of("--url", at.url()));
        }
        if (!all.contains("--folder")) {
            all.addAll(List.of("--folder", SHIPPED.toString()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = LoadMetabase.run(
                all.toArray(String[]::new),
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Patience(nanos::get, time -> nanos.addAndGet(time.toNanos())));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
