// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project's folder, with what the build has put into it. */
record Home(Path root) {
    static final String PROPERTY = "millrace.home";
    private static final String CONNECTORS = "connect-docker/connectors";
    /** The folder, among the connectors, of those for ClickHouse. */
    private static final String CLICKHOUSE = "clickhouse";

    /** The folder named by the system property, or the first one with connectors in or above the working directory. */
    static Home find() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return new Home(Path.of(given).toAbsolutePath());
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(CONNECTORS))) {
                return new Home(at);
            }
        }
        throw new Problem("Cannot find Millrace's folder: start ./millrace where it was cloned.");
    }

    /** The shipped configuration of a connector. */
    Path connector(String name) {
        Path folder = root.resolve(CONNECTORS);
        Path own = folder.resolve(CLICKHOUSE).resolve(name + ".json");
        return Files.exists(own) ? own : folder.resolve(name + ".json");
    }

    /** The packaged archives, unpacked: a folder for {@code plugin.path}. */
    Path plugins() {
        Path plugins = root.resolve("connect-docker/target/plugins");
        if (!Files.isDirectory(plugins)) {
            throw new Problem("The plugin archives are not built: run ./millrace, which builds them, or mvn package.");
        }
        return plugins;
    }

    /** The jobs, what they need, and Spark, as a class path. */
    String sparkClassPath() {
        Path target = spark().resolve("target");
        if (!Files.isDirectory(target.resolve("spark"))) {
            throw new Problem(
                    "The Spark jobs are not built: run ./millrace up --spark, which builds them, or mvn package.");
        }
        return String.join(
                ":",
                target.resolve("classes").toString(),
                target.resolve("lib") + "/*",
                target.resolve("spark") + "/*");
    }

    /** The file of options that Spark needs of Java. */
    Path sparkJavaOptions() {
        return spark().resolve("java.options");
    }

    /** What the jobs log. */
    Path sparkLogging() {
        return spark().resolve("log4j2.properties");
    }

    private Path spark() {
        return root.resolve("spark");
    }

    Path runFolder(String name) {
        return root.resolve(".millrace").resolve(name);
    }
}
