// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Problem;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells by what a failed attempt to connect says which setting is wrong. */
final class ConnectionProblems {
    /** How long an attempt may take. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private static final String TLS_FILES = "Correct the file, on every worker.";

    private final String address;
    private final String user;

    /** @param address host, port and database, for messages */
    ConnectionProblems(String address, String user) {
        this.address = address;
        this.user = user;
    }

    Problem of(SQLException error) {
        String text = text(error);
        Problem problem = ofLogin(state(error), text);
        if (problem == null) {
            problem = ofTls(error, text);
        }
        return problem == null ? ofNetwork(error, text) : problem;
    }

    /** An answer that did not come in time. */
    Problem unanswered(Duration timeout) {
        return problem(
                ConnectionOptions.URL,
                "no answer within " + timeout.toSeconds() + " s",
                "Check that the database runs, that the worker can reach it, and that name servers answer.");
    }

    private @Nullable Problem ofLogin(String state, String text) {
        return switch (state) {
            case "28P01" ->
                problem(ConnectionOptions.PASSWORD, text, "Correct 'connection.user' and 'connection.password'.");
            case "28000" -> ofRefusal(text);
            case "3D000" ->
                problem(
                        ConnectionOptions.URL,
                        text,
                        "Correct the database in 'connection.url', or run: CREATE DATABASE " + Sql.name(database())
                                + ";");
            default ->
                text.contains("no password was provided")
                        ? problem(
                                ConnectionOptions.PASSWORD,
                                "no password (expected one for user " + user + ")",
                                "Set 'connection.password'.")
                        : null;
        };
    }

    private Problem ofRefusal(String text) {
        if (text.contains("client certificate")) {
            return problem(
                    ConnectionOptions.SSL_CERT,
                    text,
                    "Set 'connection.ssl.cert' and 'connection.ssl.key' to a certificate that the server trusts.");
        }
        if (text.contains("no encryption") || text.contains("SSL off")) {
            return problem(
                    ConnectionOptions.SSL_MODE,
                    text,
                    "Set 'connection.ssl.mode' to require, verify-ca or verify-full.");
        }
        return text.contains("pg_hba.conf")
                ? problem(
                        ConnectionOptions.URL,
                        text,
                        "Let the user in from this worker: add a line to the server's pg_hba.conf.")
                : problem(ConnectionOptions.USER, text, "Correct 'connection.user'.");
    }

    private @Nullable Problem ofTls(SQLException error, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("server does not support ssl")) {
            return problem(
                    ConnectionOptions.SSL_MODE,
                    "a server without TLS",
                    "Set ssl = on there, or 'connection.ssl.mode' to prefer or disable.");
        }
        if (lower.contains("hostnameverifier")) {
            return problem(
                    ConnectionOptions.SSL_MODE,
                    "a server certificate that is for another host",
                    "Put a name that the certificate has into 'connection.url', or set 'connection.ssl.mode' to"
                            + " verify-ca.");
        }
        if (lower.contains("root certificate")) {
            return problem(ConnectionOptions.SSL_ROOT_CERT, text, TLS_FILES);
        }
        if (lower.contains("decrypt ssl key")) {
            return problem(ConnectionOptions.SSL_KEY_PASSWORD, text, "Correct the password, or the key's file.");
        }
        if (lower.contains("ssl key") || lower.contains("private key") || lower.contains("pkcs12")) {
            return problem(ConnectionOptions.SSL_KEY, text, TLS_FILES);
        }
        if (lower.contains("ssl certificate") || lower.contains("cert chain")) {
            return problem(ConnectionOptions.SSL_CERT, text, TLS_FILES);
        }
        return ofHandshake(error);
    }

    private @Nullable Problem ofHandshake(SQLException error) {
        GeneralSecurityException untrusted = cause(error, GeneralSecurityException.class);
        SSLException failed = cause(error, SSLException.class);
        if (untrusted != null) {
            return problem(
                    ConnectionOptions.SSL_ROOT_CERT,
                    "a server certificate that is not trusted",
                    "Set 'connection.ssl.root.cert' to the certificate of whoever signed it.");
        }
        return failed == null || !String.valueOf(failed.getMessage()).contains("alert")
                ? null // cut off on the way: the network's, or a server's that is going down
                : problem(
                        ConnectionOptions.SSL_CERT,
                        "a failed TLS handshake, " + failed.getMessage(),
                        "Set 'connection.ssl.cert' and 'connection.ssl.key' to a certificate that the server trusts.");
    }

    private Problem ofNetwork(SQLException error, String text) {
        String url = ConnectionOptions.URL;
        if (text.contains("targetServerType")) {
            return problem(
                    url,
                    "no server that takes writes (a standby, or default_transaction_read_only is on)",
                    "Name the primary, or all hosts of the cluster, in 'connection.url'.");
        }
        if (text.contains("attempt timed out") || cause(error, SocketTimeoutException.class) != null) {
            return unanswered(CONNECT_TIMEOUT);
        }
        if (cause(error, UnknownHostException.class) != null) {
            return problem(url, "no address for the host's name", "Correct the host in 'connection.url'.");
        }
        if (cause(error, ConnectException.class) != null || cause(error, NoRouteToHostException.class) != null) {
            return problem(
                    url,
                    "nobody who listens there",
                    "Check that the database runs, and correct host and port in 'connection.url'.");
        }
        return problem(url, text, "Check that the database runs, and the host, port and database name.");
    }

    private Problem problem(String key, String found, String remedy) {
        return new Problem(key, "Cannot connect to PostgreSQL: found " + found + " at " + address + ". " + remedy);
    }

    private String database() {
        return address.substring(address.indexOf('/') + 1);
    }

    private static String state(SQLException error) {
        return error.getSQLState() == null ? "" : error.getSQLState();
    }

    /** What the server or the driver says, which never quotes the password. */
    private static String text(SQLException error) {
        String text = String.valueOf(error.getMessage()).strip().replaceAll("\\s+", " ");
        String whole = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return '"' + whole + '"' + (state(error).isEmpty() ? "" : " (SQLSTATE " + state(error) + ")");
    }

    private static <T extends Throwable> @Nullable T cause(Throwable error, Class<T> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
