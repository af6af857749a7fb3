// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.Goal;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.State;
import io.millrace.cli.rest.Status;
import io.millrace.cli.rest.Worker;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.cli.terminal.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restart",
        description = {
            "Restarts connectors and their tasks, and waits until they run.",
            "Exit code 1 if one fails again, with the root cause; 3 if one does not run in time."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  millrace connectors restart orders-sink", "  millrace connectors restart --failed --timeout 2m"})
final class RestartCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "The connectors.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--failed",
            description = "Restart only what has failed: of the connectors named, or of all if none is.")
    private boolean failed;

    RestartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (names.isEmpty() && !failed) {
            throw new ParameterException(spec.commandLine(), "Say which connectors to restart, or --failed.");
        }
        Worker worker = session.worker();
        List<Status> chosen = chosen(worker);
        if (chosen.isEmpty()) {
            session.console().err().println("Nothing has failed.");
            return ExitCode.OK.status();
        }
        chosen.forEach(RestartCommand::requireNotStopped);
        for (Status status : chosen) {
            if (failed) {
                worker.restartFailed(status.name());
            } else {
                worker.restart(status.name());
            }
        }
        Awaited awaited = new Awaited(session, worker);
        chosen.forEach(status -> awaited.until(goal(status), status));
        return awaited.status();
    }

    private List<Status> chosen(Worker worker) {
        List<Status> all = names.isEmpty()
                ? worker.connectors().stream().map(Deployed::status).toList()
                : names.stream().map(worker::status).toList();
        return failed ? all.stream().filter(Status::hasFailed).toList() : all;
    }

    private static void requireNotStopped(Status status) {
        if (status.connector().state() == State.STOPPED) {
            throw new Problem("The connector " + status.name()
                    + " is STOPPED, and a restart leaves it so. Resume it: millrace connectors resume " + status.name()
                    + ".");
        }
    }

    private static Goal goal(Status before) {
        return before.connector().state() == State.PAUSED ? Goal.PAUSED : Goal.RUNNING;
    }
}
