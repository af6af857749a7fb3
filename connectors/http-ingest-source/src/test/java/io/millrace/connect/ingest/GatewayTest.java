// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What senders are told, and when. */
class GatewayTest {
    private static final RecordMetadata KAFKA_HAS_IT =
            new RecordMetadata(new TopicPartition("events", 0), 1, 0, 0, 0, 0);

    private final Exchanges told = new Exchanges();
    private final Gateway plain = gateway(null, Outcome.DROP);

    private static Gateway gateway(@Nullable MessageIds ids, Outcome unconfirmed) {
        Intake intake = new Intake(new Intake.Group(1_000, 1_000_000, Duration.ZERO));
        return new Gateway(intake, ids, unconfirmed, IngestMetrics.NONE, () -> 0);
    }

    /** What the task would poll. */
    private static List<IngestRecord> polled(Gateway gateway) throws InterruptedException {
        List<IngestRecord> records = new ArrayList<>();
        for (Exchange exchange : gateway.intake().take(Duration.ZERO)) {
            exchange.written().stream().forEach(i -> {
                Item item = exchange.items().get(i);
                Map<String, ?> offset = gateway.ids() == null || item.id() == null
                        ? Map.of()
                        : gateway.ids().written(item.id());
                records.add(new IngestRecord(new IngestRecord.Place(Map.of(), offset), exchange, i, item.shaped(), 0));
            });
        }
        return records;
    }

    @Test
    void tellsSendersOnceKafkaHasEveryEvent() throws InterruptedException {
        plain.accept(told.events("a", "b"));
        List<IngestRecord> records = polled(plain);
        assertThat(told.answers).isEmpty();

        plain.committed(records.get(0), KAFKA_HAS_IT);
        assertThat(told.answers).as("one is still under way").isEmpty();

        plain.committed(records.get(1), KAFKA_HAS_IT);
        assertThat(told.answers).containsExactly(List.of(Outcome.OK, Outcome.OK));
        assertThat(told.settled).hasSize(1);
    }

    @Test
    void neverSaysOkOfWhatTheWorkerDropped() throws InterruptedException {
        plain.accept(told.events("a", "b"));
        List<IngestRecord> records = polled(plain);
        plain.committed(records.get(0), null);
        plain.committed(records.get(1), KAFKA_HAS_IT);

        Gateway retrying = gateway(null, Outcome.RETRY);
        retrying.accept(told.events("c"));
        retrying.committed(polled(retrying).get(0), null);

        assertThat(told.answers).containsExactly(List.of(Outcome.DROP, Outcome.OK), List.of(Outcome.RETRY));
    }

    @Test
    void dropsBadEventsAndKeepsThemFirstIfTheyAreKept() throws InterruptedException {
        plain.accept(told.of(Exchanges.bad("#0", false)));
        assertThat(told.answers).containsExactly(List.of(Outcome.DROP));

        plain.accept(told.of(Exchanges.bad("#0", true), Exchanges.event("a")));
        List<IngestRecord> records = polled(plain);
        plain.committed(records.get(1), KAFKA_HAS_IT);
        assertThat(told.answers).as("the bad one is not kept yet").hasSize(1);
        assertThat(records.get(0).topic()).isEqualTo("bad");
        plain.committed(records.get(0), KAFKA_HAS_IT);
        assertThat(told.answers.get(1)).containsExactly(Outcome.DROP, Outcome.OK);
    }

    @Test
    void answersAnEmptyRequest() {
        plain.accept(told.of());
        assertThat(told.answers).containsExactly(List.of());
        assertThat(told.settled).hasSize(1);
    }

    @Test
    void takesNothingToKafkaThatItsSenderHasGivenUp() throws InterruptedException {
        Exchange late = told.events("a");
        plain.accept(late);
        plain.expire(late);

        assertThat(polled(plain)).isEmpty();
        assertThat(told.answers).containsExactly(List.of(Outcome.RETRY));
        assertThat(told.settled).containsExactly(late);
    }

    @Test
    void keepsRoomForWhatIsUnderWayThoughItsSenderHasGivenUp() throws InterruptedException {
        Exchange late = told.events("a");
        plain.accept(late);
        List<IngestRecord> records = polled(plain);
        plain.expire(late);

        assertThat(told.answers).containsExactly(List.of(Outcome.RETRY));
        assertThat(told.settled).isEmpty();
        plain.committed(records.get(0), KAFKA_HAS_IT);
        assertThat(told.answers).hasSize(1);
        assertThat(told.settled).containsExactly(late);
    }

