// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs servers as child processes, from the programs of {@link Binaries}. */
final class ProcessHost implements ServerHost {
    static final String ADDRESS = "127.0.0.1";

    /** Makes a server ready to be launched, its data included. */
    @FunctionalInterface
    private interface Preparation<T> {
        T prepare() throws IOException;
    }

    @Override
    public Instance postgres(Path home, int port, List<String> settings) {
        return prepared("PostgreSQL", home, () -> PostgresProcess.prepare(home, port, settings));
    }

    @Override
    public Instance mariaDb(Path home, int port, List<String> flags) {
        return prepared("MariaDB", home, () -> MariaDbProcess.prepare(home, port, flags));
    }

    @Override
    public Optional<Instance> mySql(Path home, int port, List<String> flags) {
        return MySqlProcess.program()
                .map(program -> prepared("MySQL", home, () -> MySqlProcess.prepare(program, home, port, flags)));
    }

    @Override
    public List<Instance> kafka(KafkaCluster cluster) {
        return prepared("Kafka", cluster.dir(), () -> KafkaProcesses.prepare(cluster));
    }

    private static <T> T prepared(String server, Path home, Preparation<T> preparation) {
        try {
            return preparation.prepare();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + server + " in " + home + ": " + e.getMessage(), e);
        }
    }
}
