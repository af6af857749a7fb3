// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Change events of the connectors whose databases do not run here, in the schemas of {@link ConnectorSchemas}.
 */
final class ConnectorEnvelopes {
    static final long EPOCH_MICROS = 1_700_000_000_000_000L;

    enum Family {
        SQL_SERVER,
        DB2,
        INFORMIX,
        ORACLE,
        VITESS,
        SPANNER,
        CASSANDRA,
        MONGODB,
        OTHER
    }

    private static final Schema KEY = ConnectorSchemas.KEY;
    private static final Schema ROW = ConnectorSchemas.ROW;

    final Family family;
    final Schema source;
    final Schema transaction;
    final Schema envelope;

    private ConnectorEnvelopes(Family family, Set<String> without) {
        this.family = family;
        this.source = ConnectorSchemas.source(family, without);
        this.transaction = ConnectorSchemas.transaction(family, without);
        this.envelope = ConnectorSchemas.envelope(family, source, transaction);
    }

    static ConnectorEnvelopes of(Family family) {
        return new ConnectorEnvelopes(family, Set.of());
    }

    /** Without these members of {@code source}, as older versions write; {@code transaction_rank} is the block's. */
    static ConnectorEnvelopes of(Family family, String... without) {
        return new ConnectorEnvelopes(family, Set.of(without));
    }

    /** What Debezium 2.7 does not have in {@code source}, and 2.5 did not. */
    static ConnectorEnvelopes older(Family family) {
        return of(family, "ts_us", "ts_ns", "txSeq", "commit_ts_ms", "start_scn", "start_ts_ms", "row_id");
    }

    /** The changes that this connector can have: Spanner reads no snapshots. */
    List<Logged> story() {
        return Logged.story().stream()
                .filter(logged -> family != Family.SPANNER || logged.snapshot() == null)
                .toList();
    }

    Struct row(long id, String state, String note) {
        return new Struct(ROW).put("id", id).put("state", state).put("note", note);
    }

    /** The cells that a write set; a null name leaves a cell out. */
    Struct cells(Object id, String state) {
        Struct row = new Struct(envelope.field("after").schema());
        set(row, "id", id);
        if (state != null) {
            set(row, "state", state);
        }
        return row;
    }

    private static void set(Struct row, String column, Object value) {
        row.put(
                column,
                new Struct(row.schema().field(column).schema())
                        .put("value", value)
                        .put("set", true));
    }

    /** The change event, with the images that the connector gives it by default. */
    Struct event(Logged at) {
        Struct value = new Struct(envelope).put("op", op(at)).put("source", place(at));
        boolean deleted = at.op().equals("d");
        switch (family) {
            case CASSANDRA -> value.put("ts_ms", 1L).put("after", cells(at.id(), deleted ? null : "new"));
            case MONGODB -> value.put("after", deleted ? null : "{\"_id\": " + at.id() + "}");
            default -> value.put(deleted ? "before" : "after", row(at.id(), "new", null));
        }
        if (family != Family.CASSANDRA && at.number() > 0) {
            value.put("transaction", transaction(at));
        }
        return value;
    }

    private String op(Logged at) {
        return family == Family.CASSANDRA && "rc".contains(at.op()) ? "i" : at.op();
    }

    private Struct transaction(Logged at) {
        Struct block = new Struct(transaction)
                .put("id", at.transaction())
                .put("total_order", (long) at.number())
                .put("data_collection_order", (long) at.number());
        if (transaction.field("transaction_rank") != null) {
            block.put("transaction_epoch", 0L).put("transaction_rank", BigDecimal.valueOf(at.commit()));
        }
        return block;
    }

    /** The source block of a change at this place in the log. */
    Struct place(Logged at) {
        Struct block = new Struct(source);
        put(block, "version", "3.6.1.Final");
        put(block, "connector", family.name().toLowerCase(Locale.ROOT));
        put(block, "name", "shop");
        put(block, "db", "shop");
        long micros = EPOCH_MICROS + at.commit();
        put(block, "ts_ms", micros / 1000);
        put(block, "ts_us", micros);
        put(block, "ts_ns", micros * 1000);
        put(block, "snapshot", at.snapshot());
        for (String name : List.of("table", "collection", "keyspace", "schema", "cluster", "shard")) {
            put(block, name, "orders");
        }
        position(at).forEach((name, value) -> put(block, name, value));
        return block;
    }

    private static void put(Struct struct, String name, Object value) {
        if (struct.schema().field(name) != null) {
            struct.put(name, value);
        }
    }

