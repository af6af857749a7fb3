// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.rest.Goal;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Status;
import io.millrace.cli.rest.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Parameters;

/** Tells connectors to become something, and waits until they are. */
abstract class StateCommand implements Callable<Integer> {
    private final Session session;
    private final Goal goal;
    private final BiConsumer<Worker, String> request;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "The connectors.")
    private List<String> names = new ArrayList<>();

    StateCommand(Session session, Goal goal, BiConsumer<Worker, String> request) {
        this.session = session;
        this.goal = goal;
        this.request = request;
    }

    @Override
    public Integer call() {
        Worker worker = session.worker();
        List<Status> before =
                names.stream().map(worker::status).toList(); // a wrong name ends it before anything is done
        names.forEach(name -> request.accept(worker, name));
        Awaited awaited = new Awaited(session, worker);
        before.forEach(status -> awaited.until(goal, status));
        return awaited.status();
    }
}
