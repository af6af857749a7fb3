// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an order's life looks like in each shape. */
class ShapesTest {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";

    private final Envelopes mysql = Envelopes.binlog();
    private final Envelopes postgres = Envelopes.wal();

    private SourceRecord paid() {
        return mysql.record(mysql.event(
                "u",
                mysql.order(7, "new", null, 1),
                mysql.order(7, "paid", null, 2),
                mysql.at("binlog.000003", 120, 0)));
    }

    private SourceRecord deleted() {
        return mysql.record(mysql.event("d", mysql.order(7, "paid", "x", 2), null, mysql.at("binlog.000003", 220, 0)));
    }

    @Nested
    class Changelog {
        @Test
        void saysWhichColumnsAnUpdateChanged() {
            Struct row = apply(paid(), Map.of("shape", "changelog"));

            assertThat(names(row))
                    .containsExactly(
                            "id", "state", "note", "amount", "_op", "_deleted", "_seq", "_source_ts", "_changed");
            assertThat(row.getArray("_changed")).isEqualTo(List.of("state", "amount"));
        }

        @Test
        void leavesChangedNullWhereThereIsNothingToCompare() {
            SourceRecord created = mysql.record(
                    mysql.event("c", null, mysql.order(7, "new", null, 1), mysql.at("binlog.000003", 20, 0)));
            SourceRecord withoutBefore = postgres.record(
                    postgres.event("u", null, postgres.order(7, "paid", null, 1), postgres.at("[\"1\",\"2\"]")));

            assertThat(apply(created, Map.of("shape", "changelog")).get("_changed"))
                    .isNull();
            assertThat(apply(withoutBefore, Map.of("shape", "changelog")).get("_changed"))
                    .isNull();
            assertThat(apply(deleted(), Map.of("shape", "changelog")).get("_changed"))
                    .isNull();
        }

        @Test
        void doesNotCallAColumnChangedThatWasNotSent() {
            SourceRecord update = postgres.record(postgres.event(
                    "u",
                    postgres.order(7, "new", "long text", 1),
                    postgres.order(7, "paid", PLACEHOLDER, 1),
                    postgres.at("[\"1\",\"2\"]")));

            Struct row = apply(update, Map.of("shape", "changelog"));

            assertThat(row.getArray("_changed")).isEqualTo(List.of("state"));
            assertThat(row.getString("note")).isEqualTo("long text");
        }

        @Test
        void seesThatBytesAreEqual() {
            Envelopes made = Envelopes.binlog(
                    SchemaBuilder.struct().field("a", Schema.BYTES_SCHEMA).field("b", Schema.BYTES_SCHEMA));
            Struct before = new Struct(made.row).put("a", new byte[] {1}).put("b", new byte[] {1});
            Struct after = new Struct(made.row).put("a", new byte[] {1}).put("b", new byte[] {2});

            Struct row = apply(
                    made.record(made.event("u", before, after, made.at("b.1", 1, 0))), Map.of("shape", "changelog"));

            assertThat(row.getArray("_changed")).isEqualTo(List.of("b"));
        }

        @Test
        void seesThatBytesWithinAColumnAreEqual() {
            Envelopes made = Envelopes.binlog(SchemaBuilder.struct()
                    .field("a", SchemaBuilder.array(Schema.BYTES_SCHEMA).build())
                    .field(
                            "b",
                            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.BYTES_SCHEMA)
                                    .build()));
            Struct before =
                    new Struct(made.row).put("a", List.of(new byte[] {1})).put("b", Map.of("k", new byte[] {1}));
            Struct after =
                    new Struct(made.row).put("a", List.of(new byte[] {1})).put("b", Map.of("k", new byte[] {2}));

            Struct row = apply(
                    made.record(made.event("u", before, after, made.at("b.1", 1, 0))), Map.of("shape", "changelog"));

            assertThat(row.getArray("_changed")).isEqualTo(List.of("b"));
        }

