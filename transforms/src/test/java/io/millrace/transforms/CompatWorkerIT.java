// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The same Debezium source of a real MariaDB, once with the ExtractNewRecordState that Debezium's archive holds and once
 * with {@code profile=debezium-compat}: the bytes in the topics are the same, keys, schemas and headers included, but
 * for the tombstones that ExtractNewRecordState makes.
 */
class CompatWorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Map<String, String> REWRITING = Map.of(
            "delete.tombstone.handling.mode", "rewrite-with-tombstone",
            "replace.null.with.default", "false",
            "add.fields", "op,table,source.file:log,source.pos,transaction.id",
            "add.headers", "op,source.pos");
    private static final Map<String, String> THEIRS = Map.of("type", "io.debezium.transforms.ExtractNewRecordState");
    private static final Map<String, String> OURS =
            Map.of("type", NormalizeEnvelope.class.getName(), "profile", "debezium-compat");

    @Test
    void writesTheBytesThatExtractNewRecordStateWrites() throws Exception {
        MariaDbServer database = TestServers.mariaDb();
        DebeziumSources.execute(
                database,
                "CREATE DATABASE compat",
                "CREATE TABLE compat.orders (id BIGINT PRIMARY KEY, note VARCHAR(20) DEFAULT 'none', "
                        + "state VARCHAR(10) NOT NULL DEFAULT 'new', amount DECIMAL(10,2) DEFAULT 1.5, "
                        + "at DATETIME(6), kind ENUM('a','b') DEFAULT 'a', bits BIT(9), raw BLOB)",
                "INSERT INTO compat.orders VALUES (1, 'x', 'new', 2.5, NOW(6), 'b', b'101', 'abc')",
                "INSERT INTO compat.orders (id, note, amount, kind) VALUES (2, NULL, NULL, NULL)");
        try (ConnectWorker worker = TestServers.newWorker(List.of(WrittenRows.plugins(), Binaries.debeziumMariaDb()))
                .start()) {
            start(worker, database, "rewriting-theirs", THEIRS, REWRITING);
            start(worker, database, "rewriting-ours", OURS, REWRITING);
            start(worker, database, "unset-theirs", THEIRS, Map.of());
            start(worker, database, "unset-ours", OURS, Map.of());
            DebeziumSources.execute(
                    database,
                    "INSERT INTO compat.orders (id, at) VALUES (3, NOW(6))",
                    "UPDATE compat.orders SET note = NULL, amount = NULL WHERE id = 1",
                    "UPDATE compat.orders SET id = 4 WHERE id = 3", // a delete, its tombstone, and a create
                    "DELETE FROM compat.orders WHERE id = 2",
                    "TRUNCATE compat.orders",
                    "INSERT INTO compat.orders (id) VALUES (5)");

            List<Written> theirs = written("rewriting-theirs", 10);
            assertThat(written("rewriting-ours", 10)).isEqualTo(withoutHeadersOfTheDelete(theirs));
            assertThat(theirs).filteredOn(record -> record.value == null).hasSize(2);
            assertSameButForTombstones(written("unset-theirs", 8), written("unset-ours", 8));
            worker.connectors().forEach(worker::delete);
        }
    }

    /** A tombstone shares the headers of its delete: ExtractNewRecordState, which changes its input, adds to them twice. */
    private static List<Written> withoutHeadersOfTheDelete(List<Written> records) {
        return records.stream()
                .map(record -> record.value != null
                        ? record
                        : new Written(record.key, null, record.headers.replaceFirst("__op=d __source_pos=\\d+ ", "")))
                .toList();
    }

    private static void assertSameButForTombstones(List<Written> theirs, List<Written> ours) {
        int tombstones = 0;
        for (int i = 0; i < ours.size(); i++) {
            Written expected = theirs.get(i);
            if (ours.get(i).value == null) {
                tombstones++;
                assertThat(expected.value)
                        .as("what Kafka does not take for a tombstone")
                        .endsWith("\"payload\":null}");
                expected = new Written(expected.key, null, expected.headers);
            }
            assertThat(ours.get(i)).isEqualTo(expected);
        }
        assertThat(tombstones).isEqualTo(2);
    }

    private static void start(
            ConnectWorker worker,
            MariaDbServer database,
            String name,
            Map<String, String> transform,
            Map<String, String> settings) {
        Map<String, String> config = connector(database, name);
        transform.forEach((key, value) -> config.put("transforms.unwrap." + key, value));
        settings.forEach((key, value) -> config.put("transforms.unwrap." + key, value));
        worker.put(name, config);
        worker.awaitRunning(name, PATIENCE);
        written(name, 2); // the snapshot
    }

    private static Map<String, String> connector(MariaDbServer database, String name) {
        Map<String, String> config = DebeziumSources.mariaDb(database, name, "compat");
        config.put("provide.transaction.metadata", "true");
        config.put("skipped.operations", "none");
        config.remove("value.converter.schemas.enable");
        config.put("value.converter.replace.null.with.default", "false");
        config.put("transforms", "unwrap");
        return config;
    }

    /** The connector's first records, {@code count} of them: it is an error if there are more. */
    private static List<Written> written(String connector, int count) {
        return await(connector)
                .ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> written(connector), records -> records.size() >= count);
    }

    private static List<Written> written(String connector) {
        List<Written> written = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : WrittenRows.records(connector + ".compat.orders")) {
            StringBuilder headers = new StringBuilder();
            for (Header header : record.headers()) {
                if (!header.key().endsWith("runId")) { // another for each start of a connector
                    headers.append(header.key())
                            .append('=')
                            .append(text(header.value(), connector))
                            .append(' ');
                }
            }
            written.add(
                    new Written(text(record.key(), connector), text(record.value(), connector), headers.toString()));
        }
        return written;
    }

    /** Schemas and headers are named after the connector. */
    private static @Nullable String text(byte @Nullable [] bytes, String connector) {
        return bytes == null
                ? null
                : new String(bytes, StandardCharsets.UTF_8)
                        .replace(connector, "it")
                        .replace(connector.replace('-', '_'), "it");
    }

    private record Written(@Nullable String key, @Nullable String value, String headers) {}
}
