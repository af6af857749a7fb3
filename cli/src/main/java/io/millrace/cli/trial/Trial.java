// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.document.Connector;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.cli.terminal.Similar;
import io.millrace.cli.trial.Trace.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.isolation.Plugins;

/** One call of {@code millrace try}: all records of all files through one connector. */
final class Trial {
    private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Console console;
    private final Connector connector;
    private final TrialWorker worker;
    private final RecordOptions records;
    private final OutputOptions output;
    private final List<Given> measured = new ArrayList<>();
    private boolean hasFindings;

    Trial(Console console, Connector connector, TrialWorker worker, RecordOptions records, OutputOptions output) {
        this.console = console;
        this.connector = connector;
        this.worker = worker;
        this.records = records;
        this.output = output;
    }

    ExitCode run(Plugins plugins) {
        PipelineBuilder builder = new PipelineBuilder(connector, plugins, worker);
        announce(builder, plugins);
        plugins.withClassLoader(builder.loader(), () -> {
                    try (Pipeline<?> pipeline = builder.build(records.isDecoded())) {
                        run(pipeline, builder, plugins);
                    }
                })
                .run();
        return hasFindings ? ExitCode.FINDINGS : ExitCode.OK;
    }

    /** What a reader of the output has to know, and would not from the files. */
    private void announce(PipelineBuilder builder, Plugins plugins) {
        if (!builder.hasConnector()) {
            String name = connector.className();
            console.err()
                    .println("note: no connector " + name + " on the plugin path; taken for a "
                            + (builder.direction() == Direction.SINK ? "sink, since it has topics." : "source.")
                            + Similar.question(name, new KnownPlugins(plugins).connectors()));
        }
        for (String converter : worker.assumed()) {
            if (!builder.resolved().containsKey(converter)) {
                console.err()
                        .println("note: " + converter + " is the worker's to name: JsonConverter is taken."
                                + " Give the worker's file with --worker.");
            }
        }
    }

    private <R extends ConnectRecord<R>> void run(Pipeline<R> pipeline, PipelineBuilder builder, Plugins plugins) {
        List<Report> reports = new ArrayList<>();
        if (output.golden().isEmpty()) {
            reports.add(output.report(console));
        }
        if (output.hasSchemas()) {
            SchemaForms forms = new SchemaForms(plugins, builder.resolved());
            reports.add(new ResultingSchemas(console, forms, output.isJson()));
        }
        Optional<String> sinkTopic =
                SinkConnectorConfig.parseTopicsList(builder.resolved()).stream().findFirst();
        for (String name : records.names()) {
            try (RecordInput input = records.open(name, sinkTopic, console)) {
                all(pipeline, input, name, reports);
            }
        }
        reports.forEach(Report::end);
        if (output.hasStats() && !measured.isEmpty()) {
            Stats<R> stats = new Stats<>(pipeline, measured, System::nanoTime);
            stats.measure(MEASURED_NANOS);
            if (output.isJson()) {
                stats.printJson(console);
            } else {
                stats.printText(console);
            }
        }
    }

    /** All records of a file, which is compared with a golden file of its own. */
    private void all(Pipeline<?> pipeline, RecordInput input, String name, List<Report> reports) {
        if (output.golden().isEmpty()) {
            each(pipeline, input, records.limit(name), reports);
            return;
        }
        Golden golden = new Golden(console, output.golden().get(), RecordOptions.fileName(name), output.goldenMode());
        List<Report> withGolden = new ArrayList<>(reports);
        withGolden.add(golden);
        each(pipeline, input, records.limit(name), withGolden);
        golden.end();
        hasFindings |= golden.isDifferent();
    }

    /** A failure that a folder of golden files expects is none. */
    private void each(Pipeline<?> pipeline, RecordInput input, int limit, List<Report> reports) {
        Given given = limit > 0 ? input.next() : null;
        while (given != null) {
            Trace trace = pipeline.run(given);
            reports.forEach(report -> report.accept(trace));
            hasFindings |= trace.outcome() == Outcome.FAILED && output.golden().isEmpty();
            if (output.hasStats()) {
                measured.add(given);
            }
            given = given.number() < limit ? input.next() : null;
        }
    }
}
