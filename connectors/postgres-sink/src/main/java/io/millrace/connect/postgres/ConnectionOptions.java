// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Choices;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** How the database is reached. */
final class ConnectionOptions {
    static final String URL = "connection.url";
    static final String USER = "connection.user";
    static final String PASSWORD = "connection.password";
    static final String TIMEOUT_MS = "connection.timeout.ms";
    static final String STATEMENT_TIMEOUT_MS = "statement.timeout.ms";
    static final String LOCK_TIMEOUT_MS = "lock.timeout.ms";
    static final String SSL_PREFIX = "connection.ssl.";
    static final String SSL_MODE = "connection.ssl.mode";
    static final String SSL_ROOT_CERT = "connection.ssl.root.cert";
    static final String SSL_CERT = "connection.ssl.cert";
    static final String SSL_KEY = "connection.ssl.key";
    static final String SSL_KEY_PASSWORD = "connection.ssl.key.password";

    private static final String GROUP = "Connection";
    private static final String URL_PREFIX = "jdbc:postgresql:";
    private static final List<String> SSL_MODES =
            Arrays.asList("", "disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private final AbstractConfig config;

    ConnectionOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, GROUP);
        defineAddress(group.importance(Importance.HIGH));
        defineWaits(group.importance(Importance.LOW));
        defineTls(group.importance(Importance.MEDIUM));
    }

    private static void defineAddress(OptionGroup group) {
        group.required(
                        URL,
                        Choices.text(ConnectionOptions::requirePostgresUrl, URL_PREFIX + "//host:port/database"),
                        "URL",
                        "JDBC URL of the database, for example jdbc:postgresql://db:5432/analytics. Several hosts,"
                                + " //db1:5432,db2:5432/analytics, are tried in turn until one is the primary. The"
                                + " driver's parameters may follow, but no password. PostgreSQL 14 or later; behind PgBouncer only in"
                                + " session mode.")
                .text(USER, "", null, "User", "Database user. Empty leaves it to the URL.")
                .secret(
                        PASSWORD,
                        "Password",
                        "The user's password. Empty for none; use a config provider rather than plain text.");
    }

    private static void defineWaits(OptionGroup group) {
        group.number(
                        TIMEOUT_MS,
                        10_000L,
                        ConfigChecks.between(1_000, 600_000, 10_000L),
                        "Connection timeout",
                        "How long, in milliseconds, connecting may take.")
                .number(
                        STATEMENT_TIMEOUT_MS,
                        60_000L,
                        ConfigChecks.between(1_000, 3_600_000, 60_000L),
                        "Statement timeout",
                        "How long, in milliseconds, one statement may take, and how long a stopped task may hold a"
                                + " transaction open. Keep it below the consumer's max.poll.interval.ms.")
                .number(
                        LOCK_TIMEOUT_MS,
                        10_000L,
                        ConfigChecks.between(100, 3_600_000, 10_000L),
                        "Lock timeout",
                        "How long, in milliseconds, a statement waits for a lock, for example of ALTER TABLE, before it"
                                + " is tried again. Longer rides out other users' transactions; shorter keeps queries"
                                + " from queueing behind the waiting sink.");
    }

    private static void defineTls(OptionGroup group) {
        group.text(
                        SSL_MODE,
                        "",
                        Choices.text(ConnectionOptions::requireSslMode, String.join(", ", SSL_MODES.subList(1, 7))),
                        "TLS mode",
                        "disable, allow, prefer, require (encrypts, trusts anyone), verify-ca (checks the certificate),"
                                + " verify-full (and the host's name). Empty leaves it to the URL, and without a word"
                                + " there to the driver: prefer.")
                .text(
                        SSL_ROOT_CERT,
                        "",
                        null,
                        "Trusted certificates",
                        "File of PEM certificates that the server's must be signed by, on each worker. Empty for the"
                                + " driver's default, ~/.postgresql/root.crt.")
                .text(SSL_CERT, "", null, "Client certificate", "File of the client's PEM certificate. Empty for none.")
                .text(
                        SSL_KEY,
                        "",
                        null,
                        "Client key",
                        "File of the client's key, which nobody else may read: PKCS#8 in DER (.pk8) or PEM (.pem), or PKCS#12"
                                + " with key and certificate under the alias 'user' (.p12, .pfx). Empty for none.")
                .secret(SSL_KEY_PASSWORD, "Client key password", "Password of the client's key. Empty for none.");
    }

    private static void requirePostgresUrl(String key, String value) {
        if (!value.startsWith(URL_PREFIX) || Driver.parseURL(value, new Properties()) == null) {
            throw new ConfigException("Invalid value for configuration " + key + ": expected " + URL_PREFIX
                    + "//host:port/database."); // the value may hold a password
        }
    }

    private static void requireSslMode(String key, String value) {
        if (!SSL_MODES.contains(value)) {
            throw ConfigChecks.refusal(
                    key, value, "expected one of " + String.join(", ", SSL_MODES.subList(1, 7)), "the URL's");
        }
    }

    String url() {
        return config.getString(URL);
    }

    /** For messages. */
    String user() {
        String user = config.getString(USER);
        return user.isEmpty() ? "of the URL" : user;
    }

    /** Puts user, password and TLS among the driver's properties; logged nowhere. */
    void apply(Properties properties) {
        put(PGProperty.USER, config.getString(USER), properties);
        put(PGProperty.PASSWORD, secret(PASSWORD), properties);
        put(PGProperty.SSL_MODE, config.getString(SSL_MODE), properties);
        put(PGProperty.SSL_ROOT_CERT, config.getString(SSL_ROOT_CERT), properties);
        put(PGProperty.SSL_CERT, config.getString(SSL_CERT), properties);
        put(PGProperty.SSL_KEY, config.getString(SSL_KEY), properties);
        put(PGProperty.SSL_PASSWORD, secret(SSL_KEY_PASSWORD), properties);
        if (sslKey().endsWith(".pem")) {
            put(PGProperty.PEM_KEY_ALGORITHM, TlsFiles.keyAlgorithm(sslCert()), properties);
        }
    }

    private static void put(PGProperty property, String value, Properties properties) {
        if (!value.isEmpty()) {
            property.set(properties, value);
        }
    }

    String sslRootCert() {
        return config.getString(SSL_ROOT_CERT);
    }

    String sslCert() {
        return config.getString(SSL_CERT);
    }

    String sslKey() {
        return config.getString(SSL_KEY);
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (urlHas(PGProperty.PASSWORD) || urlHas(PGProperty.SSL_PASSWORD)) {
            problems.put(
                    URL,
                    "Invalid value for configuration connection.url: expected no password in it, because workers log it"
                            + " and show it. Set 'connection.password' or 'connection.ssl.key.password'.");
        }
        if (config.getString(SSL_MODE).equals("disable")) {
            Stream.of(SSL_ROOT_CERT, SSL_CERT, SSL_KEY)
                    .filter(key -> !config.getString(key).isEmpty())
                    .findFirst()
                    .ifPresent(key -> problems.put(
                            SSL_MODE,
                            "Invalid value disable for configuration connection.ssl.mode: expected require, verify-ca or"
                                    + " verify-full, because " + key + " is set."));
        }
        if (!sslCert().isEmpty() && sslKey().isEmpty() && !urlHas(PGProperty.SSL_KEY)) {
            problems.put(
                    SSL_KEY,
                    "Invalid value '' for configuration connection.ssl.key: expected a file, because connection.ssl.cert"
                            + " is set.");
        }
        boolean needsCert = !sslKey().isEmpty() && !sslKey().matches(".*\\.(p12|pfx)");
        if (needsCert && sslCert().isEmpty() && !urlHas(PGProperty.SSL_CERT)) {
            problems.put(
                    SSL_CERT,
                    "Invalid value '' for configuration connection.ssl.cert: expected a file, because connection.ssl.key"
                            + " is set.");
        }
        if (!secret(SSL_KEY_PASSWORD).isEmpty() && sslKey().isEmpty() && !urlHas(PGProperty.SSL_KEY)) {
            problems.put(
                    SSL_KEY,
                    "Invalid value '' for configuration connection.ssl.key: expected a file, because"
                            + " connection.ssl.key.password is set.");
        }
        return problems;
    }

    private boolean urlHas(PGProperty property) {
        Properties parsed = Driver.parseURL(url(), new Properties());
        return parsed != null && property.getOrNull(parsed) != null;
    }

    private String secret(String key) {
        @Nullable Password secret = config.getPassword(key);
        return secret == null ? "" : secret.value();
    }

    Duration timeout() {
        return Duration.ofMillis(config.getLong(TIMEOUT_MS));
    }

    Duration statementTimeout() {
        return Duration.ofMillis(config.getLong(STATEMENT_TIMEOUT_MS));
    }

    Duration lockTimeout() {
        return Duration.ofMillis(config.getLong(LOCK_TIMEOUT_MS));
    }
}
