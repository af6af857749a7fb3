// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.document.Connector;
import io.millrace.cli.document.Documents;
import io.millrace.cli.document.SyntaxError;
import io.millrace.cli.plugins.PluginPath;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace try}. */
@Command(
        name = "try",
        description = "Take records through a connector's transforms and converters, and see what each of them does.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace try orders.json --records orders.jsonl",
            "  millrace try sink.yaml --records shop.orders --bootstrap-servers localhost:9092 --max-records 20",
            "  millrace try orders.json --records orders.jsonl --golden golden   (in CI: 1 if anything changed)"
        })
public final class TryCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "CONNECTOR",
            description = "The connector: JSON as for Connect's REST API, or Strimzi's KafkaConnector.")
    private Path file = Path.of("");

    @Option(
            names = "--connector",
            paramLabel = "NAME",
            description = "Which one, where the file has several connectors.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another value for one of the connector's settings. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--worker",
            paramLabel = "FILE",
            description =
                    "A worker's properties: its converters are those of connectors that name none, its"
                            + " config.providers resolve placeholders. Without it, JsonConverter and the providers env, file, dir.")
    private Optional<Path> worker = Optional.empty();

    @Mixin
    private PluginPath plugins = new PluginPath();

    @Mixin
    private RecordOptions records = new RecordOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    public TryCommand(Console console) {
        this.console = console;
    }

    /** The exit status. */
    @Override
    public Integer call() {
        if (output.isUpdateWithoutGolden()) {
            throw new ParameterException(spec.commandLine(), "--update goes with --golden DIR.");
        }
        if (output.golden().isPresent() && records.hasEqualFileNames()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Files of one name have one golden file: rename one, or use another --golden DIR for it.");
        }
        Connector connector = overridden(connector());
        TrialWorker settings =
                new TrialWorker(worker.map(TryCommand::properties).orElse(Map.of()));
        return new Trial(console, connector, settings, records, output)
                .run(plugins.load())
                .status();
    }

    private Connector connector() {
        List<Connector> found = connectors();
        List<Connector> chosen = name.isEmpty()
                ? found
                : found.stream().filter(each -> each.name().equals(name)).toList();
        if (chosen.size() == 1) {
            return chosen.get(0);
        }
        if (found.isEmpty()) {
            throw new Problem("There is no connector in " + file
                    + ". Expected its settings as JSON, {\"name\": …, \"config\": {…}}, or a KafkaConnector.");
        }
        String names =
                found.stream().map(each -> each.name().orElse("(no name)")).collect(Collectors.joining(", "));
        throw new Problem("Which connector of " + file + "? It has " + names + ". Say --connector NAME.");
    }

    private List<Connector> connectors() {
        try {
            return Connector.in(Documents.read(file.toString(), Files.readString(file)));
        } catch (SyntaxError e) {
            throw new Problem(e.at() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Problem("Cannot read " + file + ". Is it there?", e);
        }
    }

    private Connector overridden(Connector connector) {
        Map<String, String> config = new LinkedHashMap<>(connector.config());
        config.putAll(overrides);
        return new Connector(connector.form(), connector.document(), connector.name(), config, connector.entries());
    }

    static Map<String, String> properties(Path file) {
        Properties read = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IOException e) {
            throw new Problem("Cannot read " + file + ". Is it there?", e);
        }
        Map<String, String> properties = new LinkedHashMap<>();
        read.stringPropertyNames().forEach(key -> properties.put(key, read.getProperty(key)));
        return properties;
    }
}
