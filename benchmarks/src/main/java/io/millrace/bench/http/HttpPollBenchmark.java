// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.CaseBenchmark;
import io.millrace.bench.Effort;
import io.millrace.bench.Fork;
import io.millrace.bench.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code ./millrace bench http-poll}. */
@Command(
        name = "http-poll",
        description = {
            "How fast pages of JSON become records: HttpPollSourceConnector's shapes beside a bare walk over the tokens and "
                    + "beside the usual way, a tree of the page and a text of each of its parts; and the whole source, "
                    + "requests included.",
            "Prints processor time and allocated bytes per event: the median, the minimum, and how many times those of "
                    + "the raw shape. Of one long page it prints what the source keeps on the heap meanwhile."
        })
public final class HttpPollBenchmark extends CaseBenchmark {
    /** With figures going to {@code out}. */
    public HttpPollBenchmark(PrintStream out) {
        super("http-poll", out);
    }

    @Override
    protected List<String> cases() {
        return Stream.concat(
                        Arrays.stream(Case.values()).map(Case::text),
                        Arrays.stream(HeapCase.values()).map(HeapCase::text))
                .toList();
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

    @Override
    protected String measure(String name, Effort effort, Report report) throws IOException, InterruptedException {
        Optional<HeapCase> heap = HeapCase.named(name);
        return heap.isPresent() ? measure(heap.get(), report) : super.measure(name, effort, report);
    }

    private static String measure(HeapCase each, Report report) throws IOException, InterruptedException {
        long held = held(each.events());
        String contender = SourceContestant.MILLRACE_SOURCE_RAW.text();
        report.add(each.text(), contender)
                .put("events", each.events())
                .put("heapBytes", HeapFork.HEAP_BYTES)
                .put("heldBytes", held);
        return String.format(
                Locale.ROOT,
                "%-36s %12s %12s  held at most, MiB%n  %-34s %12d %12.0f  %.1f%n",
                each.text(),
                "events",
                "heap, MiB",
                contender,
                each.events(),
                mebibytes(HeapFork.HEAP_BYTES),
                mebibytes(held));
    }

    static long held(int events) throws IOException, InterruptedException {
        List<String> printed = new ArrayList<>();
        Fork.run(HeapFork.class, HeapFork.flags(), List.of(Integer.toString(events)), printed::add);
        return Long.parseLong(printed.get(0));
    }

    private static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
