// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.CaseBenchmark;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ./millrace bench http-poll}. */
@Command(
        name = "http-poll",
        description = {
            "How fast pages of JSON become records: HttpPollSourceConnector's shapes beside a bare walk over the tokens and "
                    + "beside the usual way, a tree of the page and a text of each of its parts.",
            "Prints processor time and allocated bytes per event: the median, the minimum, and how many times those of "
                    + "the raw shape."
        })
public final class HttpPollBenchmark extends CaseBenchmark {
    /** With figures going to {@code out}. */
    public HttpPollBenchmark(PrintStream out) {
        super("http-poll", "millrace-raw", out);
    }

    @Override
    protected List<String> cases() {
        return Arrays.stream(Case.values()).map(Case::text).toList();
    }

    @Override
    protected List<Run> runs(String name) {
        return List.of(new Run(
                HttpPollFork.class,
                List.of(),
                Arrays.stream(Contestant.values()).map(Contestant::name).toList()));
    }
}
