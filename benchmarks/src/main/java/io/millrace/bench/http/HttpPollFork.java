// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.Contender;
import io.millrace.bench.Effort;
import io.millrace.bench.Fork;
import io.millrace.bench.Interleaved;
import java.util.Arrays;
import java.util.List;

/** Measures the contenders of one case in this JVM: case, effort, names of the contenders. */
final class HttpPollFork {
    private HttpPollFork() {}

    public static void main(String[] args) {
        Case chosen = Case.of(args[0]);
        byte[] page = chosen.page();
        List<Contender> contenders = Arrays.stream(args)
                .skip(2)
                .map(name -> Contestant.valueOf(name).contender(page, chosen.events()))
                .toList();
        Fork.answer(Interleaved.measure(contenders, Effort.valueOf(args[1])));
    }
}
