// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.bench.avro.AvroBenchmark;
import io.millrace.bench.clickhouse.ClickHouseSinkBenchmark;
import io.millrace.bench.http.HttpPollBenchmark;
import io.millrace.bench.ingest.HttpIngestBenchmark;
import io.millrace.bench.normalize.NormalizeBenchmark;
import io.millrace.bench.postgres.PostgresSinkBenchmark;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code ./millrace bench} runs. */
@Command(
        name = "./millrace bench",
        description = "Measures Millrace side by side with its peers on this machine.",
        footer = "spark-decode is one more: what it needs of Spark is fetched when it is first asked for.")
public final class Bench implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Bench() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        List<Callable<Integer>> benchmarks = List.of(
                new NormalizeBenchmark(out),
                new AvroBenchmark(out),
                new ClickHouseSinkBenchmark(out),
                new HttpIngestBenchmark(out),
                new HttpPollBenchmark(out),
                new PostgresSinkBenchmark(out));
        return run(benchmarks, args, out, err);
    }

    /** The exit status: 0 done, 1 failed, 2 called wrongly. */
    public static int run(
            List<? extends Callable<Integer>> benchmarks, String[] args, PrintStream out, PrintStream err) {
        CommandLine commands = new CommandLine(new Bench());
        benchmarks.forEach(commands::addSubcommand);
        commands.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    err.println(problem instanceof IllegalStateException ? problem.getMessage() : problem.toString());
                    return FAILED;
                });
        addHelp(commands);
        commands.getSubcommands().values().forEach(Bench::addHelp);
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
        throw new ParameterException(spec.commandLine(), "Say what to measure.");
    }
}