    private Map<String, Object> position(Logged at) {
        Map<String, Object> fields = new LinkedHashMap<>();
        boolean streamed = at.snapshot() == null;
        switch (family) {
            case SQL_SERVER -> {
                fields.put("commit_lsn", sqlServerLsn(at.commit()));
                fields.put("change_lsn", streamed ? sqlServerLsn(at.change()) : null);
                fields.put("event_serial_no", streamed ? 1L : null);
            }
            case DB2 -> {
                fields.put("commit_lsn", db2Lsn(at.commit()));
                fields.put("change_lsn", streamed ? db2Lsn(at.change()) : null);
            }
            case INFORMIX -> {
                fields.put("commit_lsn", informixLsn(at.commit()));
                fields.put("change_lsn", streamed ? informixLsn(at.change()) : null);
                fields.put("begin_lsn", informixLsn(1));
            }
            case ORACLE -> {
                fields.put("scn", String.valueOf(9_999_990 + (streamed ? at.change() : at.commit())));
                fields.put("commit_scn", streamed ? String.valueOf(9_999_990 + at.commit()) : null);
                fields.put("redo_thread", streamed ? 1 : null);
                fields.put("txSeq", streamed ? (long) at.number() : null);
                fields.put("rs_id", streamed ? oracleRecord(at.change()) : null);
                fields.put("ssn", (long) at.number());
            }
            case VITESS ->
                fields.put("vgtid", "[{\"keyspace\":\"k\",\"shard\":\"-80\",\"gtid\":\"a:1-" + at.commit() + "\"}]");
            case SPANNER -> {
                fields.put("project_id", "p");
                fields.put("instance_id", "i");
                fields.put("database_id", "d");
                fields.put("change_stream_name", "s");
                fields.put("server_transaction_id", "id-" + at.commit());
                fields.put("sequence", String.valueOf(at.number() / 2));
                fields.put("mod_number", at.number() % 2);
                fields.put("value_capture_type", "OLD_AND_NEW_VALUES");
            }
            case CASSANDRA -> {
                fields.put("file", streamed ? "CommitLog-7-" + (999 + at.change() / 10) + ".log" : "");
                fields.put("pos", streamed ? (int) (at.change() % 10) * 100 + at.number() : -1);
            }
            case MONGODB -> fields.put("ord", (int) at.commit());
            case OTHER -> {}
        }
        return fields;
    }

    /** Positions that fill all three parts of the number. */
    static String sqlServerLsn(long position) {
        return String.format("%08x:%08x:%04x", position / 64, position / 4 % 16 * 0x1000_0001L, position % 4 * 0x3fff);
    }

    static String db2Lsn(long position) {
        BigInteger wide = BigInteger.valueOf(position)
                .multiply(BigInteger.ONE.shiftLeft(77).add(BigInteger.TEN));
        String digits = String.format("%032x", wide);
        return digits.substring(0, 8) + ":" + digits.substring(8, 16) + ":" + digits.substring(16);
    }

    static String informixLsn(long position) {
        return String.valueOf((position / 8 << 32) + position % 8 * 0x1fff_ffffL);
    }

    static String oracleRecord(long position) {
        return String.format(" 0x%06x.%08x.%04x ", position / 16, position / 4 % 4 * 0x4000_0000L, position % 4);
    }

    /** A resume token of MongoDB's format 8: cluster time, version, kind, number in the transaction, collection. */
    static String resumeToken(int seconds, int increment, int number) {
        String numberInTransaction = number == 0
                ? "29"
                : number < 128 ? String.format("2B%02X", number << 1) : String.format("2C%04X", number << 1);
        return String.format("82%08X%08X2B042C0100%s", seconds, increment, numberInTransaction)
                + "5A1004D3284E04D8914467A2160201812E4C4C46";
    }

    /** Where a source connector stands after the change. */
    Map<String, Object> offset(Logged at) {
        if (family != Family.MONGODB) {
            return Map.of("n", at.change());
        }
        int seconds = 1_700_000_000 + (int) (at.commit() / 8);
        int increment = (int) (at.commit() % 8);
        return at.snapshot() != null
                ? Map.of("sec", seconds, "ord", increment, "initsync", true)
                : Map.of(
                        "sec", seconds,
                        "ord", increment,
                        "resume_token", resumeToken(seconds, increment, at.number() - 1));
    }

    SourceRecord source(Logged at) {
        return source(at, event(at));
    }

    SourceRecord source(Logged at, Struct event) {
        return new SourceRecord(
                Map.of("server", "shop"),
                offset(at),
                "shop.orders",
                0,
                KEY,
                new Struct(KEY).put("id", at.id()),
                envelope,
                event,
                1L,
                headers(at));
    }

    SinkRecord sink(Logged at, long offset) {
        return sink(at, envelope, event(at), offset);
    }

    /** The record as a JSON converter without schemas gives it. */
    SinkRecord schemaless(Logged at, long offset) {
        return sink(at, null, map(event(at)), offset);
    }

    private SinkRecord sink(Logged at, Schema schema, Object value, long offset) {
        return new SinkRecord(
                "shop.orders",
                0,
                KEY,
                new Struct(KEY).put("id", at.id()),
                schema,
                value,
                offset,
                1L,
                TimestampType.CREATE_TIME,
                headers(at));
    }

    Map<String, Object> map(Struct event) {
        try (JsonConverter json = new JsonConverter()) {
            json.configure(
                    Map.of(
                            "schemas.enable", "false",
                            "replace.null.with.default", "false",
                            "decimal.format", "NUMERIC"),
                    false);
            SchemaAndValue read = json.toConnectData("t", json.fromConnectData("t", event.schema(), event));
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) read.value();
            return map;
        }
    }

    private static ConnectHeaders headers(Logged at) {
        ConnectHeaders headers = new ConnectHeaders();
        if (at.oldKey() != 0) {
            headers.add("__debezium.oldkey", new Struct(KEY).put("id", at.oldKey()), KEY);
        }
        return headers;
    }
}