    @Test
    void tellsEverybodyToRepeatWhenItEnds() throws InterruptedException {
        plain.accept(told.events("a"));
        polled(plain);
        plain.accept(told.events("b"));
        plain.close();
        plain.accept(told.events("c"));

        assertThat(told.answers)
                .containsExactlyInAnyOrder(List.of(Outcome.RETRY), List.of(Outcome.RETRY), List.of(Outcome.RETRY));
        assertThat(polled(plain)).isEmpty();
    }

    @Test
    void writesAnEventOnceThatIsSentAgain() throws InterruptedException {
        Gateway gateway = gateway(ids(4), Outcome.DROP);
        gateway.accept(told.events("a", "b", "a"));
        List<IngestRecord> records = polled(gateway);
        assertThat(records).hasSize(2);

        gateway.accept(told.events("b"));
        assertThat(polled(gateway)).as("it is under way").isEmpty();
        assertThat(told.answers).isEmpty();

        records.forEach(record -> gateway.committed(record, KAFKA_HAS_IT));
        assertThat(told.answers)
                .containsExactlyInAnyOrder(List.of(Outcome.OK, Outcome.OK, Outcome.OK), List.of(Outcome.OK));

        gateway.accept(told.events("a"));
        assertThat(polled(gateway)).as("Kafka has it").isEmpty();
        assertThat(told.answers.get(2)).containsExactly(Outcome.OK);
    }

    @Test
    void writesAnEventAgainThatWasNeverTaken() throws InterruptedException {
        Gateway gateway = gateway(ids(4), Outcome.DROP);
        Exchange late = told.events("a");
        gateway.accept(late);
        gateway.accept(told.events("a"));
        gateway.expire(late);
        assertThat(told.answers).as("who waited for it is told, too").hasSize(2);

        gateway.accept(told.events("a"));
        assertThat(polled(gateway)).hasSize(1);
    }

    @Test
    void forgetsARequestWhoseTimeWasOverBeforeItWasHandedOn() throws InterruptedException {
        Gateway gateway = gateway(ids(4), Outcome.DROP);
        Exchange late = told.events("a");
        gateway.expire(late);
        gateway.accept(late);

        assertThat(polled(gateway)).isEmpty();
        assertThat(told.answers).containsExactly(List.of(Outcome.RETRY));
        assertThat(told.settled).containsExactly(late);
        gateway.accept(told.events("a"));
        assertThat(polled(gateway)).as("sent again").hasSize(1);
    }

    @Test
    void knowsAfterARestartWhatWasCommittedAndNothingElse() throws InterruptedException {
        Gateway before = gateway(ids(3), Outcome.DROP);
        Map<Integer, Map<String, Object>> stored = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            before.accept(told.events("e" + i));
        }
        for (IngestRecord record : polled(before)) {
            int n = Integer.parseInt(record.item().label().substring(1));
            if (n < 598) { // the worker stores the offset of what it has committed
                MessageIds.Offset offset = (MessageIds.Offset) record.sourceOffset();
                stored.put(offset.slot(), new HashMap<>(offset));
            }
        }

        List<Map<String, Object>> offsets = new ArrayList<>();
        for (int slot = 0; slot < 3; slot++) {
            offsets.add(stored.getOrDefault(slot, Map.of()));
        }
        Gateway after = gateway(new MessageIds(offsets), Outcome.DROP);
        for (int i = 0; i < 600; i++) {
            after.accept(told.events("e" + i));
        }

        assertThat(polled(after)).extracting(record -> record.item().label()).containsExactly("e598", "e599");
    }

    @Test
    void forgetsTheOldestIdsFirst() throws InterruptedException {
        MessageIds ids = ids(2);
        Gateway gateway = gateway(ids, Outcome.DROP);
        for (int i = 0; i < 3 * MessageIds.SLOT_IDS; i++) {
            gateway.accept(told.events("e" + i));
            polled(gateway).forEach(record -> gateway.committed(record, KAFKA_HAS_IT));
        }
        assertThat(ids.size()).isEqualTo(2 * MessageIds.SLOT_IDS);

        gateway.accept(told.events("e0", "e" + MessageIds.SLOT_IDS));
        assertThat(polled(gateway)).extracting(record -> record.item().label()).containsExactly("e0");
    }

    private static MessageIds ids(int slots) {
        return new MessageIds(Collections.nCopies(slots, Map.of()));
    }
}
