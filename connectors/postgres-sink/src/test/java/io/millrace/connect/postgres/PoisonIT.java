// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.DeadLetter;
import io.millrace.testkit.JsonTopic;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One record in 10,000 that cannot be stored: it alone goes to the dead letter queue, with what is wrong and where it
 * came from, and all others are stored. The output says what it cost.
 */
@Timeout(300)
class PoisonIT {
    private static final int RECORDS = 10_000;
    private static final int POISON_AT = 7_654;
    private static final PostgresServer POSTGRES = TestServers.postgres();
    private static final String KEY_SCHEMA = JsonTopic.struct(JsonTopic.field("id", "int64", false));
    private static final String VALUE_SCHEMA =
            JsonTopic.struct(JsonTopic.field("amount", "int64", false), JsonTopic.field("note", "string", true));

    private static ConnectWorker worker;

    @BeforeAll
    static void startWorker() throws Exception {
        worker = TestServers.newWorker(Chain.plugins()).start();
        run("warm_up", 1, "fine");
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
    }

    @Test
    void recordThatTheServerRefusesGoesAloneToTheDeadLetterQueue() throws Exception {
        long cleanMs = run("clean_before_refused", 1, "fine");
        long poisonMs = run("refused", -1, "fine");

        System.out.printf("%d records: %d ms; with one that the server refuses: %d ms%n", RECORDS, cleanMs, poisonMs);
        checkAllOthersAreStored("refused");
        checkOneDeadLetter(
                "refused",
                "Cannot write the record: refused by table public.refused by constraint refused_amount_check (SQLSTATE"
                        + " 23514) at refused-0@7654. Correct the record or the table, or let 'errors.tolerance' send"
                        + " it to a dead letter queue.");
    }

    @Test
    void recordThatCannotBeEncodedGoesAloneToTheDeadLetterQueue() throws Exception {
        long cleanMs = run("clean_before_unfit", 1, "fine");
        long poisonMs = run("unfit", 1, "a\\u0000b");

        System.out.printf(
                "%d records: %d ms; with one that does not fit its column: %d ms%n", RECORDS, cleanMs, poisonMs);
        checkAllOthersAreStored("unfit");
        checkOneDeadLetter(
                "unfit",
                "Cannot write column public.unfit.note: text with a NUL character at unfit-0@7654 value.note."
                        + " The column cannot hold U+0000: remove it at the source.");
    }

    /** How long it took from the first row to the last, by the server's clock. */
    private static long run(String name, long poisonAmount, String poisonNote) throws Exception {
        JsonTopic.create(name, 1);
        Chain.execute(
                POSTGRES,
                "CREATE TABLE public." + name + " (id bigint PRIMARY KEY, amount bigint CHECK (amount >= 0), note text,"
                        + " written timestamptz DEFAULT clock_timestamp())");
        try (KafkaProducer<String, String> producer = JsonTopic.producer()) {
            for (int i = 0; i < RECORDS; i++) {
                String value = i == POISON_AT ? value(poisonAmount, poisonNote) : value(i, "fine");
                producer.send(new ProducerRecord<>(name, JsonTopic.json(KEY_SCHEMA, "{\"id\":" + i + "}"), value));
            }
        }
        worker.put(name, config(name));
        Chain.awaitOffsets(POSTGRES, name, RECORDS);
        assertThat(worker.status(name).isRunning()).isTrue();
        worker.delete(name);
        return Chain.count(
                POSTGRES,
                "SELECT (extract(epoch FROM max(written) - min(written)) * 1000)::bigint FROM public." + name);
    }

    private static String value(long amount, String note) {
        return JsonTopic.json(VALUE_SCHEMA, "{\"amount\":" + amount + ",\"note\":\"" + note + "\"}");
    }

    private static Map<String, String> config(String name) {
        Map<String, String> config = Chain.config(POSTGRES, name, name, 1);
        config.putAll(DeadLetter.settings(name + "-dead"));
        return config;
    }

    private static void checkAllOthersAreStored(String table) throws SQLException {
        assertThat(Chain.query(POSTGRES, "SELECT count(*) FROM public." + table))
                .containsExactly("" + (RECORDS - 1));
        assertThat(Chain.query(POSTGRES, "SELECT id FROM public." + table + " WHERE id = " + POISON_AT))
                .isEmpty();
    }

    private static void checkOneDeadLetter(String topic, String message) {
        assertThat(DeadLetter.in(topic + "-dead")).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(JsonTopic.json(KEY_SCHEMA, "{\"id\":" + POISON_AT + "}"));
            assertThat(letter.place()).isEqualTo(topic + "-0@" + POISON_AT);
            assertThat(letter.context()).containsEntry("connector.name", topic);
            assertThat(letter.reason()).isEqualTo(message);
        });
    }
}
