// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import io.millrace.bench.CaseBenchmark;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ./millrace bench normalize}. */
@Command(
        name = "normalize",
        description = {
            "How fast Debezium's change events become rows: NormalizeEnvelope beside ExtractNewRecordState, the usual "
                    + "chain of transforms, Iceberg's DebeziumTransform, and the least that does the same work.",
            "Prints processor time and allocated bytes per record: the median, the minimum, and how many times "
                    + "NormalizeEnvelope's."
        })
public final class NormalizeBenchmark extends CaseBenchmark {
    public NormalizeBenchmark(PrintStream out) {
        super("normalize", out);
    }

    @Override
    protected List<String> cases() {
        return Arrays.stream(Case.values()).map(Case::text).toList();
    }

    @Override
    protected List<Run> runs(String name) {
        return List.of(
                run(List.of(), Case.of(name).contestants()),
                run(List.of(PUBLIC_API), List.of(Contestant.MILLRACE_PUBLIC_API)));
    }

    private static Run run(List<String> flags, List<Contestant> contestants) {
        return new Run(
                NormalizeFork.class,
                flags,
                contestants.stream().map(Contestant::name).toList());
    }
}
