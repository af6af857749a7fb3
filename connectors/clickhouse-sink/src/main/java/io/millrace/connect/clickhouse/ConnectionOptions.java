// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Choices;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** How to reach ClickHouse. */
final class ConnectionOptions {
    static final String URLS = "connection.urls";
    static final String USER = "connection.user";
    static final String PASSWORD = "connection.password";
    static final String DATABASE = "connection.database";
    static final String TIMEOUT_MS = "connection.timeout.ms";
    static final String REQUEST_TIMEOUT_MS = "request.timeout.ms";
    static final String COMPRESSION = "connection.compression";
    static final String SSL_ROOT_CERT = "connection.ssl.root.cert";
    static final String SSL_CERT = "connection.ssl.cert";
    static final String SSL_KEY = "connection.ssl.key";
    /** Settings of the server follow, for every statement of the sink. */
    static final String SETTINGS_PREFIX = "settings.";

    /** How what is sent is made smaller. */
    enum Compression {
        LZ4,
        NONE
    }

    private final AbstractConfig config;

    ConnectionOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Connection");
        defineAddress(group.importance(Importance.HIGH));
        defineWaits(group.importance(Importance.LOW));
        defineTls(group.importance(Importance.MEDIUM));
    }

    private static void defineAddress(OptionGroup group) {
        group.requiredList(
                        URLS,
                        ConfigChecks.described(ConnectionOptions::requireUrls, "http(s)://host:port, ..."),
                        "URLs",
                        "HTTP addresses of the servers, for example https://ch1:8443,https://ch2:8443. The first is used"
                                + " until it cannot be reached; then the next is tried, in turn. Several must be"
                                + " replicas of one another. ClickHouse 23.8 or later.")
                .text(USER, "default", Choices.nonEmpty(), "User", "User of the database.")
                .secret(
                        PASSWORD,
                        "Password",
                        "The user's password. Empty for none; use a config provider rather than plain text.")
                .text(
                        DATABASE,
                        "default",
                        Choices.nonEmpty(),
                        "Database",
                        "Database of the tables, where table.name.format names none. It must exist.");
    }

    private static void defineWaits(OptionGroup group) {
        group.number(
                        TIMEOUT_MS,
                        10_000L,
                        ConfigChecks.between(100, 600_000, 10_000L),
                        "Connection timeout",
                        "How long, in milliseconds, connecting may take.")
                .number(
                        REQUEST_TIMEOUT_MS,
                        60_000L,
                        ConfigChecks.between(1_000, 3_600_000, 60_000L),
                        "Request timeout",
                        "How long, in milliseconds, one statement may take, here and on the server. Keep it below the"
                                + " consumer's max.poll.interval.ms.")
                .text(
                        COMPRESSION,
                        Choices.text(Compression.LZ4),
                        Choices.oneOf(Compression.LZ4),
                        "Compression",
                        "lz4: rows are sent in ClickHouse's own LZ4 blocks, a third to a tenth of the bytes for some"
                                + " processor time on both sides. none: as they are, for a server on the same machine.");
    }

    private static void defineTls(OptionGroup group) {
        group.text(
                        SSL_ROOT_CERT,
                        "",
                        null,
                        "Trusted certificates",
                        "File of PEM certificates that the servers' must be signed by, on each worker. Empty for those that"
                                + " Java trusts. An https address is always checked, the host's name included.")
                .text(SSL_CERT, "", null, "Client certificate", "File of the client's PEM certificate. Empty for none.")
                .text(
                        SSL_KEY,
                        "",
                        null,
                        "Client key",
                        "File of the client's PEM key (PKCS#8), which nobody else may read. Empty for none.");
    }

    private static void requireUrls(String key, Object value) {
        if (!(value instanceof List<?> urls)) {
            return;
        }
        if (urls.isEmpty()) {
            throw new ConfigException(
                    "Missing configuration " + key + ": expected addresses such as https://clickhouse:8443.");
        }
        urls.forEach(url -> requireUrl(key, String.valueOf(url)));
    }

    private static void requireUrl(String key, String url) {
        try {
            URI uri = new URI(url);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean isBare = (uri.getPath() == null
                            || uri.getPath().isEmpty()
                            || uri.getPath().equals("/"))
                    && uri.getQuery() == null
                    && uri.getUserInfo() == null;
            if (isHttp && isBare && uri.getHost() != null && uri.getPort() > 0) {
                return;
            }
        } catch (URISyntaxException e) { // said below, without the value: it may hold a password
        }
        throw new ConfigException("Invalid value for configuration " + key
                + ": expected http://host:port or https://host:port, without user, path or parameters.");
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    Map<String, String> problems() {
        return certificate().isEmpty() == key().isEmpty()
                ? Map.of()
                : Map.of(
                        certificate().isEmpty() ? SSL_CERT : SSL_KEY,
                        "Missing configuration " + (certificate().isEmpty() ? SSL_CERT : SSL_KEY)
                                + ": a client's certificate and its key are given together.");
    }

    /** The same, with no wait longer than this, and a database that every server has. */
    ConnectionOptions forChecks(long longestMs) {
        Map<String, String> shorter = new LinkedHashMap<>(config.originalsStrings());
        shorter.put(DATABASE, "system");
        shorter.put(TIMEOUT_MS, String.valueOf(Math.min(longestMs, timeout().toMillis())));
        shorter.put(
                REQUEST_TIMEOUT_MS,
                String.valueOf(Math.min(longestMs, requestTimeout().toMillis())));
        return new ConnectionOptions(new AbstractConfig(ClickHouseSinkConfig.DEF, shorter, false));
    }

    List<String> urls() {
        return config.getList(URLS);
    }

    String user() {
        return config.getString(USER);
    }

    String password() {
        Password password = config.getPassword(PASSWORD);
        return password == null ? "" : password.value();
    }

    String database() {
        return config.getString(DATABASE);
    }

    Duration timeout() {
        return Duration.ofMillis(config.getLong(TIMEOUT_MS));
    }

    Duration requestTimeout() {
        return Duration.ofMillis(config.getLong(REQUEST_TIMEOUT_MS));
    }

    boolean isCompressed() {
        return Choices.constant(Compression.class, config.getString(COMPRESSION)) == Compression.LZ4;
    }

    String rootCertificate() {
        return config.getString(SSL_ROOT_CERT);
    }

    String certificate() {
        return config.getString(SSL_CERT);
    }

    String key() {
        return config.getString(SSL_KEY);
    }

    /** The server's settings for every statement. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        config.originalsWithPrefix(SETTINGS_PREFIX).forEach((name, value) -> settings.put(name, String.valueOf(value)));
        return settings;
    }
}
