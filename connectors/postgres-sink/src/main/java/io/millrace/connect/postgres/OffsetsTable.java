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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The rows that say which offset comes next and who may move it, one per partition of a connector. */
final class OffsetsTable {
    private static final String NAME = "sink_offsets";

    private final TableName table;
    private final String connector;
    private final String owner;
    private final String claimSql;
    private final String readSql;
    private final String advanceSql;

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
                + " RETURNING o.topic, o.partition, o.epoch, o.next_offset";
        readSql = "SELECT o.topic, o.partition, o.epoch, o.next_offset FROM " + name + " o"
                + " JOIN unnest(?::text[], ?::int[]) AS p (topic, partition)"
                + " ON o.topic = p.topic AND o.partition = p.partition WHERE o.connector = ?";
        advanceSql = "UPDATE " + name + " o SET next_offset = p.next, updated_at = now()"
                + " FROM unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[])"
                + " AS p (topic, partition, epoch, expected, next)"
                + " WHERE o.connector = ? AND o.topic = p.topic AND o.partition = p.partition"
                + " AND o.epoch = p.epoch AND o.next_offset IS NOT DISTINCT FROM p.expected";
    }

    TableName table() {
        return table;
    }

    /** Makes schema and table unless they are there; asks for no privilege if they are. Call it in a transaction. */
    void create(Connection connection) throws SQLException {
        try (PreparedStatement exists = connection.prepareStatement(
                "SELECT pg_catalog.to_regclass(?) IS NOT NULL, pg_catalog.to_regnamespace(?) IS NOT NULL")) {
            exists.setString(1, Sql.name(table));
            exists.setString(2, Sql.name(table.schema()));
            try (ResultSet row = exists.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
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
                    + " updated_at timestamptz NOT NULL DEFAULT now(),"
                    + " PRIMARY KEY (connector, topic, partition)) WITH (fillfactor = 50)");
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
                Claim claim = new Claim(rows.getLong(3), nextOffset);
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

    private static java.sql.Array longs(Connection connection, Object[] values) throws SQLException {
        return connection.createArrayOf("int8", values);
    }
}
