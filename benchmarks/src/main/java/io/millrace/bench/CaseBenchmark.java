// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that measures contenders case by case, each case in JVMs of its own. */
public abstract class CaseBenchmark implements Callable<Integer> {
    /** Fills and reads structs through Kafka's public API: the fallback of {@code Structs}. */
    public static final String PUBLIC_API = "-Dmillrace.structs.public=true";

    private final String name;
    private final PrintStream out;

    @Option(names = "--quick", description = "Measure for a few minutes rather than half an hour.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to a file.")
    private @Nullable Path json;

    @Option(names = "--case", paramLabel = "NAME", description = "Measure only the cases whose name begins so.")
    private String prefix = "";

    protected CaseBenchmark(String name, PrintStream out) {
        this.name = name;
        this.out = out;
    }

    /** A JVM that measures contenders: a class whose {@code main} takes case, effort and their names. */
    protected record Run(Class<?> main, List<String> flags, List<String> contenders) {
        public Run {
            flags = List.copyOf(flags);
            contenders = List.copyOf(contenders);
        }
    }

    /** The names of all cases, in the order in which they are measured. */
    protected abstract List<String> cases();

    /** The JVMs that measure one case. */
    protected abstract List<Run> runs(String name);

    /** The contender that a case's figures are so many times of. */
    protected String base(String name) {
        return "millrace";
    }

    /** Measures one case, adds to {@code report} what it found, and gives it as a table. */
    protected String measure(String name, Effort effort, Report report) throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (Run run : runs(name)) {
            measurements.addAll(measure(name, effort, run));
        }
        report.add(name, measurements);
        return Report.table(name, measurements, base(name));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        Report report = Report.of(name);
        out.println(report.machine());
        for (String each : chosen()) {
            String table = measure(each, effort, report);
            out.println();
            out.print(table);
        }
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private List<String> chosen() {
        List<String> chosen =
                cases().stream().filter(each -> each.startsWith(prefix)).toList();
        if (chosen.isEmpty()) {
            throw new IllegalStateException("No case begins with '" + prefix + "': there are " + cases() + ".");
        }
        return chosen;
    }

    private static List<Measurement> measure(String each, Effort effort, Run run)
            throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of(each, effort.name()));
        args.addAll(run.contenders);
        List<Measurement> measurements = Fork.run(run.main, run.flags, args);
        for (int i = 1; i < effort.forks(); i++) {
            measurements = Fork.joined(measurements, Fork.run(run.main, run.flags, args));
        }
        return measurements;
    }
}
