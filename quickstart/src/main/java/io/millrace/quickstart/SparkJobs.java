// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.JavaProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The streaming jobs, each a Spark of its own in local mode: what devices do, in windows and sessions, into PostgreSQL; and the
 * shop's tables as Iceberg tables on disk.
 */
final class SparkJobs implements AutoCloseable {
    /** How long a window is, and how late an event may be: short, so that there is something to see. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    static final Duration LATENESS = Duration.ofSeconds(20);
    static final Duration SKEW = Duration.ofSeconds(10);
    private static final Duration MAX_AHEAD = Duration.ofSeconds(1);

    private static final Duration SESSION_GAP = Duration.ofSeconds(30);
    private static final Duration TRIGGER = Duration.ofSeconds(2);
    private static final String AT_WORK = " started, run ";

    private final LocalSpark spark;
    private final Stack stack;
    private final List<JavaProgram> running = new ArrayList<>();

    private SparkJobs(LocalSpark spark, Stack stack) {
        this.spark = spark;
        this.stack = stack;
    }

    /** Starts both, and waits until their queries run. The topics must be there. */
    static SparkJobs start(LocalSpark spark, Stack stack) {
        SparkJobs jobs = new SparkJobs(spark, stack);
        try {
            jobs.start("DeviceActivity", jobs.deviceActivity());
            jobs.start("CurrentState", jobs.currentState());
            return jobs;
        } catch (RuntimeException e) {
            jobs.close();
            throw e;
        }
    }

    private List<String> deviceActivity() {
        var postgres = stack.postgres();
        List<String> arguments = common("DeviceActivity", List.of(DeviceTable.POLLED.topic()));
        arguments.addAll(List.of(
                "--postgres-url", postgres.jdbcUrl(),
                "--postgres-user", postgres.user(),
                "--postgres-password", postgres.password(),
                "--window", seconds(WINDOW),
                "--lateness", seconds(LATENESS),
                "--skew", seconds(SKEW),
                "--max-ahead", seconds(MAX_AHEAD),
                "--session-gap", seconds(SESSION_GAP)));
        return arguments;
    }

    private List<String> currentState() {
        List<String> topics =
                Stream.of(ShopTable.values()).map(ShopTable::topic).toList();
        List<String> arguments = common("CurrentState", topics);
        arguments.addAll(List.of("--catalog", LocalSpark.CATALOG, "--namespace", LocalSpark.NAMESPACE));
        return arguments;
    }

    private List<String> common(String job, List<String> topics) {
        return new ArrayList<>(List.of(
                "--bootstrap-servers", stack.kafka().bootstrapServers(),
                "--registry", stack.registry().url(),
                "--topics", String.join(",", topics),
                "--checkpoint",
                        spark.folder()
                                .resolve("checkpoints")
                                .resolve(job)
                                .toUri()
                                .toString(),
                "--trigger", seconds(TRIGGER)));
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + "s";
    }

    private void start(String job, List<String> arguments) {
        Path folder = spark.folder().resolve(job);
        running.add(JavaProgram.start(folder, job.toLowerCase(Locale.ROOT), spark.command(job, arguments), AT_WORK));
    }

    /** What each query gives, as texts, by a Spark that is started for them, as {@code ./millrace sql} does. */
    List<Rows> query(List<LakeQuery> queries) {
        Path answers = spark.folder().resolve("answers");
        List<String> arguments = new ArrayList<>(List.of("--json", answers.toString()));
        queries.forEach(query -> arguments.add(query.sql()));
        JavaProgram.runToEnd(spark.folder().resolve("query"), "query", spark.command("Query", arguments));
        List<Rows> found = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            found.add(queries.get(i).read(answers.resolve(i + ".json")));
        }
        return found;
    }

    /** Jobs that have ended, though nobody stopped them. */
    List<String> complaints() {
        return running.stream()
                .filter(job -> !job.isAlive())
                .map(job -> "A Spark job has ended; its log is " + job.log() + ".")
                .toList();
    }

    @Override
    public void close() {
        running.forEach(JavaProgram::close);
    }
}
