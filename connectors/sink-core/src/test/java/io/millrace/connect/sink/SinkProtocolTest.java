// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.MemoryDatabase.Death;
import io.millrace.connect.sink.MemoryDatabase.Fault;
import io.millrace.testkit.FakeSinkTaskContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random interleavings of what Connect and the world do to tasks: rebalances, redeliveries, lost connections, unknown
 * commits, deaths, and zombies that go on writing. After each step the table must be exactly the records below the
 * stored offsets.
 */
class SinkProtocolTest {
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 200;
    private static final int STEPS = 300;
    private static final int RUNS = 40;

    @ParameterizedTest
    @ValueSource(ints = {0, 30})
    void tableIsTheLogUpToTheStoredOffset(int lingerMs) {
        Random seeds = new Random(1); // the same on every build
        for (int run = 0; run < RUNS; run++) {
            long seed = Long.getLong("millrace.seed", seeds.nextLong());
            try {
                new World(seed, lingerMs).live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dmillrace.seed=" + seed + " failed", e);
            }
        }
    }

    /** One connector's tasks, each a worker that delivers as Kafka Connect does. */
    private static final class World {
        private final Random random;
        private final int lingerMs;
        private final MemoryDatabase database = new MemoryDatabase();
        private final Map<TopicPartition, List<SinkRecord>> log = new HashMap<>();
        private final Map<TopicPartition, Long> groupOffsets = new HashMap<>();
        private final List<Worker> living = new ArrayList<>();
        private final List<Worker> zombies = new ArrayList<>();
        private long nanos;
        private int faultPercent = 15;

        World(long seed, int lingerMs) {
            this.random = new Random(seed);
            this.lingerMs = lingerMs;
            for (int p = 0; p < PARTITIONS; p++) {
                TopicPartition id = new TopicPartition("t", p);
                List<SinkRecord> records = new ArrayList<>();
                long offset = random.nextInt(5);
                for (int i = 0; i < RECORDS; i++) {
                    String key = p + "-" + random.nextInt(20);
                    String value = random.nextInt(4) == 0 ? null : "v" + i;
                    records.add(new SinkRecord("t", p, null, key, null, value, offset));
                    offset += 1 + (random.nextInt(10) == 0 ? random.nextInt(3) : 0); // markers leave gaps
                }
                log.put(id, records);
            }
            database.faults = this::fault;
        }

        private Fault fault() {
            if (random.nextInt(100) >= faultPercent) {
                return Fault.NONE;
            }
            return Fault.values()[random.nextInt(Fault.values().length)];
        }

        void live() {
            for (int step = 0; step < STEPS; step++) {
                nanos += Duration.ofMillis(random.nextInt(20)).toNanos();
                int rows = database.log.size();
                step();
                if (database.log.size() != rows) {
                    check();
                }
            }
            faultPercent = 0;
            living.forEach(worker -> guarded(worker, each -> each.close(Set.copyOf(each.positions.keySet()))));
            living.clear();
            Worker last = new Worker();
            last.open(log.keySet());
            for (int i = 0; i < 2_000 && !isComplete(); i++) {
                nanos += Duration.ofMillis(20).toNanos();
                last.poll();
                last.fly();
            }
            check();
            assertThat(isComplete()).as("every record was written in the end").isTrue();
            assertThat(database.log).as("each once").hasSize(PARTITIONS * RECORDS);
        }

        private void step() {
            int choice = random.nextInt(100);
            if (choice < 70 && !living.isEmpty()) {
                guarded(living.get(random.nextInt(living.size())), Worker::poll);
            } else if (choice < 78 && !living.isEmpty()) {
                guarded(living.get(random.nextInt(living.size())), Worker::commit);
            } else if (choice < 84 && !zombies.isEmpty()) {
                Worker zombie = zombies.get(random.nextInt(zombies.size()));
                guarded(zombie, Worker::poll);
            } else if (choice < 88 && !living.isEmpty()) {
                Worker worker = living.remove(random.nextInt(living.size())); // declared dead, but goes on
                zombies.add(worker);
            } else {
                rebalance();
            }
        }

        private void guarded(Worker worker, java.util.function.Consumer<Worker> act) {
            try {
                act.accept(worker);
            } catch (Death | FencedException e) {
                living.remove(worker);
                zombies.remove(worker);
            }
        }

        /** Gives every partition that has no owner to someone, or moves some. */
        private void rebalance() {
            if (living.size() < 2) {
                living.add(new Worker());
            }
            Set<TopicPartition> free = new HashSet<>(log.keySet());
            living.forEach(worker -> free.removeAll(worker.positions.keySet()));
            if (free.isEmpty() && random.nextBoolean()) {
                Worker from = living.get(random.nextInt(living.size()));
                Set<TopicPartition> moved = new HashSet<>();
                from.positions.keySet().stream()
                        .filter(id -> random.nextBoolean())
                        .forEach(moved::add);
                if (random.nextBoolean()) {
                    guarded(from, Worker::commit);
                }
                guarded(from, worker -> worker.close(moved));
                free.addAll(moved);
            }
            if (!free.isEmpty() && !living.isEmpty()) {
                guarded(living.get(random.nextInt(living.size())), worker -> worker.open(free));
            }
        }

