// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events that went through JsonConverter without schemas. What comes out of the transform for such maps is what JSON
 * without schemas makes of the rows that come out for structs.
 */
class SchemalessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("captures")
    void givesTheRowsThatStructsGive(Database database, String name, String shape) throws IOException {
        // A map does not tell a column's default, so a deleted row keeps what Debezium filled in.
        Map<String, String> config =
                Map.of("shape", shape, "delete.columns", "all", "unavailable", "keep", "before", "nested");
        NormalizeEnvelope<SinkRecord> transform = transform(config);
        for (SinkRecord record : Captures.sinkRecords(database, name)) {
            SinkRecord expected = transform.apply(record);
            SinkRecord result = transform.apply(schemaless(record));

            if (expected == null || expected.value() == null) {
                assertThat(result == null).isEqualTo(expected == null);
            } else {
                assertThat(json(result)).isEqualTo(json(expected));
                assertThat(result.valueSchema()).isNull();
            }
        }
    }

    static Stream<Arguments> captures() {
        return Arrays.stream(Database.values())
                .flatMap(database -> Stream.concat(database.tables().stream(), database.controls().stream())
                        .flatMap(name -> Stream.of("row", "changelog", "envelope")
                                .map(shape -> Arguments.of(database, name, shape))));
    }

    @Test
    void keepsOnlyTheKeyOfARowThatPostgresDidNotLog() {
        Map<String, Object> before = new HashMap<>(Map.of("id", 7L, "state", "", "amount", 0L));
        before.put("note", null);
        SourceRecord delete = record("d", before, null);

        assertThat(row(delete, Map.of("deletes", "row")))
                .containsEntry("id", 7L)
                .containsEntry("state", null)
                .containsEntry("amount", null)
                .containsEntry("_deleted", true);
    }

    @Test
    void renamesColumnsAndTellsTheUnavailableOnes() {
        SourceRecord update =
                record("u", null, Map.of("id", 7L, "longNote", "__debezium_unavailable_value", "orderState", "paid"));

        assertThatThrownBy(() -> row(update, Map.of()))
                .isExactlyInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "Cannot normalize the change: the database did not send the unchanged value of [longNote]");
        Map<String, Object> row = row(
                update, Map.of("unavailable", "null", "metadata.columns", "unavailable", "names.column.case", "snake"));
        assertThat(row.get("order_state")).isEqualTo("paid");
        assertThat(row.get("long_note")).isNull();
        assertThat(row.get("_unavailable")).isEqualTo(List.of("long_note"));
    }

    @Test
    void refusesAColumnNamedLikeMetadata() {
        SourceRecord create = record("c", null, Map.of("_op", "x"));

        assertThatThrownBy(() -> row(create, Map.of()))
                .isExactlyInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "Cannot add metadata columns [_op]: the table has columns of the same name at shop.orders");
    }

    @ParameterizedTest
    @MethodSource("imagesOfTheirOwn")
    void refusesAColumnWhoseNameIsNoTextWhereverTheConnectorKeepsIt(Map<String, Object> source) {
        SourceRecord update = record("u", null, null);
        envelope(update).put("source", source);
        envelope(update).put("after", Map.of(8, Map.of("value", 1)));

        assertThatThrownBy(() -> row(update, Map.of()))
                .isExactlyInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot name a column: Integer (expected text) at ");
    }

    static Stream<Map<String, Object>> imagesOfTheirOwn() {
        return Stream.of(
                Map.of("ts_ms", 1L, "cluster", "c", "keyspace", "k", "file", "f", "pos", 1),
                Map.of("ts_ms", 1L, "server_transaction_id", "t", "mod_number", 1));
    }

    @Test
    void refusesAColumnWhoseNameIsNoText() {
        SourceRecord create = record("c", null, Map.of("id", 7L));
        Map<Object, Object> after = new HashMap<>(Map.of("id", 7L));
        after.put(8, "x");
        envelope(create).put("after", after);

        assertThatThrownBy(() -> row(create, Map.of()))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage(
                        "Cannot name a column: Integer (expected text) at shop.orders from {} at {} value. Check the"
                                + " converter.");
        after.remove(8);
        after.put(null, "x");
        assertThatThrownBy(() -> row(create, Map.of()))
                .isExactlyInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot name a column: null (expected text) at ");
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        SourceRecord create = record("c", null, Map.of("a b", 1, "a_b", 2));

        assertThatThrownBy(() -> row(create, Map.of("names.column.sanitize", "identifier")))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot name the columns [a_b]: other columns of the table would have the same names at"
                        + " shop.orders from {} at {} value. Correct 'names.column.*'.");
    }

    @Test
    void takesATransactionThatIsNoBlockForNone() {
        SourceRecord create = record("c", null, Map.of("id", 7L));
        envelope(create).put("transaction", "tx-1");

        Map<String, Object> row = row(create, Map.of("metadata.columns", "tx,tx_order"));

        assertThat(row).containsEntry("_tx", null).containsEntry("_tx_order", null);
        assertThat(row.get("_seq").toString()).endsWith("/1000000000000000");
    }

    @Test
    void readsEachEventByWhatItHoldsWhateverCameBefore() {
        NormalizeEnvelope<SourceRecord> transform = transform(Map.of());
        SourceRecord stripped = record("c", null, Map.of("id", 7L));
        envelope(stripped).put("source", Map.of("connector", "postgresql", "ts_ms", 1_700_000_000_123L));
        SourceRecord whole = record("c", null, Map.of("id", 7L));

        transform.apply(stripped);

        assertThat(transform.apply(whole).value())
                .as("the order key is made of the position, not of the time")
                .isEqualTo(row(whole, Map.of()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> envelope(SourceRecord record) {
        return (Map<String, Object>) record.value();
    }

    private static SourceRecord record(String op, Map<String, ?> before, Map<String, ?> after) {
        Map<String, Object> envelope = new HashMap<>();
        envelope.put("op", op);
        envelope.put("before", before);
        envelope.put("after", after);
        envelope.put(
                "source",
                Map.of("connector", "postgresql", "lsn", 7L, "sequence", "[\"1\",\"7\"]", "ts_ms", 1_700_000_000_123L));
        return new SourceRecord(Map.of(), Map.of(), "shop.orders", null, null, Map.of("id", 7L), null, envelope);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(SourceRecord record, Map<String, ?> config) {
        return (Map<String, Object>)
                SchemalessTest.<SourceRecord>transform(config).apply(record).value();
    }

    private static <R extends org.apache.kafka.connect.connector.ConnectRecord<R>> NormalizeEnvelope<R> transform(
            Map<String, ?> config) {
        NormalizeEnvelope<R> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return transform;
    }

    private static SinkRecord schemaless(SinkRecord record) throws IOException {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                null,
                map(record.keySchema(), record.key()),
                null,
                map(record.valueSchema(), record.value()),
                record.timestamp(),
                record.headers());
    }

    private static Object map(Schema schema, Object value) {
        if (value == null) {
            return null;
        }
        try (JsonConverter json = converter()) {
            return json.toConnectData("t", json.fromConnectData("t", schema, value))
                    .value();
        }
    }

    /** The row, but for what a map cannot know: the order of its columns, and those of a row without image. */
    private static JsonNode json(SinkRecord record) throws IOException {
        try (JsonConverter json = converter()) {
            ObjectNode row =
                    (ObjectNode) JSON.readTree(json.fromConnectData("t", record.valueSchema(), record.value()));
            for (String list : List.of("_changed", "changed")) {
                if (row.get(list) instanceof ArrayNode names) {
                    TreeSet<String> sorted = new TreeSet<>();
                    names.forEach(name -> sorted.add(name.textValue()));
                    row.set(list, JSON.valueToTree(sorted));
                }
            }
            if ("t".equals(row.path("_op").textValue())) {
                row.remove(List.of("a", "b", "site", "seq", "note", "firmware"));
            }
            return row;
        }
    }

    private static JsonConverter converter() {
        JsonConverter json = new JsonConverter();
        json.configure(Map.of("schemas.enable", "false", "replace.null.with.default", "false"), false);
        return json;
    }
}
