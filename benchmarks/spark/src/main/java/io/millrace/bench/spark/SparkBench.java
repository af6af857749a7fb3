// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.spark;

import io.millrace.bench.Bench;
import java.util.List;

/** What {@code ./millrace bench spark-decode} runs. */
public final class SparkBench {
    private SparkBench() {}

    public static void main(String[] args) {
        System.exit(Bench.run(List.of(new SparkDecodeBenchmark(System.out)), args, System.out, System.err));
    }
}
