// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.OutputForm;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Status;
import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Shows a connector and its tasks, and why what failed did; exit code 1 if something has.",
        footerHeading = "%nExamples:%n",
        footer = {"  millrace connectors status orders-sink", "  millrace connectors status orders-sink --trace"})
final class StatusCommand implements Callable<Integer> {
    private static final String INDENT = "    ";

    private final Session session;
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    @Option(
            names = "--trace",
            description = "Show whole stack traces. Without it, where they begin and the root cause.")
    private boolean trace;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "table (the default) or json.")
    private OutputForm output = OutputForm.TABLE;

    StatusCommand(Session session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() {
        Deployed connector = session.worker().connector(name);
        Status status = connector.status();
        if (output == OutputForm.JSON) {
            console.out().println(ListingJson.of(connector).toPrettyString());
        } else {
            print(connector);
        }
        return (status.hasFailed() ? ExitCode.FINDINGS : ExitCode.OK).status();
    }

    private void print(Deployed connector) {
        Status status = connector.status();
        String version = status.connector().version();
        console.out()
                .println("%s  %s  %s%s"
                        .formatted(
                                console.paint(Colour.BOLD, status.name()),
                                status.type(),
                                connector.className(),
                                version.isEmpty() ? "" : " " + version));
        print("connector", status.connector());
        if (status.tasks().isEmpty()) {
            console.out().println("no tasks");
        }
        status.tasks().forEach(task -> print("task " + task.id(), task.part()));
    }

    private void print(String what, Status.Part part) {
        String worker = part.worker().isEmpty() ? "" : " on " + part.worker();
        console.out()
                .println("%-9s  %s%s"
                        .formatted(
                                what,
                                console.paint(
                                        part.state().colour(), part.state().name()),
                                worker));
        if (part.hasFailed()) {
            printTrace(new Trace(part.trace()));
        }
    }

    private void printTrace(Trace failure) {
        List<String> lines = trace ? failure.lines() : failure.summary();
        console.out().println(INDENT + console.paint(Colour.RED, "Root cause: " + failure.rootCause()));
        lines.forEach(line -> console.out().println(INDENT + console.paint(Colour.DIM, line)));
        if (!lines.equals(failure.lines())) {
            console.out().println(INDENT + "(all " + failure.lines().size() + " lines: --trace)");
        }
    }
}
