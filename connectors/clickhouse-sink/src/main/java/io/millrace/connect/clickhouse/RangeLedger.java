// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The table where ranges are written down, one row for each partition of a connector. */
abstract class RangeLedger {
    private final Session session;
    private final TableName table;
    private final String connector;

    RangeLedger(Session session, TableName table, String connector) {
        this.session = session;
        this.table = table;
        this.connector = connector;
    }

    /**
     * In Keeper, where a row is changed only if it is as it was read: of two tasks that take a partition over or plan a range,
     * one wins.
     */
    static RangeLedger inKeeper(Session session, String database, String connector) {
        return new InKeeper(session, new TableName(database, "sink_ranges"), connector);
    }

    /** In a table, where two that change a row at the same time may both believe that they did. */
    static RangeLedger inTable(Session session, String database, String connector) {
        return new InTable(session, new TableName(database, "sink_ranges_table"), connector);
    }

    final TableName table() {
        return table;
    }

    final void create() {
        session.execute(
                "create the database of " + table, null, "CREATE DATABASE IF NOT EXISTS " + Sql.name(table.schema()));
        session.execute(
                "create " + table,
                table,
                "CREATE TABLE IF NOT EXISTS " + Sql.name(table)
                        + " (id String, epoch UInt64, next Int64, planned Int64,"
                        + " topic_id String, generation UInt64, stamp String"
                        + engine());
    }

    /** What is written down of these partitions, as far as something is. */
    final Map<TopicPartition, Range> read(Collection<TopicPartition> partitions) {
        Map<String, TopicPartition> byId = partitions.stream().collect(Collectors.toMap(this::id, Function.identity()));
        Map<TopicPartition, Range> ranges = new LinkedHashMap<>();
        session.rows(
                        "read " + table,
                        table,
                        "SELECT id, toString(epoch), toString(next), toString(planned), topic_id, toString(generation), stamp FROM "
                                + Sql.name(table) + reading() + " WHERE id IN (" + texts(byId.keySet()) + ")")
                .forEach(row -> ranges.put(
                        byId.get(row.get(0)),
                        new Range(
                                Long.parseLong(row.get(1)),
                                Long.parseLong(row.get(2)),
                                Long.parseLong(row.get(3)),
                                row.get(4),
                                Long.parseLong(row.get(5)),
                                row.get(6))));
        return ranges;
    }

    /**
     * Writes down the ranges, each only where the one in {@code before} is still what is written down.
     *
     * @return false if any of them was not
     */
    final boolean replace(Map<TopicPartition, Range> before, Map<TopicPartition, Range> after) {
        Map<TopicPartition, Range> fresh = new LinkedHashMap<>(after);
        fresh.keySet().removeIf(id -> !before.getOrDefault(id, Range.NEW).equals(Range.NEW));
        if (!fresh.isEmpty()) {
            insert(fresh);
        }
        Map<TopicPartition, Range> changed = new LinkedHashMap<>(after);
        changed.keySet().removeAll(fresh.keySet());
        if (!changed.isEmpty()) {
            change(before, changed);
        }
        return read(after.keySet()).equals(after);
    }

    abstract String engine();

    /** What a query says after the table's name. */
    abstract String reading();

    /** Adds rows for partitions that have none. */
    abstract void insert(Map<TopicPartition, Range> fresh);

    /** Changes rows that are as they were. */
    abstract void change(Map<TopicPartition, Range> before, Map<TopicPartition, Range> after);

    final void run(String action, String sql) {
        session.execute(action + " in " + table, table, sql);
    }

    /** A topic's name has no slash. */
    final String id(TopicPartition partition) {
        return connector + "/" + partition.topic() + "/" + partition.partition();
    }

    final String values(Map<TopicPartition, Range> ranges) {
        List<String> rows = new ArrayList<>();
        ranges.forEach((id, range) -> rows.add("(" + Sql.text(id(id)) + ", " + range.epoch() + ", " + range.next()
                + ", " + range.planned() + ", " + Sql.text(range.topicId()) + ", " + range.generation() + ", "
                + Sql.text(range.stamp()) + ")"));
        return String.join(", ", rows);
    }

    private static String texts(Collection<String> texts) {
        return texts.stream().map(Sql::text).collect(Collectors.joining(", "));
    }

