// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.transforms.ExtractNewRecordState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.SchemaBuilderException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where {@code profile=debezium-compat} differs from Debezium's ExtractNewRecordState on purpose, both side by side. The
 * list in {@code docs/transforms/migrate-from-extract-new-record-state.md} has a line for each test.
 */
class CompatDifferencesTest {
    private static final String MODE = "delete.tombstone.handling.mode";

    private final Envelopes orders = Envelopes.binlog();
    private final SourceRecord changed = orders.record(orders.event(
            "u", orders.order(7, "new", "x", 4), orders.order(7, "paid", null, 5), orders.at("bin.000001", 4, 0)));
    private final SourceRecord deleted =
            orders.record(orders.event("d", orders.order(7, "paid", "x", 5), null, orders.at("bin.000001", 9, 0)));
    private final SourceRecord deletedWithoutBefore =
            orders.record(orders.event("d", null, null, orders.at("bin.000001", 9, 0)));

    @Test
    void aTombstoneHasNoValueSchemaSoThatJsonConverterWritesNull() {
        Oracle<SourceRecord> oracle = oracle(MODE, "tombstone");

        SourceRecord theirs = oracle.theirs(deleted);
        SourceRecord ours = oracle.ours(deleted);

        assertThat(theirs.valueSchema().name()).isEqualTo("shop.orders.Value");
        assertThat(new String(json(theirs), StandardCharsets.UTF_8)).endsWith("\"payload\":null}");
        assertThat(ours.valueSchema()).isNull();
        assertThat(json(ours)).isNull();
    }

