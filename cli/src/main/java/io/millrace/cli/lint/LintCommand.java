// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.finding.Severity;
import io.millrace.cli.lint.output.Format;
import io.millrace.cli.lint.output.Report;
import io.millrace.cli.lint.setup.Catalog;
import io.millrace.cli.plugins.PluginPath;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is wrong with connector files and Strimzi's resources. */
@Command(
        name = "lint",
        description = {
            "Finds what is wrong with connector files and Strimzi's resources before a cluster does.",
            "",
            "Each setting is checked by the plugin that it is for, as a worker checks it, and by rules for what no plugin sees."
                    + " No connection is opened, unless --online is given."
        },
        footer = {
            "",
            "Examples:",
            "  millrace lint orders.json                       a connector, as the REST API takes it",
            "  millrace lint connectors/ --strict              a folder; warnings count too",
            "  kustomize build overlays/eks | millrace lint -  what would be applied",
            "  millrace lint --plugin-path=debezium orders.json",
            "  millrace lint --output=sarif . > lint.sarif     for code scanning"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:No errors; with --strict, nothing at all.",
            "1:Something was found.",
            "2:Called wrongly.",
            "3:Could not be done: a file is missing."
        })
public final class LintCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "Files of JSON or YAML; folders, in which .json, .yaml and .yml are looked at; - for standard input."
            })
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text (the default), json, or sarif (2.1.0).")
    private Format format = Format.TEXT;

    @Option(names = "--strict", description = "Warnings and notes count as errors do.")
    private boolean isStrict;

    @Option(
            names = "--disable",
            paramLabel = "RULE[:KEY]",
            split = ",",
            description = "Leave a rule out, or a rule for one key. May be repeated, or separated by commas.")
    private Set<String> disabled = new HashSet<>();

    @Option(
            names = "--online",
            description = {
                "Let connectors ask their servers too, by their own validate. $${env:NAME} and $${strimzienv:NAME} stand for"
                        + " this program's environment."
            })
    private boolean isOnline;

    @Mixin
    private PluginPath plugins = new PluginPath();

    public LintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Linter linter = new Linter(new Catalog(plugins::load), new Suppressions(known(disabled)));
        Map<String, String> texts = new HashMap<>();
        for (InputFile file : Inputs.read(names, console.in())) {
            texts.put(file.name(), file.text());
            linter.read(file);
        }
        if (isOnline) {
            linter.checkOnline(System.getenv());
        }
        Report report = new Report(linter.findings(), texts);
        format.write(report, console);
        console.err().println(summary(report, linter));
        return isFine(report) ? ExitCode.OK.status() : ExitCode.FINDINGS.status();
    }

    private Set<String> known(Set<String> rules) {
        for (String rule : rules) {
            String id = rule.contains(":") ? rule.substring(0, rule.indexOf(':')) : rule;
            if (Rule.of(id).isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "There is no rule '" + id + "'. See docs/cli/lint.md.");
            }
        }
        return rules;
    }

    private boolean isFine(Report report) {
        return report.findings().stream().map(Finding::severity).noneMatch(each -> isStrict || each == Severity.ERROR);
    }

    private static String summary(Report report, Linter linter) {
        return "%s, %s, %s in %s and %s."
                .formatted(
                        count(report.count(Severity.ERROR), "error"),
                        count(report.count(Severity.WARNING), "warning"),
                        count(report.count(Severity.NOTE), "note"),
                        count(linter.connectorCount(), "connector"),
                        count(linter.resourceCount(), "resource"));
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