        private static List<String> sorted(List<String> entries) {
            return entries.stream().sorted().toList();
        }

        private boolean isComplete() {
            return log.entrySet().stream().allMatch(entry -> {
                Claim claim = database.offsets.get(entry.getKey());
                return claim != null && claim.nextOffset() != null && claim.nextOffset() > lastOf(entry.getValue());
            });
        }

        private static long lastOf(List<SinkRecord> records) {
            return records.get(records.size() - 1).kafkaOffset();
        }

        private void check() {
            Map<Object, Object> expected = new TreeMap<>();
            List<String> committed = new ArrayList<>();
            log.forEach((id, records) -> {
                Claim claim = database.offsets.get(id);
                long next = claim == null || claim.nextOffset() == null ? -1 : claim.nextOffset();
                for (SinkRecord record : records) {
                    if (record.kafkaOffset() < next) {
                        committed.add(record.kafkaPartition() + "@" + record.kafkaOffset());
                        if (record.value() == null) {
                            expected.remove(record.key());
                        } else {
                            expected.put(record.key(), record.value());
                        }
                    }
                }
            });
            if (!database.table.equals(expected) || !sorted(database.log).equals(sorted(committed))) {
                throw new AssertionError("found " + database.table + " by " + database.log + ", expected " + expected
                        + " by " + committed + " at " + database.offsets);
            }
            groupOffsets.forEach((id, offset) -> {
                Claim claim = database.offsets.get(id);
                boolean somethingSkipped = log.get(id).stream()
                        .anyMatch(record -> record.kafkaOffset() < offset
                                && (claim == null
                                        || claim.nextOffset() == null
                                        || record.kafkaOffset() >= claim.nextOffset()));
                assertThat(somethingSkipped)
                        .as("Kafka is told no more than the store has")
                        .isFalse();
            });
        }

        /** A task and the consumer in front of it. */
        private final class Worker {
            private final FakeSinkTaskContext context = new FakeSinkTaskContext(null);
            private final Deque<Runnable> flights = new ArrayDeque<>();
            private final SinkEngine engine = new SinkEngine(
                    database.connect(),
                    context,
                    new FlushPolicy(
                            25,
                            1_000,
                            1L << 30,
                            Duration.ofMillis(lingerMs),
                            Duration.ofMillis(1),
                            Duration.ofHours(1),
                            Duration.ofHours(1)),
                    new SinkEngine.Surroundings(
                            flights::add,
                            () -> nanos,
                            pause -> nanos += pause,
                            row -> row,
                            TopicCheck.none(),
                            SinkMetrics.NONE));
            private final Map<TopicPartition, Long> positions = new HashMap<>();
            private List<SinkRecord> undelivered = List.of();

            void open(Set<TopicPartition> assigned) {
                assigned.forEach(id -> positions.put(id, groupOffsets.getOrDefault(id, 0L)));
                whileFlying(() -> engine.open(assigned));
                positions.putAll(context.sought());
                context.sought().clear();
            }

            /** Whoever waits for the flush under way sees its tries go on. */
            private void whileFlying(Runnable waiter) {
                if (flights.isEmpty()) {
                    waiter.run();
                    return;
                }
                Thread waiting = Thread.currentThread();
                Thread flying = new Thread(() -> {
                    while (waiting.getState() != Thread.State.TIMED_WAITING) {
                        Thread.onSpinWait();
                    }
                    fly();
                });
                flying.start();
                try {
                    waiter.run();
                } finally {
                    join(flying);
                }
            }

            private void join(Thread flying) {
                try {
                    flying.join(60_000);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            /** Every try of the flush under way, until it ends. */
            private void fly() {
                while (!flights.isEmpty()) {
                    flights.remove().run();
                }
            }

            void close(Set<TopicPartition> revoked) {
                whileFlying(() -> engine.close(revoked));
                positions.keySet().removeAll(revoked);
                undelivered = undelivered.stream()
                        .filter(record -> !revoked.contains(new TopicPartition("t", record.kafkaPartition())))
                        .toList();
            }

            void poll() {
                if (random.nextBoolean() && !flights.isEmpty()) {
                    flights.remove().run(); // one try, and maybe not the last
                }
                List<SinkRecord> batch = undelivered.isEmpty() ? fetch() : undelivered;
                try {
                    engine.put(batch);
                    undelivered = List.of();
                    for (SinkRecord record : batch) {
                        positions.put(new TopicPartition("t", record.kafkaPartition()), record.kafkaOffset() + 1);
                    }
                } catch (RetriableException e) {
                    undelivered = batch; // Connect pauses the consumer and delivers the same records again
                }
            }

            private List<SinkRecord> fetch() {
                List<SinkRecord> batch = new ArrayList<>();
                positions.forEach((id, position) -> log.get(id).stream()
                        .filter(record -> record.kafkaOffset() >= position)
                        .limit(random.nextInt(15))
                        .forEach(batch::add));
                return batch;
            }

            void commit() {
                Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
                positions.forEach((id, position) -> consumed.put(id, new OffsetAndMetadata(position)));
                engine.preCommit(consumed).forEach((id, offset) -> groupOffsets.put(id, offset.offset()));
            }
        }
    }
}
