// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables that remember where in the order removed rows were, one per table of rows, beside the offsets: with them, a record
 * that comes late does not bring a removed row back.
 */
final class DeletedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(DeletedKeys.class);
    private static final int MAX_NAME = 63;

    private final Supplier<Session> session;
    private final String schema;
    private final boolean dryRun;

    DeletedKeys(Supplier<Session> session, String schema, boolean dryRun) {
        this.session = session;
        this.schema = schema;
        this.dryRun = dryRun;
    }

    /** The table for removed rows of the one wanted, made if it is missing. */
    TableName prepare(WantedTable wanted, ReadyTable ready, String orderColumn) {
        TableName memory = new TableName(schema, name(wanted.name()));
        StringBuilder columns = new StringBuilder();
        for (String column : wanted.key()) {
            columns.append(definition(ready, column)).append(", ");
        }
        columns.append(definition(ready, orderColumn));
        String sql = "CREATE TABLE " + Sql.name(memory) + " (" + columns + ", deleted_at timestamptz NOT NULL,"
                + " PRIMARY KEY (" + Sql.names(wanted.key()) + "))";
        if (dryRun) {
            LOG.info("Would run for table {}: {}", wanted.name(), sql);
            return memory;
        }
        session.get().runAtomically("make table " + memory, memory, connection -> {
            create(connection, memory, sql);
            return memory;
        });
        return memory;
    }

    private static String definition(ReadyTable ready, String column) {
        PgType type = ready.columns().get(column);
        return Sql.name(column) + " " + (type == null ? "text" : type.display());
    }

    private static void create(Connection connection, TableName memory, String sql) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_catalog.pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "millrace table " + memory);
            lock.execute();
        }
        if (Catalog.table(connection, memory).isMissing()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            LOG.info("Made table {}: {}", memory, sql);
        }
    }

    /** {@code deleted_public_orders}; where that is too long, cut and with a hash. */
    static String name(TableName table) {
        String whole = "deleted_" + table.schema() + "_" + table.name();
        if (whole.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME) {
            return whole;
        }
        String hash = UUID.nameUUIDFromBytes(table.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        return "deleted_" + hash;
    }
}
