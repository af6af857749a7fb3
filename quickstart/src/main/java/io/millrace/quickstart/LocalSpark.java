// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a Spark is run on this machine: with Iceberg tables on disk, whose catalog {@code lake} is in the embedded PostgreSQL.
 *
 * @param folder where jobs keep their data and logs
 */
record LocalSpark(Path folder, String classPath, List<String> flags) {
    static final String CATALOG = "lake";
    static final String NAMESPACE = "shop";

    private static final String ARGUMENTS = "java.arguments";

    LocalSpark {
        flags = List.copyOf(flags);
    }

    static LocalSpark in(Path folder, Home home, PostgresServer catalog) {
        LocalSpark spark = new LocalSpark(folder, home.sparkClassPath(), flags(folder, home, catalog));
        spark.write();
        return spark;
    }

    private static List<String> flags(Path folder, Home home, PostgresServer catalog) {
        List<String> flags = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "@" + home.sparkJavaOptions(),
                "-Dlog4j2.configurationFile=" + home.sparkLogging(),
                "-Dspark.master=local[2]",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.ui.enabled=false",
                "-Dspark.sql.shuffle.partitions=2",
                "-Dspark.local.dir=" + folder.resolve("local"),
                "-Dspark.sql.warehouse.dir=" + folder.resolve("warehouse").toUri()));
        String lake = "-Dspark.sql.catalog." + CATALOG;
        flags.addAll(List.of(
                lake + "=org.apache.iceberg.spark.SparkCatalog",
                lake + ".type=jdbc",
                lake + ".uri=" + catalog.jdbcUrl(),
                lake + ".jdbc.user=" + catalog.user(),
                lake + ".jdbc.password=" + catalog.password(),
                lake + ".jdbc.schema-version=V1",
                lake + ".warehouse=" + folder.resolve("lake").toUri()));
        return flags;
    }

    /** For a Spark that is started later, by {@code ./millrace sql}. */
    private void write() {
        List<String> lines = new ArrayList<>(flags);
        lines.addAll(List.of("-cp", "\"" + classPath + "\""));
        try {
            Files.createDirectories(folder);
            Files.write(arguments(folder), lines);
        } catch (IOException e) {
            throw new Problem("Cannot write in " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    /** What {@code java} is to be given before the class to run. */
    static Path arguments(Path folder) {
        return folder.resolve(ARGUMENTS);
    }
}
