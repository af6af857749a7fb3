// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import io.millrace.bench.CaseBenchmark;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ./millrace bench avro}. */
@Command(
        name = "avro",
        description = {
            "How fast structs become bytes, and bytes structs: AvroConverter beside Apicurio's Avro converter, Kafka's "
                    + "JsonConverter, generic Avro records, and calls of Avro's encoder and decoder written by hand.",
            "Prints processor time and allocated bytes per record: the median, the minimum, and how many times "
                    + "AvroConverter's."
        })
public final class AvroBenchmark extends CaseBenchmark {
    public AvroBenchmark(PrintStream out) {
        super("avro", out);
    }

    @Override
    protected List<String> cases() {
        return Arrays.stream(Case.values()).map(Case::text).toList();
    }

    @Override
    protected List<Run> runs(String name) {
        return List.of(
                run(List.of(), Contestant.IN_ONE_JVM),
                run(List.of(PUBLIC_API), List.of(Contestant.MILLRACE_PUBLIC_API)));
    }

    private static Run run(List<String> flags, List<Contestant> contestants) {
        return new Run(
                AvroFork.class,
                flags,
                contestants.stream().map(Contestant::name).toList());
    }
}
