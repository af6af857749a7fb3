// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.TransformContract;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizeEnvelopeTest extends TransformContract {
    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private final Envelopes mysql = Envelopes.binlog();
    private final Envelopes postgres = Envelopes.wal();

    @Override
    protected <R extends ConnectRecord<R>> Transformation<R> transform() {
        return transform(Map.of());
    }

    @Override
    protected SourceRecord record() {
        Envelopes made = Envelopes.binlog();
        return made.record(made.event(
                "u", made.order(7, "new", null, 1), made.order(7, "paid", "x", 2), made.at("binlog.000003", 120, 2)));
    }

    @Test
    void putsColumnsFirstAndMetadataLast() {
        Struct row = apply(record());

        assertThat(row.schema().name()).isEqualTo("shop.orders.Value");
        assertThat(row.schema().isOptional()).isFalse();
        assertThat(row.schema().fields())
                .extracting(Field::name)
                .containsExactly("id", "state", "note", "amount", "_op", "_deleted", "_seq", "_source_ts");
        assertThat(row.getInt64("id")).isEqualTo(7);
        assertThat(row.getString("state")).isEqualTo("paid");
        assertThat(row.getString("_op")).isEqualTo("u");
        assertThat(row.getBoolean("_deleted")).isFalse();
        assertThat(row.getString("_seq"))
                .isEqualTo("0000000000000003/0000000000000078/1000000000000000/0000000000000004");
        assertThat(row.get("_source_ts")).isEqualTo(new Date(1_700_000_000_123L));
    }

    @Test
    void makesEveryColumnOptionalAndDropsDefaultsSoThatNullStaysNull() {
        Struct row = apply(mysql.record(
                mysql.event("c", null, mysql.order(7, "new", null, 1), mysql.at("binlog.000003", 120, 0))));

        assertThat(row.schema().fields().subList(0, 4)).allSatisfy(column -> {
            assertThat(column.schema().isOptional()).isTrue();
            assertThat(column.schema().defaultValue()).isNull();
        });
        assertThat(row.get("note")).isNull();
    }

    @Test
    void keepsTypeNameVersionParametersAndDocOfAColumn() {
        Schema price = SchemaBuilder.bytes()
                .name("org.apache.kafka.connect.data.Decimal")
                .version(1)
                .parameter("scale", "2")
                .doc("net")
                .build();
        Schema tags = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
        Schema labels = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Envelopes made = Envelopes.binlog(
                SchemaBuilder.struct().field("price", price).field("tags", tags).field("labels", labels));
        Struct after = new Struct(made.row)
                .put("price", new java.math.BigDecimal("1.20"))
                .put("tags", List.of("a"))
                .put("labels", Map.of("k", "v"));

        Struct row = apply(made.record(made.event("c", null, after, made.at("b.1", 1, 0))));

        Schema column = row.schema().field("price").schema();
        assertThat(column.name()).isEqualTo("org.apache.kafka.connect.data.Decimal");
        assertThat(column.version()).isEqualTo(1);
        assertThat(column.parameters()).isEqualTo(Map.of("scale", "2"));
        assertThat(column.doc()).isEqualTo("net");
        assertThat(row.schema().field("tags").schema().valueSchema()).isSameAs(Schema.STRING_SCHEMA);
        assertThat(row.schema().field("labels").schema().valueSchema()).isSameAs(Schema.OPTIONAL_STRING_SCHEMA);
        row.validate();
    }

    @Test
    void rebuildsARequiredStructColumnSoThatItFitsItsOptionalSchema() {
        Schema point = SchemaBuilder.struct()
                .name("io.debezium.data.geometry.Point")
                .version(1)
                .field("x", Schema.FLOAT64_SCHEMA)
                .field(
                        "srid",
                        SchemaBuilder.int32().optional().defaultValue(4326).build())
                .build();
        Envelopes made = Envelopes.binlog(SchemaBuilder.struct().field("place", point));
        Struct after = new Struct(made.row)
                .put("place", new Struct(point).put("x", 1.5).put("srid", null));

        Struct row = apply(made.record(made.event("c", null, after, made.at("b.1", 1, 0))));

        row.validate();
        assertThat(row.getStruct("place").schema())
                .isSameAs(row.schema().field("place").schema());
        assertThat(row.getStruct("place").getFloat64("x")).isEqualTo(1.5);
        assertThat(row.getStruct("place").getWithoutDefault("srid")).isNull();
    }

    @Test
    void namesMetadataColumnsWithTheConfiguredPrefixAndAddsThoseAskedFor() {
        Struct event = postgres.inTransaction(
                postgres.event("c", null, postgres.order(7, "new", null, 1), postgres.at("[\"10\",\"12\"]")), 3);

        Struct row = apply(
                postgres.record(event),
                Map.of("metadata.prefix", "meta_", "metadata.columns", "phase,tx,connector,db,schema,table"));

        assertThat(row.schema().fields().stream().map(Field::name).skip(4))
                .containsExactly(
                        "meta_op",
                        "meta_deleted",
                        "meta_seq",
                        "meta_source_ts",
                        "meta_phase",
                        "meta_tx",
                        "meta_connector",
                        "meta_db",
                        "meta_schema",
                        "meta_table");
        assertThat(row.getString("meta_phase")).isEqualTo("stream");
        assertThat(row.getString("meta_tx")).isEqualTo("tx-1");
        assertThat(row.getString("meta_connector")).isEqualTo("made");
        assertThat(row.getString("meta_db")).isEqualTo("shop");
        assertThat(row.getString("meta_schema")).isEqualTo("public");
        assertThat(row.getString("meta_table")).isEqualTo("orders");
    }

    @Test
    void leavesMetadataNullThatTheDatabaseDoesNotHave() {
        Struct row = apply(record(), Map.of("metadata.columns", "tx,schema"));

        assertThat(row.get("_tx")).isNull();
        assertThat(row.get("_schema")).isNull();
    }

    @Test
    void refusesATableWhoseColumnHasTheNameOfAMetadataColumn() {
        Envelopes made = Envelopes.binlog(Envelopes.orders().field("_seq", Schema.STRING_SCHEMA));
        Struct after = new Struct(made.row)
                .put("id", 7L)
                .put("state", "new")
                .put("amount", 1)
                .put("_seq", "mine");
        SourceRecord record = made.record(made.event("c", null, after, made.at("b.1", 1, 0)));

        assertThatThrownBy(() -> apply(record))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot add metadata columns [_seq]: the table has columns of the same name at shop.orders"
                        + " from {server=shop} at {n=1} value. Set 'metadata.prefix' to another prefix.");
        assertThat(apply(record, Map.of("metadata.prefix", "meta_")).getString("_seq"))
                .isEqualTo("mine");
    }

    @Test
    void writesATableColumnNamedLikeAMetadataColumnThatWasNotAskedFor() {
        Envelopes made = Envelopes.wal(Envelopes.orders().field("unavailable", Schema.OPTIONAL_STRING_SCHEMA));
        Struct after = new Struct(made.row)
                .put("id", 7L)
                .put("state", UNAVAILABLE)
                .put("amount", 1)
                .put("unavailable", "mine");
        SourceRecord record = made.record(made.event("u", null, after, made.at("[\"10\",\"12\"]")));

        Struct row = apply(record, Map.of("metadata.prefix", "", "unavailable", "null"));

        assertThat(row.getString("unavailable")).isEqualTo("mine");
        assertThat(row.getString("op")).isEqualTo("u");
    }

    @Nested
    class Deletes {
        private final SourceRecord delete =
                mysql.record(mysql.event("d", mysql.order(7, "paid", "x", 2), null, mysql.at("binlog.000003", 120, 0)));
        private final SourceRecord tombstone = delete.newRecord(
                delete.topic(), 0, delete.keySchema(), delete.key(), null, null, delete.timestamp(), delete.headers());

        @ParameterizedTest
        @ValueSource(strings = {"both", "row"})
        void becomeARowWithTheColumnsOfTheDeletedOne(String mode) {
            Struct row = apply(delete, Map.of("deletes", mode));

            assertThat(row.getBoolean("_deleted")).isTrue();
            assertThat(row.getString("_op")).isEqualTo("d");
            assertThat(row.getInt64("id")).isEqualTo(7);
            assertThat(row.getString("state")).isEqualTo("paid");
            assertThat(row.getString("note")).isEqualTo("x");
            assertThat(row.getInt32("amount")).isEqualTo(2);
        }

        @Test
        void becomeATombstoneInPlaceOfTheEvent() {
            SourceRecord result = transformed(delete, Map.of("deletes", "tombstone"));

            assertThat(result).isEqualTo(tombstone);
            assertThat(result.valueSchema()).isNull();
        }

        @Test
        void areDropped() {
            assertThat(transformed(delete, Map.of("deletes", "drop"))).isNull();
        }

        @ParameterizedTest
        @CsvSource({"both,true", "row,false", "tombstone,false", "drop,false"})
        void letDebeziumsTombstonePassOnlyBesideTheRow(String mode, boolean passes) {
            SourceRecord result = transformed(tombstone, Map.of("deletes", mode));

            assertThat(result != null).isEqualTo(passes);
        }

        @Test
        void passATombstoneWithoutSchemaEvenIfItCameWithOne() {
            SourceRecord typed = tombstone.newRecord(
                    tombstone.topic(), 0, tombstone.keySchema(), tombstone.key(), mysql.envelope, null, 1L);

            assertThat(transformed(typed, Map.of()).valueSchema()).isNull();
        }

        @Test
        void dropATombstoneWithoutKeyBecauseItSaysNothing() {
            assertThat(transformed(tombstone.newRecord("shop.orders", 0, null, null, null, null, 1L), Map.of()))
                    .isNull();
        }

        @Test
        void needAKeyToBecomeATombstone() {
            SourceRecord keyless = mysql.keyless((Struct) delete.value());

            assertThatThrownBy(() -> transformed(keyless, Map.of("deletes", "tombstone")))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot write a tombstone: no key at shop.orders from {server=shop} at {n=1} key."
                            + " Set 'deletes' to row, or the connector's message.key.columns.");
        }

        @Test
        void needTheDeletedRow() {
            SourceRecord imageless = mysql.record(mysql.event("d", null, null, mysql.at("binlog.000003", 120, 0)));

            assertThatThrownBy(() -> apply(imageless))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot normalize the change: before is null (expected the row of op d) at shop.orders"
                            + " from {server=shop} at {n=1} value. Have the database log whole rows.");
        }
    }

    @Nested
    class DeletedColumns {
        private final Struct at = postgres.at("[\"10\",\"12\"]");

        @Test
        void areNullOnPostgresWhereDebeziumFilledThemIn() {
            Struct row = apply(postgres.record(postgres.event("d", postgres.order(7, "new", null, 0), null, at)));

            assertThat(row.getInt64("id")).isEqualTo(7);
            assertThat(row.get("state")).isNull();
            assertThat(row.get("amount")).isNull();
        }

        @ParameterizedTest
        @CsvSource({"paid,,0", "new,x,0", "new,,1"})
        void areKeptOnPostgresWhereAnyOfThemIsReal(String state, String note, int amount) {
            Struct row = apply(postgres.record(postgres.event("d", postgres.order(7, state, note, amount), null, at)));

            assertThat(row.getString("state")).isEqualTo(state);
            assertThat(row.getString("note")).isEqualTo(note);
            assertThat(row.getInt32("amount")).isEqualTo(amount);
        }

        @Test
        void areAllKeptOnRequest() {
            Struct row = apply(
                    postgres.record(postgres.event("d", postgres.order(7, "new", null, 0), null, at)),
                    Map.of("delete.columns", "all"));

            assertThat(row.getInt32("amount")).isZero();
        }

        @Test
        void areThoseOfTheKeyOnRequest() {
            Struct row = apply(
                    mysql.record(mysql.event("d", mysql.order(7, "paid", "x", 2), null, mysql.at("b.1", 1, 0))),
                    Map.of("delete.columns", "key"));

            assertThat(row.getInt64("id")).isEqualTo(7);
            assertThat(row.get("state")).isNull();
        }

        @Test
        void areKeptOnMySqlWhateverTheyHold() {
            Struct row =
                    apply(mysql.record(mysql.event("d", mysql.order(7, "new", null, 0), null, mysql.at("b.1", 1, 0))));

            assertThat(row.getString("state")).isEqualTo("new");
            assertThat(row.getInt32("amount")).isZero();
        }

        @Test
        void areKeptWithoutAKeyWhichNeedsTheFullReplicaIdentity() {
            Struct row = apply(postgres.keyless(postgres.event("d", postgres.order(7, "new", null, 0), null, at)));

            assertThat(row.getString("state")).isEqualTo("new");
        }
    }

    @Nested
    class Truncates {
        private final SourceRecord truncate =
                mysql.keyless(mysql.event("t", null, null, mysql.at("binlog.000003", 120, 0)));

        @Test
        void becomeARowOfNulls() {
            Struct row = apply(truncate);

            row.validate();
            assertThat(row.get("id")).isNull();
            assertThat(row.getString("_op")).isEqualTo("t");
            assertThat(row.getBoolean("_deleted")).isFalse();
        }

        @Test
        void keepTheSchemaOfTheTablesRows() {
            Transformation<SourceRecord> transform = transform();

            Schema ofRow = transform
                    .apply(mysql.record(mysql.event("c", null, mysql.order(7, "new", null, 1), mysql.at("b.1", 1, 0))))
                    .valueSchema();

            assertThat(transform.apply(truncate).valueSchema()).isSameAs(ofRow);
        }

        @Test
        void areDroppedOnRequest() {
            assertThat(transformed(truncate, Map.of("truncates", "drop"))).isNull();
        }
    }

    @Nested
    class UnavailableValues {
        private final Struct at = postgres.at("[\"10\",\"12\"]");
        private final SourceRecord unknown =
                postgres.record(postgres.event("u", null, postgres.order(7, "paid", UNAVAILABLE, 1), at));

        @Test
        void failByDefaultSoThatNoSinkOverwritesThem() {
            assertThatThrownBy(() -> apply(unknown))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage(
                            "Cannot normalize the change: the database did not send the unchanged value of [note] at"
                                    + " shop.orders from {server=shop} at {n=1} value. Give the table REPLICA IDENTITY FULL,"
                                    + " or set 'unavailable' to null or keep.");
        }

        @Test
        void becomeNullOnRequestAndAreListed() {
            Struct row = apply(unknown, Map.of("unavailable", "null", "metadata.columns", "unavailable"));

            assertThat(row.get("note")).isNull();
            assertThat(row.getArray("_unavailable")).isEqualTo(List.of("note"));
        }

        @Test
        void stayOnRequest() {
            assertThat(apply(unknown, Map.of("unavailable", "keep")).getString("note"))
                    .isEqualTo(UNAVAILABLE);
        }

        @Test
        void comeFromTheEarlierImageWhereItHasThem() {
            SourceRecord full = postgres.record(postgres.event(
                    "u", postgres.order(7, "new", "long", 1), postgres.order(7, "paid", UNAVAILABLE, 1), at));

            assertThat(apply(full).getString("note")).isEqualTo("long");
        }

        @Test
        void areRecognisedByTheConfiguredPlaceholder() {
            SourceRecord other = postgres.record(postgres.event("u", null, postgres.order(7, "paid", "<gone>", 1), at));

            assertThat(apply(other, Map.of("unavailable", "null", "unavailable.placeholder", "<gone>"))
                            .get("note"))
                    .isNull();
            assertThat(apply(other).getString("note")).isEqualTo("<gone>");
        }
    }

    @Nested
    class OtherRecords {
        @ParameterizedTest
        @CsvSource({
            "io.debezium.connector.common.Heartbeat,heartbeats",
            "io.debezium.connector.common.TransactionMetadataValue,transactions",
            "io.debezium.connector.mysql.SchemaChangeValue,schema.changes",
            "io.debezium.connector.mariadb.SchemaChangeValue,schema.changes",
            "io.debezium.connector.postgresql.MessageValue,messages",
            "io.debezium.connector.common.Notification,notifications"
        })
        void passUnchangedOrAreDropped(String schemaName, String key) {
            SourceRecord control = named(schemaName);

            assertThat(transformed(control, Map.of())).isSameAs(control);
            assertThat(transformed(control, Map.of(key, "drop"))).isNull();
        }

        @Test
        void failWhenTheyAreNoneOfDebeziums() {
            SourceRecord strange = named("shop.User");

            assertThatThrownBy(() -> apply(strange))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage(
                            "Cannot normalize the record: shop.User (fields: ts_ms) (expected a Debezium change event)"
                                    + " at topic from {} at {} value. Apply the transform to change topics only, or set"
                                    + " 'unknown' to pass.");
            assertThat(transformed(strange, Map.of("unknown", "pass"))).isSameAs(strange);
        }

        @Test
        void failOnAMapThatIsNoChangeUnlessUnknownRecordsPass() {
            SourceRecord schemaless = new SourceRecord(Map.of(), Map.of(), "topic", null, Map.of("op", "c"));

            assertThatThrownBy(() -> transformed(schemaless, Map.of()))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot normalize the record: a map without op and source (expected a Debezium change"
                            + " event) at topic from {} at {} value. Apply the transform to change topics only, or set"
                            + " 'unknown' to pass.");
            assertThat(transformed(schemaless, Map.of("unknown", "pass"))).isSameAs(schemaless);
        }

        @Test
        void areReadWhereTheirConnectorIsNotKnown() {
            Envelopes other = Envelopes.from(Envelopes.common("io.debezium.connector.other.Source"));
            Struct source = new Struct(other.source)
                    .put("connector", "other")
                    .put("ts_ms", 1L)
                    .put("db", "shop");

            Struct row = apply(other.record(other.event("c", null, other.order(7, "new", null, 1), source)));

            assertThat(row.getString("_seq"))
                    .isEqualTo("0000000000000000/00000000000f4240/1000000000000000/0000000000000000");
        }

        @Test
        void failWhenTheirSourceHasNoTime() {
            Envelopes other =
                    Envelopes.from(SchemaBuilder.struct().name("Source").field("db", Schema.STRING_SCHEMA));
            SourceRecord record = other.record(
                    other.event("c", null, other.order(7, "new", null, 1), new Struct(other.source).put("db", "shop")));

            assertThatThrownBy(() -> apply(record))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage(
                            "Cannot normalize the change: Source (fields: db) (expected the source block of a Debezium"
                                    + " connector) at shop.orders from {server=shop} at {n=1} value."
                                    + " Remove the transform from this connector.");
        }

        @Test
        void failWhenTheirOperationIsNotOneOfARow() {
            SourceRecord message = mysql.record(mysql.event("m", null, null, mysql.at("b.1", 1, 0)));

            assertThatThrownBy(() -> apply(message))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot normalize the change: op m (expected c, u, d, r or t) at shop.orders from"
                            + " {server=shop} at {n=1} value. Drop it.");
        }

        private SourceRecord named(String name) {
            Schema schema = SchemaBuilder.struct()
                    .name(name)
                    .field("ts_ms", Schema.INT64_SCHEMA)
                    .build();
            return new SourceRecord(Map.of(), Map.of(), "topic", schema, new Struct(schema).put("ts_ms", 1L));
        }
    }

    @Test
    void failsOnAChangeWithoutItsRow() {
        SourceRecord record = mysql.record(mysql.event("u", null, null, mysql.at("b.1", 1, 0)));

        assertThatThrownBy(() -> apply(record))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot normalize the change: after is null (expected the row of op u) at shop.orders from"
                        + " {server=shop} at {n=1} value. Have the database log whole rows.");
    }

    private Struct apply(SourceRecord record) {
        return apply(record, Map.of());
    }

    private Struct apply(SourceRecord record, Map<String, ?> config) {
        return (Struct) transformed(record, config).value();
    }

    private static SourceRecord transformed(SourceRecord record, Map<String, ?> config) {
        return NormalizeEnvelopeTest.<SourceRecord>transform(config).apply(record);
    }

    private static <R extends ConnectRecord<R>> Transformation<R> transform(Map<String, ?> config) {
        NormalizeEnvelope<R> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return transform;
    }
}
