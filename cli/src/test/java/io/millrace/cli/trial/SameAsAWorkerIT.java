// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.cli.Outcome;
import io.millrace.cli.document.Connector;
import io.millrace.cli.document.Documents;
import io.millrace.cli.document.SyntaxError;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What the program says that comes out is what a worker sends to Kafka, and gives to a sink, byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAsAWorkerIT {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path SHIPPED = Path.of("../connect-docker/target/plugins");

    private Path home = Path.of("");
    private List<Path> pluginPath = List.of();
    private Map<String, Map<String, String>> sources = Map.of();
    private Map<String, Map<String, String>> sinks = Map.of();
    private ConnectWorker worker;
    private Admin admin;

    /** A worker runs them all at once. */
    @BeforeAll
    void runConnectors() throws IOException {
        home = TestServers.newDirectory("same-as-a-worker").toAbsolutePath();
        pluginPath = List.of(testPlugin(home.resolve("plugins")), SHIPPED, Binaries.debeziumMySql());
        String registry = TestServers.registry().url();
        sources = Chains.ofSources(registry);
        sinks = Chains.ofSinks(registry);
        admin = Admin.create(Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()));
        worker = TestServers.newWorker(pluginPath)
                .property("exactly.once.source.support", "disabled")
                .property("offset.flush.interval.ms", "500")
                .start();
        sources.forEach((name, chain) -> worker.put(name, source(name, chain)));
        sources.keySet().forEach(this::awaitDone);
        sinks.forEach((name, chain) -> worker.put(name, sink(name, chain)));
    }

    @AfterAll
    void stop() {
        worker.close();
        admin.close();
    }

    @TestFactory
    List<DynamicTest> sourcesSendTheSame() {
        return sources.entrySet().stream()
                .map(chain ->
                        DynamicTest.dynamicTest(chain.getKey(), () -> compareSource(chain.getKey(), chain.getValue())))
                .toList();
    }

    @TestFactory
    List<DynamicTest> sinksGetTheSame() {
        return sinks.entrySet().stream()
                .map(chain ->
                        DynamicTest.dynamicTest(chain.getKey(), () -> compareSink(chain.getKey(), chain.getValue())))
                .toList();
    }

    private void compareSource(String name, Map<String, String> chain) throws Exception {
        Path file = Files.writeString(home.resolve(name + ".json"), JSON.writeValueAsString(source(name, chain)));
        Outcome outcome = Outcome.of(
                "try",
                file.toString(),
                "--records",
                captured(name).toString(),
                "--output",
                "json",
                "--plugin-path",
                pluginPath.stream().map(Path::toString).collect(Collectors.joining(",")));

        boolean isFailing = chain.containsKey("errors.tolerance");
        assertThat(outcome.status())
                .as(outcome.err())
                .isEqualTo((isFailing ? ExitCode.FINDINGS : ExitCode.OK).status());
        Map<String, List<String>> tried = tried(outcome.out());
        assertThat(tried).isNotEmpty().isEqualTo(sent(name));
    }

    /** The schema that is told is the one that the worker's converter has registered. */
    @Test
    void tellsTheSchemaThatIsRegistered() throws Exception {
        Path file = home.resolve("ours_avro.json");
        Files.writeString(file, JSON.writeValueAsString(source("ours_avro", sources.get("ours_avro"))));
        Outcome outcome = Outcome.of(
                "try",
                file.toString(),
                "--records",
                captured("ours_avro").toString(),
                "--output",
                "json",
                "--schema",
                "--plugin-path",
                SHIPPED.toString());

        int told = 0;
        int tables = 0;
        for (String line : outcome.out().lines().toList()) {
            JsonNode schemas = JSON.readTree(line);
            if (schemas.has("schemasOf")) {
                tables += schemas.at("/tables").toString().contains("CREATE TABLE") ? 1 : 0;
                String subject = schemas.get("schemasOf").asText() + "-value";
                assertThat(registered(subject))
                        .as(subject)
                        .contains(schemas.get("valueAvro").asText());
                assertThat(schemas.at("/tables").toString())
                        .contains("PostgreSQL, by the sink's defaults", "ClickHouse, by the sink's defaults")
                        .containsAnyOf("CREATE TABLE IF NOT EXISTS", "no key (expected one", "makes no table");
                told++;
            }
        }
        assertThat(told).isGreaterThan(10);
        assertThat(tables).isGreaterThan(8);
    }

    /** All versions. */
    private static List<String> registered(String subject) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        String versions = TestServers.registry().url() + "/subjects/" + subject + "/versions";
        List<String> texts = new ArrayList<>();
        for (JsonNode version : JSON.readTree(get(client, versions))) {
            texts.add(JSON.readTree(get(client, versions + "/" + version.asText()))
                    .get("schema")
                    .asText());
        }
        return texts;
    }

    private static String get(HttpClient client, String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private Map<String, List<String>> tried(String output) throws IOException {
        Map<String, List<String>> records = new TreeMap<>();
        for (String line : output.lines().toList()) {
            JsonNode out = JSON.readTree(line).path("out");
            if (!out.isMissingNode()) {
                StringBuilder text = new StringBuilder(out.path("timestamp").asText())
                        .append(' ')
                        .append(out.path("keyBase64").asText())
                        .append(' ')
                        .append(out.path("valueBase64").asText());
                out.path("headersBase64")
                        .forEach(header -> text.append(' ')
                                .append(header.path("key").asText())
                                .append('=')
                                .append(header.path("valueBase64").asText()));
                records.computeIfAbsent(out.path("topic").asText(), absent -> new ArrayList<>())
                        .add(text.toString());
            }
        }
        return records;
    }

    /** All topics that begin with the source's name, whole. */
    private Map<String, List<String>> sent(String source) throws Exception {
        Map<String, List<String>> records = new TreeMap<>();
        Set<TopicPartition> partitions = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
        for (String topic : admin.listTopics().names().get()) {
            if (topic.startsWith(source + ".")) {
                partitions.add(new TopicPartition(topic, 0));
            }
        }
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    records.computeIfAbsent(record.topic(), absent -> new ArrayList<>())
                            .add(text(record));
                }
            }
        }
        return records;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder()
                .append(record.timestamp())
                .append(' ')
                .append(base64(record.key()))
                .append(' ')
                .append(base64(record.value()));
        record.headers()
                .forEach(header ->
                        text.append(' ').append(header.key()).append('=').append(base64(header.value())));
        return text.toString();
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? "null" : Base64.getEncoder().encodeToString(bytes);
    }

    private void compareSink(String name, Map<String, String> chain) throws Exception {
        awaitCommitted(name);
        Path file = home.resolve(name + ".txt");
        List<String> got = Files.exists(file) ? Files.readAllLines(file) : List.of();

        assertThat(triedSink(name, chain)).isNotEmpty().containsExactlyInAnyOrderElementsOf(got);
    }

    private List<String> triedSink(String name, Map<String, String> chain) throws IOException, SyntaxError {
        Connector connector = Connector.in(Documents.read("sink.json", JSON.writeValueAsString(sink(name, chain))))
                .get(0);
        Plugins plugins = new Plugins(Map.of(
                "plugin.path",
                pluginPath.stream()
                        .map(path -> path.toAbsolutePath().toString())
                        .collect(Collectors.joining(",")),
                "plugin.discovery",
                "service_load"));
        PipelineBuilder builder = new PipelineBuilder(connector, plugins, new TrialWorker(Map.of()));
        List<String> tried = new ArrayList<>();
        plugins.withClassLoader(builder.loader(), () -> {
                    try (Pipeline<?> pipeline = builder.build(false)) {
                        for (String topic : topics(name)) {
                            all(pipeline, topic, tried);
                        }
                    }
                })
                .run();
        return tried;
    }

    private static void all(Pipeline<?> pipeline, String topic, List<String> tried) {
        Map<String, String> client =
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers());
        try (RecordInput input = LiveTopic.open(topic, client, LiveTopic.From.BEGINNING, 1, PATIENCE)) {
            for (Given given = input.next(); given != null; given = input.next()) {
                Trace trace = pipeline.run(given);
                if (trace.outcome() == Trace.Outcome.PASSED) {
                    tried.add(WholeRecord.text((SinkRecord) trace.last()));
                }
            }
        }
    }

    /** A sink's own offsets say that it was given all there is, or that it was dropped. */
    private void awaitCommitted(String sink) {
        await(sink).atMost(PATIENCE).untilAsserted(() -> {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            topics(sink).forEach(topic -> latest.put(new TopicPartition(topic, 0), OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            Map<TopicPartition, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets("connect-" + sink)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> committed.put(partition, offset.offset()));
            assertThat(committed).isEqualTo(ends);
        });
    }

    private void awaitDone(String source) {
        await(source).atMost(PATIENCE).until(() -> {
            assertThat(worker.status(source).isFailed())
                    .as(worker.status(source).toString())
                    .isFalse();
            return Files.exists(home.resolve(source + ".done"));
        });
    }

    private Map<String, String> source(String name, Map<String, String> chain) {
        Map<String, String> config = new LinkedHashMap<>(chain);
        config.put("name", name);
        config.put("connector.class", ReplaySourceConnector.class.getName());
        config.put("tasks.max", "1");
        config.put("start", name + ".");
        config.put("done.file", home.resolve(name + ".done").toString());
        config.put("topic.creation.default.replication.factor", "1");
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.retention.ms", "-1"); // the captured records are older than a week
        return config;
    }

    private Map<String, String> sink(String name, Map<String, String> chain) {
        Map<String, String> config = new LinkedHashMap<>(chain);
        config.put("name", name);
        config.put("connector.class", KeepingSinkConnector.class.getName());
        config.put("tasks.max", "1");
        config.put("topics", String.join(",", topics(name)));
        config.put("file", home.resolve(name + ".txt").toString());
        config.put("consumer.override.auto.offset.reset", "earliest");
        return config;
    }

    /** Those of the source whose bytes such a sink reads. */
    private Set<String> topics(String sink) {
        String source = sink.endsWith("avro") ? "ours_avro." : "plain.";
        try {
            return admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(source))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The captured files as they are, but for what stands in front of the topics' names. */
    private Path captured(String source) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Database database : Database.values()) {
            for (String table : database.tables()) {
                String resource = "captures/" + database.folder() + "/default." + table + ".json";
                try (InputStream in = Captures.class.getResourceAsStream(resource)) {
                    lines.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        String text = lines.toString().replaceAll("(?m)^\\{\"topic\":\"", "{\"topic\":\"" + source + ".");
        return Files.writeString(home.resolve(source + ".jsonl"), text);
    }

    /** A folder for plugin.path with these tests' connectors and the captured records. */
    private static Path testPlugin(Path plugins) throws IOException {
        Path folder = Files.createDirectories(plugins.resolve("replay"));
        try (OutputStream file = Files.newOutputStream(folder.resolve("replay.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            for (Class<?> type : List.of(
                    ReplaySourceConnector.class,
                    ReplaySourceConnector.ReplaySourceTask.class,
                    KeepingSinkConnector.class,
                    KeepingSinkConnector.KeepingSinkTask.class,
                    WholeRecord.class,
                    Captures.class,
                    Class.forName(Captures.class.getName() + "$RecordMaker"),
                    Class.forName(Captures.class.getName() + "$1"),
                    Database.class)) {
                add(jar, type.getName().replace('.', '/') + ".class");
            }
            for (Database database : Database.values()) {
                for (String table : database.tables()) {
                    add(jar, "io/millrace/testkit/captures/" + database.folder() + "/default." + table + ".json");
                }
            }
            service(jar, "org.apache.kafka.connect.source.SourceConnector", ReplaySourceConnector.class);
            service(jar, "org.apache.kafka.connect.sink.SinkConnector", KeepingSinkConnector.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        return plugins;
    }

    private static void add(JarOutputStream jar, String resource) throws IOException {
        jar.putNextEntry(new JarEntry(resource));
        try (InputStream bytes = SameAsAWorkerIT.class.getClassLoader().getResourceAsStream(resource)) {
            bytes.transferTo(jar);
        }
    }

    private static void service(JarOutputStream jar, String service, Class<?> implementation) throws IOException {
        jar.putNextEntry(new JarEntry("META-INF/services/" + service));
        jar.write(implementation.getName().getBytes(StandardCharsets.UTF_8));
    }
}
