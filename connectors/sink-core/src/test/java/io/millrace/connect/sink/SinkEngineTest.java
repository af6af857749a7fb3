// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.MemoryDatabase.Fault;
import io.millrace.testkit.FakeSinkTaskContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class SinkEngineTest {
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);

    private final MemoryDatabase database = new MemoryDatabase();
    private final List<String> reported = new ArrayList<>();
    private final FakeSinkTaskContext context = new FakeSinkTaskContext((record, error) -> {
        reported.add(record.kafkaOffset() + ": " + error.getMessage());
        return CompletableFuture.completedFuture(null);
    });
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private TopicChange change = TopicChange.FAIL;
    private Executor executor = Runnable::run;
    private long nanos;
    private Fault next = Fault.NONE;

    private SinkEngine engine(FakeSinkTaskContext of, Duration linger) {
        return engine(of, linger, 1L << 30);
    }

    private SinkEngine engine(FakeSinkTaskContext of, Duration linger, long bufferBytes) {
        return engine(of, linger, bufferBytes, pause -> nanos += pause);
    }

    private SinkEngine engine(FakeSinkTaskContext of, Duration linger, long bufferBytes, LongConsumer pauseNanos) {
        database.faults = () -> {
            Fault now = next;
            next = Fault.NONE;
            return now;
        };
        FlushPolicy policy = new FlushPolicy(
                100, 10_000, bufferBytes, linger, Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(5));
        return new SinkEngine(
                database.connect(),
                of,
                policy,
                new SinkEngine.Surroundings(
                        executor,
                        () -> nanos,
                        pauseNanos,
                        row -> row,
                        new TopicCheck(TopicState.unasked(), change),
                        SinkMetrics.NONE));
    }

    private SinkEngine opened() {
        SinkEngine engine = engine(context, Duration.ZERO);
        engine.open(List.of(P0, P1));
        return engine;
    }

    private static SinkRecord record(int partition, long offset, String key, String value) {
        return new SinkRecord("orders", partition, null, key, null, value, offset);
    }

    private static Map<TopicPartition, OffsetAndMetadata> consumed(long offset) {
        return Map.of(P0, new OffsetAndMetadata(offset));
    }

    @Test
    void adoptsAPartitionAtItsFirstRecordAndCommitsWithTheRows() {
        SinkEngine engine = opened();

        engine.put(List.of(record(0, 7, "a", "1"), record(0, 9, "b", "2")));

        assertThat(context.sought()).isEmpty();
        assertThat(database.table).containsEntry("a", "1").containsEntry("b", "2");
        assertThat(database.offsets).containsEntry(P0, new Claim(1, 10L)).containsEntry(P1, new Claim(1, null));
    }

    @Test
    void sendsTheConsumerToWhereTheStoreIs() {
        opened().put(List.of(record(0, 7, "a", "1")));

        opened();

        assertThat(context.sought()).containsExactly(Map.entry(P0, 8L));
    }

    @Test
    void dropsWhatWasTakenBefore() {
        SinkEngine engine = opened();
        engine.put(List.of(record(0, 7, "a", "1")));

        engine.put(List.of(record(0, 7, "a", "old"), record(0, 8, "b", "2")));

        assertThat(database.log).containsExactly("0@7", "0@8");
        assertThat(database.table).containsEntry("a", "1");
    }

    @Test
    void refusesRecordsFromBeforeTheOffsetItAskedFor() {
        opened().put(List.of(record(0, 41, "a", "1")));
        SinkEngine engine = opened();

        assertThatThrownBy(() -> engine.put(List.of(record(0, 0, "a", "2"))))
                .isInstanceOf(ConnectException.class)
                .hasMessage("Cannot continue orders-0: found a record at offset 0 (expected 42 or later, the offset"
                        + " stored in memory.sink_offsets). Was the topic made anew, or its group's offset set back?"
                        + " Set 'topic.changed.mode' to 'earliest' to begin with the topic's first record, or correct"
                        + " next_offset in that table while the connector is stopped.");
    }

    @Test
    void triesAgainWithTheSameRowsAfterALostConnection() {
        SinkEngine engine = opened();
        next = Fault.BEFORE_COMMIT;

        engine.put(List.of(record(0, 7, "a", "1"), record(1, 3, "b", "2")));

        assertThat(database.log).containsExactly("0@7", "1@3");
        assertThat(nanos).as("after a pause").isEqualTo(Duration.ofMillis(50).toNanos());
        assertThat(engine.preCommit(consumed(8))).containsEntry(P0, new OffsetAndMetadata(8));
    }

    @Test
    void recognisesACommitWhoseOutcomeWasUnknown() {
        SinkEngine engine = opened();
        next = Fault.UNKNOWN_COMMITTED;

        engine.put(List.of(record(0, 7, "a", "1")));
        engine.put(List.of(record(0, 8, "b", "2")));

        assertThat(database.log).containsExactly("0@7", "0@8");
    }

    @Test
    void givesUpAfterTheRetryTimeout() {
        SinkEngine engine = opened();
        database.faults = () -> Fault.BEFORE_COMMIT;

        assertThatThrownBy(() -> engine.put(List.of(record(0, 7, "a", "1"))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot commit now: connection lost. Gave up after 'retry.timeout.ms'.");
        assertThat(nanos).isEqualTo(Duration.ofSeconds(30).toNanos());
        assertThat(engine.preCommit(consumed(8))).containsEntry(P0, new OffsetAndMetadata(7));
    }

    @Test
    void gathersTheNextBatchWhileOneIsBeingWritten() {
        executor = waiting::add;
        SinkEngine engine = opened();

        engine.put(List.of(record(0, 0, "a", "1")));
        engine.put(List.of(record(0, 1, "b", "2")));
        engine.put(List.of(record(0, 2, "c", "3")));

        assertThat(database.log).isEmpty();
        assertThat(context.timeoutMs()).as("asks to be called again soon").isEqualTo(2);
        assertThat(waiting).hasSize(1);
        waiting.remove().run();
        assertThat(database.log).containsExactly("0@0");
        assertThat(engine.preCommit(consumed(3))).containsEntry(P0, new OffsetAndMetadata(1));
        engine.put(List.of());
        waiting.remove().run();
        engine.put(List.of());
        assertThat(database.log).containsExactly("0@0", "0@1", "0@2");
        assertThat(engine.preCommit(consumed(3))).containsEntry(P0, new OffsetAndMetadata(3));
    }

    @Test
    void pausesItsPartitionsWhileTooMuchWaitsAndResumesAtHalf() {
        executor = waiting::add;
        SinkEngine engine = engine(context, Duration.ZERO, 228); // an eighth is kept free
        engine.open(List.of(P0));

        engine.put(List.of(record(0, 0, "a", "1"))); // ten bytes a record, and the record itself as many
        engine.put(eight(1));
        assertThat(context.paused()).isEmpty();
        engine.put(eight(9).subList(0, 1));
        assertThat(context.paused()).containsExactly(P0);
        assertThat(engine.bufferedBytes()).isEqualTo(200);

        waiting.remove().run();
        engine.put(List.of());
        assertThat(context.paused()).as("180 bytes are still being written").containsExactly(P0);
        waiting.remove().run();
        engine.put(List.of());
        assertThat(context.paused()).isEmpty();
        assertThat(database.log).hasSize(10);
    }

    @Test
    void keepsWhatAClosedFlushCouldNotWriteOfOtherPartitions() {
        executor = waiting::add;
        SinkEngine engine = opened();
        engine.put(List.of(record(0, 7, "a", "1"), record(1, 3, "b", "2")));

        closeDuring(engine, Fault.BEFORE_COMMIT);
        engine.put(List.of(record(1, 4, "c", "3")));
        runAll();
        engine.put(List.of());
        runAll();

        assertThat(database.log).containsExactly("1@3", "1@4");
    }

    @Test
    void goesOnAfterAClosedFlushThatHadBeenCommittedAfterAll() {
        executor = waiting::add;
        SinkEngine engine = opened();
        engine.put(List.of(record(0, 7, "a", "1"), record(1, 3, "b", "2")));

        closeDuring(engine, Fault.UNKNOWN_COMMITTED);

        engine.put(List.of(record(1, 4, "c", "3")));
        runAll();
        engine.put(List.of());
        runAll();
        engine.put(List.of());

        assertThat(database.log).containsExactly("0@7", "1@3", "1@4");
        assertThat(engine.preCommit(Map.of(P1, new OffsetAndMetadata(5)))).containsEntry(P1, new OffsetAndMetadata(5));
    }

    /** Closes while the waiting flush is being tried, which ends so. */
    private void closeDuring(SinkEngine engine, Fault fault) {
        Thread closing = Thread.currentThread();
        database.faults = () -> {
            while (closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            return fault;
        };
        Runnable flush = waiting.remove();
        new Thread(flush).start();
        engine.close(List.of(P0));
        database.faults = () -> Fault.NONE;
    }

    @Test
    void doesNotTryAgainAfterThePauseWhatWasCalledOffMeanwhile() throws InterruptedException {
        executor = waiting::add;
        Thread closing = Thread.currentThread();
        CountDownLatch pausing = new CountDownLatch(1);
        SinkEngine engine = engine(context, Duration.ZERO, 1L << 30, pause -> {
            pausing.countDown();
            while (closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        });
        engine.open(List.of(P0));
        engine.put(List.of(record(0, 7, "a", "1")));
        database.faults = () -> Fault.BEFORE_COMMIT;
        new Thread(waiting.remove()).start();

        pausing.await();
        engine.close(List.of(P0));

        assertThat(waiting).isEmpty();
        assertThat(database.log).isEmpty();
    }

    private void runAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private static List<SinkRecord> eight(long from) {
        List<SinkRecord> records = new ArrayList<>();
        for (long offset = from; offset < from + 8; offset++) {
            records.add(record(0, offset, "k" + offset, "v"));
        }
        return records;
    }

    @Test
    void beginsWithTheFirstRecordOfATopicMadeAnewIfItMay() {
        opened().put(List.of(record(0, 41, "a", "1")));
        change = TopicChange.EARLIEST;

        opened().put(List.of(record(0, 0, "a", "2"), record(0, 1, "b", "3")));

        assertThat(database.table).containsEntry("a", "2").containsEntry("b", "3");
        assertThat(database.offsets).containsEntry(P0, new Claim(2, 2L));
    }

    @Test
    void waitsForTheStoreWhenItOpens() {
        next = Fault.BEFORE_COMMIT;

        opened();

        assertThat(database.offsets).containsKey(P0);
        assertThat(nanos).isEqualTo(Duration.ofMillis(50).toNanos());
    }

    @Test
    void writesNothingOnceAnotherTaskOwnsThePartition() {
        SinkEngine zombie = opened();
        zombie.put(List.of(record(0, 7, "a", "1")));
        SinkEngine owner = engine(new FakeSinkTaskContext(null), Duration.ZERO);
        owner.open(List.of(P0));
        owner.put(List.of(record(0, 8, "a", "2")));

        assertThatThrownBy(() -> zombie.put(List.of(record(0, 8, "a", "zombie"))))
                .isInstanceOf(FencedException.class)
                .hasMessage("Cannot write orders-0: found epoch 2 in memory.sink_offsets (expected epoch 1), so another"
                        + " task owns it now. Nothing was written. If no other task runs, restart this one.");
        assertThat(database.log).containsExactly("0@7", "0@8");
    }

    @Test
    void saysWhenTheOffsetsWereEdited() {
        SinkEngine engine = opened();
        database.offsets.put(P0, new Claim(1, 99L));

        assertThatThrownBy(() -> engine.put(List.of(record(0, 7, "a", "1"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Was the table edited?");
    }

    @Test
    void lingersUntilTheTimeIsUp() {
        SinkEngine engine = engine(context, Duration.ofMillis(200));
        engine.open(List.of(P0));

        engine.put(List.of(record(0, 7, "a", "1")));
        assertThat(database.log).isEmpty();
        assertThat(context.timeoutMs()).isEqualTo(200);
        assertThat(engine.preCommit(consumed(8))).containsEntry(P0, new OffsetAndMetadata(7));
        nanos += Duration.ofMillis(200).toNanos();
        engine.put(List.of());

        assertThat(database.log).containsExactly("0@7");
        assertThat(engine.preCommit(consumed(8))).containsEntry(P0, new OffsetAndMetadata(8));
    }

    @Test
    void flushesWhenABoundIsReached() {
        SinkEngine engine = engine(context, Duration.ofHours(1));
        engine.open(List.of(P0));
        List<SinkRecord> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(record(0, i, "k" + i, "v"));
        }

        engine.put(many);

        assertThat(database.log).hasSize(100);
    }

    @Test
    void reportsConsumedOffsetsWhereNothingIsBuffered() {
        SinkEngine engine = opened();

        assertThat(engine.preCommit(consumed(1234))).containsEntry(P0, new OffsetAndMetadata(1234));
    }

    @Test
    void dropsTheBuffersOfClosedPartitionsOnly() {
        SinkEngine engine = engine(context, Duration.ofMillis(200));
        engine.open(List.of(P0, P1));
        engine.put(List.of(record(0, 7, "a", "1"), record(1, 3, "b", "2")));

        engine.close(List.of(P0));
        nanos += Duration.ofMillis(200).toNanos();
        engine.put(List.of());

        assertThat(database.log).containsExactly("1@3");
        assertThat(engine.preCommit(consumed(8))).isEmpty();
    }

    @Test
    void reportsEachBadRecordAndWritesTheOthers() {
        SinkEngine engine = opened();

        engine.put(List.of(
                record(0, 0, "a", "1"),
                record(0, 1, "b", MemoryDatabase.REFUSED),
                record(0, 2, "c", MemoryDatabase.UNREADABLE),
                record(0, 3, "d", "4"),
                record(0, 4, "e", MemoryDatabase.REFUSED)));

        assertThat(database.log).containsExactly("0@0", "0@3");
        assertThat(database.offsets).containsEntry(P0, new Claim(1, 5L));
        assertThat(reported)
                .containsExactly(
                        "2: unreadable",
                        "1: Cannot write the record: refused by table t (SQLSTATE 23514) at orders-0@1. Correct the"
                                + " record or the table, or let 'errors.tolerance' send it to a dead letter queue.",
                        "4: Cannot write the record: refused by table t (SQLSTATE 23514) at orders-0@4. Correct the"
                                + " record or the table, or let 'errors.tolerance' send it to a dead letter queue.");
    }

    @Test
    void stopsAtABadRecordWithoutADeadLetterQueue() {
        SinkEngine engine = engine(new FakeSinkTaskContext(null), Duration.ZERO);
        engine.open(List.of(P0));

        assertThatThrownBy(() -> engine.put(List.of(record(0, 0, "a", "1"), record(0, 1, "b", MemoryDatabase.REFUSED))))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot write the record: refused by table t (SQLSTATE 23514) at orders-0@1.");
        assertThat(database.log).isEmpty();
        assertThat(database.offsets).containsEntry(P0, new Claim(1, null));
    }

    @Test
    void doesNotCommitPastARecordThatTheDeadLetterQueueDidNotTake() {
        FakeSinkTaskContext failing = new FakeSinkTaskContext(
                (record, error) -> CompletableFuture.failedFuture(new IllegalStateException("no queue")));
        SinkEngine engine = engine(failing, Duration.ZERO);
        engine.open(List.of(P0));

        assertThatThrownBy(() -> engine.put(List.of(record(0, 0, "a", MemoryDatabase.UNREADABLE))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage(
                        "Cannot report an errant record: the dead letter queue did not accept it. Check its topic.");
        assertThat(database.offsets).containsEntry(P0, new Claim(1, null));
    }
}
