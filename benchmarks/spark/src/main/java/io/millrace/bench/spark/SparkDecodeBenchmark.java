// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.spark;

import io.millrace.bench.CaseBenchmark;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import picocli.CommandLine.Command;

/** {@code ./millrace bench spark-decode}. */
@Command(
        name = "spark-decode",
        description = {
            "How fast Avro in Confluent's framing becomes Spark's rows: CuratedReader beside Spark's from_avro, which is given "
                    + "one schema and the bytes after the fifth.",
            "Prints processor time of all threads and allocated bytes per record: the median, the minimum, and how many "
                    + "times CuratedReader's."
        })
public final class SparkDecodeBenchmark extends CaseBenchmark {
    public SparkDecodeBenchmark(PrintStream out) {
        super("spark-decode", out);
    }

    @Override
    protected List<String> cases() {
        return Arrays.stream(Case.values()).map(Case::text).toList();
    }

    @Override
    protected List<Run> runs(String name) {
        return List.of(new Run(SparkDecodeFork.class, flags(), List.of()));
    }

    /** What Spark needs to be opened to it, and no log. */
    static List<String> flags() {
        List<String> flags = new ArrayList<>(
                List.of(JavaModuleOptions.defaultModuleOptions().strip().split(" +")));
        flags.add("-Xmx3g");
        flags.add("-Dlog4j2.level=OFF");
        return flags;
    }
}
