// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the script {@code ./millrace} runs. */
@Command(
        name = "./millrace",
        description =
                "Kafka Connect plugins that turn device events and database changes into tables people can query.",
        footer = {
            "%n./millrace describe, lint, try and connectors need no pipeline: they look at plugins and connector files.",
            "Each of them tells more with --help.",
            "./millrace metabase --help tells how to load questions and a dashboard into Metabase.",
            "./millrace bench --help tells of the benchmarks."
        })
public final class Quickstart implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Quickstart() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** The exit status: 0 done, 1 failed or different, 2 called wrongly. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        CommandLine commands = new CommandLine(new Quickstart())
                .addSubcommand(new Up(out, err, System::nanoTime))
                .addSubcommand(new Soak(out, err, System::nanoTime))
                .addSubcommand(new Sql())
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    err.println(text(problem));
                    if (!(problem instanceof Problem) && Boolean.getBoolean("millrace.trace")) {
                        problem.printStackTrace(err);
                    }
                    return FAILED;
                });
        addHelp(commands);
        commands.getSubcommands().values().forEach(Quickstart::addHelp);
        return commands.execute(args);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this text.")
                        .build());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }

    /** What went wrong, without a stack trace; servers that do not start show the end of their log. */
    private static String text(Throwable problem) {
        String message = problem.getMessage();
        boolean isSaid = problem instanceof Problem || problem instanceof IllegalStateException;
        return isSaid && message != null ? message : "Unexpected: " + problem;
    }
}
