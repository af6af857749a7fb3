// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Advance;
import io.millrace.connect.sink.Claim;
import io.millrace.connect.sink.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The rows that say which offset comes next and who may move it, one per partition of a connector. */
final class OffsetsTable {
    private static final String NAME = "sink_offsets";
    private static final String EXISTS = """
            SELECT pg_catalog.to_regclass(?) IS NOT NULL, pg_catalog.to_regnamespace(?) IS NOT NULL,
                   EXISTS (SELECT FROM pg_catalog.pg_attribute
                           WHERE attrelid = pg_catalog.to_regclass(?) AND attname = 'topic_id' AND NOT attisdropped)""";

    private final TableName table;
    private final String connector;
    private final String owner;
    private final String claimSql;
    private final String readSql;
    private final String advanceSql;
    private final String correctSql;
    private final String alterSql;

    OffsetsTable(String schema, String connector, String owner) {
        this.table = new TableName(schema, NAME);
        this.connector = connector;
        this.owner = owner;
        String name = Sql.name(table);
        claimSql = "INSERT INTO " + name + " AS o (connector, topic, partition, epoch, owner)"
                + " SELECT ?, p.topic, p.partition, 1, ? FROM unnest(?::text[], ?::int[]) WITH ORDINALITY"
                + " AS p (topic, partition, n) ORDER BY p.n"
                + " ON CONFLICT (connector, topic, partition) DO UPDATE"
                + " SET epoch = o.epoch + 1, owner = EXCLUDED.owner, updated_at = now()"
                + " RETURNING o.topic, o.partition, o.epoch, o.next_offset, o.topic_id";
        readSql = "SELECT o.topic, o.partition, o.epoch, o.next_offset, o.topic_id FROM " + name + " o"
                + " JOIN unnest(?::text[], ?::int[]) AS p (topic, partition)"
                + " ON o.topic = p.topic AND o.partition = p.partition WHERE o.connector = ?";
        advanceSql = "UPDATE " + name + " o SET next_offset = p.next, updated_at = now()"
                + " FROM unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[])"
                + " AS p (topic, partition, epoch, expected, next)"
                + " WHERE o.connector = ? AND o.topic = p.topic AND o.partition = p.partition"
                + " AND o.epoch = p.epoch AND o.next_offset IS NOT DISTINCT FROM p.expected";
        correctSql = "UPDATE " + name + " o SET next_offset = p.next, topic_id = p.topic_id, updated_at = now()"
                + " FROM unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::text[])"
                + " AS p (topic, partition, epoch, next, topic_id)"
                + " WHERE o.connector = ? AND o.topic = p.topic AND o.partition = p.partition AND o.epoch = p.epoch";
        alterSql = "INSERT INTO " + name + " AS o (connector, topic, partition, epoch, owner, next_offset)"
                + " SELECT ?, p.topic, p.partition, 1, ?, p.next"
                + " FROM unnest(?::text[], ?::int[], ?::bigint[]) WITH ORDINALITY AS p (topic, partition, next, n)"
                + " ORDER BY p.n ON CONFLICT (connector, topic, partition) DO UPDATE SET epoch = o.epoch + 1,"
                + " owner = EXCLUDED.owner, next_offset = EXCLUDED.next_offset, topic_id = NULL, updated_at = now()";
    }

    TableName table() {
        return table;
    }

    /**
     * Makes schema and table unless they are there, and adds the column that older versions did not have. Asks for no
     * privilege if nothing is missing. Call it in a transaction.
     */
    void create(Connection connection) throws SQLException {
        try (PreparedStatement exists = connection.prepareStatement(EXISTS)) {
            exists.setString(1, Sql.name(table));
            exists.setString(2, Sql.name(table.schema()));
            exists.setString(3, Sql.name(table));
            try (ResultSet row = exists.executeQuery()) {
                row.next();
                if (!row.getBoolean(1) || !row.getBoolean(3)) {
                    create(connection, row.getBoolean(2));
                }
            }
        }
    }

