// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import io.millrace.transforms.NormalizeEnvelope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured change events, unpacked inside a sink. */
class EnvelopeRowsTest {
    private static final Map<String, String> AS_IN_A_SINK = Map.of(
            "metadata.columns", "unavailable",
            "unavailable", "null",
            "heartbeats", "drop",
            "transactions", "drop",
            "schema.changes", "drop",
            "messages", "drop",
            "notifications", "drop",
            "unknown", "pass");

    private final EnvelopeRows rows = new EnvelopeRows(Map.of());

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("captures")
    void makesTheRowsThatTheTransformMakes(Database database, String name) {
        requireEqualRows(database, name, Map.of());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("captures")
    void makesTheRowsThatTheTransformMakesWithOtherSettings(Database database, String name) {
        requireEqualRows(
                database,
                name,
                Map.of(
                        "metadata.prefix", "cdc_",
                        "metadata.columns", "changed,unavailable:not_sent",
                        "names.column.case", "upper",
                        "types.temporal", "iso",
                        "truncates", "drop",
                        "deletes", "row"));
    }

    private static void requireEqualRows(Database database, String name, Map<String, String> settings) {
        Map<String, String> complete = new HashMap<>(AS_IN_A_SINK);
        complete.putAll(settings);
        NormalizeEnvelope<SinkRecord> transform = new NormalizeEnvelope<>();
        transform.configure(complete);
        EnvelopeRows rows = new EnvelopeRows(settings);
        List<SinkRecord> records = Captures.sinkRecords(database, name);

        assertThat(records).isNotEmpty();
        for (SinkRecord record : records) {
            assertThat(rows.apply(record)).isEqualTo(transform.apply(record));
        }
    }

    static Stream<Arguments> captures() {
        return Arrays.stream(Database.values())
                .flatMap(database -> Stream.concat(database.tables().stream(), database.controls().stream())
                        .map(name -> Arguments.of(database, name)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("controls")
    void dropsControlRecords(Database database, String name) {
        for (SinkRecord record : Captures.sinkRecords(database, name)) {
            assertThat(rows.apply(record)).isNull();
        }
    }

    static Stream<Arguments> controls() {
        return Arrays.stream(Database.values())
                .flatMap(database -> database.controls().stream().map(name -> Arguments.of(database, name)));
    }

    /** A delete of the old key, its tombstone, a create of the new key; the headers tell of each other. */
    @Test
    void makesADeleteATombstoneAndACreateOfAChangedKey() {
        List<SinkRecord> made = Captures.sinkRecords(Database.MARIADB, "all_types").stream()
                .filter(record ->
                        text(record, "__debezium.newkey") != null || text(record, "__debezium.oldkey") != null)
                .map(rows::apply)
                .toList();

        assertThat(made).hasSize(3);
        SinkRecord deleted = made.get(0);
        assertThat(((Struct) deleted.key()).get("id")).isEqualTo(10L);
        assertThat(((Struct) deleted.value()).get("_op")).isEqualTo("d");
        assertThat(((Struct) deleted.value()).get("_deleted")).isEqualTo(true);
        assertThat(text(deleted, "__debezium.newkey")).isEqualTo("{\"id\":4294967295}");
        SinkRecord tombstone = made.get(1);
        assertThat(tombstone.key()).isEqualTo(deleted.key());
        assertThat(tombstone.value()).isNull();
        assertThat(tombstone.valueSchema()).isNull();
        assertThat(text(tombstone, "__debezium.newkey")).isEqualTo("{\"id\":4294967295}");
        SinkRecord created = made.get(2);
        assertThat(((Struct) created.key()).get("id")).isEqualTo(4294967295L);
        assertThat(((Struct) created.value()).get("_op")).isEqualTo("c");
        assertThat(text(created, "__debezium.oldkey")).isEqualTo("{\"id\":10}");
        assertThat(((Struct) created.value()).getString("_seq"))
                .isGreaterThan(((Struct) deleted.value()).getString("_seq"));
    }

    private static String text(SinkRecord record, String header) {
        Header found = record.headers().lastWithName(header);
        return found == null ? null : String.valueOf(found.value());
    }

    @Test
    void namesTheColumnsThatTheDatabaseDidNotSend() {
        List<Struct> made = Captures.sinkRecords(Database.POSTGRES, "toast_default").stream()
                .map(rows::apply)
                .map(record -> (Struct) record.value())
                .toList();

        assertThat(made).extracting(row -> row.get("_unavailable")).containsExactly(null, List.of("toast_col"), null);
        assertThat(made.get(1).get("toast_col")).isNull();
        assertThat(rows.unavailableColumn()).isEqualTo("_unavailable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            metadata.columns  | tx, changed          | _unavailable
            metadata.columns  | tx:unavailable       | _unavailable
            metadata.columns  | tx, unavailable      | _unavailable
            metadata.columns  | unavailable:not_sent | not_sent
            metadata.standard | op,unavailable:gone  | gone
            unavailable       | keep                 | _unavailable
            """)
    void listsUnsentColumnsBesideOtherMetadata(String key, String value, String expected) {
        assertThat(new EnvelopeRows(Map.of(key, value)).unavailableColumn()).isEqualTo(expected);
    }

    @Test
    void refusesARowWithUnsentValuesIfToldTo() {
        EnvelopeRows strict = new EnvelopeRows(Map.of("unavailable", "fail"));
        SinkRecord record =
                Captures.sinkRecords(Database.POSTGRES, "toast_default").get(1);

        assertThat(strict.unavailableColumn()).isNull();
        assertThatThrownBy(() -> strict.apply(record))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "Cannot normalize the change: the database did not send the unchanged value of [toast_col] at "
                                + "postgres_default.fleet.toast_default-0@2 value. Give the table REPLICA IDENTITY FULL, or set "
                                + "'unavailable' to null or keep.");
    }

    @Test
    void makesARowOfATruncate() {
        SinkRecord update = change();
        Struct event = (Struct) update.value();
        Struct truncate = new Struct(event.schema())
                .put("op", "t")
                .put("source", event.get("source"))
                .put("ts_ms", event.get("ts_ms"));
        SinkRecord made = rows.apply(
                update.newRecord(update.topic(), 0, null, null, truncate.schema(), truncate, update.timestamp()));

        assertThat(((Struct) made.value()).get("_op")).isEqualTo("t");
        assertThat(((Struct) made.value()).get("_deleted")).isEqualTo(false);
        assertThat(((Struct) made.value()).get("id")).isNull();
    }

    /** KIP-793: other transforms may have routed the record already. */
    @Test
    void keepsWhereTheRecordWasConsumed() {
        EnvelopeRows routing =
                new EnvelopeRows(Map.of("names.topic.pattern", "^routed\\.", "names.topic.replacement", "curated."));
        SinkRecord consumed = change();
        SinkRecord routed = consumed.newRecord(
                "routed.orders",
                5,
                consumed.keySchema(),
                consumed.key(),
                consumed.valueSchema(),
                consumed.value(),
                consumed.timestamp(),
                consumed.headers());

        SinkRecord row = routing.apply(routed);

        assertThat(row.topic()).isEqualTo("curated.orders");
        assertThat(row.kafkaPartition()).isEqualTo(5);
        assertThat(row.kafkaOffset()).isEqualTo(consumed.kafkaOffset());
        assertThat(row.originalTopic()).isEqualTo(consumed.topic());
        assertThat(row.originalKafkaPartition()).isEqualTo(consumed.kafkaPartition());
        assertThat(row.originalKafkaOffset()).isEqualTo(consumed.kafkaOffset());
        assertThat(row.timestamp()).isEqualTo(consumed.timestamp());
        assertThat(row.timestampType()).isEqualTo(consumed.timestampType());
        assertThat(row.headers()).isEqualTo(consumed.headers());
    }

    private static SinkRecord change() {
        return Captures.sinkRecords(Database.MYSQL, "all_types").get(0);
    }

    @Test
    void unpacksEnvelopesWithoutSchema() {
        Map<String, Object> event = Map.of(
                "op",
                "c",
                "after",
                Map.of("id", 1),
                "source",
                Map.of(
                        "connector",
                        "mysql",
                        "name",
                        "cdc",
                        "ts_ms",
                        5L,
                        "db",
                        "shop",
                        "table",
                        "orders",
                        "file",
                        "b.000001",
                        "pos",
                        4L,
                        "row",
                        0L),
                "ts_ms",
                6L);
        SinkRecord record = record(null, Map.of("id", 1), null, event);

        assertThat(((Map<?, ?>) rows.apply(record).value()).keySet())
                .map(String::valueOf)
                .containsExactly("id", "_op", "_deleted", "_seq", "_source_ts", "_unavailable");
    }

    @Test
    void leavesEverythingElseAlone() {
        SinkRecord curated = rows.apply(change());
        Schema event = SchemaBuilder.struct()
                .name("io.millrace.DeviceEvent")
                .field("event_id", Schema.STRING_SCHEMA)
                .build();
        Schema log = SchemaBuilder.struct()
                .field("op", Schema.STRING_SCHEMA)
                .field("source", Schema.STRING_SCHEMA)
                .field("message", Schema.STRING_SCHEMA)
                .build();
        Map<String, Object> notice = new LinkedHashMap<>();
        List.of("id", "aggregate_type", "type", "additional_data").forEach(name -> notice.put(name, "x"));
        List<SinkRecord> others = List.of(
                curated,
                record(null, "k", event, new Struct(event).put("event_id", "e1")),
                record(
                        null,
                        "k",
                        log,
                        new Struct(log).put("op", "a").put("source", "b").put("message", "c")),
                record(null, "k", null, notice),
                record(null, "k", null, Map.of("temperature", 20.5)),
                record(null, "k", Schema.STRING_SCHEMA, "text"),
                record(null, "k", null, List.of(1, 2)));

        for (SinkRecord other : others) {
            assertThat(rows.apply(other)).isSameAs(other);
        }
    }

    @Test
    void refusesEverythingElseIfToldTo() {
        EnvelopeRows strict = new EnvelopeRows(Map.of("unknown", "fail"));

        assertThatThrownBy(() -> strict.apply(record(null, "k", Schema.STRING_SCHEMA, "text")))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "Cannot normalize the record: string (expected a Debezium change event) at orders-0@7 value. "
                                + "Apply the transform to change topics only, or set 'unknown' to pass.");
    }

    /** The key of a tombstone is that of its row, or the row would stay. */
    @Test
    void renamesKeysOfTombstonesWhereTheirTopicHoldsChanges() {
        EnvelopeRows upper = new EnvelopeRows(Map.of("names.column.case", "upper"));
        Schema debezium = key("orders.Key");
        Schema other = key("com.example.OrderId");

        assertThat(keyOf(upper.apply(tombstone(debezium)))).isEqualTo("ID");
        assertThat(keyOf(upper.apply(tombstone(other)))).isEqualTo("id");

        upper.apply(record(null, "k", null, Map.of("temperature", 20.5)));
        assertThat(keyOf(upper.apply(tombstone(debezium)))).isEqualTo("id");

        SinkRecord change = change();
        upper.apply(change.newRecord(
                "orders", 0, change.keySchema(), change.key(), change.valueSchema(), change.value(), 1L));
        assertThat(keyOf(upper.apply(tombstone(other)))).isEqualTo("ID");
    }

    private static Schema key(String name) {
        return SchemaBuilder.struct()
                .name(name)
                .field("id", Schema.INT64_SCHEMA)
                .build();
    }

    private static SinkRecord tombstone(Schema key) {
        return record(key, new Struct(key).put("id", 1L), null, null);
    }

    private static String keyOf(SinkRecord record) {
        return record.keySchema().fields().get(0).name();
    }

    private static SinkRecord record(Schema keySchema, Object key, Schema schema, Object value) {
        return new SinkRecord("orders", 0, keySchema, key, schema, value, 7, 1L, TimestampType.CREATE_TIME);
    }

    @Test
    void refusesUnknownSettings() {
        assertThatThrownBy(() -> new EnvelopeRows(Map.of("trunkates", "drop", "deletes", "row")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Cannot normalize change events: found [trunkates] (expected settings of NormalizeEnvelope). "
                                + "Correct or remove them.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shape         | envelope        | expected row, as a sink reads the row's own columns. Omit it for the default, row.
            profile       | debezium-compat | expected none, as a sink reads the row's own columns. Omit it for the default, none.
            metadata.nest | meta            | expected nothing, as a sink reads the row's own columns. Omit it for the default, nothing.
            errors        | quarantine      | expected fail or skip, as a sink has a dead letter queue. Omit it for the default, fail.
            """)
    void refusesWhatASinkCannotUse(String key, String value, String reason) {
        assertThatThrownBy(() -> new EnvelopeRows(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + value + " for configuration " + key + ": " + reason);
    }
}
