// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.records.PluginVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A streaming job: a command whose queries run until one fails, the process is told to stop, or, with {@code --once}, all is
 * read. Exit codes: 0 when all is read, 1 for a failed query, 2 for wrong options, and 143 for SIGTERM, though the running batch
 * has been finished: what watches over the job is to start it again elsewhere, as after any end that the job did not choose.
 */
abstract class Job implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Job.class);

    /** What sessions have unless spark-submit or {@code spark-defaults.conf} says otherwise. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "spark.sql.session.timeZone", "UTC",
            "spark.sql.extensions",
                    "io.millrace.spark.MillraceExtensions,"
                            + "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
            "spark.sql.streaming.stateStore.providerClass",
                    "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider",
            "spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true",
            "spark.sql.streaming.metricsEnabled", "true",
            "spark.ui.prometheus.enabled", "true",
            // On the port of Spark's pages; without names that change with each start.
            "spark.metrics.conf.*.sink.prometheusServlet.class", "org.apache.spark.metrics.sink.PrometheusServlet",
            "spark.metrics.conf.*.sink.prometheusServlet.path", "/metrics/prometheus",
            "spark.metrics.namespace", "millrace");

    /** Before Spark's own hook, which takes the session away from queries that still run. */
    private static final int BEFORE_SPARK = 1_000;

    private static final Duration STOP_OF_THREADS = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_MS = 1_000;

    @Mixin
    JobOptions options = new JobOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** Starts the job's queries. */
    abstract List<StreamingQuery> start(SparkSession session) throws TimeoutException;

    /** Further settings that sessions have unless spark-submit or {@code spark-defaults.conf} says otherwise. */
    Map<String, String> defaults() {
        return Map.of();
    }

    /** What is wrong with the options together, if anything. */
    List<String> problems() {
        return List.of();
    }

    static int run(Job job, String... arguments) {
        return commandLine(job).execute(arguments);
    }

    /** Wrong options are told by themselves: the usage is longer than a screen. */
    static CommandLine commandLine(Job job) {
        CommandLine command = new CommandLine(job);
        command.getCommandSpec().version("Millrace " + PluginVersion.of(job.getClass()));
        return command.setCaseInsensitiveEnumValuesAllowed(true).setParameterExceptionHandler((wrong, arguments) -> {
            CommandLine line = wrong.getCommandLine();
            line.getErr().println(wrong.getMessage());
            line.getErr().println("Try '" + line.getCommandName() + " --help'.");
            return ExitCode.USAGE;
        });
    }

    @Override
    public final Integer call() throws TimeoutException {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), String.join(System.lineSeparator(), problems));
        }
        SparkSession session = session("millrace-" + getClass().getSimpleName(), defaults());
        session.streams().addListener(new ProgressLog());
        List<StreamingQuery> queries = start(session);
        ShutdownHookManager.get()
                .addShutdownHook(
                        new GracefulStop(queries, options.stopTimeout),
                        BEFORE_SPARK,
                        options.stopTimeout.plus(STOP_OF_THREADS).toMillis(),
                        TimeUnit.MILLISECONDS);
        try {
            awaitEnd(queries);
            return 0;
        } catch (StreamingQueryException e) {
            LOG.error("A query failed; what it has not committed is read again when the job is started again", e);
            return 1;
        }
    }

    /** Until all have ended, or one has failed. */
    private static void awaitEnd(List<StreamingQuery> queries) throws StreamingQueryException {
        boolean isOver = false;
        while (!isOver) {
            isOver = true;
            for (StreamingQuery query : queries) {
                isOver &= query.awaitTermination(LOOK_EVERY_MS);
            }
        }
    }

    /** A session that has {@link #DEFAULTS} and {@code more}, and is called {@code name}, unless it is told otherwise. */
    static SparkSession session(String name, Map<String, String> more) {
        SparkConf given = new SparkConf();
        SparkSession.Builder builder = SparkSession.builder();
        Map<String, String> defaults = new HashMap<>(DEFAULTS);
        defaults.putAll(more);
        defaults.forEach((key, value) -> {
            if (!given.contains(key)) {
                builder.config(key, value);
            }
        });
        if (!given.contains("spark.app.name")) {
            builder.appName(name);
        }
        return builder.getOrCreate();
    }
}
