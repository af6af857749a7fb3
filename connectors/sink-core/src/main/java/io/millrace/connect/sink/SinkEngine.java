// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Errors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink task over a {@link TableStore}: each record takes effect once, because the offset moves in the transaction
 * that writes the rows, by compare-and-set, and only for the latest owner of the partition.
 *
 * <p>The store is the truth about offsets: {@link #open} takes the partition over (a new epoch) and sends the consumer
 * to the stored offset; Kafka's own offsets only ever show what the store has accepted. A flush that failed is tried
 * again with the same rows before anything else is taken; records that Connect delivers again are recognised by their
 * offset. Topic, partition and offset are those the record was consumed with, whatever transforms made of it. Not
 * thread-safe.
 */
public final class SinkEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SinkEngine.class);
    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final TableStore store;
    private final SinkTaskContext context;
    private final FlushPolicy policy;
    private final TopicCheck topics;
    private final LongSupplier nanoClock;
    private final LongConsumer pauseNanos;
    private final Reports reports;
    private final RowBatch batch;
    private final List<SinkRecord> records = new ArrayList<>();
    private final Map<TopicPartition, Partition> partitions = new TreeMap<>(BY_NAME);

    private @Nullable Long bufferedSinceNanos;
    private @Nullable Long failingSinceNanos;
    private boolean flushFailed;

    public SinkEngine(
            TableStore store,
            SinkTaskContext context,
            FlushPolicy policy,
            LongSupplier nanoClock,
            LongConsumer pauseNanos) {
        this(store, context, policy, TopicCheck.none(), nanoClock, pauseNanos);
    }

    public SinkEngine(
            TableStore store,
            SinkTaskContext context,
            FlushPolicy policy,
            TopicCheck topics,
            LongSupplier nanoClock,
            LongConsumer pauseNanos) {
        this.store = store;
        this.context = context;
        this.policy = policy;
        this.topics = topics;
        this.nanoClock = nanoClock;
        this.pauseNanos = pauseNanos;
        this.reports = new Reports(context.errantRecordReporter());
        this.batch = store.newBatch();
    }

    /** Takes the partitions over from whoever had them, and sends the consumer to where the store is. */
    public void open(Collection<TopicPartition> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        Map<TopicPartition, Claim> claims =
                claim(assigned.stream().sorted(BY_NAME).toList());
        claims.forEach((id, claim) -> {
            partitions.put(id, new Partition(id, claim));
            if (claim.nextOffset() != null) {
                context.offset(id, claim.nextOffset());
            }
        });
        LOG.info("Opened {}: {}", assigned, claims);
    }

    /** The claims to go on with, stored, once the topics have been looked at. */
    private Map<TopicPartition, Claim> checked(Map<TopicPartition, Claim> claims) {
        Map<TopicPartition, Claim> corrections = topics.corrections(claims, store.offsetsTable());
        if (!corrections.isEmpty() && !store.correct(corrections)) {
            throw new FencedException("Cannot open " + corrections.keySet() + ": another task took over meanwhile.");
        }
        Map<TopicPartition, Claim> checked = new TreeMap<>(BY_NAME);
        checked.putAll(claims);
        checked.putAll(corrections);
        return checked;
    }

    private Map<TopicPartition, Claim> claim(List<TopicPartition> sorted) {
        long startNanos = nanoClock.getAsLong();
        while (true) {
            try {
                return checked(store.claim(sorted));
            } catch (StoreUnavailableException e) {
                if (elapsed(startNanos).compareTo(policy.openTimeout()) >= 0) {
                    throw new ConnectException(e.getMessage(), e);
                }
                LOG.warn("Waiting to open {}: {}", sorted, e.getMessage());
                pauseNanos.accept(policy.retryBackoff().toNanos());
            }
        }
    }

    /** Buffers the records and flushes when a bound is reached, or at the end where nothing is to linger. */
    public void put(Collection<SinkRecord> delivered) {
        try {
            if (flushFailed) {
                flush();
            }
            for (SinkRecord record : delivered) {
                take(record);
                if (batch.rows() >= policy.maxRows() || batch.bytes() >= policy.maxBytes()) {
                    flush();
                }
            }
            flushIfDue();
            failingSinceNanos = null;
        } catch (StoreUnavailableException e) {
            throw retry(e);
        }
    }

    private RuntimeException retry(StoreUnavailableException failure) {
        if (failingSinceNanos == null) {
            failingSinceNanos = nanoClock.getAsLong();
        }
        if (elapsed(failingSinceNanos).compareTo(policy.retryTimeout()) >= 0) {
            return new ConnectException(failure.getMessage() + " Gave up after 'retry.timeout.ms'.", failure);
        }
        context.timeout(policy.retryBackoff().toMillis());
        return failure;
    }

    private void take(SinkRecord record) {
        TopicPartition id = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        Partition partition = partitions.get(id);
        if (partition == null) {
            throw new ConnectException("Cannot write " + Errors.where(record) + ": this task does not own " + id + ".");
        }
        if (partition.hasTaken(record.originalKafkaOffset(), store.offsetsTable())) {
            return;
        }
        try {
            batch.add(record);
            records.add(record);
        } catch (DataException e) {
            reports.report(record, e);
        }
        partition.take(record.originalKafkaOffset());
        if (bufferedSinceNanos == null) {
            bufferedSinceNanos = nanoClock.getAsLong();
        }
    }

    private void flushIfDue() {
        if (bufferedSinceNanos == null) {
            return;
        }
        Duration left = policy.linger().minus(elapsed(bufferedSinceNanos));
        if (left.isNegative() || left.isZero()) {
            flush();
        } else {
            context.timeout(Math.max(1, left.toMillis()));
        }
    }

    private void flush() {
        List<Advance> advances = partitions.values().stream()
                .filter(Partition::isBuffered)
                .map(Partition::advance)
                .toList();
        if (advances.isEmpty()) {
            forgetBuffered();
            return;
        }
        flushFailed = true;
        long startNanos = nanoClock.getAsLong();
        if (!commit(advances)) {
            settle(advances);
        }
        for (Advance advance : advances) {
            owned(advance.partition()).markCommitted(advance.next());
        }
        LOG.debug("Wrote {} records as {} rows in {}", records.size(), batch.rows(), elapsed(startNanos));
        forgetBuffered();
    }

    /** False if the offsets are not as expected. */
    private boolean commit(List<Advance> advances) {
        try {
            return commit(advances, transaction -> transaction.write(batch));
        } catch (RowRefusedException e) {
            LOG.debug("Looking for the record that was refused: {}", e.getMessage());
            return commit(advances, transaction -> isolate(transaction, records));
        }
    }

    private boolean commit(List<Advance> advances, Consumer<StoreTransaction> writes) {
        try (StoreTransaction transaction = store.begin()) {
            if (!transaction.advance(advances)) {
                return false;
            }
            writes.accept(transaction);
            reports.await(); // before the offsets move past the records
            transaction.commit();
            return true;
        }
    }

    /** Writes what can be written and reports each record that the store refuses, in order, by halving. */
    private void isolate(StoreTransaction transaction, List<SinkRecord> suspects) {
        RowBatch part = store.newBatch();
        suspects.forEach(part::add);
        transaction.mark();
        try {
            transaction.write(part);
        } catch (RowRefusedException e) {
            transaction.undo();
            if (suspects.size() == 1) {
                SinkRecord record = suspects.get(0);
                reports.report(record, refused(record, e));
                return;
            }
            int half = suspects.size() / 2;
            isolate(transaction, suspects.subList(0, half));
            isolate(transaction, suspects.subList(half, suspects.size()));
        }
    }

    private static DataException refused(SinkRecord record, RowRefusedException e) {
        return new DataException(
                Errors.sentence(
                        "write the record",
                        e.reason(),
                        Errors.where(record),
                        "Correct the record or the table, or let 'errors.tolerance' send it to a dead letter queue."),
                e.getCause());
    }

    /** The offsets were not as expected: an earlier try of this very flush may have been committed after all. */
    private void settle(List<Advance> advances) {
        Map<TopicPartition, Claim> stored =
                store.read(advances.stream().map(Advance::partition).toList());
        boolean committed = true;
        for (Advance advance : advances) {
            Claim claim = stored.get(advance.partition());
            if (claim == null || claim.epoch() != advance.epoch()) {
                throw fenced(advance, claim);
            }
            committed &= claim.nextOffset() != null && claim.nextOffset() == advance.next();
        }
        if (!committed) {
            throw new ConnectException("Cannot commit " + advances + ": found " + stored + " in " + store.offsetsTable()
                    + ", though no other task took over. Was the table edited? Restart the task to go on from there.");
        }
        LOG.info("The commit whose outcome was unknown had taken place: {}", advances);
    }

    private FencedException fenced(Advance advance, @Nullable Claim claim) {
        String found = claim == null ? "no row" : "epoch " + claim.epoch();
        return new FencedException("Cannot write " + advance.partition() + ": found " + found + " in "
                + store.offsetsTable() + " (expected epoch " + advance.epoch()
                + "), so another task owns it now. Nothing was written. If no other task runs, restart this one.");
    }

    private void forgetBuffered() {
        batch.clear();
        records.clear();
        reports.clear();
        bufferedSinceNanos = null;
        flushFailed = false;
    }

    /** Committed offsets; where nothing is buffered, what was consumed, so that records dropped on the way count. */
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        consumed.forEach((id, offset) -> {
            Partition partition = partitions.get(id);
            if (partition != null) {
                safe.put(id, new OffsetAndMetadata(partition.safeOffset(offset.offset())));
            }
        });
        return safe;
    }

    /** Lets the partitions go and drops what is buffered of them: their next owner reads it again. */
    public void close(Collection<TopicPartition> revoked) {
        boolean buffered = revoked.stream()
                .map(partitions::remove)
                .anyMatch(partition -> partition != null && partition.isBuffered());
        if (buffered) {
            List<SinkRecord> kept = records.stream()
                    .filter(record -> !revoked.contains(
                            new TopicPartition(record.originalTopic(), record.originalKafkaPartition())))
                    .toList();
            batch.clear();
            records.clear();
            for (SinkRecord record : kept) {
                batch.add(record);
                records.add(record);
            }
        }
        LOG.info("Closed {}", revoked);
    }

    /** Disconnects. What is buffered is not written: it will be delivered again. */
    public void stop() {
        store.close();
    }

    private Partition owned(TopicPartition id) {
        Partition partition = partitions.get(id);
        if (partition == null) {
            throw new IllegalStateException("not owned: " + id);
        }
        return partition;
    }

    private Duration elapsed(long sinceNanos) {
        return Duration.ofNanos(nanoClock.getAsLong() - sinceNanos);
    }
}
