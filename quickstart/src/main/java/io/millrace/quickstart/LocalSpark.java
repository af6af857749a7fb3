// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a Spark is run on this machine: with Iceberg tables on disk, whose catalog {@code lake} is in the embedded PostgreSQL.
 *
 * @param folder where jobs keep their data and logs, and where a file has what {@code java} is to be told
 */
record LocalSpark(Path folder) {
    static final String CATALOG = "lake";
    static final String NAMESPACE = "shop";

    private static final String PACKAGE = "io.millrace.spark.";
    private static final String ARGUMENTS = "java.arguments";
    private static final String HEAP = "1g";

    /** Writes the file, for every Spark that is started from then on. */
    static LocalSpark in(Path folder, Home home, PostgresServer catalog) {
        LocalSpark spark = new LocalSpark(folder);
        try {
            Files.createDirectories(folder);
            List<String> arguments = new ArrayList<>(List.of("-Xmx" + HEAP, "-XX:+UseSerialGC"));
            // A file of arguments cannot name another.
            Files.readAllLines(home.sparkJavaOptions()).stream()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(arguments::add);
            arguments.addAll(settings(folder, home, catalog));
            arguments.addAll(List.of("-cp", home.sparkClassPath()));
            Files.write(
                    spark.arguments(),
                    arguments.stream().map(LocalSpark::quoted).toList());
            return spark;
        } catch (IOException e) {
            throw new Problem("Cannot write in " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    private static List<String> settings(Path folder, Home home, PostgresServer catalog) {
        String lake = "-Dspark.sql.catalog." + CATALOG;
        return List.of(
                "-Dlog4j2.configurationFile=" + home.sparkLogging(),
                "-Dspark.master=local[2]",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.ui.enabled=false",
                "-Dspark.sql.shuffle.partitions=2",
                "-Dspark.local.dir=" + folder.resolve("local"),
                "-Dspark.sql.warehouse.dir=" + folder.resolve("warehouse").toUri(),
                lake + "=org.apache.iceberg.spark.SparkCatalog",
                lake + ".type=jdbc",
                lake + ".uri=" + catalog.jdbcUrl(),
                lake + ".jdbc.user=" + catalog.user(),
                lake + ".jdbc.password=" + catalog.password(),
                lake + ".jdbc.schema-version=V1",
                lake + ".warehouse=" + folder.resolve("lake").toUri());
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Whether a run has made it. */
    boolean isThere() {
        return Files.exists(arguments());
    }

    private Path arguments() {
        return folder.resolve(ARGUMENTS);
    }

    /** The command that runs a class of the module for Spark. */
    List<String> command(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + arguments(), PACKAGE + name));
        command.addAll(arguments);
        return command;
    }
}
