// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.PlanningStore.Death;
import io.millrace.connect.sink.PlanningStore.Step;
import io.millrace.testkit.FakeSinkTaskContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks over a store that cannot undo: what one may have written, the next writes again in the same ranges. */
class PlannedRangesTest {
    private static final TopicPartition P0 = new TopicPartition("events", 0);
    private static final TopicPartition P1 = new TopicPartition("events", 1);
    private static final int OFFSETS = 400;
    private static final int ROUNDS = 300;

    private final PlanningStore database = new PlanningStore();
    private final Deque<Step> deaths = new ArrayDeque<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private FakeSinkTaskContext context = new FakeSinkTaskContext(null);
    private long nanos;

    private SinkEngine opened(Collection<TopicPartition> partitions) {
        database.deaths = deaths::poll;
        context = new FakeSinkTaskContext(null);
        FlushPolicy policy = new FlushPolicy(
                7,
                10_000,
                1L << 30,
                Duration.ZERO,
                Duration.ofMillis(50),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
        SinkEngine engine = new SinkEngine(
                database.connect(),
                context,
                policy,
                new SinkEngine.Surroundings(
                        Runnable::run,
                        () -> nanos,
                        pause -> nanos += pause,
                        row -> row,
                        TopicCheck.none(),
                        SinkMetrics.NONE));
        engine.open(partitions);
        return engine;
    }

    private static List<SinkRecord> records(TopicPartition id, long from, long end) {
        List<SinkRecord> records = new ArrayList<>();
        for (long offset = from; offset < end; offset++) {
            records.add(new SinkRecord(id.topic(), id.partition(), null, null, null, "v" + offset, offset));
        }
        return records;
    }

    private static List<String> log(TopicPartition id, long from, long end) {
        return records(id, from, end).stream()
                .map(record -> record.kafkaPartition() + "@" + record.kafkaOffset())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void writesARangeAgainAsItWas(Step death) {
        deaths.add(death);
        SinkEngine dying = opened(List.of(P0));
        assertThatThrownBy(() -> {
                    dying.put(records(P0, 0, 5));
                    dying.put(List.of());
                })
                .isInstanceOf(Death.class);

        SinkEngine next = opened(List.of(P0));
        long from = context.sought().getOrDefault(P0, 0L);
        next.put(records(P0, from, 3)); // in other batches than before
        next.put(records(P0, Math.max(3, from), 12));
        next.put(List.of());
        next.put(List.of());

        assertThat(database.log).containsExactlyElementsOf(log(P0, 0, 12));
        assertThat(database.ledger.get(P0)).isEqualTo(new Claim(2, 12L));
    }

    @Test
    void waitsForAllOfTheRangeBeforeAnythingElse() {
        deaths.add(Step.PLANNED);
        SinkEngine dying = opened(List.of(P0));
        assertThatThrownBy(() -> {
                    dying.put(records(P0, 0, 5));
                    dying.put(List.of());
                })
                .isInstanceOf(Death.class);

        SinkEngine next = opened(List.of(P0, P1));
        next.put(records(P0, 0, 4));
        next.put(records(P1, 0, 2)); // of another partition: no need to wait

        assertThat(database.log).containsExactlyElementsOf(log(P1, 0, 2));

        next.put(records(P0, 4, 5));

        assertThat(database.log.subList(2, 7)).containsExactlyElementsOf(log(P0, 0, 5));
    }

    @Test
    void endsTheRangeWhereItsLastRecordsAreGone() {
        deaths.add(Step.PLANNED);
        SinkEngine dying = opened(List.of(P0));
        assertThatThrownBy(() -> {
                    dying.put(records(P0, 0, 5));
                    dying.put(List.of());
                })
                .isInstanceOf(Death.class);

        SinkEngine next = opened(List.of(P0));
        next.put(records(P0, 0, 3));
        next.put(records(P0, 8, 9));

        assertThat(database.log).containsExactly("0@0", "0@1", "0@2", "0@8");
    }

    @Test
    void endsTheRangeWhereTransformsDropItsLastRecords() {
        deaths.add(Step.PLANNED);
        SinkEngine dying = opened(List.of(P0));
        assertThatThrownBy(() -> {
                    dying.put(records(P0, 0, 5));
                    dying.put(List.of());
                })
                .isInstanceOf(Death.class);

        SinkEngine next = opened(List.of(P0));
        next.put(records(P0, 0, 3));
        assertThat(next.preCommit(Map.of(P0, new OffsetAndMetadata(6)))).containsEntry(P0, new OffsetAndMetadata(0));
        next.put(List.of());

        assertThat(next.preCommit(Map.of(P0, new OffsetAndMetadata(6)))).containsEntry(P0, new OffsetAndMetadata(6));
        assertThat(database.log).containsExactlyElementsOf(log(P0, 0, 3));
    }

    /** Tasks that die anywhere, connections that break anywhere, partitions that come and go: no gap, no double. */
    @Test
    void neverLosesOrDoublesARow() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            assertThat(run(new Random(seed))).as("seed %d", seed).isEmpty();
        }
    }

