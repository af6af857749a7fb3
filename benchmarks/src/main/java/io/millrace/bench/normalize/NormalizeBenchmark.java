// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import io.millrace.bench.Effort;
import io.millrace.bench.Fork;
import io.millrace.bench.Measurement;
import io.millrace.bench.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./millrace bench normalize}. */
@Command(
        name = "normalize",
        description = {
            "How fast Debezium's change events become rows: NormalizeEnvelope beside ExtractNewRecordState, the usual "
                    + "chain of transforms, Iceberg's DebeziumTransform, and the least that does the same work.",
            "Prints processor time and allocated bytes per record: the median, the minimum, and how many times "
                    + "NormalizeEnvelope's."
        })
public final class NormalizeBenchmark implements Callable<Integer> {
    static final String PUBLIC_API = "-Dmillrace.structs.public=true";

    private final PrintStream out;

    @Option(names = "--quick", description = "Measure for about two minutes rather than half an hour.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to a file.")
    private @Nullable Path json;

    @Option(
            names = "--case",
            paramLabel = "NAME",
            description = "Measure only the cases whose name begins so, for example update-20.")
    private String prefix = "";

    public NormalizeBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        Report report = Report.of("normalize");
        out.println(report.machine());
        for (Case each : cases()) {
            List<Measurement> measurements = measure(each, effort);
            report.add(each.text(), measurements);
            out.println();
            out.print(Report.table(each.text(), measurements, Contestant.MILLRACE.text()));
        }
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private List<Case> cases() {
        List<Case> cases = Arrays.stream(Case.values())
                .filter(each -> each.text().startsWith(prefix))
                .toList();
        if (cases.isEmpty()) {
            throw new IllegalStateException("No case begins with '" + prefix + "': there are "
                    + Arrays.stream(Case.values()).map(Case::text).toList() + ".");
        }
        return cases;
    }

    private static List<Measurement> measure(Case each, Effort effort) throws IOException, InterruptedException {
        List<Measurement> measurements = fork(each, effort, List.of(), each.contestants());
        List<Measurement> fallback = fork(each, effort, List.of(PUBLIC_API), List.of(Contestant.MILLRACE_PUBLIC_API));
        List<Measurement> all = new ArrayList<>(measurements);
        all.addAll(fallback);
        return all;
    }

    private static List<Measurement> fork(Case each, Effort effort, List<String> flags, List<Contestant> contestants)
            throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of(each.text(), effort.name()));
        contestants.forEach(contestant -> args.add(contestant.name()));
        List<Measurement> measurements = Fork.run(NormalizeFork.class, flags, args);
        for (int i = 1; i < effort.forks(); i++) {
            measurements = Fork.joined(measurements, Fork.run(NormalizeFork.class, flags, args));
        }
        return measurements;
    }
}
