// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import io.millrace.bench.Effort;
import io.millrace.bench.Fork;
import io.millrace.bench.Interleaved;
import java.util.Arrays;
import java.util.List;

/** Measures the contenders of one case in this JVM: case, effort, names of the contenders. */
final class AvroFork {
    private AvroFork() {}

    public static void main(String[] args) {
        List<Contestant> contestants =
                Arrays.stream(args).skip(2).map(Contestant::valueOf).toList();
        try (StubRegistry registry = new StubRegistry()) {
            Fork.answer(
                    Interleaved.measure(Case.of(args[0]).contenders(contestants, registry), Effort.valueOf(args[1])));
        }
    }
}