    /** Rows are updated in place while a page has room for it (HOT), hence the fill factor. */
    private void create(Connection connection, boolean schemaExists) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_advisory_xact_lock(hashtextextended("
                    + Sql.text("millrace offsets " + table.schema()) + ", 0))"); // tasks start at the same time
            if (!schemaExists) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + Sql.name(table.schema()));
            }
            statement.execute("CREATE TABLE IF NOT EXISTS " + Sql.name(table)
                    + " (connector text NOT NULL, topic text NOT NULL, partition integer NOT NULL,"
                    + " next_offset bigint, epoch bigint NOT NULL, owner text NOT NULL,"
                    + " updated_at timestamptz NOT NULL DEFAULT now(), topic_id text,"
                    + " PRIMARY KEY (connector, topic, partition)) WITH (fillfactor = 50)");
            statement.execute("ALTER TABLE " + Sql.name(table) + " ADD COLUMN IF NOT EXISTS topic_id text");
        }
    }

    /** One statement, rows locked in the given order. */
    Map<TopicPartition, Claim> claim(Connection connection, List<TopicPartition> partitions) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(claimSql)) {
            statement.setString(1, connector);
            statement.setString(2, owner);
            setPartitions(connection, statement, 3, partitions);
            return claims(statement);
        }
    }

    Map<TopicPartition, Claim> read(Connection connection, Collection<TopicPartition> partitions) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(readSql)) {
            setPartitions(connection, statement, 1, partitions);
            statement.setString(3, connector);
            return claims(statement);
        }
    }

    private static void setPartitions(
            Connection connection, PreparedStatement statement, int index, Collection<TopicPartition> partitions)
            throws SQLException {
        Object[] topics = partitions.stream().map(TopicPartition::topic).toArray();
        Object[] numbers = partitions.stream().map(TopicPartition::partition).toArray();
        statement.setArray(index, connection.createArrayOf("text", topics));
        statement.setArray(index + 1, connection.createArrayOf("int4", numbers));
    }

    private static Map<TopicPartition, Claim> claims(PreparedStatement statement) throws SQLException {
        Map<TopicPartition, Claim> claims = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long next = rows.getLong(4);
                Long nextOffset = rows.wasNull() ? null : next; // wasNull is about the column read last
                Claim claim = new Claim(rows.getLong(3), nextOffset, rows.getString(5));
                claims.put(new TopicPartition(rows.getString(1), rows.getInt(2)), claim);
            }
        }
        return claims;
    }

    /** Whether every row was as expected. Waits for a transaction that holds one of them, then looks again. */
    boolean advance(Connection connection, List<Advance> advances) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(advanceSql)) {
            setPartitions(
                    connection,
                    statement,
                    1,
                    advances.stream().map(Advance::partition).toList());
            statement.setArray(
                    3, longs(connection, advances.stream().map(Advance::epoch).toArray()));
            statement.setArray(
                    4,
                    longs(connection, advances.stream().map(Advance::expected).toArray()));
            statement.setArray(
                    5, longs(connection, advances.stream().map(Advance::next).toArray()));
            statement.setString(6, connector);
            return statement.executeUpdate() == advances.size();
        }
    }

    /** Puts offsets and topic ids in the place of those stored; whether every row still had its epoch. */
    boolean correct(Connection connection, Map<TopicPartition, Claim> claims) throws SQLException {
        List<Claim> values = List.copyOf(claims.values());
        try (PreparedStatement statement = connection.prepareStatement(correctSql)) {
            setPartitions(connection, statement, 1, claims.keySet());
            statement.setArray(
                    3, longs(connection, values.stream().map(Claim::epoch).toArray()));
            statement.setArray(
                    4, longs(connection, values.stream().map(Claim::nextOffset).toArray()));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text", values.stream().map(Claim::topicId).toArray()));
            statement.setString(6, connector);
            return statement.executeUpdate() == claims.size();
        }
    }

    /**
     * Makes the connector continue elsewhere, whoever owns the partitions: a task that still runs is fenced.
     *
     * @param offsets null to begin where the connector's consumer begins
     */
    void alter(Connection connection, Map<TopicPartition, Long> offsets) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(alterSql)) {
            statement.setString(1, connector);
            statement.setString(2, owner);
            List<TopicPartition> sorted = offsets.keySet().stream()
                    .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                    .toList();
            setPartitions(connection, statement, 3, sorted);
            statement.setArray(
                    5, longs(connection, sorted.stream().map(offsets::get).toArray()));
            statement.executeUpdate();
        }
    }

    private static java.sql.Array longs(Connection connection, Object[] values) throws SQLException {
        return connection.createArrayOf("int8", values);
    }
}
