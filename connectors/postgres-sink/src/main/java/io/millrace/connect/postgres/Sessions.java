// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.StringJoiner;
import org.apache.kafka.connect.errors.ConnectException;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections: every wait on them is bounded, on the server and on this side. */
final class Sessions {
    private static final int MIN_SERVER_VERSION = 14;
    static final String OUR_NAMES = "millrace ";

    private final ConnectionOptions config;
    private final String applicationName;

    Sessions(ConnectionOptions config, String applicationName) {
        this.config = config;
        this.applicationName = applicationName;
    }

    /** A connection that is ready for use. */
    Session open() {
        SqlErrors errors = errors();
        try {
            Connection connection = connect(config.timeout());
            try {
                endStuckCopies(connection);
                return new Session(connection, errors);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(errors, e);
        }
    }

    /**
     * Ends what this connector left on the server when its task was stopped in the middle of a COPY, or the network
     * went away. No timeout of the server ends a COPY that waits for its client ({@code ProcessClientReadInterrupt} in
     * postgres.c), and until it ends nobody can take over the partitions whose offsets it has locked.
     */
    private void endStuckCopies(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
                    + " WHERE usename = current_user AND pid <> pg_catalog.pg_backend_pid()"
                    + " AND application_name = pg_catalog.current_setting('application_name')"
                    + " AND starts_with(application_name, " + Sql.text(OUR_NAMES) + ")"
                    + " AND state = 'active' AND wait_event = 'ClientRead'"
                    + " AND pg_catalog.clock_timestamp() - query_start > "
                    + config.statementTimeout().toMillis() + " * interval '1 millisecond'");
        }
    }

    /** A certificate or key that does not do will not do the next time either, though the driver says otherwise. */
    private RuntimeException failure(SqlErrors errors, SQLException error) {
        Problem problem = new ConnectionProblems(address(), config.user()).of(error);
        return SqlErrors.isRetriable(error) && !problem.key().startsWith(ConnectionOptions.SSL_PREFIX)
                ? errors.translate(error, "connect to PostgreSQL", null)
                : new ConnectException(problem.message(), error);
    }

    /** Hosts, ports and database, for messages. */
    String address() {
        Properties parsed = Driver.parseURL(config.url(), new Properties());
        if (parsed == null) {
            return "an unknown address";
        }
        String[] hosts = String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed)).split(",", -1);
        String[] ports = String.valueOf(PGProperty.PG_PORT.getOrDefault(parsed)).split(",", -1);
        StringJoiner all = new StringJoiner(",", "", "/" + PGProperty.PG_DBNAME.getOrDefault(parsed));
        for (int i = 0; i < hosts.length; i++) {
            all.add(hosts[i] + ":" + ports[Math.min(i, ports.length - 1)]);
        }
        return all.toString();
    }

    private SqlErrors errors() {
        return new SqlErrors(address(), config.user());
    }

    /** A bare connection, made within the time. */
    Connection connect(Duration timeout) throws SQLException {
        Connection connection = new Driver().connect(config.url(), properties(timeout));
        if (connection == null) {
            throw new ConnectException("Cannot connect to PostgreSQL: 'connection.url' is no PostgreSQL URL.");
        }
        try {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < MIN_SERVER_VERSION) {
                throw new ConnectException("Cannot use PostgreSQL " + version + " at " + address() + ": expected "
                        + MIN_SERVER_VERSION + " or later.");
            }
            limitWaits(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties(Duration timeout) {
        Properties properties = new Properties();
        config.apply(properties);
        String seconds = String.valueOf(Math.max(1, timeout.toSeconds()));
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
        PGProperty.SOCKET_TIMEOUT.set(
                properties, String.valueOf(config.statementTimeout().toSeconds() + 10));
        PGProperty.TCP_KEEP_ALIVE.set(properties, "true");
        PGProperty.APPLICATION_NAME.set(properties, applicationName);
        PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
        PGProperty.HOST_RECHECK_SECONDS.set(properties, 0); // a host that was down may be the primary now
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, "false"); // the detail quotes the row
        return properties;
    }

    private void limitWaits(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED); // compare-and-set rechecks the row
        long statementMs = config.statementTimeout().toMillis();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + statementMs + "; SET lock_timeout = "
                    + config.lockTimeout().toMillis() + "; SET idle_in_transaction_session_timeout = " + statementMs
                    + "; " + Merge.PLANNING);
        }
    }
}
