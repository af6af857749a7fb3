// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.DeadLetter;
import io.millrace.testkit.JsonTopic;
import io.millrace.testkit.SinkProgress;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One record in 100,000 that cannot be stored, with the packaged connector in a real worker: it alone goes to the dead letter
 * queue, with what is wrong and where it came from, and all others are stored. The output says what it cost.
 */
@NeedsClickHouse
@Timeout(300)
class PoisonIT {
    private static final int RECORDS = 100_000;
    private static final int POISON_AT = 76_543;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String VERSIONED = "ReplacingMergeTree(_version, _is_deleted) ORDER BY id";
    private static final String KEY_SCHEMA = JsonTopic.struct(JsonTopic.field("id", "int64", false));
    private static final String VALUE_SCHEMA =
            JsonTopic.struct(JsonTopic.field("amount", "int64", false), JsonTopic.field("note", "string", true));

    private static ConnectWorker worker;

    private Sandbox sandbox;

    @BeforeAll
    static void startWorker() {
        worker = PackagedSink.worker().start();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
    }

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        worker.connectors().forEach(worker::delete);
        sandbox.close();
    }

    @Test
    void recordThatTheServerRefusesGoesAloneToTheDeadLetterQueue() throws Exception {
        long cleanMs = run("clean", VERSIONED, value(1, "fine"), "replay_safe");
        long poisonMs = run("refused", VERSIONED, value(-1, "fine"), "replay_safe");

        System.out.printf("%d records: %d ms; with one that the server refuses: %d ms%n", RECORDS, cleanMs, poisonMs);
        checkAllOthersAreStored("refused FINAL");
        checkOneDeadLetter(
                "refused",
                "Cannot write the record: refused by table " + sandbox.database + ".refused (code 469,"
                        + " constraint is not negative) at refused-0@" + POISON_AT
                        + ". Correct the record or the table,"
                        + " or let 'errors.tolerance' send it to a dead letter queue.");
    }

    @Test
    void recordThatCannotBeEncodedGoesAloneToTheDeadLetterQueue() throws Exception {
        long poisonMs = run("unfit", VERSIONED, value(1, "much too long"), "replay_safe");

        System.out.printf("%d records, one does not fit its column: %d ms%n", RECORDS, poisonMs);
        checkAllOthersAreStored("unfit FINAL");
        assertThat(sandbox.query("SELECT count() FROM $.unfit"))
                .as("nothing was written twice")
                .containsExactly("" + (RECORDS - 1));
        checkOneDeadLetter(
                "unfit",
                "Cannot write column " + sandbox.database + ".unfit.note: 13 bytes (expected 8, the column's length) at"
                        + " unfit-0@" + POISON_AT + " value.note. Alter the column to String.");
    }

    @Test
    void plainInsertsAreStoredOnceBesideARefusedRecord() throws Exception {
        run("plain", "MergeTree ORDER BY id", value(-1, "fine"), "at_least_once");

        checkAllOthersAreStored("plain");
        assertThat(DeadLetter.in("plain-dead")).extracting(DeadLetter::place).containsExactly("plain-0@" + POISON_AT);
    }

    /** How long it took from the creation of the connector to the last row. */
    private long run(String name, String engine, String poison, String mode) throws Exception {
        JsonTopic.create(name, 1);
        sandbox.execute("CREATE TABLE $." + name + " (id Int64, amount Int64, note Nullable(FixedString(8)), _version"
                + " UInt128, _is_deleted UInt8, written DateTime64(3) DEFAULT now64(3),"
                + " CONSTRAINT `is not negative` CHECK amount >= 0) ENGINE = " + engine);
        try (KafkaProducer<String, String> producer = JsonTopic.producer()) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(name, key(i), i == POISON_AT ? poison : value(i, "fine")));
            }
        }
        worker.put(name, config(name, mode));
        await().atMost(PATIENCE)
                .failFast(() -> assertThat(worker.status(name).failures()).isEmpty())
                .untilAsserted(() -> {
                    assertThat(SinkProgress.unread(name, name::equals)).isEmpty();
                    assertThat(sandbox.query("SELECT max(id) FROM $." + name)).containsExactly("" + (RECORDS - 1));
                });
        return Long.parseLong(
                sandbox.query("SELECT toUInt64(1000 * (toFloat64(max(written)) - toFloat64(min(written))))" + " FROM $."
                                + name)
                        .get(0));
    }

    private Map<String, String> config(String name, String mode) {
        Map<String, String> config = sandbox.config("delivery.mode", mode, "evolve.widen", "false");
        config.remove("name");
        config.put("connector.class", PackagedSink.CLASS);
        config.put("topics", name);
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.putAll(DeadLetter.settings(name + "-dead"));
        return config;
    }

    private static String key(int id) {
        return JsonTopic.json(KEY_SCHEMA, "{\"id\":" + id + "}");
    }

    private static String value(long amount, String note) {
        return JsonTopic.json(VALUE_SCHEMA, "{\"amount\":" + amount + ",\"note\":\"" + note + "\"}");
    }

    private void checkAllOthersAreStored(String table) {
        assertThat(sandbox.query("SELECT count(), uniqExact(id), countIf(id = " + POISON_AT + ") FROM $." + table))
                .containsExactly((RECORDS - 1) + "|" + (RECORDS - 1) + "|0");
    }

    private static void checkOneDeadLetter(String topic, String reason) {
        assertThat(DeadLetter.in(topic + "-dead")).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(key(POISON_AT));
            assertThat(letter.place()).isEqualTo(topic + "-0@" + POISON_AT);
            assertThat(letter.context()).containsEntry("connector.name", topic);
            assertThat(letter.reason()).isEqualTo(reason);
        });
    }
}
