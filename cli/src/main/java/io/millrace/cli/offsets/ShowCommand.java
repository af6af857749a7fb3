// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.offsets.Lag.Row;
import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.OutputForm;
import io.millrace.cli.rest.PartitionOffset;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Table;
import io.millrace.cli.rest.Table.Cell;
import io.millrace.cli.rest.Table.Column;
import io.millrace.cli.rest.Worker;
import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = {
            "Shows how far a connector has come, as Connect knows it.",
            "A sink's by partition, with --bootstrap-servers also where the topic begins and ends; a source's by what it "
                    + "calls a partition."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace connectors offsets show orders-sink --bootstrap-servers kafka:9092",
            "  millrace connectors offsets show shop-source --output json > offsets.json"
        })
final class ShowCommand implements Callable<Integer> {
    private final Session session;
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "table (the default), or json: what 'offsets alter --file' takes.")
    private OutputForm output = OutputForm.TABLE;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    ShowCommand(Session session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() {
        Worker worker = session.worker();
        Deployed connector = worker.connector(name);
        List<PartitionOffset> offsets = worker.offsets(name);
        if (output == OutputForm.JSON) {
            console.out().println(Worker.asJson(offsets).toPrettyString());
        } else if (connector.status().isSink()) {
            printSink(connector, offsets);
        } else {
            printSource(offsets);
        }
        return ExitCode.OK.status();
    }

    private void printSource(List<PartitionOffset> offsets) {
        if (offsets.isEmpty()) {
            tellThereAreNone();
        }
        for (PartitionOffset each : offsets) {
            String age = OffsetTime.of(each.offset())
                    .map(time -> "  " + OffsetTime.age(time, session.timing().now()) + " ago")
                    .orElse("");
            console.out().println(console.paint(Colour.CYAN, each.partition().toString()));
            console.out().println("  " + each.offset() + console.paint(Colour.DIM, age));
        }
    }

    private void tellThereAreNone() {
        console.err().println("Connect has no offsets of " + name + ".");
    }

    private void printSink(Deployed sink, List<PartitionOffset> offsets) {
        Subscription subscription = Subscription.of(sink.config());
        List<Row> rows = kafka.with(named -> Lag.rows(
                offsets,
                subscription,
                named.map(topics -> topics.ranges(Progress.topics(sink, offsets, topics)))
                        .orElse(Map.of())));
        if (rows.isEmpty()) {
            tellThereAreNone();
            return;
        }
        boolean hasRanges = rows.stream().anyMatch(row -> row.range().isPresent());
        Table table = new Table().column("TOPIC-PARTITION", Column.TEXT).column("OFFSET", Column.NUMBER);
        if (hasRanges) {
            Stream.of("START", "END", "LAG").forEach(column -> table.column(column, Column.NUMBER));
        }
        rows.forEach(row -> table.row(hasRanges ? withRange(row) : bare(row)));
        table.print(console);
        rows.stream().filter(Row::hasLost).forEach(this::tellLoss);
    }

    private static List<Cell> bare(Row row) {
        return List.of(
                Cell.of(row.partition().toString()),
                Cell.of(row.committed().map(String::valueOf).orElse("none")));
    }

    private static List<Cell> withRange(Row row) {
        List<Cell> cells = new ArrayList<>(bare(row));
        cells.add(Cell.of(row.range().map(range -> "" + range.start()).orElse("")));
        cells.add(Cell.of(row.range().map(range -> "" + range.end()).orElse("")));
        String lag = row.lag().isPresent() ? "" + row.lag().getAsLong() : "no such partition";
        cells.add(row.hasLost() ? Cell.of(lag, Colour.RED) : Cell.of(lag));
        return cells;
    }

    private void tellLoss(Row row) {
        long lost = row.range().orElseThrow().start() - row.committed().orElseThrow();
        console.err()
                .println(
                        "%s: Kafka has deleted %d offsets that %s has not read. It goes on where auto.offset.reset says."
                                .formatted(row.partition(), lost, name));
    }
}
