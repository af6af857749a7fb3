// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Debezium fills in for the required columns of a deleted PostgreSQL row is recognised, type by type. */
class DeletedRowIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String COLUMNS = """
            c_bool boolean NOT NULL, c_small smallint NOT NULL, c_int integer NOT NULL, c_big bigint NOT NULL,
            c_dec numeric(20,6) NOT NULL, c_numeric numeric NOT NULL, c_money money NOT NULL, c_real real NOT NULL,
            c_double double precision NOT NULL, c_date date NOT NULL, c_time time NOT NULL, c_time3 time(3) NOT NULL,
            c_timetz timetz NOT NULL, c_ts timestamp NOT NULL, c_ts3 timestamp(3) NOT NULL, c_tstz timestamptz NOT NULL,
            c_interval interval NOT NULL, c_uuid uuid NOT NULL, c_json json NOT NULL, c_jsonb jsonb NOT NULL,
            c_xml xml NOT NULL, c_char char(8) NOT NULL, c_varchar varchar(64) NOT NULL, c_text text NOT NULL,
            c_bytea bytea NOT NULL, c_bit1 bit(1) NOT NULL, c_bit9 bit(9) NOT NULL, c_inet inet NOT NULL,
            c_cidr cidr NOT NULL, c_macaddr macaddr NOT NULL, c_point point NOT NULL, c_oid oid NOT NULL,
            c_range int4range NOT NULL, c_hstore hstore NOT NULL, c_ints integer[] NOT NULL, c_texts text[] NOT NULL,
            c_now timestamptz NOT NULL DEFAULT now(), c_seven integer NOT NULL DEFAULT 7""";
    private static final String VALUES = """
            true, 1, 2, 3, 4.5, 6.75, '$8.90', 1.5, 2.5, '2024-02-29', '12:34:56', '12:34:56.789', '12:34:56+02',
            '2024-02-29 23:59:59', '2024-02-29 23:59:59.123', '2024-02-29 23:59:59+00', '1 day',
            '6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b', '{"a":1}', '{"a":1}', '<a/>', 'c', 'v', 't', '\\x01', '1',
            '101010101', '192.168.1.7', '10.0.0.0/8', '08:00:2b:01:02:03', '(1,2)', 9, '[1,3)', 'a=>1', '{1}', '{a}',
            now(), 8""";

    @Test
    void holdsItsKeyAloneUnlessTheReplicaIdentityIsFull() throws Exception {
        PostgresServer database = TestServers.postgres();
        DebeziumSources.execute(
                database,
                "CREATE EXTENSION IF NOT EXISTS hstore",
                "CREATE SCHEMA deleting",
                "CREATE TABLE deleting.by_key (id integer PRIMARY KEY, " + COLUMNS + ")",
                "CREATE TABLE deleting.in_full (id integer PRIMARY KEY, " + COLUMNS + ")",
                "ALTER TABLE deleting.in_full REPLICA IDENTITY FULL");
        try (ConnectWorker worker = TestServers.newWorker(List.of(WrittenRows.plugins(), Binaries.debeziumPostgres()))
                .start()) {
            worker.put("plain", connector("plain", database));
            worker.put("texts", inTexts(connector("texts", database)));
            worker.awaitRunning("plain", PATIENCE);
            worker.awaitRunning("texts", PATIENCE);
            for (String table : List.of("by_key", "in_full")) {
                DebeziumSources.execute(
                        database,
                        "INSERT INTO deleting." + table + " VALUES (1, " + VALUES + ")",
                        "DELETE FROM deleting." + table);
            }

            for (String connector : List.of("plain", "texts")) {
                JsonNode byKey = deletedRow(connector, "by_key");
                JsonNode inFull = deletedRow(connector, "in_full");

                assertThat(held(byKey)).as("columns of %s", byKey).containsExactly("id");
                assertThat(held(inFull)).as("columns of %s", inFull).hasSize(COLUMNS.split("NOT NULL").length);
                worker.delete(connector);
            }
        }
    }

    /** The ways in which a connector writes types as text, which changes what it fills in. */
    private static Map<String, String> inTexts(Map<String, String> config) {
        config.put("decimal.handling.mode", "string");
        config.put("interval.handling.mode", "string");
        config.put("time.precision.mode", "isostring");
        config.put("binary.handling.mode", "base64");
        config.put("hstore.handling.mode", "map");
        return config;
    }

    private static List<String> held(JsonNode row) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(name -> {
            if (!name.startsWith("_") && !row.get(name).isNull()) {
                names.add(name);
            }
        });
        return names;
    }

    private static JsonNode deletedRow(String connector, String table) {
        String topic = connector + ".deleting." + table;
        return await(topic)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> WrittenRows.of(topic).stream()
                                .filter(row -> row.get("_deleted").booleanValue())
                                .findFirst()
                                .orElse(null),
                        row -> row != null);
    }

    private static Map<String, String> connector(String name, PostgresServer database) {
        Map<String, String> config = DebeziumSources.postgres(database, name, "deleting");
        config.put("transforms", "normalize");
        config.put("transforms.normalize.type", NormalizeEnvelope.class.getName());
        config.put("transforms.normalize.deletes", "row");
        return config;
    }
}
