// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.UpOptions.Extra;
import io.millrace.testkit.servers.ClickHouseServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./millrace soak}. */
@Command(
        name = "soak",
        sortOptions = false,
        description = {
            "Runs the whole pipeline for hours while its parts are killed at random, then compares every row and every"
                    + " column, and tells whether the worker kept its memory, threads, files and sessions.",
            "The exit status is 0 only if nothing is lost, doubled or different, and nothing has leaked."
        })
final class Soak implements Callable<Integer> {
    private static final long NEEDED_MB = 3000;

    @Option(names = "--minutes", paramLabel = "N", description = "How long; 120 if left out.", defaultValue = "120")
    private double minutes = 120;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Device events, and as many row changes, per second; 100 if left out.",
            defaultValue = "100")
    private double rate = 100;

    @Option(
            names = "--outage-every",
            paramLabel = "SECONDS",
            description = "How often a part is killed, on average; 60 if left out.",
            defaultValue = "60")
    private double outageEvery = 60;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What chance begins with; the same parts are killed after the same waits again.",
            defaultValue = "1")
    private long seed = 1;

    @Option(names = "--clickhouse", description = "With ClickHouse, as with ./millrace up.")
    private boolean clickHouse;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write the report there, as Markdown.")
    private @Nullable Path report;

    @Option(names = "--dir", paramLabel = "FOLDER", description = "Where data and logs go, instead of .millrace/soak.")
    private @Nullable Path dir;

    private final PrintStream out;
    private final PrintStream err;
    private final LongSupplier nanoClock;

    Soak(PrintStream out, PrintStream err, LongSupplier nanoClock) {
        this.out = out;
        this.err = err;
        this.nanoClock = nanoClock;
    }

    @Override
    public Integer call() throws IOException {
        if (clickHouse) {
            ClickHouseTarget.require(ClickHouseServer::isPresent);
        }
        Machine.current().require(NEEDED_MB);
        Home home = Home.find();
        try (RunFolder taken = RunFolder.take(dir != null ? dir.toAbsolutePath() : home.runFolder("soak"))) {
            Logging.to(taken.data().resolve("quickstart.log"));
            SoakReport found = run(new UpOptions(
                    home,
                    taken.data(),
                    Ports.free(new EnumMap<>(Port.class)),
                    Optional.empty(),
                    rate,
                    clickHouse ? Set.of(Extra.CLICKHOUSE) : Set.of(),
                    UpOptions.Page.NONE));
            out.print(found.markdown());
            if (report != null) {
                Files.writeString(report, found.markdown());
            }
            return found.passed() ? 0 : 1;
        }
    }

    private SoakReport run(UpOptions options) {
        Steps steps = new Steps(err, nanoClock);
        steps.say("Starting; data and logs in " + options.data());
        SoakRun.Plan plan = new SoakRun.Plan(ofSeconds(minutes * 60), rate, ofSeconds(outageEvery), seed);
        try (Stack stack = Stack.start(options, steps);
                Pipeline pipeline = Pipeline.open(stack, options, steps, nanoClock)) {
            return new SoakRun(pipeline, plan, steps, nanoClock).run();
        }
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
