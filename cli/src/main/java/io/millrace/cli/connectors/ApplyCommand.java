// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.document.Connector;
import io.millrace.cli.document.Documents;
import io.millrace.cli.document.SyntaxError;
import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.Goal;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.State;
import io.millrace.cli.rest.Status;
import io.millrace.cli.rest.Validation;
import io.millrace.cli.rest.Worker;
import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.cli.terminal.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = {
            "Creates the connectors of files, or gives them the settings there, and waits until they run.",
            "The worker checks all settings first; one error, and nothing is changed. What differs is shown, secrets masked. "
                    + "A connector that is as the file says is left alone."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace connectors apply orders-sink.json",
            "  millrace connectors apply connectors/*.yaml --dry-run"
        })
final class ApplyCommand implements Callable<Integer> {
    private static final String NAME = "name";

    private final Session session;
    private final Console console;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "JSON or YAML: {\"name\": ..., \"config\": {...}}, settings alone that have a 'name', or Strimzi's "
                            + "KafkaConnector.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--dry-run", description = "Check and show what would change, and change nothing.")
    private boolean dryRun;

    /** A connector as it is to be. */
    private record Wanted(Connector source, String name, Map<String, String> config, Optional<Deployed> before) {
        List<ConfigChange> changes() {
            return ConfigChange.between(before.map(Deployed::config).orElse(Map.of()), config);
        }

        /** A paused or stopped connector stays so. */
        boolean isToRun() {
            State state =
                    before.map(known -> known.status().connector().state()).orElse(State.RUNNING);
            return state != State.PAUSED && state != State.STOPPED;
        }
    }

    ApplyCommand(Session session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() {
        Worker worker = session.worker();
        List<Wanted> all = files.stream()
                .flatMap(file -> connectors(file).stream())
                .map(connector -> wanted(worker, connector))
                .toList();
        boolean isValid = true;
        for (Wanted wanted : all) {
            Validation validation = worker.validate(wanted.name, wanted.config);
            isValid &= tellErrors(wanted, validation);
            show(wanted, new Masking(validation.secrets()));
        }
        if (!isValid || dryRun) {
            console.err().println("Nothing was changed" + (isValid ? ": --dry-run." : "."));
            return (isValid ? ExitCode.OK : ExitCode.FINDINGS).status();
        }
        return apply(
                worker,
                all.stream().filter(wanted -> !wanted.changes().isEmpty()).toList());
    }

    private static List<Connector> connectors(Path file) {
        try {
            List<Connector> found = Connector.in(Documents.read(file.toString(), Files.readString(file)));
            if (found.isEmpty()) {
                throw new Problem(
                        file + " has no connector. Expected 'name' and 'config', or settings with connector.class.");
            }
            return found;
        } catch (SyntaxError e) {
            throw new Problem(e.at() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Problem("Cannot read " + file + ": " + e + ".", e);
        }
    }

    private static Wanted wanted(Worker worker, Connector connector) {
        String name = connector
                .name()
                .orElseThrow(() -> new Problem(
                        connector.document().at() + ": the connector has no name. Add the setting 'name'."));
        Map<String, String> config = new TreeMap<>(connector.config());
        config.put(NAME, name);
        return new Wanted(connector, name, config, worker.find(name));
    }

    /** Whether there are none. */
    private boolean tellErrors(Wanted wanted, Validation validation) {
        validation
                .errors()
                .forEach((key, texts) ->
                        texts.forEach(text -> console.err().println(wanted.source.at(key) + ": " + text)));
        return validation.errors().isEmpty();
    }

    private void show(Wanted wanted, Masking masking) {
        List<ConfigChange> changes = wanted.changes();
        String what = changes.isEmpty() ? "as it is" : wanted.before.isPresent() ? "changed" : "new";
        console.out().println(console.paint(Colour.BOLD, wanted.name) + ": " + what);
        for (ConfigChange change : changes) {
            String key = change.key();
            change.before().ifPresent(value -> line(Colour.RED, "- ", key, masking.shown(key, value)));
            change.after().ifPresent(value -> line(Colour.GREEN, "+ ", key, masking.shown(key, value)));
        }
        if (!changes.isEmpty() && wanted.source.form() == Connector.Form.KAFKA_CONNECTOR) {
            console.err()
                    .println("Note: where Strimzi's operator knows " + wanted.name
                            + ", it will undo this; apply the resource by kubectl there.");
        }
    }

    private void line(Colour colour, String sign, String key, String value) {
        console.out().println("  " + console.paint(colour, sign + key + " = " + Printable.of(value)));
    }

    private int apply(Worker worker, List<Wanted> changed) {
        Awaited awaited = new Awaited(session, worker);
        for (Wanted wanted : changed) {
            worker.put(wanted.name, wanted.config);
            Status before = wanted.before.map(Deployed::status).orElseGet(() -> worker.status(wanted.name));
            if (wanted.isToRun()) {
                awaited.until(Goal.RUNNING, before);
            }
        }
        return awaited.status();
    }
}
