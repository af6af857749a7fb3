// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.sql.Connection;
import java.sql.SQLException;

/** A server that is reached by JDBC, as a user that may do everything. */
public interface DatabaseServer extends Server {
    String host();

    int port();

    String user();

    String password();

    String jdbcUrl();

    /** A new connection; the caller closes it. */
    default Connection connect() throws SQLException {
        return JdbcDrivers.connect(jdbcUrl(), user(), password());
    }

    /** True when a connection can be made now. */
    default boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }
}