    @Test
    void aTombstoneThatPassesHasNoValueSchemaEither() {
        Oracle<SourceRecord> oracle = oracle(MODE, "rewrite-with-tombstone");
        SourceRecord tombstone = with(deleted, deleted.valueSchema(), null);

        assertThat(oracle.theirs(tombstone).valueSchema()).isEqualTo(deleted.valueSchema());
        assertThat(oracle.ours(tombstone).valueSchema()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tombstone", "delete-to-tombstone"})
    void aDeleteWithoutBeforeBecomesATombstoneAndIsNotTakenForATruncate(String mode) {
        Oracle<SourceRecord> oracle = oracle(MODE, mode);

        assertThat(oracle.theirs(deletedWithoutBefore)).isNull();
        SourceRecord ours = oracle.ours(deletedWithoutBefore);
        assertThat(ours.key()).isEqualTo(deletedWithoutBefore.key());
        assertThat(ours.value()).isNull();
        assertThat(ours.valueSchema()).isNull();
    }

    @Test
    void aDeleteWithoutBeforeBecomesARowOfItsKeyWhereTheOtherColumnsMayBeNull() {
        Envelopes table = Envelopes.binlog(
                SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("note", Schema.OPTIONAL_STRING_SCHEMA));
        SourceRecord delete = table.record(table.event("d", null, null, table.at("bin.000001", 9, 0)));
        Oracle<SourceRecord> oracle = oracle(MODE, "rewrite");

        assertThat(oracle.theirs(delete)).isNull();
        assertThat(values(oracle.ours(delete))).hasToString("{__deleted=true, id=7, note=null}");
    }

    @Test
    void aDeleteWithoutBeforeFailsWhereTheRowWouldLackRequiredColumns() {
        Oracle<SourceRecord> oracle = oracle(MODE, "rewrite");

        assertThat(oracle.theirs(deletedWithoutBefore)).isNull();
        assertThatThrownBy(() -> oracle.ours(deletedWithoutBefore))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot write the deleted row: before is null, and the key lacks the required [state, "
                        + "amount] at shop.orders from {server=shop} at {n=1} value. Have the database log whole rows, "
                        + "or set 'delete.tombstone.handling.mode' to delete-to-tombstone.");
    }

    @Test
    void anEnvelopeWithoutTheFieldBeforeHasDeletesToo() {
        Schema envelope = SchemaBuilder.struct()
                .name("cells.Envelope")
                .field("after", orders.row)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        SourceRecord delete = with(deleted, envelope, new Struct(envelope).put("op", "d"));
        Oracle<SourceRecord> oracle = oracle();

        assertThatThrownBy(() -> oracle.theirs(delete))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown field: before");
        assertThat(oracle.ours(delete).value()).isNull();
    }

    @Test
    void aChangeWithoutItsRowIsAnErrorAndNotATruncate() {
        SourceRecord update = orders.record(orders.event("u", null, null, orders.at("bin.000001", 9, 0)));
        Oracle<SourceRecord> oracle = oracle();

        assertThat(oracle.theirs(update)).isNull();
        assertThatThrownBy(() -> oracle.ours(update))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot unwrap the change: before and after are null (expected the row of op u) at "
                        + "shop.orders from {server=shop} at {n=1} value. Have the database log whole rows.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rewrite", "rewrite-with-tombstone"})
    void nullStaysNullUnlessItIsToBeReplaced(String mode) {
        assertThat(values(oracle(MODE, mode).theirs(changed))).containsEntry("note", "none");
        assertThat(values(new Oracle<SourceRecord>(Map.of(MODE, mode), Map.of()).ours(changed)))
                .containsEntry("note", null);

        Oracle<SourceRecord> asked = oracle(MODE, mode, "replace.null.with.default", "true");
        assertThat(values(asked.ours(changed))).isEqualTo(values(asked.theirs(changed)));
    }

    @Test
    void nullStaysNullWhereOtherFieldsAreDropped() {
        SourceRecord listing = listing(changed, List.of("state"));
        Oracle<SourceRecord> oracle =
                oracle("drop.fields.header.name", "drop", "drop.fields.keep.schema.compatible", "false");

        assertThat(values(oracle.theirs(listing))).hasToString("{amount=5, id=7, note=none}");
        assertThat(values(oracle.ours(listing))).hasToString("{amount=5, id=7, note=null}");
    }

    @Test
    void nullInARequiredColumnThatHasADefaultIsNoError() {
        SourceRecord lacking = orders.record(orders.event(
                "c", null, new Struct(orders.row).put("id", 7L).put("amount", 5), orders.at("bin.000001", 4, 0)));
        Oracle<SourceRecord> oracle = oracle();

        assertThatThrownBy(() -> oracle.theirs(lacking))
                .isInstanceOf(DataException.class)
                .hasMessage("Invalid value: null used for required field: \"state\", schema type: STRING");
        assertThat(values(oracle.ours(lacking))).containsEntry("state", null);
    }

    @Test
    void aTombstoneHasNoFieldsToDropAndIsNoError() {
        SourceRecord listing = listing(deleted, List.of("note"));
        Oracle<SourceRecord> oracle = oracle(MODE, "delete-to-tombstone", "drop.fields.header.name", "drop");

        assertThatThrownBy(() -> oracle.theirs(listing)).isInstanceOf(NullPointerException.class);
        assertThat(oracle.ours(listing).value()).isNull();
    }

    @Test
    void fieldsAreDroppedBesideAKeyThatIsNoStruct() {
        SourceRecord record = listing(
                changed.newRecord("t", 0, Schema.STRING_SCHEMA, "7", changed.valueSchema(), changed.value(), 1L),
                List.of("note"));
        Oracle<SourceRecord> oracle = oracle("drop.fields.header.name", "drop", "drop.fields.from.key", "true");

        assertThatThrownBy(() -> oracle.theirs(record)).isInstanceOf(DataException.class);
        assertThat(oracle.ours(record).key()).isEqualTo("7");
        assertThat(values(oracle.ours(record))).hasToString("{amount=5, id=7, state=paid}");
    }

    @Test
    void anAddedFieldIsDroppedFromDeletesAsFromOtherChanges() {
        Oracle<SourceRecord> oracle = oracle(MODE, "rewrite", "add.fields", "op", "drop.fields.header.name", "drop");

        assertThat(values(oracle.theirs(listing(changed, List.of("__op"))))).doesNotContainKey("__op");
        assertThat(values(oracle.theirs(listing(deleted, List.of("__op"))))).containsKey("__op");
        assertThat(values(oracle.ours(listing(changed, List.of("__op"))))).doesNotContainKey("__op");
        assertThat(values(oracle.ours(listing(deleted, List.of("__op"))))).doesNotContainKey("__op");
    }

    @Test
    void aHeaderThatIsNoListIsADataException() {
        changed.headers().addString("drop", "note");
        Oracle<SourceRecord> oracle = oracle("drop.fields.header.name", "drop");

        assertThatThrownBy(() -> oracle.theirs(changed)).isInstanceOf(ClassCastException.class);
        assertThatThrownBy(() -> oracle.ours(changed))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot drop fields: header drop is a String (expected a list) at shop.orders from "
                        + "{server=shop} at {n=1} value. Correct 'drop.fields.header.name'.");
    }

