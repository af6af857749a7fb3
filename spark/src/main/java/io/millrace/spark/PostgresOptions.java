// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.curated.CuratedSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** The options of jobs that write to PostgreSQL. Filled by picocli. */
final class PostgresOptions {
    @Option(
            names = "--postgres-url",
            required = true,
            paramLabel = "URL",
            description = "The database: jdbc:postgresql://host:port/database, with the driver's parameters if any.")
    String url = "";

    @Option(names = "--postgres-user", required = true, paramLabel = "NAME", description = "Who writes.")
    String user = "";

    @Option(
            names = "--postgres-password",
            required = true,
            paramLabel = "PASSWORD",
            description =
                    "The password: best as $${env:NAME} or $${file:/path:key}, for a command line is seen by others.")
    String password = "";

    @Option(
            names = "--schema",
            defaultValue = "public",
            paramLabel = "NAME",
            description = "The schema that the tables are in; it must exist. Default: ${DEFAULT-VALUE}.")
    String schema = "public";

    /** A new connection; the caller closes it. */
    Connection connect() throws SQLException {
        Map<String, String> login = CuratedSettings.resolve(Map.of("user", user, "password", password));
        Properties properties = new Properties();
        properties.putAll(login);
        properties.setProperty("ApplicationName", "millrace-spark");
        return DriverManager.getConnection(url, properties);
    }

    /** {@code name} in the schema, quoted. */
    String qualified(String name) {
        return quoted(schema) + "." + quoted(name);
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
