// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Servers that all the tests of one JVM share: started when first asked for, stopped when the JVM exits. They live in
 * {@code target/test-servers} of the module under test, where their logs stay until the next run. A test that kills a
 * server starts one of its own.
 *
 * <p>With {@code -Dmillrace.servers=containers} brokers and databases run in containers of a Docker engine on this machine,
 * with the same settings, and MySQL is never missing. The registry, Connect workers and a Kafka of several nodes are child
 * processes then too, and the data of a container last until the JVM exits. Where no engine answers, starting fails.
 */
public final class TestServers {
    private static final AtomicInteger WORKERS = new AtomicInteger();

    private TestServers() {}

    public static KafkaServer kafka() {
        return SharedKafka.SERVER;
    }

    public static RegistryServer registry() {
        return SharedRegistry.SERVER;
    }

    public static PostgresServer postgres() {
        return SharedPostgres.SERVER;
    }

    public static MariaDbServer mariaDb() {
        return SharedMariaDb.SERVER;
    }

    /** The MySQL server; where there is none, the calling test is skipped and says so. */
    public static MySqlServer mySql() {
        Assumptions.assumeTrue(SharedMySql.SERVER.isPresent(), MySqlServer.ABSENT);
        return SharedMySql.SERVER.orElseThrow();
    }

    /** ZooKeeper, for what a ClickHouse of the caller's own keeps in one. */
    public static ZooKeeperServer zooKeeper() {
        return SharedZooKeeper.SERVER;
    }

    /** The ClickHouse server, with {@link #zooKeeper}; where there is none, the calling test is skipped and says so. */
    public static ClickHouseServer clickHouse() {
        Assumptions.assumeTrue(SharedClickHouse.SERVER.isPresent(), ClickHouseServer.ABSENT);
        return SharedClickHouse.SERVER.orElseThrow();
    }

    /** A worker on the shared broker, in a group of its own; the caller may add to it, starts it and closes it. */
    public static ConnectWorkerBuilder newWorker(List<Path> pluginPath) {
        return ConnectWorker.builder(newDirectory("connect-" + WORKERS.incrementAndGet()))
                .bootstrapServers(kafka().bootstrapServers())
                .pluginPath(pluginPath);
    }

    /** An empty folder for a server of the caller's own; kept until the next run, for its logs. */
    public static Path newDirectory(String name) {
        Path folder = Run.HOME.resolve(name);
        try {
            Archives.delete(folder);
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + folder + ": " + e.getMessage(), e);
        }
    }

    private static final class SharedKafka {
        static final KafkaServer SERVER = KafkaServer.start(newDirectory("kafka"));
    }

    private static final class SharedRegistry {
        static final RegistryServer SERVER = RegistryServer.start(newDirectory("registry"));
    }

    private static final class SharedPostgres {
        static final PostgresServer SERVER = PostgresServer.start(newDirectory("postgres"));
    }

    private static final class SharedMariaDb {
        static final MariaDbServer SERVER = MariaDbServer.start(newDirectory("mariadb"));
    }

    private static final class SharedMySql {
        static final Optional<MySqlServer> SERVER = MySqlServer.find(newDirectory("mysql"));
    }

    private static final class SharedZooKeeper {
        static final ZooKeeperServer SERVER = ZooKeeperServer.start(newDirectory("zookeeper"));
    }

    private static final class SharedClickHouse {
        static final Optional<ClickHouseServer> SERVER = ClickHouseServer.isPresent()
                ? ClickHouseServer.builder(newDirectory("clickhouse"))
                        .zooKeeper(zooKeeper())
                        .find()
                : Optional.empty();
    }

    /** This JVM's folder. Those of earlier runs go, with whatever a run that was killed left running. */
    private static final class Run {
        static final Path HOME = prepare();

        private static Path prepare() {
            Path all = Path.of("target", "test-servers").toAbsolutePath();
            try {
                Files.createDirectories(all);
                clear(all);
                return Files.createDirectories(
                        all.resolve(Long.toString(ProcessHandle.current().pid())));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot prepare " + all + ": " + e.getMessage(), e);
            }
        }

        /** One JVM at a time: several may begin side by side. */
        private static void clear(Path all) throws IOException {
            Path guard = all.resolveSibling(all.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock lock = channel.lock();
                try (Stream<Path> runs = Files.list(all)) {
                    for (Path run : runs.filter(Run::isOver).toList()) {
                        ChildProcess.sweep(run);
                        Archives.delete(run);
                    }
                } finally {
                    lock.release();
                }
            }
        }

        private static boolean isOver(Path run) {
            String pid = run.getFileName().toString();
            return !pid.matches("\\d+")
                    || ProcessHandle.of(Long.parseLong(pid)).isEmpty()
                    || Long.parseLong(pid) == ProcessHandle.current().pid();
        }
    }
}
