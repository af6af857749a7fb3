// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.testkit.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** How the server is reached, and which process it is. */
record Database(String url, String user, String password, long pid) {
    /** Everybody's tables are in one schema, even where the user has a schema of the same name. */
    static Database of(PostgresServer server) {
        return new Database(server.jdbcUrl() + "?currentSchema=public", server.user(), server.password(), server.pid());
    }

    Connection connect() {
        try {
            return DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot connect to " + url + ": " + e.getMessage(), e);
        }
    }
}
