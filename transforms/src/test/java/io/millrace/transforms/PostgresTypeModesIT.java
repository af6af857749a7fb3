// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import io.millrace.transforms.TypeModes.Mode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PostgreSQL in every combination of modes: the same row out wherever the mode carries it, and a stated one elsewhere. */
class PostgresTypeModesIT {
    private static final List<String> TIMES =
            List.of("adaptive", "adaptive_time_microseconds", "connect", "isostring", "microseconds", "nanoseconds");
    private static final String COLUMNS = """
            id int PRIMARY KEY, d date, t time, t3 time(3), tz timetz, ts timestamp, ts3 timestamp(3), tstz timestamptz,
            iv interval, n numeric, n20 numeric(20,6), n38 numeric(38,0), m money, f8 float8, b bytea, bit9 bit(9),
            u uuid, j jsonb, h hstore, pt point, ts_arr timestamp[], d_arr date[], n_arr numeric(10,2)[]""";
    static final List<String> ROWS = List.of(
            "1, '2024-02-29', '12:34:56.789012', '12:34:56.789', '12:34:56.789012+05:30', '2024-02-29 23:59:59.123456', "
                    + "'2024-02-29 23:59:59.123', '2024-03-10 02:30:00.654321+01', '1 year 2 mons 3 days 04:05:06.789', "
                    + "-123456789.123456789, 12345678901234.567891, 99999999999999999999999999999999999999, '-$1,234.56', "
                    + "2.718281828459045, '\\xfbff10ab', '101010101', '6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b', "
                    + "'{\"a\": 1}', 'a=>1', '(8.55,47.37)', '{2024-02-29 23:59:59.123456,NULL}', '{2024-02-29}', '{1.10,NULL}'",
            "2, 'infinity', '24:00', '23:59:59.999', '24:00+00', 'infinity', 'infinity', 'infinity', "
                    + "'-1 year 2 mons -3 days 04:05:06.000001', 'NaN', 'NaN', -1, 0, 'NaN', '', '000000000', "
                    + "NULL, '[]', '', NULL, '{infinity,-infinity}', '{infinity,-infinity}', '{}'",
            "3, '-infinity', '00:00', '00:00', '00:00-15:59', '-infinity', '-infinity', '-infinity', "
                    + "'-00:00:00.000001', 'Infinity', -0.000001, 0, 0.01, 'Infinity', NULL, NULL, "
                    + "NULL, NULL, NULL, NULL, NULL, NULL, NULL",
            "4, '0044-03-15 BC', '23:59:59.999999', '00:00:00.001', '23:59:59.999999+15:59', '0044-03-15 12:00:00 BC', "
                    + "'0044-03-15 12:00:00.5 BC', '0044-03-15 12:00:00+00 BC', '1 mon', 1e20, 0, 0, 0, -0.0, NULL, NULL, "
                    + "NULL, NULL, NULL, NULL, NULL, NULL, NULL",
            "5, '9999-12-31', NULL, NULL, NULL, '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999', "
                    + "'9999-12-31 23:59:59.999999+00', '178000000 years', NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
                    + "NULL, NULL, NULL, NULL, NULL, NULL, NULL",
            "6, '0001-01-01', NULL, NULL, NULL, '0001-01-01 00:00:00', '0001-01-01', '0001-01-01 00:00:00+00', '0', "
                    + "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL");

    @Test
    void givesTheSameRowsInEveryMode() throws Exception {
        PostgresServer database = TestServers.postgres();
        createTables(database, "modes");
        try (ConnectWorker worker = worker()) {
            TypeModes all = new TypeModes(
                            "pg-", worker, Mode.all(TIMES), (mode, name) -> connector(database, "modes", mode, name))
                    .snapshot("modes", ROWS.size());

            TypeModes.assertStated("postgres.txt", all.lines());

            List<Mode> some = List.of(
                    new Mode("precise", "adaptive", "bytes"),
                    new Mode("string", "isostring", "hex"),
                    new Mode("double", "connect", "base64"),
                    new Mode("precise", "nanoseconds", "bytes"));
            TypeModes streamed =
                    new TypeModes("pgs-", worker, some, (mode, name) -> connector(database, "modes", mode, name));
            streamed.stream("modes", ROWS.size(), () -> TypeModes.insert(database, "modes", later()));

            TypeModes.assertStated("postgres-streamed.txt", streamed.streamedOtherwise(100));
        }
    }

    /** The same rows again, with ids greater by 100. */
    static List<String> later() {
        return ROWS.stream().map(row -> "10" + row).toList();
    }

    private static ConnectWorker worker() throws Exception {
        return TestServers.newWorker(List.of(WrittenRows.plugins(), Binaries.debeziumPostgres()))
                .property("exactly.once.source.support", "disabled")
                .start();
    }

    /** The tables, with an extension that a column needs. */
    static void createTables(PostgresServer database, String schema) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS hstore");
        }
        TypeModes.createTables(database, schema, COLUMNS, ROWS);
    }

    static Map<String, String> connector(PostgresServer database, String schema, Mode mode, String name) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        config.put("database.hostname", database.host());
        config.put("database.port", String.valueOf(database.port()));
        config.put("database.user", database.user());
        config.put("database.password", database.password());
        config.put("database.dbname", database.database());
        config.put("plugin.name", "pgoutput");
        config.put("slot.name", name.replace('-', '_'));
        config.put("slot.drop.on.stop", "true");
        config.put("publication.name", name.replace('-', '_'));
        config.put("publication.autocreate.mode", "filtered");
        config.put("schema.include.list", schema);
        // Two more modes, which go with the others so that each meets each policy.
        config.put("interval.handling.mode", mode.binary().startsWith("base64") ? "string" : "numeric");
        config.put("hstore.handling.mode", mode.decimal().equals("string") ? "map" : "json");
        return config;
    }
}
