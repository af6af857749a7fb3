// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Schemaless records out of the bytes of a fuzzer: change events of every connector in which members are missing, are of
 * another type, or hold anything, and maps that only look like such.
 */
final class FuzzedEvents {
    private static final int DEPTH = 5;
    private static final List<String> MEMBERS =
            List.of("op", "before", "after", "source", "transaction", "ts_ms", "ts_us", "ts_ns", "updateDescription");
    private static final List<String> OPS = List.of("c", "u", "d", "r", "t", "u", "d", "i", "x");
    private static final List<String> NAMES = List.of(
            "id",
            "state",
            "orderId",
            "ORDER_ID",
            "value",
            "set",
            "document",
            "name",
            "note",
            "a b",
            "_op",
            "_seq",
            "_deleted",
            "op",
            "before",
            "after",
            "source",
            "1st",
            "",
            "deletion_ts",
            "updated_fields",
            "updatedFields",
            "removedFields",
            "truncatedArrays",
            "total_order",
            "data_collection_order",
            "__debezium_unavailable_value",
            "message",
            "ts_ms",
            "serverName",
            "status",
            "event_count",
            "data_collections",
            "databaseName",
            "ddl",
            "tableChanges",
            "type",
            "aggregate_type",
            "additional_data",
            "scale",
            "wkb",
            "payload",
            "schema");
    private static final List<String> TEXTS = List.of(
            "c",
            "u",
            "d",
            "r",
            "t",
            "m",
            "i",
            "x",
            "",
            "true",
            "false",
            "first",
            "last",
            "incremental",
            "BEGIN",
            "__debezium_unavailable_value",
            "{\"__debezium_unavailable_value\":\"__debezium_unavailable_value\"}",
            "[\"1\",\"7\"]",
            "[null,\"7\"]",
            "[\"18446744073709551615\",\"7\"]",
            "[,]",
            "[",
            "mysql-bin.000003",
            "b.",
            "b.99999999999",
            "00000027:00000ac0:0002",
            "00000027:",
            "ffffffff:ffffffff:ffff",
            "9223372036854775807",
            "99999999999999999999",
            "-1",
            "0x2a",
            "17.0.42",
            "1234,5678",
            "AAAAAAAAAAAA",
            "CommitLog-7-1700000000000.log",
            "NEW_ROW",
            "OLD_AND_NEW_VALUES",
            "1970-01-01",
            "00000000",
            "{\"id\":7}",
            "{",
            "2024-02-29T23:59:59Z",
            "[{\"keyspace\":\"c\",\"shard\":\"-80\",\"gtid\":\"MySQL56/a:1-7\"}]",
            "-80",
            "aaaa:1-7",
            "0",
            "7");
    private static final List<Map<String, Object>> SOURCES = sources();

    private final FuzzedDataProvider data;

    FuzzedEvents(FuzzedDataProvider data) {
        this.data = data;
    }

    private static List<Map<String, Object>> sources() {
        return List.of(
                source("mysql", "file", "mysql-bin.000003", "pos", 7L, "row", 0L, "gtid", "a:1", "server_id", 1L),
                source("mariadb", "file", "b.1", "pos", 7L, "row", 1L, "gtid", "0-1-7"),
                source(
                        "postgresql",
                        "schema",
                        "public",
                        "lsn",
                        7L,
                        "sequence",
                        "[\"1\",\"7\"]",
                        "txId",
                        9L,
                        "xmin",
                        null),
                source(
                        "sqlserver",
                        "schema",
                        "dbo",
                        "commit_lsn",
                        "00000027:00000ac0:0002",
                        "change_lsn",
                        "00000027:00000ac0:0001",
                        "event_serial_no",
                        1L),
                source("informix", "commit_lsn", "1234", "change_lsn", "1235", "begin_lsn", "1233", "txId", "7"),
                source("db2", "commit_lsn", "00000000:00000000:0002", "change_lsn", "00000000:00000000:0001"),
                source(
                        "oracle",
                        "scn",
                        "1234",
                        "commit_scn",
                        "1235,1236",
                        "rs_id",
                        "0x1.2.3",
                        "ssn",
                        1L,
                        "redo_thread",
                        1L,
                        "txId",
                        "a.b.c",
                        "start_scn",
                        "9",
                        "txSeq",
                        3L),
                source(
                        "vitess",
                        "keyspace",
                        "c",
                        "shard",
                        "-80",
                        "vgtid",
                        "[{\"keyspace\":\"c\",\"shard\":\"-80\"," + "\"gtid\":\"MySQL56/a:1-7\"}]"),
                source(
                        "spanner",
                        "server_transaction_id",
                        "t",
                        "mod_number",
                        1L,
                        "record_sequence",
                        "00000001",
                        "value_capture_type",
                        "OLD_AND_NEW_VALUES",
                        "project_id",
                        "p",
                        "low_watermark",
                        9L),
                source("cassandra", "cluster", "c", "file", "CommitLog-7-1.log", "pos", 7L, "keyspace", "k"),
                source("mongodb", "collection", "c", "ord", 1L, "lsid", null, "txnNumber", null, "wallTime", 5L),
                source("other", "position", 7L),
                Map.of());
    }

