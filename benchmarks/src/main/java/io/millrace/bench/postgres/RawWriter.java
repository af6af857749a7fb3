// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;

/**
 * The limits: bytes that were encoded beforehand, one transaction per put. Appends go straight into the table; upserts
 * into a temporary table and from there by one statement, deletes likewise.
 */
final class RawWriter implements TableWriter {
    private static final String STAGE = "stage";
    private static final String KEYS = "stage_keys";

    private final String table;
    private final Shape shape;
    private final Work work;
    private final Connection connection;
    private final PreparedStatement upsert;
    private final PreparedStatement delete;
    private final List<Put> puts = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Put(byte[] rows, byte[] keys, boolean deletes) {}

    RawWriter(Database database, Table table, Work work, Shape shape) {
        this.table = table.name();
        this.shape = shape;
        this.work = work;
        this.connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE stage (LIKE " + this.table + ") ON COMMIT DELETE ROWS");
            statement.execute("CREATE TEMP TABLE stage_keys ON COMMIT DELETE ROWS AS SELECT "
                    + shape.key().name() + " FROM " + this.table + " LIMIT 0");
            // Nothing is known of a temporary table's rows: left alone, the planner reads the whole target for a few
            // keys.
            statement.execute("SET enable_hashjoin = off");
            statement.execute("SET enable_mergejoin = off");
            connection.setAutoCommit(false);
            upsert = connection.prepareStatement(upsert());
            delete = connection.prepareStatement("DELETE FROM %1$s t USING stage_keys s WHERE t.%2$s = s.%2$s"
                    .formatted(this.table, shape.key().name()));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot prepare to write " + this.table + ": " + e.getMessage(), e);
        }
    }

    private String upsert() {
        String assignments = shape.columns().stream()
                .skip(1)
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(Collectors.joining(", "));
        return "INSERT INTO %s SELECT * FROM stage ON CONFLICT (%s) DO UPDATE SET %s"
                .formatted(table, shape.key().name(), assignments);
    }

    @Override
    public void prepare(Case measured, Rows rows, int pass) {
        puts.clear();
        for (int from = 0; from < rows.size(); from += measured.putSize()) {
            puts.add(encode(rows.between(from, from + measured.putSize()), pass));
        }
    }

    private Put encode(List<Rows.Row> rows, int pass) {
        List<Struct> values = new ArrayList<>();
        List<Struct> keys = new ArrayList<>();
        for (Rows.Row row : rows) {
            if (work.deletes(row, pass)) {
                keys.add(row.key());
            } else {
                values.add(row.value(pass));
            }
        }
        return new Put(
                CopyFormat.copy(values, shape.columns()), CopyFormat.copy(keys, List.of(shape.key())), !keys.isEmpty());
    }

    @Override
    public void put(int index) {
        Put put = puts.get(index);
        try {
            if (work == Work.APPEND) {
                CopyStream.send(connection, table, put.rows);
            } else {
                CopyStream.send(connection, STAGE, put.rows);
                upsert.executeUpdate();
            }
            if (put.deletes) {
                CopyStream.send(connection, KEYS, put.keys);
                delete.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot write " + table + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
