// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Where a MySQL server is: {@code mysql://user:password@host:port}, percent-encoded, the port 3306 if left out. */
public record MySqlUrl(String host, int port, String user, String password) {
    private static final int DEFAULT_PORT = 3306;

    public static MySqlUrl parse(String text) {
        try {
            URI uri = URI.create(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
            String[] account = uri.getRawUserInfo().split(":", 2);
            if (uri.getHost() == null || account.length != 2 || !"mysql".equals(uri.getScheme())) {
                throw invalid(null);
            }
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            return new MySqlUrl(uri.getHost(), port, decode(account[0]), decode(account[1]));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw invalid(e);
        }
    }

    /** The text is not shown: it holds a password. */
    private static IllegalArgumentException invalid(@org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalArgumentException(
                "Invalid MySQL URL: expected mysql://user:password@host:port, each part percent-encoded.", cause);
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
