// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/**
 * A streaming job: a command whose queries run until one fails, the process is told to stop, or, with {@code --once}, all is
 * read. Exit codes: 0 for an end as wished, 1 for a failed query, 2 for wrong options.
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
            // The newer reader of topics ends a query whose first batch is one to be done again:
            // https://issues.apache.org/jira/browse/SPARK-55271
            "spark.sql.streaming.disabledV2MicroBatchReaders", "org.apache.spark.sql.kafka010.KafkaSourceProvider",
            "spark.ui.prometheus.enabled", "true");

    @Mixin
    JobOptions options = new JobOptions();

    /** Starts the job's queries. */
    abstract List<StreamingQuery> start(SparkSession session) throws TimeoutException;

    static int run(Job job, String... arguments) {
        return new CommandLine(job).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
    }

    @Override
    public final Integer call() throws TimeoutException {
        SparkSession session = session();
        session.streams().addListener(new ProgressLog());
        List<StreamingQuery> queries = start(session);
        Thread stop = new Thread(new GracefulStop(queries, options.stopTimeout), "graceful-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            for (StreamingQuery query : queries) {
                query.awaitTermination();
            }
            return 0;
        } catch (StreamingQueryException e) {
            LOG.error("A query failed; what it has not committed is read again when the job is started again", e);
            return 1;
        }
    }

    private SparkSession session() {
        SparkConf given = new SparkConf();
        SparkSession.Builder builder = SparkSession.builder();
        DEFAULTS.forEach((key, value) -> {
            if (!given.contains(key)) {
                builder.config(key, value);
            }
        });
        if (!given.contains("spark.app.name")) {
            builder.appName("millrace-" + getClass().getSimpleName());
        }
        return builder.getOrCreate();
    }
}
