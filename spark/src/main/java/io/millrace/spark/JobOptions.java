// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.curated.CuratedReader;
import io.millrace.spark.curated.CuratedSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all jobs have: where records come from, and when the job works. Filled by picocli. */
final class JobOptions {
    /** Kafka's clients read references where they run, so that secrets are in no option of Spark's. */
    private static final Map<String, String> PROVIDERS = Map.of(
            "kafka.config.providers", "env,file",
            "kafka.config.providers.env.class", EnvVarConfigProvider.class.getName(),
            "kafka.config.providers.file.class", FileConfigProvider.class.getName());

    @Option(
            names = "--bootstrap-servers",
            required = true,
            paramLabel = "HOST:PORT,…",
            description = "Kafka's brokers.")
    String bootstrapServers = "";

    @Option(
            names = "--topics",
            required = true,
            split = ",",
            paramLabel = "TOPIC",
            description = "The curated topics to read.")
    List<String> topics = List.of();

    @Option(
            names = "--registry",
            required = true,
            paramLabel = "URL",
            description = "The schema registry: 'schema.registry.url' of AvroConverter.")
    String registry = "";

    @Option(
            names = "--converter",
            paramLabel = "KEY=VALUE",
            description =
                    "A further setting of AvroConverter, for example basic.auth.user.info=$${env:REGISTRY_USER_INFO}."
                            + " A value may be $${env:NAME} or $${file:/path:key}. May be given several times.")
    Map<String, String> converter = new LinkedHashMap<>();

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description =
                    "A further option of Spark's Kafka source, for example kafka.security.protocol=SASL_SSL. A value may"
                            + " be $${env:NAME} or $${file:/path:key}. May be given several times.")
    Map<String, String> kafka = new LinkedHashMap<>();

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "URI",
            description = "Where Spark keeps how far it is: a folder of this job's own, on storage that outlives it.")
    String checkpoint = "";

    @Option(
            names = "--starting-offsets",
            defaultValue = "earliest",
            paramLabel = "WHERE",
            description =
                    "Where the job begins when the checkpoint is new: earliest, latest, or Spark's JSON of offsets."
                            + " Default: ${DEFAULT-VALUE}.")
    String startingOffsets = "earliest";

    @Option(
            names = "--max-offsets-per-trigger",
            defaultValue = "1000000",
            paramLabel = "N",
            description = "The most records in one batch. Default: ${DEFAULT-VALUE}.")
    long maxOffsetsPerTrigger = 1_000_000;

    @Option(
            names = "--min-partitions",
            paramLabel = "N",
            description = "Reads a batch in at least so many tasks, also where topics have fewer partitions.")
    @Nullable Integer minPartitions;

    @Option(
            names = "--trigger",
            defaultValue = "10s",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How often a batch begins: 10s, 5m, 1h. Default: ${DEFAULT-VALUE}.")
    Duration trigger = Duration.ofSeconds(10);

    @Option(names = "--once", description = "Reads what there is now, then ends: for backfills and schedules.")
    boolean once;

    @Option(
            names = "--stop-timeout",
            defaultValue = "60s",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long a batch may go on after SIGTERM before it is given up. Default: ${DEFAULT-VALUE}.")
    Duration stopTimeout = Duration.ofSeconds(60);

    Trigger triggerOf() {
        return once ? Trigger.AvailableNow() : Trigger.ProcessingTime(trigger.toMillis());
    }

    CuratedSettings settings() {
        Map<String, String> settings = new HashMap<>(converter);
        settings.put("schema.registry.url", registry);
        return CuratedSettings.of(settings);
    }

    CuratedReader reader() {
        return new CuratedReader(settings());
    }

    /** The records of {@code topics} as Spark's Kafka source gives them. */
    Dataset<Row> records(SparkSession session, List<String> topics) {
        DataStreamReader reader = session.readStream()
                .format("kafka")
                // The topics are written in transactions: Spark would read those that were given up, too.
                .option("kafka.isolation.level", "read_committed")
                .options(PROVIDERS)
                .options(kafka)
                .option("kafka.bootstrap.servers", bootstrapServers)
                .option("subscribe", String.join(",", topics))
                .option("startingOffsets", startingOffsets)
                .option("maxOffsetsPerTrigger", maxOffsetsPerTrigger);
        if (minPartitions != null) {
            reader.option("minPartitions", minPartitions);
        }
        return reader.load();
    }

    /** Where the query {@code name} of the job keeps how far it is. */
    String checkpointOf(String name) {
        return checkpoint.replaceFirst("/+$", "") + "/" + name;
    }
}
