// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.Goal;
import io.millrace.cli.rest.PartitionOffset;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.State;
import io.millrace.cli.rest.Status;
import io.millrace.cli.rest.Wait;
import io.millrace.cli.rest.Worker;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.cli.terminal.Problem;
import java.util.List;
import java.util.Optional;

/** Changes a connector's offsets: shows what will change, asks, has the connector stopped, and reads back what there is then. */
final class Alteration {
    /** What is done with the offsets. */
    interface Order {
        /** Shown to whoever confirms: {@code Alter the offsets of orders?}. */
        String verb();

        List<Change> changes(List<PartitionOffset> current);

        /** Returns what Connect says of it. */
        String send(Worker worker, String name);
    }

    private final Session session;
    private final Console console;
    private final Worker worker;
    private final ChangeOptions options;

    Alteration(Session session, Worker worker, ChangeOptions options) {
        this.session = session;
        this.console = session.console();
        this.worker = worker;
        this.options = options;
    }

    ExitCode run(Deployed connector, Order order) {
        List<Change> changes = order.changes(worker.offsets(connector.name()));
        show(connector.status(), changes);
        if (options.isOnlyShown()) {
            console.err().println("Nothing was changed: --dry-run.");
            return ExitCode.OK;
        }
        requireStoppable(connector.status());
        Consent consent = new Consent(console, options);
        Optional<ExitCode> refusal = consent.refusal(order.verb() + " the offsets of " + connector.name() + "?");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return isStopped(connector.status())
                ? change(connector, order, changes)
                : changeBetween(connector, order, changes);
    }

    private void show(Status status, List<Change> changes) {
        ChangeView view = new ChangeView(console);
        if (changes.isEmpty()) {
            console.err().println("Connect has no offsets of " + status.name() + ".");
        } else if (status.isSink()) {
            view.printSink(changes);
        } else {
            view.printSource(changes);
        }
    }

    private static boolean isStopped(Status status) {
        return status.connector().state() == State.STOPPED;
    }

    private void requireStoppable(Status status) {
        if (!isStopped(status) && !options.mayStop()) {
            throw new Problem(
                    "The connector %s is %s; its offsets can be changed only while it is STOPPED. Stop it, or have it stopped meanwhile: --stop."
                            .formatted(status.name(), status.connector().state()));
        }
    }

    private ExitCode changeBetween(Deployed connector, Order order, List<Change> shown) {
        Status before = connector.status();
        console.err()
                .println("Stopping %s. If this is interrupted: millrace connectors resume %s."
                        .formatted(connector.name(), connector.name()));
        try {
            worker.stop(connector.name());
            require(Goal.STOPPED, before);
            ExitCode code = change(connector, order, shown);
            return tellRestored(before, restore(before)) ? code : ExitCode.FINDINGS;
        } catch (Problem problem) {
            try {
                restore(before);
            } catch (Problem another) {
                console.err().println(another.getMessage());
            }
            throw problem;
        }
    }

    private boolean tellRestored(Status before, Wait.Result result) {
        boolean isRestored = result == Wait.Result.REACHED;
        if (!isRestored) {
            console.err()
                    .println("%s is not what it was before: %s. See why: millrace connectors status %s."
                            .formatted(
                                    before.name(), result == Wait.Result.FAILED ? "FAILED" : "not yet", before.name()));
        }
        return isRestored;
    }

    private void require(Goal goal, Status before) {
        if (session.waiting(worker).until(goal, before) != Wait.Result.REACHED) {
            throw new Problem("The connector " + before.name() + " did not become " + goal
                    + " in time. Look at its status, or wait longer by --timeout.");
        }
    }

    private Wait.Result restore(Status before) {
        Status stopped = worker.status(before.name());
        if (before.connector().state() == State.PAUSED) {
            worker.pause(before.name());
            return session.waiting(worker).until(Goal.PAUSED, stopped);
        }
        worker.resume(before.name());
        return session.waiting(worker).until(Goal.RUNNING, stopped);
    }

    private ExitCode change(Deployed connector, Order order, List<Change> shown) {
        List<Change> changes = order.changes(worker.offsets(connector.name()));
        if (!changes.equals(shown)) {
            console.err().println("It has gone on since; what changes now:");
            show(connector.status(), changes);
        }
        String message = order.send(worker, connector.name());
        if (message.contains("However")) { // that a connector may keep offsets elsewhere
            console.err().println("Connect says: " + message);
        }
        List<Change> missing = Change.missing(changes, worker.offsets(connector.name()));
        if (!missing.isEmpty()) {
            throw new Problem(
                    "Connect took the offsets of %s, but does not show them: %s. Look at them again: millrace connectors offsets show %s."
                            .formatted(connector.name(), missing.get(0).partition(), connector.name()));
        }
        console.out().println("Done: Connect has the new offsets of " + connector.name() + ".");
        return ExitCode.OK;
    }
}