    private static Map<String, Object> source(String connector, Object... members) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("connector", connector);
        source.put("name", "shop");
        source.put("db", "shop");
        source.put("table", "orders");
        source.put("snapshot", null);
        source.put("ts_ms", 1_700_000_000_123L);
        source.put("ts_us", 1_700_000_000_123_456L);
        for (int i = 0; i < members.length; i += 2) {
            source.put((String) members[i], members[i + 1]);
        }
        return source;
    }

    SourceRecord source() {
        Map<String, Object> offset = new HashMap<>();
        for (String name : List.of("pos", "event", "lsn")) {
            if (data.consumeBoolean()) {
                offset.put(name, value(0));
            }
        }
        return new SourceRecord(
                Map.of("server", "shop"),
                data.consumeBoolean() ? offset : null,
                topic(),
                data.consumeBoolean() ? 0 : null,
                null,
                key(),
                null,
                event(),
                data.consumeBoolean() ? 1_700_000_000_999L : null,
                headers());
    }

    SinkRecord sink() {
        return new SinkRecord(
                topic(),
                0,
                null,
                key(),
                null,
                event(),
                data.consumeLong(),
                data.consumeBoolean() ? 1_700_000_000_999L : null,
                TimestampType.CREATE_TIME,
                headers());
    }

    private String topic() {
        return data.pickValue(List.of("shop.orders", "shop.Orders", "shop.a b", "t"));
    }

    private Object key() {
        return data.consumeInt(0, 3) == 0 ? value(DEPTH - 1) : row();
    }

    private ConnectHeaders headers() {
        ConnectHeaders headers = new ConnectHeaders();
        for (String name : List.of("__debezium.oldkey", "__debezium.newkey", "trace")) {
            if (data.consumeInt(0, 3) == 0) {
                headers.add(name, value(DEPTH - 2), null);
            }
        }
        return headers;
    }

    private Object event() {
        if (data.consumeInt(0, 9) == 0) {
            return value(0);
        }
        Map<Object, Object> envelope = new LinkedHashMap<>();
        String op = data.pickValue(OPS);
        boolean odd = data.consumeInt(0, 7) == 0;
        envelope.put("op", op);
        envelope.put("before", odd || op.equals("d") || data.consumeBoolean() ? row() : null);
        envelope.put("after", odd == op.equals("d") ? row() : null);
        envelope.put("source", changed(data.pickValue(SOURCES)));
        envelope.put("ts_ms", 1_700_000_000_500L);
        for (int more = data.consumeInt(-4, 2); more > 0; more--) {
            envelope.put(data.pickValue(MEMBERS), value(1));
        }
        return envelope;
    }

    /** With some members dropped or filled with whatever comes. */
    private Map<Object, Object> changed(Map<String, Object> source) {
        Map<Object, Object> changed = new LinkedHashMap<>(source);
        List<String> names = new ArrayList<>(source.keySet());
        for (int changes = names.isEmpty() ? 0 : data.consumeInt(-6, 3); changes > 0; changes--) {
            String name = data.pickValue(names);
            if (data.consumeBoolean()) {
                changed.put(name, value(DEPTH - 2));
            } else {
                changed.remove(name);
            }
        }
        return changed;
    }

    private Map<Object, Object> row() {
        Map<Object, Object> row = new LinkedHashMap<>();
        for (int columns = data.consumeInt(0, 4); columns > 0; columns--) {
            row.put(name(), value(2));
        }
        return row;
    }

    private Object name() {
        return switch (data.consumeInt(0, 60)) {
            case 0 -> data.consumeString(12);
            case 1 -> value(DEPTH); // no converter of Connect's gives such keys; another may
            case 2, 3, 4, 5, 6, 7, 8, 9 -> data.pickValue(NAMES);
            default -> data.pickValue(NAMES.subList(0, 10));
        };
    }

    private Object value(int depth) {
        return switch (data.consumeInt(0, depth < DEPTH ? 13 : 11)) {
            case 0 -> null;
            case 1 -> data.consumeBoolean();
            case 2 -> data.consumeLong();
            case 3 -> data.consumeInt();
            case 4 -> data.consumeDouble();
            case 5, 6, 7 -> data.pickValue(TEXTS);
            case 8 -> data.consumeString(20);
            case 9 -> data.consumeBytes(8);
            case 10 -> ByteBuffer.wrap(data.consumeBytes(8));
            case 11 -> data.consumeBoolean() ? new Date(data.consumeLong()) : BigDecimal.valueOf(data.consumeLong(), 3);
            case 12 -> list(depth + 1);
            default -> map(depth + 1);
        };
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int entries = data.consumeInt(0, 3); entries > 0; entries--) {
            list.add(value(depth));
        }
        return list;
    }

    private Map<Object, Object> map(int depth) {
        Map<Object, Object> map = new HashMap<>();
        for (int entries = data.consumeInt(0, 3); entries > 0; entries--) {
            map.put(name(), value(depth));
        }
        return map;
    }
}
