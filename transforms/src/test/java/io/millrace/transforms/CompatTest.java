// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.TransformContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** {@code profile=debezium-compat} as a transform like any other; what it writes is in {@link CompatOracleTest}. */
class CompatTest extends TransformContract {
    private final Envelopes orders = Envelopes.binlog();

    @Override
    protected <R extends ConnectRecord<R>> Transformation<R> transform() {
        return Oracle.compat(Map.of("delete.tombstone.handling.mode", "rewrite-with-tombstone", "add.fields", "op"));
    }

    @Override
    protected SourceRecord record() {
        return orders.record(orders.event("c", null, orders.order(7, "new", null, 5), orders.at("bin.000001", 4, 0)));
    }

    @Test
    void givesEveryRowOfATableTheSameSchemaObject() {
        Transformation<SourceRecord> transform = transform();

        SourceRecord created = transform.apply(record());
        SourceRecord deleted = transform.apply(
                orders.record(orders.event("d", orders.order(7, "new", "x", 5), null, orders.at("bin.000001", 9, 0))));
        assertThat(deleted.valueSchema()).isSameAs(created.valueSchema());
    }

    @Test
    void givesEveryRowThatLacksTheSameFieldsTheSameSchemaObject() {
        Transformation<SourceRecord> transform = Oracle.compat(Map.of("drop.fields.header.name", "drop"));

        assertThat(transform.apply(listing("note")).valueSchema())
                .isSameAs(transform.apply(listing("note")).valueSchema())
                .isNotEqualTo(transform.apply(listing("amount")).valueSchema());
    }

    @Test
    void takesAnyNumberOfFieldLists() {
        Transformation<SourceRecord> transform = Oracle.compat(Map.of("drop.fields.header.name", "drop"));

        for (int i = 0; i < 3000; i++) {
            assertThat(transform
                            .apply(listing("note", "unknown_" + i))
                            .valueSchema()
                            .field("note"))
                    .isNull();
        }
    }

    @Test
    void failsWhereTheTableHasNoColumnToRouteBy() {
        Transformation<SourceRecord> transform = Oracle.compat(Map.of("route.by.field", "amount"));

        assertThatThrownBy(() -> transform.apply(record()))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage(
                        "Cannot route by amount: no such text column in shop.orders.Value (fields: id, state, note, "
                                + "amount) at shop.orders from {server=shop} at {n=1} value. Correct 'route.by.field', or apply "
                                + "the transform to the tables that have it.");
    }

    @Test
    void failsWhereAfterIsNoRow() {
        Schema envelope = SchemaBuilder.struct()
                .name("documents.Envelope")
                .field("after", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        SourceRecord record = record();
        SourceRecord document =
                record.newRecord("t", 0, null, null, envelope, new Struct(envelope), 1L, record.headers());

        assertThatThrownBy(() -> this.<SourceRecord>transform().apply(document))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage(
                        "Cannot unwrap the record: documents.Envelope (fields: after) (expected a struct 'after') at "
                                + "t from {server=shop} at {n=1} value. Apply the transform to tables with rows of columns only.");
    }

    @Test
    void followsTheErrorPolicy() {
        Map<String, String> settings = new HashMap<>(Map.of("route.by.field", "amount", "errors", "quarantine"));
        Transformation<SourceRecord> transform = Oracle.compat(settings);

        SourceRecord result = transform.apply(record());
        assertThat(result.topic()).isEqualTo("shop.orders.quarantine");
        assertThat(result.value()).isEqualTo(record().value());
        assertThat(result.headers()).extracting(Header::key).contains("millrace.error");
    }

    private SourceRecord listing(String... names) {
        SourceRecord record = record();
        record.headers()
                .add(
                        "drop",
                        List.of(names),
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        return record;
    }
}
