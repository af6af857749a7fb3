// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.bench.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./millrace bench http-ingest}. */
@Command(
        name = "http-ingest",
        description = {
            "What it costs to answer senders only once Kafka has their events: HttpIngestSourceConnector in a worker with "
                    + "exactly-once support, beside the same that answers at once, and beside a bare Jetty that drops all.",
            "Starts a broker and a worker of its own. Prints events per second, reply times at half that load, and the "
                    + "processor time of worker and broker per event: medians, least and greatest, as Markdown."
        })
public final class HttpIngestBenchmark implements Callable<Integer> {
    private final PrintStream out;

    @Option(names = "--quick", description = "Measure for ten minutes rather than an hour.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to a file.")
    private @Nullable Path json;

    @Option(names = "--case", paramLabel = "NAME", description = "Measure only the cases whose name begins so.")
    private String prefix = "";

    @Option(names = "--dir", paramLabel = "DIR", description = "Where broker and worker keep their data, some GB.")
    private Path dir = Path.of(System.getProperty("millrace.home", "target"), ".millrace", "bench");

    public HttpIngestBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        Pace pace = quick ? Pace.QUICK : Pace.FULL;
        List<Case> chosen = chosen(pace);
        Report report = Report.of("http-ingest");
        IngestReport figures = new IngestReport(report);
        out.println(report.machine());
        try (IngestRace race = IngestRace.start(pace, dir.toAbsolutePath())) {
            race.prove();
            race.warmUp(chosen);
            long heldBefore = race.heldBytes();
            long sentBefore = sent(race);
            for (Case each : chosen) {
                List<IngestMeasurement> measured = race.measure(each);
                figures.add(each, measured);
                out.println();
                out.print(figures.table(each, measured));
            }
            out.println();
            out.print(figures.heapTable(heldBefore, race.heldBytes(), sent(race) - sentBefore));
        }
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private static long sent(IngestRace race) {
        return Arrays.stream(Contestant.values()).mapToLong(race::sent).sum();
    }

    private List<Case> chosen(Pace pace) {
        List<Case> all = Case.all().stream()
                .filter(each -> each.connections() <= pace.connections())
                .toList();
        List<Case> chosen =
                all.stream().filter(each -> each.text().startsWith(prefix)).toList();
        if (chosen.isEmpty()) {
            throw new IllegalStateException("No case begins with '" + prefix + "': there are "
                    + all.stream().map(Case::text).toList() + ".");
        }
        return chosen;
    }
}
