// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.Problem;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be had from a server in a test; the rest is in {@link TlsIT} and {@link BadConfigurationIT}. */
class ConnectionProblemsTest {
    private final ConnectionProblems problems = new ConnectionProblems("db:5432/shop", "sink");

    @Test
    void saysThatAHostHasNoAddress() {
        assertThat(problems.of(
                        new SQLException("The connection attempt failed.", "08001", new UnknownHostException("db"))))
                .isEqualTo(new Problem(
                        "connection.url",
                        "Cannot connect to PostgreSQL: found no address for the host's name at db:5432/shop. Correct the"
                                + " host in 'connection.url'."));
    }

    @Test
    void saysThatNobodyListens() {
        assertThat(problems.of(new SQLException("failed", "08001", new NoRouteToHostException("no route")))
                        .message())
                .isEqualTo(
                        "Cannot connect to PostgreSQL: found nobody who listens there at db:5432/shop. Check that the"
                                + " database runs, and correct host and port in 'connection.url'.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "28000 | FATAL: no pg_hba.conf entry for host \"10.0.0.1\", user \"sink\", database \"shop\", no encryption | connection.ssl.mode",
                "28000 | FATAL: no pg_hba.conf entry for host \"10.0.0.1\", user \"sink\", database \"shop\", SSL encryption | connection.url",
                "28000 | FATAL: role \"sink\" is not permitted to log in | connection.user",
                "28P01 | FATAL: password authentication failed for user \"sink\" | connection.password",
                "08004 | The server requested SCRAM-based authentication, but no password was provided. | connection.password",
                "08006 | Could not decrypt SSL key file /k. | connection.ssl.key.password",
                "08006 | Could not open SSL root certificate file /root.crt. | connection.ssl.root.cert",
                "53300 | FATAL: sorry, too many clients already | connection.url"
            })
    void tellsWhichKeyToChange(String state, String text, String key) {
        assertThat(problems.of(new SQLException(text, state)).key()).isEqualTo(key);
    }

    @Test
    void tellsACertificateThatIsRefusedFromAHandshakeThatIsCutOff() {
        assertThat(problems.of(failedBy(new SSLHandshakeException("Received fatal alert: unknown_ca")))
                        .key())
                .isEqualTo("connection.ssl.cert");
        assertThat(problems.of(failedBy(new SSLHandshakeException("Remote host terminated the handshake")))
                        .key())
                .isEqualTo("connection.url");
    }

    private static SQLException failedBy(Exception cause) {
        return new SQLException("SSL error: " + cause.getMessage(), "08006", cause);
    }

    @Test
    void quotesWhatItDoesNotKnow() {
        assertThat(problems.of(new SQLException("An I/O error\n  occurred.", "08006", new IOException("reset")))
                        .message())
                .isEqualTo("Cannot connect to PostgreSQL: found \"An I/O error occurred\" (SQLSTATE 08006) at"
                        + " db:5432/shop. Check that the database runs, and the host, port and database name.");
    }
}