    /** KeeperMap: strict mode refuses to insert a key that is there, and to change a row that was changed meanwhile. */
    private static final class InKeeper extends RangeLedger {
        private static final String STRICT = " SETTINGS keeper_map_strict_mode = 1";

        InKeeper(Session session, TableName table, String connector) {
            super(session, table, connector);
        }

        @Override
        String engine() {
            return ") ENGINE = KeeperMap(" + Sql.text("/" + table().schema() + "/" + table().name())
                    + ") PRIMARY KEY id";
        }

        @Override
        String reading() {
            return "";
        }

        @Override
        void insert(Map<TopicPartition, Range> fresh) {
            run("write", "INSERT INTO " + Sql.name(table()) + STRICT + " VALUES " + values(fresh));
        }

        @Override
        void change(Map<TopicPartition, Range> before, Map<TopicPartition, Range> after) {
            List<TopicPartition> ids = List.copyOf(after.keySet());
            String where = ids.stream()
                    .map(id -> "(" + Sql.text(id(id)) + ", "
                            + Sql.text(before.getOrDefault(id, Range.NEW).stamp()) + ")")
                    .collect(Collectors.joining(", "));
            run(
                    "write",
                    "ALTER TABLE " + Sql.name(table()) + " UPDATE "
                            + numbers(
                                    ids,
                                    "epoch",
                                    id -> after.getOrDefault(id, Range.NEW).epoch(),
                                    "UInt64") + ", "
                            + numbers(
                                    ids,
                                    "next",
                                    id -> after.getOrDefault(id, Range.NEW).next(),
                                    "Int64") + ", "
                            + numbers(
                                    ids,
                                    "planned",
                                    id -> after.getOrDefault(id, Range.NEW).planned(),
                                    "Int64") + ", "
                            + numbers(
                                    ids,
                                    "generation",
                                    id -> after.getOrDefault(id, Range.NEW).generation(),
                                    "UInt64") + ", "
                            + texts(
                                    ids,
                                    "topic_id",
                                    id -> after.getOrDefault(id, Range.NEW).topicId()) + ", "
                            + texts(
                                    ids,
                                    "stamp",
                                    id -> after.getOrDefault(id, Range.NEW).stamp())
                            + " WHERE (id, stamp) IN (" + where + ")" + STRICT);
        }

        private String numbers(
                List<TopicPartition> ids, String column, Function<TopicPartition, Long> value, String type) {
            return chosen(ids, column, id -> "to" + type + "(" + value.apply(id) + ")");
        }

        private String texts(List<TopicPartition> ids, String column, Function<TopicPartition, String> value) {
            return chosen(ids, column, id -> Sql.text(value.apply(id)));
        }

        private String chosen(List<TopicPartition> ids, String column, Function<TopicPartition, String> value) {
            StringBuilder sql = new StringBuilder(column).append(" = multiIf(");
            ids.forEach(id -> sql.append("id = ")
                    .append(Sql.text(id(id)))
                    .append(", ")
                    .append(value.apply(id))
                    .append(", "));
            return sql.append(column).append(')').toString();
        }
    }

    /** Rows of a ReplacingMergeTree, the latest of which counts. */
    private static final class InTable extends RangeLedger {
        InTable(Session session, TableName table, String connector) {
            super(session, table, connector);
        }

        @Override
        String engine() {
            return ", version DateTime64(9, 'UTC') DEFAULT now64(9)) ENGINE = ReplacingMergeTree(version) ORDER BY id";
        }

        @Override
        String reading() {
            return " FINAL";
        }

        @Override
        void insert(Map<TopicPartition, Range> fresh) {
            run(
                    "write",
                    "INSERT INTO " + Sql.name(table())
                            + " (id, epoch, next, planned, topic_id, generation, stamp) SETTINGS async_insert = 0 VALUES "
                            + values(fresh));
        }

        @Override
        void change(Map<TopicPartition, Range> before, Map<TopicPartition, Range> after) {
            Map<TopicPartition, Range> found = read(after.keySet());
            Map<TopicPartition, Range> unchanged = new LinkedHashMap<>(after);
            unchanged
                    .keySet()
                    .removeIf(id -> !before.getOrDefault(id, Range.NEW).equals(found.get(id)));
            if (!unchanged.isEmpty()) {
                insert(unchanged);
            }
        }
    }
}
