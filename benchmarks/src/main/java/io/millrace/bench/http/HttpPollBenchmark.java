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
        super("http-poll", out);
    }

    @Override
    protected List<String> cases() {
        return Arrays.stream(Case.values()).map(Case::text).toList();
    }

    @Override
    protected List<Run> runs(String name) {
        return List.of(
                switch (Case.of(name).scope()) {
                    case PAGE -> new Run(HttpPollFork.class, List.of(), names(Contestant.values()));
                    case SOURCE -> new Run(HttpSourceFork.class, List.of(), names(SourceContestant.values()));
                });
    }

    private static List<String> names(Enum<?>[] contestants) {
        return Arrays.stream(contestants).map(Enum::name).toList();
    }

    @Override
    protected String base(String name) {
        return switch (Case.of(name).scope()) {
            case PAGE -> Contestant.MILLRACE_RAW.text();
            case SOURCE -> SourceContestant.MILLRACE_SOURCE_RAW.text();
        };
    }
}
