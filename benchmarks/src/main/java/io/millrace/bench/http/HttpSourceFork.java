// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.Effort;
import io.millrace.bench.Fork;
import io.millrace.bench.Interleaved;
import io.millrace.bench.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures the sources of one case in this JVM: case, effort, names of the contenders. */
final class HttpSourceFork {
    private HttpSourceFork() {}

    public static void main(String[] args) throws IOException {
        List<SourceContestant> contestants =
                Arrays.stream(args).skip(2).map(SourceContestant::valueOf).toList();
        Fork.answer(measure(Case.of(args[0]), Effort.valueOf(args[1]), contestants));
        System.exit(0); // OkHttp's threads stay for a while
    }

    static List<Measurement> measure(Case each, Effort effort, List<SourceContestant> contestants) throws IOException {
        List<SourceContender> contenders = new ArrayList<>();
        try (Api api = Api.start()) {
            for (SourceContestant contestant : contestants) {
                contenders.add(SourceContender.proven(contestant, api.list(), each.events()));
            }
            return Interleaved.measureAllThreads(contenders, effort);
        } finally {
            contenders.forEach(SourceContender::close);
        }
    }
}
