// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.rest.Goal;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Status;
import io.millrace.cli.rest.Wait;
import io.millrace.cli.rest.Worker;
import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;

/** Waits for connectors that were told to change, and says how each has ended. */
final class Awaited {
    private final Console console;
    private final Worker worker;
    private final Wait wait;
    private ExitCode worst = ExitCode.OK;

    Awaited(Session session, Worker worker) {
        this.console = session.console();
        this.worker = worker;
        this.wait = session.waiting(worker);
    }

    void until(Goal goal, Status before) {
        String name = before.name();
        switch (wait.until(goal, before)) {
            case REACHED -> say(name, Colour.GREEN, goal.name());
            case FAILED -> {
                fail(ExitCode.FINDINGS);
                say(name, Colour.RED, "FAILED");
                worker.status(name)
                        .parts()
                        .filter(Status.Part::hasFailed)
                        .map(part -> new Trace(part.trace()).rootCause())
                        .distinct()
                        .forEach(cause -> console.out().println("    Root cause: " + cause));
            }
            case TIMED_OUT -> {
                fail(ExitCode.FAILED);
                say(
                        name,
                        Colour.YELLOW,
                        "not " + goal + " in time: " + worker.status(name).taskCounts()
                                + ". Wait longer by --timeout, or look: millrace connectors status " + name);
            }
        }
    }

    private void say(String name, Colour colour, String how) {
        console.out().println(name + ": " + console.paint(colour, how));
    }

    private void fail(ExitCode code) {
        if (code.status() > worst.status()) {
            worst = code;
        }
    }

    /** The worst of all. */
    int status() {
        return worst.status();
    }
}
