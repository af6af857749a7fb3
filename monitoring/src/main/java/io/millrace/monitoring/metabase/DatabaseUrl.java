// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Metabase finds the sinks' database: {@code postgresql://user@host:port/database}, percent-encoded, the port 5432
 * if left out, {@code ?sslmode=require} (or {@code verify-ca}, {@code verify-full}) for TLS; or {@code
 * clickhouse://user@host:port/database}, the port that of HTTP, 8123 or with {@code ?ssl=true} 8443 if left out.
 */
record DatabaseUrl(
        Store store,
        String host,
        int port,
        String database,
        String user,
        @Nullable String sslMode) {
    private static final String FORM =
            "postgresql://user@host:port/database?sslmode=require or clickhouse://user@host:port/database?ssl=true";

    /** What {@link #sslMode} is where one can only ask for TLS. */
    private static final String TLS = "true";

    private static final Map<String, Store> SCHEMES =
            Map.of("postgresql", Store.POSTGRES, "postgres", Store.POSTGRES, "clickhouse", Store.CLICKHOUSE);

    static DatabaseUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw malformed("it is not a URL"); // without the cause: its message holds the whole text
        }
        String user = uri.getRawUserInfo();
        Store store = SCHEMES.get(String.valueOf(uri.getScheme()));
        if (store == null) {
            throw malformed("it starts neither with postgresql:// nor with clickhouse://");
        } else if (uri.getHost() == null || user == null) {
            throw malformed(uri.getHost() == null ? "it names no host" : "it names no user");
        } else if (user.contains(":")) {
            throw new Problem("Cannot take the password from --database-url: everyone on this machine can read a"
                    + " command's arguments. Put it into " + store.passwordVariable()
                    + " or a file (--database-password-file).");
        } else if (uri.getPath() == null || uri.getPath().length() < 2) {
            throw malformed("it names no database");
        }
        String query = uri.getRawQuery();
        String sslMode = store == Store.POSTGRES ? sslMode(query) : ssl(query);
        int port = uri.getPort() < 0 ? defaultPort(store, sslMode) : uri.getPort();
        return new DatabaseUrl(store, uri.getHost(), port, uri.getPath().substring(1), decoded(user), sslMode);
    }

    private static int defaultPort(Store store, @Nullable String sslMode) {
        return switch (store) {
            case POSTGRES -> 5432;
            case CLICKHOUSE -> sslMode == null ? 8123 : 8443;
        };
    }

    /** As Metabase wants it told, without the password. */
    ObjectNode details() {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("host", host).put("port", port).put("dbname", database).put("user", user);
        details.put("ssl", sslMode != null);
        if (sslMode != null && store == Store.POSTGRES) {
            details.put("ssl-mode", sslMode);
        }
        return details;
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }

    private static @Nullable String sslMode(@Nullable String query) {
        if (query == null || query.equals("sslmode=disable")) {
            return null;
        }
        if (!query.matches("sslmode=(require|verify-ca|verify-full)")) {
            throw malformed("it asks for more than an sslmode of disable, require, verify-ca or verify-full");
        }
        return query.substring("sslmode=".length());
    }

    private static @Nullable String ssl(@Nullable String query) {
        if (query == null || query.equals("ssl=false")) {
            return null;
        }
        if (!query.equals("ssl=true")) {
            throw malformed("it asks for more than ssl=true or ssl=false");
        }
        return TLS;
    }

    private static Problem malformed(String why) {
        return new Problem("Cannot read the database's URL: " + why + " (expected " + FORM + ").");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
