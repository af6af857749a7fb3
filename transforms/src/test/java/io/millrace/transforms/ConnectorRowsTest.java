// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.ConnectorEnvelopes.Family;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the connectors whose images are not plain: what is not sent never looks like null, nor like a value. */
class ConnectorRowsTest {
    private static final Logged CREATE = Logged.streamed("c", 2, 12, 11, 1);
    private static final Logged UPDATE = Logged.streamed("u", 2, 14, 13, 1);
    private static final Logged DELETE = Logged.streamed("d", 2, 16, 15, 1);

    private final Map<String, String> config = new HashMap<>(
            Map.of("metadata.columns", "op,deleted,seq,source_ts,changed,unavailable", "unavailable", "null"));

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"CASSANDRA", "MONGODB"})
    void ofARelationalDatabaseArePlain(Family family) {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(family);

        for (Map<String, Object> row : both(made, CREATE, made.event(CREATE))) {
            assertThat(row)
                    .containsEntry("id", 2L)
                    .containsEntry("state", "new")
                    .containsEntry("note", null);
            assertThat(row).containsEntry("_op", "c").containsEntry("_deleted", false);
            assertThat(row).containsEntry("_unavailable", null);
        }
        for (Map<String, Object> row : both(made, DELETE, made.event(DELETE))) {
            assertThat(row).containsEntry("id", 2L).containsEntry("_op", "d").containsEntry("_deleted", true);
        }
    }

    @Test
    void ofOracleListALargeObjectThatAnUpdateLeftAlone() {
        ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.ORACLE);
        Struct event = made.event(UPDATE).put("after", made.row(2, "new", "__debezium_unavailable_value"));

        for (Map<String, Object> row : both(made, UPDATE, event)) {
            assertThat(row).containsEntry("note", null).containsEntry("_unavailable", List.of("note"));
        }
    }

    @Nested
    class OfCassandra {
        private final ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.CASSANDRA);

        @Test
        void listCellsThatAWriteLeftAlone() {
            for (Map<String, Object> row : both(made, UPDATE, made.event(UPDATE))) {
                assertThat(row)
                        .containsEntry("id", 2L)
                        .containsEntry("state", "new")
                        .containsEntry("note", null);
                assertThat(row).containsEntry("_op", "u").containsEntry("_unavailable", List.of("note"));
                assertThat(row).doesNotContainKeys(".range_start", ".range_end");
            }
        }

        @Test
        void listCellsThatAnInsertLeftAloneTooBecauseItMayFindARow() {
            for (Map<String, Object> row : both(made, CREATE, made.event(CREATE))) {
                assertThat(row).containsEntry("_op", "c").containsEntry("_unavailable", List.of("note"));
            }
        }

        @Test
        void areNamedAsTheirTableIs() {
            SourceRecord record = transformed(made.source(UPDATE));

            assertThat(record.valueSchema().name()).isEqualTo("io.debezium.connector.cassandra.shop.orders.Value");
        }

        @Test
        void takeACellSetToNullForNull() {
            Struct event = made.event(UPDATE);
            Struct cells = event.getStruct("after");
            cells.put(
                    "note",
                    new Struct(cells.schema().field("note").schema())
                            .put("set", true)
                            .put("deletion_ts", 1L));

            for (Map<String, Object> row : both(made, UPDATE, event)) {
                assertThat(row).containsEntry("note", null).containsEntry("_unavailable", null);
            }
        }

        @Test
        void takeACellThatIsNotSetForNotSent() {
            Struct event = made.event(UPDATE);
            Struct cells = event.getStruct("after");
            cells.put("note", new Struct(cells.schema().field("note").schema()).put("set", false));

            for (Map<String, Object> row : both(made, UPDATE, event)) {
                assertThat(row).containsEntry("_unavailable", List.of("note"));
            }
        }

        @Test
        void failByDefaultWhereCellsAreNotSent() {
            config.remove("unavailable");

            for (ConnectRecord<?> record : records(made, UPDATE, made.event(UPDATE))) {
                assertThatThrownBy(() -> row(record))
                        .isExactlyInstanceOf(DataException.class)
                        .hasMessageStartingWith(
                                "Cannot normalize the change: the database did not send the unchanged value of [note] at shop.orders")
                        .hasMessageEndingWith(" value. Write whole rows, or set 'unavailable' to null or keep.");
            }
        }

        @Test
        void haveTheKeyOfADeletedRow() {
            for (Map<String, Object> row : both(made, DELETE, made.event(DELETE))) {
                assertThat(row).containsEntry("id", 2L).containsEntry("state", null);
                assertThat(row).containsEntry("_op", "d").containsEntry("_deleted", true);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"r", "t"})
        void areNeitherReadNorTruncatedByARangeTombstone(String op) {
            Struct event = made.event(DELETE).put("op", op);

            for (ConnectRecord<?> record : records(made, DELETE, event)) {
                assertThatThrownBy(() -> row(record))
                        .isExactlyInstanceOf(DataException.class)
                        .hasMessageStartingWith(
                                "Cannot normalize the change: a deletion of a range, which names no rows at ")
                        .hasMessageEndingWith(" value. Delete the rows in the target, or set 'range.deletes' to drop.");
            }
            config.put("range.deletes", "drop");
            assertThat(transformed(made.source(DELETE, event))).isNull();
        }
    }

    @Nested
    class OfSpanner {
        private final ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.SPANNER);

        @Test
        void listColumnsThatAnUpdateLeftAlone() {
            Struct event = update("OLD_AND_NEW_VALUES", made.row(2, "new", null), made.row(2, "old", null));

            for (Map<String, Object> row : both(made, UPDATE, event)) {
                assertThat(row).containsEntry("state", "new").containsEntry("note", null);
                assertThat(row).containsEntry("_unavailable", List.of("note"));
                assertThat(row).containsEntry("_changed", List.of("state"));
            }
        }

        @Test
        void haveNullWhereAnUpdatePutNullInThePlaceOfAValue() {
            Struct event = update("OLD_AND_NEW_VALUES", made.row(2, "new", null), made.row(2, "old", "gone"));

            for (Map<String, Object> row : both(made, UPDATE, event)) {
                assertThat(row).containsEntry("note", null).containsEntry("_unavailable", null);
            }
        }

        @Test
        void areWholeWhereTheStreamCapturesNewRows() {
            Struct event = update("NEW_ROW", made.row(2, "new", null), made.row(2, null, null));

            for (Map<String, Object> row : both(made, UPDATE, event)) {
                assertThat(row).containsEntry("note", null).containsEntry("_unavailable", null);
            }
        }

        @Test
        void cannotTellNullFromNotSentWhereTheStreamCapturesNewValues() {
            Struct event = update("NEW_VALUES", made.row(2, "new", null), made.row(2, null, null));

            for (Map<String, Object> row : both(made, UPDATE, event)) {
                assertThat(row).containsEntry("_unavailable", List.of("note"));
            }
        }

        @Test
        void failByDefaultWhereColumnsAreNotSent() {
            config.remove("unavailable");
            Struct event = update("NEW_VALUES", made.row(2, "new", null), made.row(2, null, null));

            assertThatThrownBy(() -> row(made.source(UPDATE, event)))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage(
                            "Cannot normalize the change: the database did not send the unchanged value of [note] at shop.orders"
                                    + " from {server=shop} at {n=13} value. Have the change stream capture NEW_ROW, or set"
                                    + " 'unavailable' to null or keep.");
        }

        @Test
        void areWholeWhenInsertedOrDeleted() {
            for (Map<String, Object> row : both(made, CREATE, made.event(CREATE))) {
                assertThat(row).containsEntry("note", null).containsEntry("_unavailable", null);
            }
            for (Map<String, Object> row : both(made, DELETE, made.event(DELETE))) {
                assertThat(row)
                        .containsEntry("id", 2L)
                        .containsEntry("state", "new")
                        .containsEntry("_deleted", true);
            }
        }

        private Struct update(String captureType, Struct after, Struct before) {
            Struct event = made.event(UPDATE).put("after", after).put("before", before);
            event.getStruct("source").put("value_capture_type", captureType);
            return event;
        }
    }

    @Nested
    class OfMongo {
        private final ConnectorEnvelopes made = ConnectorEnvelopes.of(Family.MONGODB);

        @Test
        void areADocumentAndWhatAnUpdateChanged() {
            SourceRecord record = transformed(made.source(CREATE));

            assertThat(record.valueSchema().name()).isEqualTo("shop.orders.Value");
            assertThat(record.valueSchema().fields().stream().map(Field::name).limit(4))
                    .containsExactly("document", "updated_fields", "removed_fields", "truncated_arrays");
            assertThat(record.valueSchema().field("document").schema().name()).isEqualTo("io.debezium.data.Json");
            assertThat(row(made.source(CREATE)))
                    .containsEntry("document", "{\"_id\": 2}")
                    .containsEntry("updated_fields", null)
                    .containsEntry("_op", "c")
                    .containsEntry("_unavailable", null);
        }

        @Test
        void tellWhatAnUpdateChanged() {
            for (Map<String, Object> row : both(made, UPDATE, changed(made.event(UPDATE)))) {
                assertThat(row)
                        .containsEntry("document", "{\"_id\": 2}")
                        .containsEntry("updated_fields", "{\"state\": \"new\"}")
                        .containsEntry("removed_fields", List.of("note"))
                        .containsEntry("_unavailable", null);
            }
        }

        @Test
        void listTheDocumentThatAnUpdateDoesNotHoldAndDoNotTakeTheOneBefore() {
            Struct event =
                    changed(made.event(UPDATE)).put("after", null).put("before", "{\"_id\": 2, \"state\": \"old\"}");

            for (Map<String, Object> row : both(made, UPDATE, event)) {
                assertThat(row)
                        .containsEntry("document", null)
                        .containsEntry("updated_fields", "{\"state\": \"new\"}")
                        .containsEntry("_unavailable", List.of("document"));
            }
        }

        @Test
        void failByDefaultWhereAnUpdateDoesNotHoldTheDocument() {
            config.remove("unavailable");
            Struct event = changed(made.event(UPDATE)).put("after", null);

            for (ConnectRecord<?> record : records(made, UPDATE, event)) {
                assertThatThrownBy(() -> row(record))
                        .isExactlyInstanceOf(DataException.class)
                        .hasMessageStartingWith("Cannot normalize the change: the connector did not look up the changed"
                                + " value of [document] at shop.orders")
                        .hasMessageEndingWith(
                                " value. Set the connector's capture.mode to change_streams_update_full, or"
                                        + " set 'unavailable' to null or keep.");
            }
        }

        @Test
        void haveNoDocumentWhenDeletedUnlessThereIsAPreImage() {
            for (Map<String, Object> row : both(made, DELETE, made.event(DELETE))) {
                assertThat(row).containsEntry("document", null).containsEntry("_deleted", true);
            }
            for (Map<String, Object> row : both(made, DELETE, made.event(DELETE).put("before", "{\"_id\": 2}"))) {
                assertThat(row).containsEntry("document", "{\"_id\": 2}").containsEntry("_deleted", true);
            }
        }

        private Struct changed(Struct event) {
            return event.put(
                    "updateDescription",
                    new Struct(event.schema().field("updateDescription").schema())
                            .put("updatedFields", "{\"state\": \"new\"}")
                            .put("removedFields", List.of("note")));
        }
    }

    private List<ConnectRecord<?>> records(ConnectorEnvelopes made, Logged at, Struct event) {
        SourceRecord struct = made.source(at, event);
        SinkRecord map = new SinkRecord(
                "shop.orders",
                0,
                struct.keySchema(),
                struct.key(),
                null,
                made.map(event),
                7,
                1L,
                TimestampType.CREATE_TIME);
        return List.of(struct, map);
    }

    private List<Map<String, Object>> both(ConnectorEnvelopes made, Logged at, Struct event) {
        return records(made, at, event).stream().map(this::row).toList();
    }

    private Map<String, Object> row(ConnectRecord<?> record) {
        Map<String, Object> row = new HashMap<>(NormalizedRow.of(record, config));
        row.replaceAll((name, value) -> value instanceof Object[] array ? Arrays.asList(array) : value);
        return row;
    }

    private SourceRecord transformed(SourceRecord record) {
        NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return transform.apply(record);
    }
}
