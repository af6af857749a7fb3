// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.TestServers;
import io.millrace.transforms.TypeModes.Mode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The modes of Debezium's MariaDB and MySQL connectors, which write the same types in the same ways. */
final class BinlogTypeModes {
    private static final List<String> TIMES =
            List.of("adaptive_time_microseconds", "connect", "isostring", "microseconds", "nanoseconds");
    private static final String COLUMNS = """
            id int PRIMARY KEY, d date, t time, t3 time(3), t6 time(6), dt datetime, dt3 datetime(3), dt6 datetime(6),
            ts timestamp NULL, ts6 timestamp(6) NULL, y year, n20 decimal(20,6), n38 decimal(38,0),
            nu decimal(10,2) unsigned, ub bigint unsigned, ti tinyint, f8 double, bl blob, vb varbinary(16),
            bit9 bit(9), bit64 bit(64), e enum('idle','running'), s set('a','b','c'), j json, pt point""";
    private static final List<String> ROWS = List.of(
            "1, '2024-02-29', '12:34:56', '12:34:56.789', '12:34:56.789012', '2024-02-29 23:59:59', "
                    + "'2024-02-29 23:59:59.123', '2024-02-29 23:59:59.123456', '2024-03-10 02:30:00', "
                    + "'2024-03-10 02:30:00.654321', 2024, 12345678901234.567891, 99999999999999999999999999999999999999, "
                    + "12345678.90, 18446744073709551615, -128, 2.718281828459045, X'fbff10ab', X'deadbeef', "
                    + "b'101010101', X'7fffffffffffffff', 'running', 'a,c', '{\"a\": 1}', POINT(8.55, 47.37)",
            "2, '9999-12-31', '-12:34:56', '-838:59:59', '838:59:59', '9999-12-31 23:59:59', "
                    + "'9999-12-31 23:59:59.999', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07', "
                    + "'1970-01-01 00:00:01', 1901, -0.000001, -1, 0, 9223372036854775808, 127, 1e308, '', '', "
                    + "b'0', X'8000000000000001', 'idle', '', '[]', NULL",
            "3, '1000-01-01', '123:45:06', '24:00:00', '-00:00:00.000001', '1000-01-01 00:00:00', "
                    + "'1969-12-31 23:59:59.999', '1969-12-31 23:59:59.999999', NULL, NULL, 2155, 0, 0, 0.01, 1, -1, -1.5, "
                    + "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
            "4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
                    + "NULL, NULL, NULL, NULL, NULL, NULL, NULL");
    /** Dates that only a lax server takes. */
    private static final String ZERO_DATES = "5, '0000-00-00', NULL, NULL, NULL, '0000-00-00 00:00:00', "
            + "'2024-00-00 00:00:00', '2024-02-00 00:00:00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
            + "NULL, NULL, NULL, NULL, NULL, NULL, NULL";

    private final String name;
    private final DatabaseServer database;
    private final Map<String, String> connector;
    private final AtomicInteger serverId = new AtomicInteger(7_100);

    BinlogTypeModes(String name, DatabaseServer database, Map<String, String> connector) {
        this.name = name;
        this.database = database;
        this.connector = connector;
    }

    void assertStated(Path debezium) throws Exception {
        TypeModes.createTables(database, "modes", COLUMNS, ROWS);
        TypeModes.insertLax(database, "modes", List.of(ZERO_DATES));
        int rows = ROWS.size() + 1;
        try (ConnectWorker worker = TestServers.newWorker(List.of(WrittenRows.plugins(), debezium))
                .property("exactly.once.source.support", "disabled")
                .start()) {
            TypeModes all = new TypeModes(name + "-", worker, Mode.all(TIMES), this::config).snapshot("modes", rows);

            TypeModes.assertStated(name + ".txt", all.lines());

            List<Mode> some = List.of(
                    new Mode("precise", "adaptive_time_microseconds", "bytes"),
                    new Mode("string", "isostring", "hex"),
                    new Mode("double", "connect", "base64"));
            TypeModes streamed = new TypeModes(name + "s-", worker, some, this::config).stream("modes", rows, () -> {
                TypeModes.insert(
                        database, "modes", ROWS.stream().map(row -> "10" + row).toList());
                TypeModes.insertLax(database, "modes", List.of("10" + ZERO_DATES));
            });

            TypeModes.assertStated(name + "-streamed.txt", streamed.streamedOtherwise(100));
        }
    }

    private Map<String, String> config(Mode mode, String connectorName) {
        Map<String, String> config = new HashMap<>(connector);
        config.put("database.hostname", database.host());
        config.put("database.port", String.valueOf(database.port()));
        config.put("database.user", database.user());
        config.put("database.password", database.password());
        config.put("database.server.id", String.valueOf(serverId.incrementAndGet()));
        config.put("database.include.list", "modes");
        config.put("include.schema.changes", "false");
        config.put("schema.history.internal", "io.debezium.relational.history.MemorySchemaHistory");
        // One more mode, which goes with another.
        config.put("bigint.unsigned.handling.mode", mode.decimal().equals("precise") ? "precise" : "long");
        return config;
    }
}
