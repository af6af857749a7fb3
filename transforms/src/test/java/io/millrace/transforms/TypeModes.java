// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.testkit.servers.ConnectRestException;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Runs one connector for each combination of the modes in which Debezium writes types, in one worker, over three equal
 * tables that {@link NormalizeEnvelope} converts by three policies, and writes down what came out: one line for each
 * policy, row and column, and one more for each mode that gave something else.
 */
final class TypeModes {
    /** A combination of {@code decimal.handling.mode}, {@code time.precision.mode}, {@code binary.handling.mode}. */
    record Mode(String decimal, String time, String binary) {
        static List<Mode> all(List<String> times) {
            List<Mode> modes = new ArrayList<>();
            for (String time : times) {
                for (String decimal : List.of("precise", "string", "double")) {
                    for (String binary : List.of("bytes", "base64", "base64-url-safe", "hex")) {
                        modes.add(new Mode(decimal, time, binary));
                    }
                }
            }
            return modes;
        }

        List<String> dimensions() {
            return List.of("time=" + time, "decimal=" + decimal, "binary=" + binary);
        }

        String name() {
            return String.join("-", decimal, time.replace('_', '-'), binary);
        }
    }

    /** Settings of a connector that do not depend on the mode but for its own name. */
    interface Config {
        Map<String, String> of(Mode mode, String name);
    }

    /** The three policies, by the name of the table that each converts; shortened by {@code types.}. */
    static final Map<String, Map<String, String>> POLICIES = policies();

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Path GOLDEN = Path.of("src", "test", "resources", "modes");
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int AT_ONCE = 8;
    private static final Set<String> NOT_COMPARED = Set.of("_op", "_deleted", "_seq", "_source_ts");

    private final String prefix;
    private final ConnectWorker worker;
    private final Config config;
    private final List<Mode> modes;
    private final Map<String, Map<Mode, String>> cells = new TreeMap<>();

    TypeModes(String prefix, ConnectWorker worker, List<Mode> modes, Config config) {
        this.prefix = prefix;
        this.worker = worker;
        this.modes = modes;
        this.config = config;
    }

    private static Map<String, Map<String, String>> policies() {
        Map<String, Map<String, String>> policies = new LinkedHashMap<>();
        policies.put(
                "micros",
                Map.ofEntries(
                        Map.entry("temporal", "micros"),
                        Map.entry("temporal.digits", "truncate"),
                        Map.entry("decimal", "decimal"),
                        Map.entry("decimal.scale", "20"),
                        Map.entry("binary", "base64"),
                        Map.entry("bits", "int64"),
                        Map.entry("interval", "micros"),
                        Map.entry("map", "json"),
                        Map.entry("set", "array"),
                        Map.entry("geometry", "wkt"),
                        Map.entry("infinity", "clamp"),
                        Map.entry("out.of.range", "null")));
        policies.put(
                "iso",
                Map.of(
                        "temporal", "iso",
                        "decimal", "string",
                        "binary", "hex",
                        "bits", "string",
                        "interval", "iso",
                        "map", "map",
                        "geometry", "geojson",
                        "uuid", "bytes",
                        "infinity", "string",
                        "out.of.range", "null"));
        policies.put(
                "connect",
                Map.of(
                        "temporal", "connect",
                        "temporal.digits", "truncate",
                        "temporal.zone", "Europe/Zurich",
                        "decimal", "double",
                        "binary", "base64.url.safe",
                        "json", "string",
                        "enum", "string",
                        "infinity", "null",
                        "out.of.range", "null"));
        return policies;
    }