    @Test
    void aWholeBlockCanBeAdded() {
        Oracle<SourceRecord> oracle = oracle("add.fields", "source");

        assertThatThrownBy(() -> oracle.theirs(changed))
                .isInstanceOf(DataException.class)
                .hasMessage("Struct schemas do not match.");
        SourceRecord ours = oracle.ours(changed);
        Struct source = ((Struct) ours.value()).getStruct("__source");
        assertThat(source.getString("file")).isEqualTo("bin.000001");
        assertThat(source.schema())
                .isEqualTo(ours.valueSchema().field("__source").schema());
    }

    @Test
    void aWholeBlockAsAHeaderKeepsTheFieldsOfItsSchema() {
        Oracle<SourceRecord> oracle = oracle("add.headers", "source");

        assertThat(lastHeader(oracle.theirs(changed)).schema().fields()).isEmpty();
        assertThat(lastHeader(oracle.ours(changed)).schema().fields()).isEqualTo(orders.source.fields());
    }

    @Test
    void anAddedMapKeepsTheSchemasOfItsEntries() {
        Schema labels = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                .optional()
                .build();
        Envelopes table = Envelopes.from(
                Envelopes.common("io.debezium.connector.any.Source").field("labels", labels));
        Struct source = new Struct(table.source)
                .put("connector", "any")
                .put("ts_ms", 1L)
                .put("db", "shop");
        SourceRecord record = table.record(table.event("c", null, table.order(7, "new", null, 5), source));
        Oracle<SourceRecord> oracle = oracle("add.fields", "labels");

        Schema theirs = oracle.theirs(record).valueSchema().field("__labels").schema();
        assertThat(theirs.valueSchema()).isNull();
        assertThat(oracle.ours(record).valueSchema().field("__labels").schema()).isEqualTo(labels);
    }

    @Test
    void anEnvelopeWithoutABlockJustLacksItsFields() {
        Schema envelope = SchemaBuilder.struct()
                .name("plain.Envelope")
                .field("after", orders.row)
                .field("source", orders.source)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct event = new Struct(envelope)
                .put("op", "c")
                .put("after", orders.order(7, "new", "x", 5))
                .put("source", orders.at("bin.000001", 4, 0));
        SourceRecord record = with(changed, envelope, event);
        Oracle<SourceRecord> oracle = oracle("add.fields", "transaction.id,pos");

        assertThatThrownBy(() -> oracle.theirs(record)).isInstanceOf(NullPointerException.class);
        assertThat(values(oracle.ours(record))).containsEntry("__pos", 4L).doesNotContainKey("__transaction_id");
    }

    @Test
    void theInputKeepsItsHeadersWhichDebeziumsTombstonesShareWithTheirDeletes() {
        Map<String, String> settings = Map.of(MODE, "rewrite-with-tombstone", "add.headers", "op,source.pos");
        ExtractNewRecordState<SourceRecord> real = new ExtractNewRecordState<>();
        real.configure(settings);
        NormalizeEnvelope<SourceRecord> compat = Oracle.compat(settings);
        SourceRecord tombstone = with(deleted, null, null);
        assertThat(tombstone.headers()).isSameAs(deleted.headers());

        assertThat(compat.apply(deleted).headers()).hasSize(3);
        assertThat(compat.apply(tombstone).headers()).extracting(Header::key).containsExactly("trace", "__op");
        assertThat(deleted.headers()).hasSize(1);

        assertThat(real.apply(deleted).headers()).hasSize(3);
        assertThat(real.apply(tombstone).headers())
                .extracting(Header::key)
                .containsExactly("trace", "__op", "__source_pos", "__op");
        assertThat(deleted.headers()).hasSize(4);
    }

