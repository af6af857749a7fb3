// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamingTest {
    private final Envelopes shop = Envelopes.binlog(SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("orderState", Schema.STRING_SCHEMA)
            .field("unit price", Schema.INT32_SCHEMA));

    @ParameterizedTest
    @CsvSource({
        "snake,,,keep,id,order_state,unit price",
        "upper,,,identifier,ID,ORDERSTATE,UNIT_PRICE",
        "lower,[ ],'',keep,id,orderstate,unitprice",
        "keep,^(.),c_$1,identifier,c_id,c_orderState,c_unit_price"
    })
    void renamesColumnsInRowsAndKeys(
            String letters,
            String pattern,
            String replacement,
            String sanitize,
            String id,
            String state,
            String price) {
        SourceRecord result = transformed(Map.of(
                "names.column.case",
                letters,
                "names.column.pattern",
                pattern == null ? "" : pattern,
                "names.column.replacement",
                replacement == null ? "" : replacement,
                "names.column.sanitize",
                sanitize));

        Struct row = (Struct) result.value();
        assertThat(row.schema().fields().stream().map(Field::name).limit(3)).containsExactly(id, state, price);
        assertThat(row.get(state)).isEqualTo("new");
        assertThat(((Struct) result.key()).getInt64(id)).isEqualTo(7);
        assertThat(result.keySchema().field(id).schema().isOptional()).isFalse();
        assertThat(row.getString("_op")).isEqualTo("c");
    }

    @Test
    void renamesColumnsInTheListOfChangedOnes() {
        Struct before = row("new");
        SourceRecord update = shop.record(shop.event("u", before, row("paid"), shop.at("b.1", 1, 0)));

        Struct row = (Struct) transformed(update, Map.of("shape", "changelog", "names.column.case", "snake"))
                .value();

        assertThat(row.getArray("_changed")).isEqualTo(List.of("order_state"));
    }

    @Test
    void routesTopicsAndNamesSchemas() {
        Map<String, String> config = Map.of(
                "names.topic.pattern", "^shop\\.(.*)$",
                "names.topic.replacement", "curated.$1",
                "names.schema.pattern", "^shop\\.",
                "names.schema.replacement", "curated.");
        SourceRecord tombstone = ShapesTest.withValue(created(), null);

        SourceRecord result = transformed(config);

        assertThat(result.topic()).isEqualTo("curated.orders");
        assertThat(result.valueSchema().name()).isEqualTo("curated.orders.Value");
        assertThat(result.keySchema().name()).isEqualTo("curated.orders.Key");
        assertThat(transformed(tombstone, config).topic()).isEqualTo("curated.orders");
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        Envelopes made = Envelopes.binlog(
                SchemaBuilder.struct().field("a b", Schema.INT32_SCHEMA).field("a_b", Schema.INT32_SCHEMA));
        Struct after = new Struct(made.row).put("a b", 1).put("a_b", 2);
        SourceRecord record = made.record(made.event("c", null, after, made.at("b.1", 1, 0)));

        assertThatThrownBy(() -> transformed(record, Map.of("names.column.sanitize", "identifier")))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot name the columns [a_b]: other columns of the table would have the same names at"
                        + " shop.orders from {server=shop} at {n=1} value. Correct 'names.column.*'.");
    }

    @Test
    void refusesColumnsOfWhichNoNameIsLeft() {
        Envelopes made = Envelopes.binlog(SchemaBuilder.struct().field("ID", Schema.INT32_SCHEMA));
        Struct after = new Struct(made.row).put("ID", 1);
        SourceRecord record = made.record(made.event("c", null, after, made.at("b.1", 1, 0)));
        SourceRecord tombstone = ShapesTest.withValue(record, null);

        assertThatThrownBy(() -> transformed(record, Map.of("names.column.pattern", "[A-Z]")))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot name the columns [ID]: nothing would be left of their names at shop.orders from"
                        + " {server=shop} at {n=1} value. Correct 'names.column.*'.");
        assertThatThrownBy(() -> transformed(tombstone, Map.of("names.column.pattern", "[a-z]")))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot name the columns [id]: nothing would be left of their names at shop.orders from"
                        + " {server=shop} at {n=1} key. Correct 'names.column.*'.");
    }

    @Test
    void refusesTwoTopicsOfOneNameUnlessTheyAreToBeMerged() {
        Map<String, String> config = Map.of("names.topic.pattern", "_[0-9]+$");
        SourceRecord first = onTopic("orders_1");
        SourceRecord second = onTopic("orders_2");

        NormalizeEnvelope<SourceRecord> refusing = transform(config);
        NormalizeEnvelope<SourceRecord> merging =
                transform(Map.of("names.topic.pattern", "_[0-9]+$", "names.collisions", "merge"));

        assertThat(refusing.apply(first).topic()).isEqualTo("orders");
        assertThatThrownBy(() -> refusing.apply(second))
                .isExactlyInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot route the record to orders: so is topic orders_1 at orders_2");
        assertThat(merging.apply(first).topic()).isEqualTo("orders");
        assertThat(merging.apply(second).topic()).isEqualTo("orders");
    }

    private SourceRecord onTopic(String topic) {
        SourceRecord record = created();
        return record.newRecord(
                topic,
                null,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers());
    }

    private SourceRecord created() {
        return shop.record(shop.event("c", null, row("new"), shop.at("b.1", 1, 0)));
    }

    private Struct row(String state) {
        return new Struct(shop.row).put("id", 7L).put("orderState", state).put("unit price", 3);
    }

    private SourceRecord transformed(Map<String, ?> config) {
        return transformed(created(), config);
    }

    private static SourceRecord transformed(SourceRecord record, Map<String, ?> config) {
        return transform(config).apply(record);
    }

    private static NormalizeEnvelope<SourceRecord> transform(Map<String, ?> config) {
        NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return transform;
    }
}
