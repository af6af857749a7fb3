// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a MySQL server is: {@code mysql://user:password@host:port}, percent-encoded, the port 3306 if left out. Its text
 * never shows the password.
 */
public record MySqlUrl(String host, int port, String user, String password) {
    /** Holds the password where the URL has none. */
    public static final String PASSWORD_VARIABLE = "MILLRACE_MYSQL_PASSWORD";

    private static final String FORM = "mysql://user:password@host:port";

    /**
     * Reads {@code text}; a password that it leaves out is taken from {@code environment}.
     *
     * @throws IllegalArgumentException says what is wrong, without the text, which may hold a password
     */
    public static MySqlUrl parse(String text, Map<String, String> environment) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw malformed("it is not a URL"); // without the cause: its message holds the whole text
        }
        if (!"mysql".equals(uri.getScheme())) {
            throw malformed("it does not start with mysql://");
        }
        String host = uri.getHost();
        String login = uri.getRawUserInfo();
        if (host == null || login == null) {
            throw malformed(host == null ? "it names no host" : "it names no user");
        }
        if (uri.getPath() != null && uri.getPath().length() > 1) {
            throw malformed("it names a database, and none is to be named");
        }
        int colon = login.indexOf(':');
        String password =
                colon < 0 ? environment.getOrDefault(PASSWORD_VARIABLE, "") : decoded(login.substring(colon + 1));
        String user = decoded(colon < 0 ? login : login.substring(0, colon));
        return new MySqlUrl(host, uri.getPort() < 0 ? 3306 : uri.getPort(), user, password);
    }

    @Override
    public String toString() {
        return "mysql://" + user + "@" + host + ":" + port;
    }

    private static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException("Cannot read the MySQL URL: " + why + " (expected " + FORM
                + ", special characters percent-encoded; the password may come from " + PASSWORD_VARIABLE + ").");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
