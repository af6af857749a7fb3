// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A log without transactions that knows a repeated range of a partition by its token, and a ledger of plans: what connects
 * to it can die at every step.
 */
final class PlanningStore {
    /** Where a flush ends early. */
    enum Step {
        PLANNED,
        PARTLY_WRITTEN,
        WRITTEN,
        COMMITTED
    }

    /** The process is gone: nobody handles this. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final Map<TopicPartition, Claim> ledger = new HashMap<>();
    final List<String> log = new ArrayList<>();
    private final Set<String> tokens = new HashSet<>();
    /** Gives the step after which the process dies, or nothing. */
    Supplier<Step> deaths = () -> null;

    Supplier<Step> losses = () -> null;

    void clear() {
        ledger.clear();
        log.clear();
        tokens.clear();
    }

    TableStore connect() {
        return new Store();
    }

    private final class Store implements TableStore {
        @Override
        public Map<TopicPartition, Claim> claim(List<TopicPartition> partitions) {
            for (TopicPartition id : partitions) {
                Claim before = ledger.getOrDefault(id, new Claim(0, null));
                ledger.put(
                        id, new Claim(before.epoch() + 1, before.nextOffset(), before.topicId(), before.plannedEnd()));
            }
            return read(partitions);
        }

        @Override
        public Map<TopicPartition, Claim> read(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Claim> found = new HashMap<>(ledger);
            found.keySet().retainAll(partitions);
            return found;
        }

        @Override
        public boolean plansRanges() {
            return true;
        }

        @Override
        public void prepare(SinkRecord original, SinkRecord row) {
            throw new UnsupportedOperationException("its one table is always ready");
        }

        @Override
        public boolean correct(Map<TopicPartition, Claim> claims) {
            ledger.putAll(claims);
            return true;
        }

        @Override
        public void forgetPlans() {}

        @Override
        public RowBatch newBatch() {
            return new MemoryDatabase.Batch();
        }

        @Override
        public void abort() {}

        @Override
        public StoreTransaction begin() {
            return new Transaction();
        }

        @Override
        public String offsetsTable() {
            return "memory.sink_ranges";
        }

        @Override
        public void close() {}
    }

    private final class Transaction implements StoreTransaction {
        private final Step death = deaths.get();
        private final Step loss = death == null ? losses.get() : null;
        private List<Advance> advances = List.of();

        private void reached(Step step) {
            if (step == death) {
                throw new Death();
            }
            if (step == loss) {
                throw new StoreUnavailableException("Cannot go on now: connection lost.", new RuntimeException("lost"));
            }
        }

        @Override
        public boolean advance(List<Advance> wanted) {
            for (Advance each : wanted) {
                Claim found = ledger.get(each.partition());
                boolean isOwn = found.epoch() == each.epoch()
                        && (found.nextOffset() == null || found.nextOffset() == each.from())
                        && (found.plannedEnd() == null || found.plannedEnd() == each.next());
                if (!isOwn) {
                    return false;
                }
            }
            wanted.forEach(
                    each -> ledger.put(each.partition(), new Claim(each.epoch(), each.from(), null, each.next())));
            advances = wanted;
            reached(Step.PLANNED);
            return true;
        }

        @Override
        public void write(RowBatch batch) {
            Map<TopicPartition, List<SinkRecord>> parts = new TreeMap<>(Ownership.BY_NAME);
            ((MemoryDatabase.Batch) batch)
                    .records.forEach(record -> parts.computeIfAbsent(Ownership.idOf(record), id -> new ArrayList<>())
                            .add(record));
            for (Advance advance : advances) {
                String token = advance.partition() + "/" + advance.from() + "-" + advance.next();
                if (tokens.add(token)) {
                    parts.getOrDefault(advance.partition(), List.of())
                            .forEach(record -> log.add(record.kafkaPartition() + "@" + record.kafkaOffset()));
                }
                reached(Step.PARTLY_WRITTEN);
            }
            reached(Step.WRITTEN);
        }

        @Override
        public long stale() {
            return 0;
        }

        @Override
        public void mark() {}

        @Override
        public void undo() {}

        @Override
        public void commit() {
            advances.forEach(each -> ledger.put(each.partition(), new Claim(each.epoch(), each.next())));
            reached(Step.COMMITTED);
        }

        @Override
        public void close() {}
    }
}