    @Test
    void aNameThatIsTakenIsRefusedAtTheStartOrWithTheTable() {
        assertThatThrownBy(() -> Oracle.compat(Map.of("add.fields", "op,source.ts_ms:op")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value [op] for configuration add.fields: expected each name once. Omit it for the "
                        + "default, none.");

        Oracle<SourceRecord> oracle = oracle("add.fields", "op:note", "add.fields.prefix", "");
        assertThatThrownBy(() -> oracle.theirs(changed)).isInstanceOf(SchemaBuilderException.class);
        assertThatThrownBy(() -> oracle.ours(changed))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot add [note]: more than one field of that name beside shop.orders.Value (fields: id, "
                        + "state, note, amount) at shop.orders from {server=shop} at {n=1} value. Change "
                        + "'add.fields.prefix' or 'delete.tombstone.handling.mode'.");
    }

    @Test
    void aReferenceThatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> oracle("add.fields", "a:b:c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Oracle.compat(Map.of("add.headers", "op,a:b:c,:x")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Invalid value [a:b:c, :x] for configuration add.headers: expected a field, block.field, or "
                                + "either with :name behind it. Omit it for the default, none.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delete.handling.mode|rewrite|rewrite, or to rewrite-with-tombstone where drop.tombstones was false",
                "delete.handling.mode|drop|drop, or to tombstone where drop.tombstones was false",
                "delete.handling.mode|none|tombstone",
                "delete.handling.mode|other|one of drop, tombstone, rewrite, rewrite-with-tombstone, delete-to-tombstone",
                "drop.tombstones|false|tombstone, or to rewrite-with-tombstone where delete.handling.mode was rewrite",
                "drop.tombstones|true|drop, or to rewrite where delete.handling.mode was rewrite"
            })
    void aRemovedKeyIsRefusedWithItsSuccessorAndNotIgnored(String key, String value, String successor) {
        ExtractNewRecordState<SourceRecord> real = new ExtractNewRecordState<>();
        real.configure(Map.of(key, value));
        assertThat(real.apply(deleted))
                .as("its default, whatever was asked for")
                .isNotNull();

        assertThatThrownBy(() -> Oracle.compat(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + value + " for configuration " + key + ": removed by Debezium 3.2. Set "
                        + "'delete.tombstone.handling.mode' to " + successor + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "1"})
    void aMistypedBooleanIsRefused(String value) {
        ExtractNewRecordState<SourceRecord> real = new ExtractNewRecordState<>();
        real.configure(Map.of("replace.null.with.default", value));

        assertThatThrownBy(() -> Oracle.compat(Map.of("replace.null.with.default", value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Invalid value " + value + " for configuration replace.null.with.default");
    }

    @Test
    void aSettingThatWouldDoNothingIsRefused() {
        assertThatThrownBy(() -> Oracle.compat(Map.of("shape", "row", "truncates", "drop", "errors", "skip")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Cannot configure [shape, truncates]: they do nothing with profile=debezium-compat, "
                        + "which takes ExtractNewRecordState's. Remove them, or have 'profile' unset.");

        NormalizeEnvelope<SourceRecord> plain = new NormalizeEnvelope<>();
        assertThatThrownBy(() -> plain.configure(Map.of("add.fields", "op", "route.by.field", "x", "type", "y")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Cannot configure [add.fields, route.by.field]: they are ExtractNewRecordState's. Remove "
                        + "them, or have 'profile' set to debezium-compat.");
    }

    private static Oracle<SourceRecord> oracle(String... settings) {
        return new Oracle<>(Oracle.settings(settings), Map.of());
    }

    private static SourceRecord with(SourceRecord record, Schema schema, Object value) {
        return record.newRecord(
                record.topic(), 0, record.keySchema(), record.key(), schema, value, 1L, record.headers());
    }

    private static SourceRecord listing(SourceRecord record, List<String> names) {
        record.headers().remove("drop");
        record.headers()
                .add("drop", names, SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        return record;
    }

    /** What the row holds, without its defaults, in the order of the names. */
    private static Map<String, Object> values(SourceRecord record) {
        Struct row = (Struct) record.value();
        Map<String, Object> values = new TreeMap<>();
        for (Field field : row.schema().fields()) {
            values.put(field.name(), row.getWithoutDefault(field.name()));
        }
        return values;
    }

    private static Header lastHeader(SourceRecord record) {
        Header last = null;
        for (Header header : record.headers()) {
            last = header;
        }
        return last;
    }

    private static byte[] json(SourceRecord record) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true"), false);
            return converter.fromConnectData(record.topic(), record.valueSchema(), record.value());
        }
    }
}
