// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.TestServers;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database of the shared ClickHouse, in tables of {@code replay_safe}: readers ask with {@code FINAL} or by the view of
 * current rows.
 */
record ClickHouseDatabase(String name, Versions versions) implements SinkSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "_version";
    private static final String IS_DELETED = "_is_deleted";

    /** What makes a row newer than another. */
    enum Versions {
        /** As shipped. */
        ORDER_KEY("_seq", "UInt256"),
        OFFSET("", "UInt128");

        private final String orderField;
        private final String type;

        Versions(String orderField, String type) {
            this.orderField = orderField;
            this.type = type;
        }
    }

    private static ClickHouseServer server() {
        return TestServers.clickHouse();
    }

    @Override
    public void create() {
        server().query("CREATE DATABASE " + name);
    }

    @Override
    public void createTable(String table, List<TypedColumn> prepared) {
        StringBuilder columns = new StringBuilder("id Int32");
        prepared.forEach(column -> columns.append(", ")
                .append(column.name())
                .append(' ')
                .append(column.made().clickHouse().name()));
        server().query("CREATE TABLE %s.%s (%s, %s %s, %s UInt8) ENGINE = ReplacingMergeTree(%4$s, %6$s) ORDER BY id"
                .formatted(name, table, columns, VERSION, versions.type, IS_DELETED));
    }

    @Override
    public Map<String, String> sink() {
        Map<String, String> changes = new HashMap<>();
        changes.put("connection.urls", server().httpUrl());
        changes.put("connection.user", server().user());
        changes.put("connection.password", server().password());
        changes.put("connection.database", name);
        changes.put("order.field", versions.orderField);
        return Pipeline.config("clickhouse/shop-clickhouse-sink", changes);
    }

    @Override
    public Map<String, String> columns(String table) {
        Map<String, String> types = new TreeMap<>();
        rows("SELECT name, type FROM system.columns WHERE database = '" + name + "' AND table = '" + table + "'")
                .forEach(column -> types.put(column.get(0), column.get(1)));
        types.keySet().removeAll(List.of(VERSION, IS_DELETED));
        return types;
    }

    @Override
    public List<String> readings(String table) {
        return List.of(name + "." + table + " FINAL", name + "." + table + "_current");
    }

    /** Decimals have as many digits as their type. */
    @Override
    public List<List<@Nullable String>> rows(String sql) {
        String answer =
                server().query(sql + " FORMAT JSONCompactEachRow SETTINGS output_format_decimal_trailing_zeros = 1");
        List<List<@Nullable String>> rows = new ArrayList<>();
        answer.lines().forEach(line -> rows.add(row(line)));
        return rows;
    }

    private static List<@Nullable String> row(String line) {
        try {
            return JSON.readValue(line, new TypeReference<List<@Nullable String>>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of a table as they lie there, replaced ones and deleted ones too. */
    long stored(String table) {
        return Long.parseLong(server().query("SELECT count() FROM " + name + "." + table));
    }

    /** From now on replaced rows stay where they are, to be counted. */
    void stopMerges(String table) {
        server().query("SYSTEM STOP MERGES " + name + "." + table);
    }
}