        @Test
        void keepsTheRowAsItWasOnRequest() {
            Struct update = apply(paid(), Map.of("shape", "changelog", "before", "nested"));
            Struct delete = apply(deleted(), Map.of("shape", "changelog", "before", "nested"));

            assertThat(update.getStruct("_before").getString("state")).isEqualTo("new");
            assertThat(update.getString("state")).isEqualTo("paid");
            assertThat(delete.getStruct("_before").getString("note")).isEqualTo("x");
            update.validate();
            delete.validate();
        }

        @Test
        void hasARowForADeleteAndNothingForItsTombstone() {
            Struct row = apply(deleted(), Map.of("shape", "changelog"));
            SourceRecord tombstone = withValue(deleted(), null);

            assertThat(row.getBoolean("_deleted")).isTrue();
            assertThat(row.getString("note")).isEqualTo("x");
            assertThat(transformed(tombstone, Map.of("shape", "changelog"))).isNull();
        }
    }

    @Nested
    class Envelope {
        @Test
        void isOneNestedRecordAlikeForEveryConnector() {
            SourceRecord other = postgres.record(postgres.event(
                    "u",
                    postgres.order(7, "new", null, 1),
                    postgres.order(7, "paid", null, 2),
                    postgres.at("[\"1\",\"2\"]")));

            Struct change = apply(paid(), Map.of("shape", "envelope"));

            assertThat(change.schema().name()).isEqualTo("shop.orders.Change");
            assertThat(change.schema())
                    .isEqualTo(apply(other, Map.of("shape", "envelope")).schema());
            assertThat(names(change))
                    .containsExactly(
                            "op",
                            "deleted",
                            "seq",
                            "seq_quality",
                            "source_ts",
                            "phase",
                            "tx",
                            "connector",
                            "db",
                            "schema",
                            "table",
                            "changed",
                            "unavailable",
                            "before",
                            "after");
            assertThat(change.getStruct("before").getString("state")).isEqualTo("new");
            assertThat(change.getStruct("after").getString("state")).isEqualTo("paid");
            assertThat(change.getStruct("after").getWithoutDefault("note")).isNull();
            assertThat(change.getArray("changed")).isEqualTo(List.of("state", "amount"));
            assertThat(change.getString("phase")).isEqualTo("stream");
            change.validate();
        }

        @Test
        void hasNoAfterForADeleteAndNoImageForATruncate() {
            Struct delete = apply(deleted(), Map.of("shape", "envelope"));
            Struct truncate = apply(
                    mysql.record(mysql.event("t", null, null, mysql.at("binlog.000003", 300, 0))),
                    Map.of("shape", "envelope"));

            assertThat(delete.get("after")).isNull();
            assertThat(delete.getStruct("before").getInt32("amount")).isEqualTo(2);
            assertThat(truncate.get("before")).isNull();
            assertThat(truncate.get("after")).isNull();
            assertThat(truncate.getString("op")).isEqualTo("t");
        }
    }

    @Nested
    class Metadata {
        @Test
        void takesNamesOfItsOwn() {
            Struct row = apply(paid(), Map.of("metadata.standard", "op:__op,seq", "metadata.columns", "table:__table"));

            assertThat(names(row)).containsExactly("id", "state", "note", "amount", "__op", "_seq", "__table");
            assertThat(row.getString("__table")).isEqualTo("orders");
        }

        @Test
        void goesIntoOneColumnOnRequest() {
            Struct row = apply(paid(), Map.of("metadata.nest", "_cdc", "metadata.columns", "changed"));

            assertThat(names(row)).containsExactly("id", "state", "note", "amount", "_cdc");
            Struct nested = row.getStruct("_cdc");
            assertThat(names(nested)).containsExactly("op", "deleted", "seq", "source_ts", "changed");
            assertThat(nested.getString("op")).isEqualTo("u");
            assertThat(nested.getArray("changed")).isEqualTo(List.of("state", "amount"));
            row.validate();
        }

        @Test
        void tellsTheTwoEventsOfAKeyChangeApart() {
            Struct key = new Struct(mysql.key).put("id", 7L);
            Map<String, String> config = Map.of("metadata.columns", "key_changed,old_key,new_key");
            SourceRecord delete = mysql.record(
                    deletedEvent(), Map.of("n", 1L), headers -> headers.add("__debezium.newkey", key, mysql.key));
            SourceRecord create = mysql.record(
                    mysql.event("c", null, mysql.order(7, "new", null, 1), mysql.at("binlog.000003", 220, 0)),
                    Map.of("n", 1L),
                    headers -> headers.addString("__debezium.oldkey", "{\"id\":6}"));

            assertThat(apply(delete, config).getString("_new_key")).isEqualTo("{\"id\":7}");
            assertThat(apply(delete, config).getBoolean("_key_changed")).isTrue();
            assertThat(apply(create, config).getString("_old_key")).isEqualTo("{\"id\":6}");
            assertThat(apply(create, config).getString("_new_key")).isNull();
            assertThat(apply(paid(), config).getBoolean("_key_changed")).isFalse();
        }

        private Struct deletedEvent() {
            return mysql.event("d", mysql.order(6, "new", null, 1), null, mysql.at("binlog.000003", 220, 0));
        }

        @Test
        void saysWhenTheConnectorReadTheChangeAndHowGoodTheOrderKeyIs() {
            SourceRecord record =
                    mysql.record((Struct) paid().value(), Map.of("pos", 100L, "event", 1L), headers -> {});
            ((Struct) record.value()).put("ts_ms", 1_700_000_000_777L);

            Struct row = apply(record, Map.of("metadata.columns", "capture_ts,seq_quality,seq_number,topic,offset"));

            assertThat(row.get("_capture_ts")).isEqualTo(new Date(1_700_000_000_777L));
            assertThat(row.getString("_seq_quality")).isEqualTo("total");
            assertThat(new java.math.BigInteger(row.getString("_seq_number")).toString(16))
                    .isEqualTo(row.getString("_seq").replace("/", "").replaceFirst("^0+", ""));
            assertThat(row.getString("_topic")).isEqualTo("shop.orders");
            assertThat(row.get("_offset")).isNull();
        }

        @Test
        void saysCForASnapshotRowWhereTheTargetKnowsInsertsOnly() {
            Struct event = mysql.event("r", null, mysql.order(7, "new", null, 1), mysql.at("binlog.000003", 4, 0));
            event.getStruct("source").put("snapshot", "true");

            Struct row = apply(mysql.record(event), Map.of("snapshot.op", "c", "metadata.columns", "phase"));

            assertThat(row.getString("_op")).isEqualTo("c");
            assertThat(row.getString("_phase")).isEqualTo("snapshot");
        }
    }

    @Test
    void failsOnATruncateWhereTheTargetCannotTruncate() {
        SourceRecord truncate = mysql.record(mysql.event("t", null, null, mysql.at("b.1", 300, 0)));

        assertThatThrownBy(() -> transformed(truncate, Map.of("truncates", "fail")))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot normalize the change: a truncate at shop.orders from {server=shop} at {n=1} value."
                        + " Empty the target table, or set 'truncates' to pass or drop.");
    }

    private static List<String> names(Struct struct) {
        return struct.schema().fields().stream().map(Field::name).toList();
    }

    static SourceRecord withValue(SourceRecord record, Object value) {
        return record.newRecord(
                record.topic(),
                null,
                record.keySchema(),
                record.key(),
                null,
                value,
                record.timestamp(),
                record.headers());
    }

    private static Struct apply(SourceRecord record, Map<String, ?> config) {
        return (Struct) transformed(record, config).value();
    }

    private static SourceRecord transformed(SourceRecord record, Map<String, ?> config) {
        NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
        transform.configure(new HashMap<>(config));
        return transform.apply(record);
    }
}