    /** Makes the three tables; {@code columns} and {@code rows} as SQL. */
    static void createTables(DatabaseServer database, String schema, String columns, List<String> rows)
            throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
            for (String table : POLICIES.keySet()) {
                statement.execute("CREATE TABLE " + schema + "." + table + " (" + columns + ")");
            }
        }
        insert(database, schema, rows);
    }

    static void insert(DatabaseServer database, String schema, List<String> rows) throws SQLException {
        execute(database, List.of(), schema, rows);
    }

    /** Without the checks of MySQL's strict mode. */
    static void insertLax(DatabaseServer database, String schema, List<String> rows) throws SQLException {
        execute(database, List.of("SET SESSION sql_mode=''"), schema, rows);
    }

    private static void execute(DatabaseServer database, List<String> before, String schema, List<String> rows)
            throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : before) {
                statement.execute(sql);
            }
            for (String table : POLICIES.keySet()) {
                for (String row : rows) {
                    statement.execute("INSERT INTO " + schema + "." + table + " VALUES (" + row + ")");
                }
            }
        }
    }

    /** The connectors' snapshots, some connectors at a time. */
    TypeModes snapshot(String schema, int rows) throws IOException {
        for (int from = 0; from < modes.size(); from += AT_ONCE) {
            List<Mode> some = modes.subList(from, Math.min(modes.size(), from + AT_ONCE));
            some.forEach(mode -> worker.put(prefix + mode.name(), connector(mode, "initial_only")));
            await(some, schema, rows);
            some.forEach(mode -> worker.delete(prefix + mode.name()));
        }
        return this;
    }

    /** The changes that follow a snapshot of what is there. */
    TypeModes stream(String schema, int rows, Change change) throws Exception {
        modes.forEach(mode -> worker.put(prefix + mode.name(), connector(mode, "initial")));
        await(modes, schema, rows);
        change.make();
        await(modes, schema, 2 * rows);
        modes.forEach(mode -> worker.delete(prefix + mode.name()));
        return this;
    }

    /** What a test does to the database. */
    interface Change {
        void make() throws SQLException;
    }

    private Map<String, String> connector(Mode mode, String snapshot) {
        Map<String, String> all = new HashMap<>(config.of(mode, prefix + mode.name()));
        all.put("tasks.max", "1");
        all.put("topic.prefix", prefix + mode.name());
        all.put("snapshot.mode", snapshot);
        all.put("decimal.handling.mode", mode.decimal());
        all.put("time.precision.mode", mode.time());
        all.put("binary.handling.mode", mode.binary());
        all.put("datatype.propagate.source.type", ".+");
        all.put("key.converter.schemas.enable", "false");
        all.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        all.put("value.converter.schemas.enable", "true");
        all.put("poll.interval.ms", "50");
        all.put("transforms", String.join(",", POLICIES.keySet()));
        all.put("predicates", String.join(",", POLICIES.keySet()));
        POLICIES.forEach((policy, settings) -> {
            String transform = "transforms." + policy + ".";
            all.put(transform + "type", NormalizeEnvelope.class.getName());
            all.put(transform + "predicate", policy);
            settings.forEach((key, value) -> all.put(transform + "types." + key, value));
            all.put(
                    "predicates." + policy + ".type",
                    "org.apache.kafka.connect.transforms.predicates.TopicNameMatches");
            all.put("predicates." + policy + ".pattern", ".*\\." + policy);
        });
        return all;
    }

    private void await(List<Mode> some, String schema, int rows) throws IOException {
        Map<String, Mode> byTopic = new HashMap<>();
        for (Mode mode : some) {
            POLICIES.keySet()
                    .forEach(table -> byTopic.put(String.join(".", prefix + mode.name(), schema, table), mode));
        }
        Map<String, Integer> missing = new HashMap<>();
        byTopic.keySet().forEach(topic -> missing.put(topic, rows));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.subscribe(
                    Pattern.compile("\\Q" + prefix + "\\E.*\\.(" + String.join("|", POLICIES.keySet()) + ")"));
            while (!missing.isEmpty()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(500));
                if (records.isEmpty()) {
                    some.forEach(mode -> assertNotFailed(prefix + mode.name()));
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    Mode mode = byTopic.get(record.topic());
                    if (mode != null && record.value() != null) {
                        add(mode, record.topic(), JSON.readTree(record.value()));
                        missing.merge(record.topic(), -1, (left, one) -> left == 1 ? null : left + one);
                    }
                }
                assertThat(System.nanoTime())
                        .as("rows still missing: %s; worker's log: %s", missing, worker.log())
                        .isLessThan(deadline);
            }
        }
    }

    private void assertNotFailed(String connector) {
        try {
            assertThat(worker.status(connector).failures()).as(connector).isEmpty();
        } catch (ConnectRestException notYet) {
            // the worker has not written a status yet
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        TestServers.kafka().bootstrapServers(),
                        "auto.offset.reset",
                        "earliest",
                        "group.id",
                        "modes-" + System.nanoTime(),
                        "metadata.max.age.ms",
                        "500"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private void add(Mode mode, String topic, JsonNode record) {
        String policy = topic.substring(topic.lastIndexOf('.') + 1);
        JsonNode row = record.get("payload");
        for (JsonNode field : record.get("schema").get("fields")) {
            String column = field.get("field").textValue();
            if (!NOT_COMPARED.contains(column) && !column.equals("id")) {
                String key = "%s %03d %s".formatted(policy, row.get("id").intValue(), column);
                cells.computeIfAbsent(key, none -> new HashMap<>()).put(mode, type(field) + " = " + row.get(column));
            }
        }
    }

    private static String type(JsonNode schema) {
        StringBuilder type = new StringBuilder(schema.get("type").textValue());
        if (schema.has("items")) {
            type.append('<').append(type(schema.get("items"))).append('>');
        }
        if (schema.has("name")) {
            type.append(' ').append(schema.get("name").textValue().replaceFirst(".*\\.", ""));
        }
        schema.path("parameters").properties().forEach(parameter -> {
            if (!parameter.getKey().startsWith("__debezium")) {
                type.append(' ')
                        .append(parameter.getKey())
                        .append(':')
                        .append(parameter.getValue().textValue());
            }
        });
        return type.toString();
    }

    /** {@code policy row column = type = value}, and below it what other modes gave. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        cells.forEach((key, byMode) -> {
            String usual = byMode.get(modes.get(0));
            lines.add(key + ": " + usual);
            Set<String> others = new TreeSet<>();
            byMode.forEach((mode, cell) -> {
                if (!cell.equals(usual)) {
                    others.add("    " + reason(mode, cell, byMode) + ": " + cell);
                }
            });
            lines.addAll(others);
        });
        return lines;
    }

    /** The one setting whose every combination gave this, or the combination. */
    private String reason(Mode mode, String cell, Map<Mode, String> byMode) {
        return mode.dimensions().stream()
                .filter(dimension -> byMode.entrySet().stream()
                        .filter(entry -> entry.getKey().dimensions().contains(dimension))
                        .allMatch(entry -> entry.getValue().equals(cell)))
                .findFirst()
                .orElse(String.join(" ", mode.dimensions()));
    }

    /** Rows that streamed otherwise than they were read by the snapshot; their ids are greater by {@code distance}. */
    List<String> streamedOtherwise(int distance) {
        List<String> lines = new ArrayList<>();
        cells.forEach((key, byMode) -> {
            String[] parts = key.split(" ", 3);
            int id = Integer.parseInt(parts[1]);
            if (id > distance) {
                Map<Mode, String> read = cells.get("%s %03d %s".formatted(parts[0], id - distance, parts[2]));
                byMode.forEach((mode, cell) -> {
                    if (!cell.equals(read.get(mode))) {
                        lines.add("%s %s: %s, in the snapshot %s".formatted(key, mode.name(), cell, read.get(mode)));
                    }
                });
            }
        });
        return lines.stream().sorted().toList();
    }

    /** Compares with the file that states the outcomes; {@code -Dmillrace.golden.update=true} writes it anew. */
    static void assertStated(String file, List<String> lines) throws IOException {
        Path golden = GOLDEN.resolve(file);
        if (Boolean.getBoolean("millrace.golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.write(golden, lines);
        }
        assertThat(lines).containsExactlyElementsOf(Files.readAllLines(golden));
    }
}
