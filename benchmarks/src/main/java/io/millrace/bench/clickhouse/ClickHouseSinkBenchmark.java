// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.Fork;
import io.millrace.bench.Report;
import io.millrace.bench.sink.SinkMeasurement;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./millrace bench clickhouse-sink}. */
@Command(
        name = "clickhouse-sink",
        description = {
            "How fast rows get into ClickHouse: ClickHouseSinkConnector beside the writer of ClickHouse's own client, "
                    + "beside JSON, and beside what no sink can beat, RowBinary that was encoded before.",
            "Starts a server of its own. Prints rows per second, the processor time of client and server per row and "
                    + "what the client allocates, as Markdown, and whether the targets are met."
        })
public final class ClickHouseSinkBenchmark implements Callable<Integer> {
    private static final long MUCH_MEMORY = 12L << 30;

    private final PrintStream out;

    @Option(names = "--quick", description = "Measure for a few minutes rather than half an hour.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to a file.")
    private @Nullable Path json;

    @Option(names = "--case", paramLabel = "NAME", description = "Measure only the cases whose name begins so.")
    private String prefix = "";

    @Option(
            names = "--contender",
            paramLabel = "NAME",
            split = ",",
            description = "Measure only these: raw, raw-native, client-v2, json-each-row, millrace, millrace-ahead, "
                    + "millrace-replay-safe.")
    private List<String> contenders = new ArrayList<>();

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the server keeps its data, up to 2 GB.")
    private Path dir = Path.of(System.getProperty("millrace.home", "target"), ".millrace", "bench");

    public ClickHouseSinkBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Contestant> contestants = contenders.isEmpty()
                ? Contestant.all()
                : contenders.stream().map(Contestant::named).toList();
        List<Case> cases = chosen();
        Report report = Report.of("clickhouse-sink");
        try (BenchServer server = BenchServer.start(dir.toAbsolutePath())) {
            out.println(report.machine());
            out.println("ClickHouse " + server.version());
            measure(server.engine(), cases, contestants, new InsertReport(report));
        }
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private List<Case> chosen() {
        List<Case> chosen = Case.all().stream()
                .filter(each -> each.text().startsWith(prefix))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalStateException("No case begins with '" + prefix + "': there are "
                    + Case.all().stream().map(Case::text).toList() + ".");
        }
        return chosen;
    }

    /** One JVM for all cases, as a worker is one. */
    private void measure(Engine engine, List<Case> cases, List<Contestant> contestants, InsertReport figures)
            throws IOException, InterruptedException {
        List<String> args = ClickHouseSinkFork.arguments(engine, quick ? Pace.QUICK : Pace.FULL, cases, contestants);
        List<SinkMeasurement> ofCase = new ArrayList<>();
        Fork.run(ClickHouseSinkFork.class, flags(), args, line -> {
            ofCase.add(SinkMeasurement.parse(line));
            if (ofCase.size() == contestants.size()) {
                show(ofCase, figures);
                ofCase.clear();
            }
        });
    }

    private void show(List<SinkMeasurement> ofCase, InsertReport figures) {
        Case measured = Case.named(ofCase.get(0).name());
        figures.add(measured, ofCase);
        out.println();
        out.print(figures.table(measured, ofCase));
    }

    private static List<String> flags() {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        String heap = memory >= MUCH_MEMORY ? "4g" : "2g";
        return List.of("-Xms" + heap, "-Xmx" + heap);
    }
}
