// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A database of one keyed table and one log of every row written, with transactions that can be made to fail. */
final class MemoryDatabase {
    /** What happens to the next commit. */
    enum Fault {
        NONE,
        /** The connection is lost before anything is committed. */
        BEFORE_COMMIT,
        /** The connection is lost, and it is unknown whether the commit took place: it did. */
        UNKNOWN_COMMITTED,
        /** The connection is lost, and it is unknown whether the commit took place: it did not. */
        UNKNOWN_LOST,
        /** As {@link #UNKNOWN_COMMITTED}, and the process dies. */
        DEATH_AFTER_COMMIT,
        /** The process dies before the commit. */
        DEATH_BEFORE_COMMIT
    }

    /** The process is gone: nobody handles this. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static final String REFUSED = "refused";
    static final String UNREADABLE = "unreadable";

    final Map<TopicPartition, Claim> offsets = new HashMap<>();
    final Map<Object, Object> table = new TreeMap<>();
    final List<String> log = new ArrayList<>();
    Supplier<Fault> faults = () -> Fault.NONE;

    TableStore connect() {
        return new Store();
    }

    private static StoreUnavailableException lost() {
        return new StoreUnavailableException("Cannot commit now: connection lost.", new RuntimeException("lost"));
    }

    static final class Batch implements RowBatch {
        final List<SinkRecord> records = new ArrayList<>();

        @Override
        public Added add(SinkRecord original, SinkRecord row) {
            if (UNREADABLE.equals(row.value())) {
                throw new DataException("unreadable");
            }
            records.add(row);
            return Added.WRITTEN;
        }

        @Override
        public long allocatedBytes() {
            return bytes();
        }

        @Override
        public void follow(RowBatch earlier) {}

        @Override
        public int replaced() {
            return 0;
        }

        @Override
        public int stale() {
            return 0;
        }

        @Override
        public int rows() {
            return records.size();
        }

        @Override
        public long bytes() {
            return records.size() * 10L;
        }

        @Override
        public void clear() {
            records.clear();
        }
    }

    private final class Store implements TableStore {
        @Override
        public Map<TopicPartition, Claim> claim(List<TopicPartition> partitions) {
            if (faults.get() == Fault.BEFORE_COMMIT) {
                throw lost();
            }
            Map<TopicPartition, Claim> claims = new HashMap<>();
            for (TopicPartition id : partitions) {
                Claim before = offsets.getOrDefault(id, new Claim(0, null));
                claims.put(id, new Claim(before.epoch() + 1, before.nextOffset(), before.topicId()));
            }
            offsets.putAll(claims);
            return claims;
        }

        @Override
        public Map<TopicPartition, Claim> read(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Claim> found = new HashMap<>(offsets);
            found.keySet().retainAll(partitions);
            return found;
        }

        @Override
        public void prepare(SinkRecord original, SinkRecord row) {
            throw new UnsupportedOperationException("its one table is always ready");
        }

        @Override
        public boolean correct(Map<TopicPartition, Claim> claims) {
            boolean owned = claims.entrySet().stream()
                    .allMatch(each -> offsets.get(each.getKey()).epoch()
                            == each.getValue().epoch());
            if (owned) {
                offsets.putAll(claims);
            }
            return owned;
        }

        @Override
        public void forgetPlans() {}

        @Override
        public RowBatch newBatch() {
            return new Batch();
        }

        @Override
        public void abort() {}

        @Override
        public StoreTransaction begin() {
            return new Transaction();
        }

        @Override
        public String offsetsTable() {
            return "memory.sink_offsets";
        }

        @Override
        public void close() {}
    }

    private final class Transaction implements StoreTransaction {
        private List<Advance> advances = List.of();
        private final List<SinkRecord> written = new ArrayList<>();
        private int mark;

        @Override
        public boolean advance(List<Advance> wanted) {
            advances = wanted;
            return wanted.stream()
                    .allMatch(each -> new Claim(each.epoch(), each.expected()).equals(offsets.get(each.partition())));
        }

        @Override
        public void write(RowBatch batch) {
            List<SinkRecord> records = ((Batch) batch).records;
            if (records.stream().anyMatch(record -> REFUSED.equals(record.value()))) {
                throw new RowRefusedException("refused by table t (SQLSTATE 23514)", new RuntimeException("23514"));
            }
            written.addAll(records);
        }

        @Override
        public long stale() {
            return 0;
        }

        @Override
        public void mark() {
            mark = written.size();
        }

        @Override
        public void undo() {
            written.subList(mark, written.size()).clear();
        }

        @Override
        public void commit() {
            switch (faults.get()) {
                case NONE -> apply();
                case BEFORE_COMMIT, UNKNOWN_LOST -> throw lost();
                case UNKNOWN_COMMITTED -> {
                    apply();
                    throw lost();
                }
                case DEATH_AFTER_COMMIT -> {
                    apply();
                    throw new Death();
                }
                case DEATH_BEFORE_COMMIT -> throw new Death();
            }
        }

        private void apply() {
            for (Advance advance : advances) {
                offsets.put(advance.partition(), new Claim(advance.epoch(), advance.next()));
            }
            for (SinkRecord record : written) {
                log.add(record.kafkaPartition() + "@" + record.kafkaOffset());
                if (record.value() == null) {
                    table.remove(record.key());
                } else {
                    table.put(record.key(), record.value());
                }
            }
        }

        @Override
        public void close() {}
    }
}
