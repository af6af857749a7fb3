// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.changes.internal.normalize.NormalizeConfig;
import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.InsertField;
import org.apache.kafka.connect.transforms.TimestampConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/transforms/migrate-from-extract-new-record-state.md} shows is what comes out. */
class MigrationTest {
    private static final Path PAGE = Path.of("../docs/transforms/migrate-from-extract-new-record-state.md");
    private static final Pattern KEY = Pattern.compile("`([a-z]+(\\.[a-z]+)+)[`=]|unwrap\\.([a-z.]+)\"");
    private static final Map<String, String> COMPAT = Map.of(
            "profile", "debezium-compat",
            "delete.tombstone.handling.mode", "rewrite-with-tombstone",
            "add.fields", "op,source.ts_ms");

    private final Envelopes orders = Envelopes.binlog();
    private final SourceRecord updated = orders.record(orders.event(
            "u", orders.order(7, "paid", "x", 5), orders.order(7, "paid", null, 5), orders.at("bin.000001", 4, 0)));
    private final SourceRecord deleted =
            orders.record(orders.event("d", orders.order(7, "paid", null, 5), null, orders.at("bin.000001", 4, 0)));

    @Test
    void thePageShowsTheRowsOfTheCompatProfile() throws IOException {
        assertThat(page()).contains(json(COMPAT, updated)).contains(json(COMPAT, deleted));
    }

    @Test
    void thePageShowsTheRowsOfTheNativeSettings() throws IOException {
        assertThat(page()).contains(json(pageSettings(), updated)).contains(json(Map.of(), updated));
    }

    @Test
    void thePageNamesSettingsThatThereAre() throws IOException {
        TreeSet<String> named = new TreeSet<>();
        Matcher keys = KEY.matcher(page());
        while (keys.find()) {
            named.add(keys.group(1) != null ? keys.group(1) : keys.group(3));
        }

        assertThat(named).hasSizeGreaterThan(20).contains("names.topic.pattern", "delete.columns");
        named.removeAll(Set.of("type", "column.exclude.list"));
        assertThat(NormalizeConfig.DEF.names()).containsAll(named);
    }

