// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/** Change events made by hand, for what no capture shows. Schemas are built anew for each instance. */
final class Envelopes {
    final Schema key = SchemaBuilder.struct()
            .name("shop.orders.Key")
            .field("id", Schema.INT64_SCHEMA)
            .build();
    final Schema row;
    final Schema source;
    final Schema transaction = SchemaBuilder.struct()
            .name("event.block")
            .optional()
            .field("id", Schema.STRING_SCHEMA)
            .field("total_order", Schema.INT64_SCHEMA)
            .field("data_collection_order", Schema.INT64_SCHEMA)
            .build();
    final Schema envelope;

    private Envelopes(SchemaBuilder row, SchemaBuilder source) {
        this.row = row.optional().name("shop.orders.Value").build();
        this.source = source.build();
        this.envelope = SchemaBuilder.struct()
                .name("shop.orders.Envelope")
                .version(2)
                .field("before", this.row)
                .field("after", this.row)
                .field("source", this.source)
                .field("transaction", transaction)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    static Envelopes binlog() {
        return binlog(orders());
    }

    static Envelopes binlog(SchemaBuilder row) {
        return new Envelopes(
                row,
                common("io.debezium.connector.mysql.Source")
                        .field("file", Schema.STRING_SCHEMA)
                        .field("pos", Schema.INT64_SCHEMA)
                        .field("row", Schema.INT32_SCHEMA));
    }

    static Envelopes wal() {
        return wal(orders());
    }

    static Envelopes wal(SchemaBuilder row) {
        return new Envelopes(
                row,
                common("io.debezium.connector.postgresql.Source")
                        .field("sequence", Schema.OPTIONAL_STRING_SCHEMA)
                        .field("schema", Schema.STRING_SCHEMA)
                        .field("lsn", Schema.OPTIONAL_INT64_SCHEMA));
    }

    static Envelopes from(SchemaBuilder source) {
        return new Envelopes(orders(), source);
    }

    static SchemaBuilder orders() {
        return SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("state", SchemaBuilder.string().defaultValue("new").build())
                .field(
                        "note",
                        SchemaBuilder.string().optional().defaultValue("none").build())
                .field("amount", Schema.INT32_SCHEMA);
    }

    static SchemaBuilder common(String name) {
        return SchemaBuilder.struct()
                .name(name)
                .field("connector", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.INT64_SCHEMA)
                .field(
                        "snapshot",
                        SchemaBuilder.string().optional().defaultValue("false").build())
                .field("db", Schema.STRING_SCHEMA)
                .field("table", Schema.OPTIONAL_STRING_SCHEMA);
    }

    Struct order(long id, String state, String note, int amount) {
        return new Struct(row)
                .put("id", id)
                .put("state", state)
                .put("note", note)
                .put("amount", amount);
    }

    Struct at(String file, long pos, int rowNumber) {
        return origin().put("file", file).put("pos", pos).put("row", rowNumber);
    }

    Struct at(String sequence) {
        return origin().put("sequence", sequence).put("schema", "public");
    }

    private Struct origin() {
        return new Struct(source)
                .put("connector", "made")
                .put("ts_ms", 1_700_000_000_123L)
                .put("db", "shop")
                .put("table", "orders");
    }

    Struct event(String op, Struct before, Struct after, Struct at) {
        return new Struct(envelope)
                .put("op", op)
                .put("before", before)
                .put("after", after)
                .put("source", at);
    }

    Struct inTransaction(Struct event, long totalOrder) {
        return event.put(
                "transaction",
                new Struct(transaction)
                        .put("id", "tx-1")
                        .put("total_order", totalOrder)
                        .put("data_collection_order", 1L));
    }

    SourceRecord record(Struct event) {
        return record(event, Map.of("n", 1L), headers -> {});
    }

    SourceRecord record(Struct event, Map<String, ?> offset, Consumer<ConnectHeaders> more) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("trace", "abc");
        more.accept(headers);
        return new SourceRecord(
                Map.of("server", "shop"),
                offset,
                "shop.orders",
                0,
                key,
                new Struct(key).put("id", 7L),
                event.schema(),
                event,
                1_700_000_000_999L,
                headers);
    }

    SourceRecord keyless(Struct event) {
        SourceRecord record = record(event);
        return record.newRecord(
                record.topic(), 0, null, null, record.valueSchema(), event, record.timestamp(), record.headers());
    }
}
