// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.millrace.cli.plugins.PluginPath;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.cli.terminal.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which plugins there are, or what the settings of one are. */
@Command(
        name = "describe",
        description = {
            "Says which plugins there are, or everything about one.",
            "Its settings with types, defaults, valid values and documentation are those that the plugin itself defines. "
                    + "No cluster is needed.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  millrace describe",
            "  millrace describe PostgresSinkConnector",
            "  millrace describe --plugin-path /opt/connect-plugins --kind source",
            "  millrace describe MaskFields --output json | jq -r '.options[].name'",
            "  millrace describe 'org.example.*' --output markdown --directory docs"
        })
public final class DescribeCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "PLUGIN",
            description = {
                "A plugin's class, with or without package, or its alias; NAME@VERSION for another version than the newest. "
                        + "With * in it, those that match are listed. All are listed without it."
            })
    private @Nullable String called;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            converter = Kind.Reader.class,
            split = ",",
            description = "List plugins of this kind only: ${COMPLETION-CANDIDATES}. May be repeated.")
    private List<Kind> kinds = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Form form = Form.TEXT;

    @Option(
            names = "--directory",
            paramLabel = "FOLDER",
            description = "Write a page for each plugin that would be listed into this folder, instead of a list.")
    private @Nullable Path directory;

    @Mixin
    private PluginPath path = new PluginPath();

    public DescribeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = called == null ? "*" : called;
        boolean isOne = !name.contains("*");
        if (isOne && directory != null) {
            throw new ParameterException(
                    spec.commandLine(), "--directory is for several plugins: write * instead of " + name + ".");
        }
        Plugins plugins = path.load();
        Catalogue catalogue = Catalogue.of(plugins);
        if (isOne) {
            print(page(plugins, catalogue, name));
            return ExitCode.OK.status();
        }
        return several(plugins, catalogue.matching(name, kinds)).status();
    }

    private ExitCode several(Plugins plugins, Catalogue listed) {
        if (listed.all().isEmpty()) {
            console.err().println("There is no such plugin. --plugin-path names more folders.");
        }
        if (directory != null) {
            return write(plugins, listed.newest().all(), directory);
        }
        print(view().list(listed.all()));
        return ExitCode.OK;
    }

    private String page(Plugins plugins, Catalogue catalogue, String name) {
        int at = name.indexOf('@');
        List<Plugin> versions = catalogue.versions(at < 0 ? name : name.substring(0, at));
        Plugin chosen = at < 0 ? versions.get(0) : version(versions, name.substring(at + 1));
        return view().page(chosen, chosen.settings(plugins), versions);
    }

    private static Plugin version(List<Plugin> versions, String wanted) {
        return versions.stream()
                .filter(plugin -> plugin.version().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Problem("There is no version %s of %s. There is %s."
                        .formatted(
                                wanted,
                                versions.get(0).name(),
                                String.join(
                                        ", ",
                                        versions.stream().map(Plugin::version).toList()))));
    }

    private View view() {
        return switch (form) {
            case TEXT -> new TextView(console);
            case JSON -> new JsonView();
            case MARKDOWN -> new MarkdownView();
        };
    }

    /** A plugin that cannot be described is said, and keeps none of the others from it. */
    private ExitCode write(Plugins plugins, List<Plugin> described, Path folder) {
        Map<String, Long> names = described.stream().collect(groupingBy(Plugin::name, counting()));
        ExitCode code = ExitCode.OK;
        for (Plugin plugin : described) {
            try {
                write(plugins, plugin, folder.resolve(file(plugin, names)));
            } catch (Problem problem) {
                console.err().println(problem.getMessage());
                code = ExitCode.FAILED;
            }
        }
        return code;
    }

    /** Two plugins of one name, from different packages, have their packages in the names of their files. */
    private String file(Plugin plugin, Map<String, Long> names) {
        boolean isAlone = names.getOrDefault(plugin.name(), 0L) == 1;
        return (isAlone ? plugin.name() : plugin.className()) + form.ending();
    }

    private void write(Plugins plugins, Plugin plugin, Path file) {
        String page = view().page(plugin, plugin.settings(plugins), List.of(plugin));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, page);
            console.err().println(file);
        } catch (IOException e) {
            throw new Problem(
                    "Cannot write %s: %s. Name a folder that can be written with --directory.".formatted(file, e), e);
        }
    }

    private void print(String text) {
        console.out().print(text);
        console.out().flush();
    }

    /** What to print. */
    private enum Form {
        TEXT(".txt"),
        JSON(".json"),
        MARKDOWN(".md");

        private final String ending;

        Form(String ending) {
            this.ending = ending;
        }

        String ending() {
            return ending;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
