// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.Fork;
import io.millrace.bench.Report;
import io.millrace.bench.sink.SinkMeasurement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./millrace bench postgres-sink}. */
@Command(
        name = "postgres-sink",
        description = {
            "How fast rows get into PostgreSQL: PostgresSinkConnector beside Debezium's JDBC sink, plain and tuned, "
                    + "and beside what no sink can beat, a COPY of bytes that were encoded before.",
            "Starts a server of its own. Prints rows per second and the processor time of client and server per row: "
                    + "medians, least and greatest, as Markdown."
        })
public final class PostgresSinkBenchmark implements Callable<Integer> {
    static final String MEMORY = "memory-64-partitions";

    private static final int MEMORY_ROUNDS = 2;
    private static final String HEAP = BenchServer.memoryBytes() >= (12L << 30) ? "4g" : "2g";

    private final PrintStream out;

    @Option(names = "--quick", description = "Measure for six minutes rather than half an hour.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to a file.")
    private @Nullable Path json;

    @Option(names = "--case", paramLabel = "NAME", description = "Measure only the cases whose name begins so.")
    private String prefix = "";

    @Option(
            names = "--contender",
            paramLabel = "NAME",
            split = ",",
            description = "Measure only these: raw-copy, raw-upsert, millrace, millrace-linger, debezium-default, "
                    + "debezium-tuned, debezium-unnest.")
    private List<String> contenders = new ArrayList<>();

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the server keeps its data, up to 12 GB.")
    private Path dir = Path.of(System.getProperty("millrace.home", "target"), ".millrace", "bench");

    public PostgresSinkBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Contestant> contestants = contenders.isEmpty()
                ? Contestant.all()
                : contenders.stream().map(Contestant::named).toList();
        List<String> chosen = chosen();
        Report report = Report.of("postgres-sink");
        SinkReport figures = new SinkReport(report);
        try (BenchServer server = BenchServer.start(dir.toAbsolutePath())) {
            out.println(report.machine());
            out.println("PostgreSQL: " + String.join(", ", server.settings()));
            List<Case> cases = Case.all().stream()
                    .filter(each -> chosen.contains(each.text()))
                    .toList();
            if (!cases.isEmpty()) {
                measure(server.database(), cases, contestants, figures);
            }
            if (chosen.contains(MEMORY)) {
                out.println();
                out.print(memory(server.database(), figures));
            }
        }
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private List<String> chosen() {
        List<String> all = Stream.concat(Case.all().stream().map(Case::text), Stream.of(MEMORY))
                .toList();
        List<String> chosen =
                all.stream().filter(each -> each.startsWith(prefix)).toList();
        if (chosen.isEmpty()) {
            throw new IllegalStateException("No case begins with '" + prefix + "': there are " + all + ".");
        }
        return chosen;
    }

    /** One JVM for all cases, as a worker is one: a peer takes long until it is compiled. */
    private void measure(Database database, List<Case> cases, List<Contestant> contestants, SinkReport figures)
            throws IOException, InterruptedException {
        List<String> args = PostgresSinkFork.arguments(database, quick ? Pace.QUICK : Pace.FULL, cases, contestants);
        List<SinkMeasurement> ofCase = new ArrayList<>();
        Fork.run(PostgresSinkFork.class, flags(HEAP), args, line -> {
            SinkMeasurement next = SinkMeasurement.parse(line);
            if (!ofCase.isEmpty() && !ofCase.get(0).name().equals(next.name())) {
                show(ofCase, figures);
                ofCase.clear();
            }
            ofCase.add(next);
        });
        show(ofCase, figures);
    }

    private void show(List<SinkMeasurement> ofCase, SinkReport figures) {
        Case measured = Case.named(ofCase.get(0).name());
        figures.add(measured, ofCase);
        out.println();
        out.print(figures.table(measured, ofCase));
    }

    private static String memory(Database database, SinkReport figures) throws IOException, InterruptedException {
        List<String> printed = new ArrayList<>();
        Fork.run(MemoryFork.class, flags("1g"), MemoryFork.arguments(database, MEMORY_ROUNDS), printed::add);
        return figures.memoryTable(
                MEMORY,
                MemoryFork.bound(),
                MemoryFork.BOUND_BYTES,
                (long) MEMORY_ROUNDS * MemoryFork.PARTITIONS * MemoryFork.ROW_BYTES,
                Long.parseLong(printed.get(0)));
    }

    /** Peers write times in the time zone of their JVM; JBoss logs elsewhere unless told. */
    static List<String> flags(String heap) {
        List<String> flags = new ArrayList<>(
                List.of("-Xms" + heap, "-Xmx" + heap, "-Duser.timezone=UTC", "-Dorg.jboss.logging.provider=slf4j"));
        String peers = System.getProperty(PluginLoader.PROPERTY);
        if (peers != null) {
            flags.add("-D" + PluginLoader.PROPERTY + "=" + peers);
        }
        return flags;
    }
}