    private List<String> run(Random random) {
        database.clear();
        committed.clear();
        Map<TopicPartition, Long> positions = new HashMap<>();
        SinkEngine engine = null;
        while (positions.getOrDefault(P0, 0L) < OFFSETS || positions.getOrDefault(P1, 0L) < OFFSETS || !isDone()) {
            database.deaths = () -> random.nextInt(12) == 0 ? Step.values()[random.nextInt(4)] : null;
            database.losses = () -> random.nextInt(8) == 0 ? Step.values()[random.nextInt(4)] : null;
            try {
                if (engine == null) {
                    engine = reopened(List.of(P0, P1), positions);
                }
                if (random.nextInt(15) == 0) {
                    engine.close(List.of(P1));
                    engine.open(List.of(P1));
                    positions.put(P1, context.sought().getOrDefault(P1, committed.getOrDefault(P1, 0L)));
                }
                TopicPartition id = random.nextBoolean() ? P0 : P1;
                long from = positions.getOrDefault(id, 0L);
                long end = Math.min(OFFSETS, from + random.nextInt(20));
                List<SinkRecord> delivered = records(id, from, end);
                positions.put(id, end);
                engine.put(delivered);
                engine.preCommit(consumed(positions)).forEach((each, offset) -> committed.put(each, offset.offset()));
            } catch (Death e) {
                engine = null;
            }
        }
        List<String> found = new ArrayList<>(database.log);
        log(P0, 0, OFFSETS).forEach(found::remove);
        log(P1, 0, OFFSETS).forEach(found::remove);
        if (database.log.size() - found.size() != 2 * OFFSETS) {
            found.add("missing: " + (2 * OFFSETS - database.log.size()));
        }
        return found;
    }

    private SinkEngine reopened(List<TopicPartition> ids, Map<TopicPartition, Long> positions) {
        SinkEngine engine = open(ids);
        ids.forEach(id -> positions.put(id, context.sought().getOrDefault(id, committed.getOrDefault(id, 0L))));
        return engine;
    }

    private SinkEngine open(List<TopicPartition> ids) {
        Supplier<Step> kept = database.deaths;
        SinkEngine engine = opened(ids);
        database.deaths = kept;
        return engine;
    }

    private boolean isDone() {
        return List.of(P0, P1).stream()
                .allMatch(id -> database.ledger.containsKey(id)
                        && Long.valueOf(OFFSETS).equals(database.ledger.get(id).nextOffset()));
    }

    private static Map<TopicPartition, OffsetAndMetadata> consumed(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
        positions.forEach((id, offset) -> consumed.put(id, new OffsetAndMetadata(offset)));
        return consumed;
    }
}
