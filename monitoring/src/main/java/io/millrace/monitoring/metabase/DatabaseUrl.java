// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where Metabase finds the sinks' PostgreSQL: {@code postgresql://user@host:port/database}, percent-encoded, the port 5432
 * if left out; {@code ?sslmode=require} (or {@code verify-ca}, {@code verify-full}) for TLS.
 */
record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        @Nullable String sslMode) {
    private static final String FORM = "postgresql://user@host:port/database?sslmode=require";
    private static final int DEFAULT_PORT = 5432;

    static DatabaseUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw malformed("it is not a URL"); // without the cause: its message holds the whole text
        }
        String user = uri.getRawUserInfo();
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw malformed("it does not start with postgresql://");
        } else if (uri.getHost() == null || user == null) {
            throw malformed(uri.getHost() == null ? "it names no host" : "it names no user");
        } else if (user.contains(":")) {
            throw new Problem("Cannot take the password from --database-url: everyone on this machine can read a"
                    + " command's arguments. Put it into " + LoadMetabase.DATABASE_PASSWORD
                    + " or a file (--database-password-file).");
        } else if (uri.getPath() == null || uri.getPath().length() < 2) {
            throw malformed("it names no database");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new DatabaseUrl(
                uri.getHost(), port, uri.getPath().substring(1), decoded(user), sslMode(uri.getRawQuery()));
    }

    /** As Metabase wants it told, without the password. */
    ObjectNode details() {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("host", host).put("port", port).put("dbname", database).put("user", user);
        details.put("ssl", sslMode != null);
        if (sslMode != null) {
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

    private static Problem malformed(String why) {
        return new Problem("Cannot read the database's URL: " + why + " (expected " + FORM + ").");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
