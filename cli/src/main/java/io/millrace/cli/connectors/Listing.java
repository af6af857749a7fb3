// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.offsets.Progress;
import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Status;
import io.millrace.cli.rest.Table;
import io.millrace.cli.rest.Table.Cell;
import io.millrace.cli.rest.Table.Column;
import io.millrace.cli.rest.Worker;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Lists all connectors. */
final class Listing {
    private final Session session;
    private final Console console;
    private final ListOptions options;

    Listing(Session session, ListOptions options) {
        this.session = session;
        this.console = session.console();
        this.options = options;
    }

    ExitCode print() {
        Worker worker = session.worker();
        List<Deployed> connectors = worker.connectors();
        Progress lags = Progress.lags(worker, connectors, options.kafka(), console.err());
        Progress times = options.showsAge() ? Progress.times(worker, connectors, console.err()) : Progress.NONE;
        Progress progress = new Progress(lags.lags(), times.times());
        if (options.isJson()) {
            console.out().println(ListingJson.of(connectors, progress).toPrettyString());
        } else if (connectors.isEmpty()) {
            console.err().println("There are no connectors at " + worker.url() + ".");
        } else {
            table(connectors, progress).print(console);
        }
        return connectors.stream().anyMatch(each -> each.status().hasFailed()) ? ExitCode.FINDINGS : ExitCode.OK;
    }

    private Table table(List<Deployed> connectors, Progress progress) {
        Table table = new Table()
                .column("CONNECTOR", Column.TEXT)
                .column("STATE", Column.TEXT)
                .column("TASKS", Column.TEXT)
                .column("TYPE", Column.TEXT)
                .column("CLASS", Column.SHORTENED)
                .column("WORKER", Column.SHORTENED);
        if (options.kafka().isNamed()) {
            table.column("LAG", Column.NUMBER);
        }
        if (options.showsAge()) {
            table.column("AGE", Column.NUMBER);
        }
        connectors.forEach(each -> table.row(row(each, progress)));
        return table;
    }

    private List<Cell> row(Deployed connector, Progress progress) {
        Status status = connector.status();
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(status.name()),
                Cell.of(status.state().name(), status.state().colour()),
                Cell.of(status.taskCounts()),
                Cell.of(status.type()),
                Cell.of(simple(connector.className())),
                Cell.of(workers(status))));
        if (options.kafka().isNamed()) {
            OptionalLong lag = progress.lag(status.name());
            cells.add(Cell.of(lag.isPresent() ? "" + lag.getAsLong() : ""));
        }
        if (options.showsAge()) {
            Instant now = session.timing().now();
            cells.add(Cell.of(progress.age(status.name(), now)));
        }
        return cells;
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** The connector's worker, and how many others have tasks of it. */
    private static String workers(Status status) {
        String first = status.connector().worker();
        long others = status.parts()
                .map(Status.Part::worker)
                .filter(worker -> !worker.equals(first) && !worker.isEmpty())
                .distinct()
                .count();
        return others == 0 ? first : first + " +" + others;
    }
}
