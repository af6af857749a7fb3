// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One record in 100,000 that cannot be stored: it alone is reported, with what is wrong and where it came from, and all
 * others are stored. The output says what it cost.
 */
@NeedsClickHouse
@Timeout(180)
class PoisonIT {
    private static final int RECORDS = 100_000;
    private static final int POISON_AT = 76_543;
    private static final Schema ROW = SchemaBuilder.struct()
            .field("amount", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static List<SinkRecord> records(String topic, long poisonAmount, String poisonNote) {
        List<SinkRecord> records = new ArrayList<>(RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            Struct value = new Struct(ROW)
                    .put("amount", i == POISON_AT ? poisonAmount : i)
                    .put("note", i == POISON_AT ? poisonNote : "fine");
            records.add(Sandbox.record(topic, i, Sandbox.key(i), value));
        }
        return records;
    }

    private void createTable(String table, String rest) {
        sandbox.execute("CREATE TABLE $." + table + " (id Int64, amount Int64, note Nullable(FixedString(8)), _version"
                + " UInt128, _is_deleted UInt8, CONSTRAINT `is not negative` CHECK amount >= 0) ENGINE = " + rest);
    }

    private long writeMs(String topic, long poisonAmount, String poisonNote, String mode) {
        List<SinkRecord> records = records(topic, poisonAmount, poisonNote);
        Map<String, String> config = sandbox.config("delivery.mode", mode, "evolve.widen", "false");
        long startNanos = System.nanoTime();
        DrivenTask task = sandbox.task(topic, config);
        task.put(records);
        task.stop();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    @Test
    void recordThatTheServerRefusesIsReportedAlone() {
        for (String topic : List.of("warm_up", "clean", "refused")) {
            createTable(topic, "ReplacingMergeTree(_version, _is_deleted) ORDER BY id");
        }
        writeMs("warm_up", 1, "fine", "replay_safe");
        long cleanMs = writeMs("clean", 1, "fine", "replay_safe");
        assertThat(sandbox.reported).isEmpty();

        long poisonMs = writeMs("refused", -1, "fine", "replay_safe");

        System.out.printf("%d records: %d ms; with one that the server refuses: %d ms%n", RECORDS, cleanMs, poisonMs);
        checkAllOthersAreStored("refused FINAL");
        assertThat(sandbox.reported)
                .containsExactly("Cannot write the record: refused by table " + sandbox.database + ".refused (code 469,"
                        + " constraint is not negative) at refused-0@" + POISON_AT
                        + ". Correct the record or the table,"
                        + " or let 'errors.tolerance' send it to a dead letter queue.");
    }

    @Test
    void recordThatCannotBeEncodedIsReportedAlone() {
        createTable("unfit", "ReplacingMergeTree(_version, _is_deleted) ORDER BY id");

        long poisonMs = writeMs("unfit", 1, "much too long", "replay_safe");

        System.out.printf("%d records, one does not fit its column: %d ms%n", RECORDS, poisonMs);
        checkAllOthersAreStored("unfit FINAL");
        assertThat(sandbox.query("SELECT count() FROM $.unfit"))
                .as("nothing was written twice")
                .containsExactly("" + (RECORDS - 1));
        assertThat(sandbox.reported)
                .containsExactly("Cannot write column " + sandbox.database
                        + ".unfit.note: 13 bytes (expected 8, the column's length) at unfit-0@" + POISON_AT
                        + " value.note. Alter the column to String.");
    }

    @Test
    void plainInsertsAreStoredOnceBesideARefusedRecord() {
        createTable("plain", "MergeTree ORDER BY id");

        writeMs("plain", -1, "fine", "at_least_once");

        checkAllOthersAreStored("plain");
        assertThat(sandbox.reported).hasSize(1);
    }

    private void checkAllOthersAreStored(String table) {
        assertThat(sandbox.query("SELECT count(), uniqExact(id), countIf(id = " + POISON_AT + ") FROM $." + table))
                .containsExactly((RECORDS - 1) + "|" + (RECORDS - 1) + "|0");
    }
}
