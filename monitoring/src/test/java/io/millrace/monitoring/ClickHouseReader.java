// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import io.millrace.testkit.servers.ClickHouseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who reads ClickHouse for people: the user that docs/dashboards.md makes, with its rights and settings and no others. */
public final class ClickHouseReader {
    private static final String NAME = "grafana";
    private static final String PASSWORD = "change-me";
    private static final Pattern MADE = Pattern.compile("CREATE USER " + NAME + " IDENTIFIED BY '" + PASSWORD
            + "' SETTINGS ([^;]+);\n((?:GRANT [^;]+ TO " + NAME + ";\n)+)");

    private ClickHouseReader() {}

    /** The test's ClickHouse has the users with which it starts: {@code CREATE USER} does not work in it. */
    static ClickHouseServer.Builder admittedTo(ClickHouseServer.Builder builder) {
        String[] grants =
                made().group(2).replace(" TO " + NAME, "").replace("\n", "").split(";");
        return builder.user(NAME, PASSWORD, grants);
    }

    /** The answer to a query, with a first line of the columns' names, tab-separated. */
    public static String query(ClickHouseServer server, String sql) {
        return server.query(sql + "\nSETTINGS " + made().group(1) + " FORMAT TSVWithNames", NAME, PASSWORD);
    }

    private static Matcher made() {
        try {
            Matcher found = MADE.matcher(Files.readString(Path.of("..", "docs", "dashboards.md")));
            if (!found.find()) {
                throw new IllegalStateException("docs/dashboards.md makes no user " + NAME + " of ClickHouse");
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
