// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;
import java.util.List;

/**
 * MariaDB with a row binary log that Debezium can follow. Reached by {@code jdbc:mariadb:}, without TLS. Writes are not
 * forced to disk: data survive the death of the server, not of the machine.
 */
public final class MariaDbServer extends SingleDatabase {
    private static final List<String> FLAGS = List.of(
            // Making a key for TLS takes up to half a minute.
            "--skip-ssl",
            "--skip-name-resolve",
            "--server-id=1",
            "--log-bin=binlog",
            "--binlog-format=ROW",
            "--binlog-row-image=FULL",
            "--binlog-row-metadata=FULL",
            "--gtid-strict-mode=1",
            "--character-set-server=utf8mb4",
            "--innodb-buffer-pool-size=128M",
            "--innodb-flush-log-at-trx-commit=2",
            "--sync-binlog=0");

    private MariaDbServer(Instance instance, int port) {
        super(instance, port);
    }

    public static MariaDbServer start(Path dir) {
        return start(dir, Ports.free());
    }

    /** Starts on the data in {@code dir}, made first if there are none; in a container always on new data. */
    public static MariaDbServer start(Path dir, int port) {
        MariaDbServer server = new MariaDbServer(ServerHost.chosen().mariaDb(dir.toAbsolutePath(), port, FLAGS), port);
        server.start();
        return server;
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:mariadb://%s:%d/".formatted(host(), port());
    }
}
