// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import picocli.CommandLine.Option;

/** The options that say which records to try. */
final class RecordOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int TOPIC_RECORDS = 100;

    @Option(
            names = "--records",
            required = true,
            paramLabel = "FILE|-|TOPIC",
            description = "What to try: a file with a record of JSON on each line (- is the standard input), or a topic"
                    + " of --bootstrap-servers. May be repeated.")
    private List<String> names = List.of();

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "The topic of records that name none. Otherwise the first of the sink's topics, or the"
                    + " file's name.")
    private Optional<String> topic = Optional.empty();

    @Option(
            names = "--decoded",
            description = "For sinks: the records are what the converters have made of Kafka's bytes. Captures of JSON"
                    + " can so be tried with a sink that reads Avro.")
    private boolean isDecoded;

    @Option(
            names = "--max-records",
            paramLabel = "N",
            description = "How many at most, of each file or topic. Of a topic 100, if nothing is said.")
    private Optional<Integer> maxRecords = Optional.empty();

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka, whose topic is read without a group; nothing there is changed.")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties of the Kafka client: how to connect and as whom.")
    private Optional<Path> commandConfig = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "beginning|end",
            defaultValue = "end",
            description = "Of a topic, its first records or (the default) its last ones.")
    private LiveTopic.From from = LiveTopic.From.END;

    List<String> names() {
        return names;
    }

    /** Whether two of them cannot be told apart without their folders. */
    boolean hasEqualFileNames() {
        return names.stream().map(RecordOptions::fileName).distinct().count() < names.size();
    }

    /** The last part of its path. */
    static String fileName(String name) {
        return name.equals("-") ? "stdin" : Path.of(name).getFileName().toString();
    }

    boolean isDecoded() {
        return isDecoded;
    }

    /** How many records of a file or topic are taken. */
    int limit(String name) {
        return maxRecords.orElse(isFile(name) ? Integer.MAX_VALUE : TOPIC_RECORDS);
    }

    private static boolean isFile(String name) {
        return name.equals("-") || Files.isRegularFile(Path.of(name));
    }

    /** Opens one of them; {@code sinkTopic} is where a sink's records are from, if it says so. */
    RecordInput open(String name, Optional<String> sinkTopic, Console console) {
        if (isFile(name)) {
            String records = topic.or(() -> sinkTopic).orElse(baseName(name));
            return new JsonLines(name.equals("-") ? "<stdin>" : name, records, reader(name, console));
        }
        if (bootstrapServers.isEmpty() && commandConfig.isEmpty()) {
            throw new Problem("There is no file " + name
                    + ". To read a topic of that name, say where Kafka is with --bootstrap-servers.");
        }
        Map<String, String> client =
                new LinkedHashMap<>(commandConfig.map(TryCommand::properties).orElse(Map.of()));
        bootstrapServers.ifPresent(servers -> client.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers));
        return LiveTopic.open(name, client, from, limit(name), PATIENCE);
    }

    private static String baseName(String name) {
        if (name.equals("-")) {
            return "records";
        }
        String file = Path.of(name).getFileName().toString();
        return file.replaceFirst("[.](json|jsonl|ndjson|txt)$", "");
    }

    private static BufferedReader reader(String name, Console console) {
        if (name.equals("-")) {
            return new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
        }
        try {
            return Files.newBufferedReader(Path.of(name));
        } catch (IOException e) {
            throw new Problem("Cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}