    static Stream<Arguments> captures() {
        return Stream.of(Database.values())
                .flatMap(database -> Stream.concat(database.tables().stream(), database.controls().stream())
                        .map(name -> Arguments.of(database, name)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("captures")
    void theNativeSettingsOfThePageKeepWhatTheCompatProfileWrites(Database database, String name) throws IOException {
        NormalizeEnvelope<SourceRecord> compat = transform(COMPAT);
        NormalizeEnvelope<SourceRecord> plain = transform(pageSettings());

        for (SourceRecord record : Captures.sourceRecords(database, name)) {
            boolean isKeyless = record.value() == null && record.key() == null;
            String expected = isKeyless ? "dropped" : outline(compat.apply(record));
            assertThat(outline(plain.apply(record))).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("captures")
    void metadataColumnsSayWhatAddedFieldsSay(Database database, String name) {
        NormalizeEnvelope<SourceRecord> compat = transform(Map.of(
                "profile",
                "debezium-compat",
                "delete.tombstone.handling.mode",
                "rewrite",
                "add.fields.prefix",
                "x_",
                "add.fields",
                "op,table,db,schema,connector,name,source.ts_ms,ts_ms,transaction.id,transaction.total_order:order"));
        NormalizeEnvelope<SourceRecord> plain = transform(Map.of(
                "unknown",
                "pass",
                "truncates",
                "drop",
                "deletes",
                "row",
                "unavailable",
                "keep",
                "metadata.standard",
                "op:x_op,table:x_table,db:x_db,schema:x_schema,connector:x_connector,server:x_name,"
                        + "source_ts:x_source_ts_ms,capture_ts:x_ts_ms,tx:x_transaction_id,tx_order:x_order"));

        for (SourceRecord record : Captures.sourceRecords(database, name)) {
            SourceRecord expected = compat.apply(record);
            SourceRecord actual = plain.apply(record);
            if (expected != null && expected.value() instanceof Struct row && actual != expected) {
                assertThat(metadata((Struct) actual.value())).containsAllEntriesOf(metadata(row));
            }
        }
    }

    @Test
    void jsonConvertersReplaceNullByTheDefaultThatTheCompatProfileKeeps() {
        SourceRecord compat = transform(COMPAT).apply(updated);
        SourceRecord plain = transform(Map.of()).apply(updated);

        for (String replaced : List.of("true", "false")) {
            try (JsonConverter converter = new JsonConverter()) {
                converter.configure(Map.of("replace.null.with.default", replaced), false);
                assertThat(note(converter, compat)).isEqualTo(replaced.equals("true") ? "none" : null);
                assertThat(note(converter, plain)).isNull();
            }
        }
    }

    @Test
    void temporalTypesGiveWhatTimestampConvertersGive() {
        Envelopes visits = Envelopes.binlog(SchemaBuilder.struct()
                .field("micros", SchemaBuilder.int64().optional().name("io.debezium.time.MicroTimestamp"))
                .field("millis", SchemaBuilder.int64().optional().name("io.debezium.time.Timestamp")));
        Struct row =
                new Struct(visits.row).put("micros", 1_700_000_000_123_000L).put("millis", 1_700_000_000_456L);
        SourceRecord record = visits.record(visits.event("c", null, row, visits.at("bin.000001", 4, 0)));

        Struct chained = (Struct) timestamps("micros", "microseconds")
                .apply(timestamps("millis", "milliseconds")
                        .apply(transform(COMPAT).apply(record)))
                .value();
        Struct plain = (Struct)
                transform(Map.of("types.temporal", "connect")).apply(record).value();
        for (String column : List.of("micros", "millis")) {
            assertThat(plain.get(column)).isInstanceOf(Date.class).isEqualTo(chained.get(column));
            assertThat(plain.schema().field(column).schema().name())
                    .isEqualTo(chained.schema().field(column).schema().name());
        }
    }

    private static TimestampConverter<SourceRecord> timestamps(String column, String precision) {
        TimestampConverter<SourceRecord> converter = new TimestampConverter.Value<>();
        converter.configure(Map.of("field", column, "target.type", "Timestamp", "unix.precision", precision));
        return converter;
    }

    @Test
    void insertFieldCanKeepNull() {
        try (InsertField.Value<SourceRecord> insert = new InsertField.Value<>()) {
            insert.configure(
                    Map.of("static.field", "origin", "static.value", "shop", "replace.null.with.default", "false"));

            Struct row = (Struct) insert.apply(transform(COMPAT).apply(updated)).value();
            assertThat(row.getWithoutDefault("note")).isNull();
            assertThat(row.getString("origin")).isEqualTo("shop");
        }
    }

    /** What is in {@code note} after the converter has written and read it. */
    private static Object note(JsonConverter converter, SourceRecord record) {
        byte[] json = converter.fromConnectData("t", record.valueSchema(), record.value());
        return ((Struct) converter.toConnectData("t", json).value()).getWithoutDefault("note");
    }

    private static Map<String, String> metadata(Struct row) {
        Map<String, String> values = new TreeMap<>();
        row.schema().fields().stream()
                .filter(field -> field.name().startsWith("x_"))
                .forEach(field -> values.put(field.name(), inMillis(row.getWithoutDefault(field.name()))));
        return values;
    }

    private static String inMillis(Object value) {
        return String.valueOf(value instanceof Date time ? time.getTime() : value);
    }

    /** The settings in the page's second step. */
    private static Map<String, String> pageSettings() throws IOException {
        Map<String, String> settings = new HashMap<>();
        Matcher lines = Pattern.compile("^\"transforms\\.unwrap\\.([a-z.]+)\": \"(.*)\",?$", Pattern.MULTILINE)
                .matcher(page());
        while (lines.find()) {
            settings.put(lines.group(1), lines.group(2));
        }
        assertThat(settings).containsKeys("deletes", "metadata.standard");
        return settings;
    }

    /** A record without its schemas, times in milliseconds, whatever type {@code __deleted} has. */
    private static String outline(SourceRecord record) {
        if (record == null || !(record.value() instanceof Struct row)) {
            return record == null ? "dropped" : record.topic() + record.key() + record.value();
        }
        Map<String, String> values = new TreeMap<>();
        for (Field field : row.schema().fields()) {
            Object value = row.getWithoutDefault(field.name());
            values.put(field.name(), field.name().startsWith("__") ? inMillis(value) : Oracle.text(value));
        }
        return record.topic() + record.key() + values;
    }

    private static String json(Map<String, String> settings, SourceRecord record) {
        SourceRecord result = transform(settings).apply(record);
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false", "replace.null.with.default", "false"), false);
            return new String(
                    converter.fromConnectData(result.topic(), result.valueSchema(), result.value()),
                    StandardCharsets.UTF_8);
        }
    }

    private static NormalizeEnvelope<SourceRecord> transform(Map<String, String> settings) {
        NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
        transform.configure(settings);
        return transform;
    }

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }
}
