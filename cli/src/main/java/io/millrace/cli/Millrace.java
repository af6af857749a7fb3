// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.cli.connectors.ConnectorsCommand;
import io.millrace.cli.describe.DescribeCommand;
import io.millrace.cli.lint.LintCommand;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.cli.terminal.Problem;
import io.millrace.cli.trial.TryCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the script {@code millrace} runs. */
@Command(
        name = "millrace",
        description = {
            "Know before you deploy: Kafka Connect plugins and connector files, tried, checked and described without a cluster.",
            "And connectors that run, seen and steered."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done, and nothing is wrong.",
            "1:Something was found: a wrong file, a record that fails, another output than expected.",
            "2:Called wrongly.",
            "3:Could not be done: a file is missing, a server does not answer."
        })
public final class Millrace implements Runnable {
    private static final String NO_COLOUR = "--no-color";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Millrace() {}

    public static void main(String[] args) {
        System.exit(run(args, Console.of(System.in, System.out, System.err, System.getenv())));
    }

    /** The exit status. */
    static int run(String[] args, Console console) {
        if (List.of(args).contains(NO_COLOUR)) {
            console.withoutColour();
        }
        return commands(console).execute(args);
    }

    /** All commands with their options, for the completion script and for documentation too. */
    static CommandLine commands(Console console) {
        CommandLine commands = new CommandLine(new Millrace());
        commands.addSubcommand(new TryCommand(console))
                .addSubcommand(new LintCommand(console))
                .addSubcommand(new DescribeCommand(console))
                .addSubcommand(ConnectorsCommand.of(console));
        commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.isColoured() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.max(55, Math.min(120, console.width())))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, line, parsed) -> failed(problem, console));
        addCommonOptions(commands);
        return commands;
    }

    private static void addCommonOptions(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this text.")
                        .build())
                .addOption(OptionSpec.builder(NO_COLOUR)
                        .type(boolean.class)
                        .description("No colours, as with the variable NO_COLOR. In a pipe there are none anyway.")
                        .build());
        command.getSubcommands().values().forEach(Millrace::addCommonOptions);
    }

    private static int failed(Exception problem, Console console) {
        console.err().println(problem instanceof Problem ? problem.getMessage() : "Unexpected: " + problem);
        if (!(problem instanceof Problem) && Boolean.getBoolean("millrace.trace")) {
            problem.printStackTrace(console.err());
        }
        return ExitCode.FAILED.status();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }
}
