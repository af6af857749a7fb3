// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Errors;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that a task owns, by the store's word, and how far it is with each. Not thread-safe. */
final class Ownership {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final TableStore store;
    private final FlushPolicy policy;
    private final SinkEngine.Surroundings around;
    private final Map<TopicPartition, Partition> partitions = new TreeMap<>(BY_NAME);
    private @Nullable Partition last;

    Ownership(TableStore store, FlushPolicy policy, SinkEngine.Surroundings around) {
        this.store = store;
        this.policy = policy;
        this.around = around;
    }

    static TopicPartition idOf(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    /** Takes the partitions over from whoever had them; waits for the store as long as the policy says. */
    Map<TopicPartition, Claim> take(Collection<TopicPartition> assigned) {
        Map<TopicPartition, Claim> claims =
                claim(assigned.stream().sorted(BY_NAME).toList());
        last = null;
        claims.forEach((id, claim) -> partitions.put(id, new Partition(id, claim)));
        return claims;
    }

    private Map<TopicPartition, Claim> claim(List<TopicPartition> sorted) {
        long startNanos = around.nanoClock().getAsLong();
        while (true) {
            try {
                return checked(store.claim(sorted));
            } catch (StoreUnavailableException e) {
                Duration waiting = Duration.ofNanos(around.nanoClock().getAsLong() - startNanos);
                if (waiting.compareTo(policy.openTimeout()) >= 0) {
                    throw new ConnectException(e.getMessage(), e);
                }
                LOG.warn("Waiting to open {}: {}", sorted, e.getMessage());
                around.pauseNanos().accept(policy.retryBackoff().toNanos());
            }
        }
    }

    /** The claims to go on with, stored, once the topics have been looked at. */
    private Map<TopicPartition, Claim> checked(Map<TopicPartition, Claim> claims) {
        Map<TopicPartition, Claim> corrections = around.topics().corrections(claims, store.offsetsTable());
        if (!corrections.isEmpty() && !store.correct(corrections)) {
            throw new FencedException("Cannot open " + corrections.keySet() + ": another task took over meanwhile.");
        }
        Map<TopicPartition, Claim> checked = new TreeMap<>(BY_NAME);
        checked.putAll(claims);
        checked.putAll(corrections);
        return checked;
    }

    /** The record's partition. Records of one partition come together. */
    Partition partition(SinkRecord record) {
        Partition before = last;
        if (before != null && before.is(record.originalTopic(), record.originalKafkaPartition())) {
            return before;
        }
        TopicPartition id = idOf(record);
        Partition partition = partitions.get(id);
        if (partition == null) {
            throw new ConnectException("Cannot write " + Errors.where(record) + ": this task does not own " + id + ".");
        }
        last = partition;
        return partition;
    }

    boolean owns(SinkRecord record) {
        return partitions.containsKey(idOf(record));
    }

    TopicPartition[] ids() {
        return partitions.keySet().toArray(TopicPartition[]::new);
    }

    /** The moves of all offsets that are behind what was taken. */
    List<Advance> advances() {
        return partitions.values().stream()
                .filter(partition -> partition.isBuffered() && !partition.isReplaying())
                .map(Partition::advance)
                .toList();
    }

    /** A partition whose planned range is whole; null if there is none. */
    @Nullable Partition wholeReplay() {
        for (Partition partition : partitions.values()) {
            if (partition.isWhole()) {
                return partition;
            }
        }
        return null;
    }

    /** These ranges have to be written again as they were, as far as their partitions are owned still. */
    void replay(List<Advance> advances) {
        advances.forEach(advance -> with(advance.partition(), advance.next(), Partition::replayTo));
    }

    void markCommitted(List<Advance> advances) {
        advances.forEach(advance -> with(advance.partition(), advance.next(), Partition::markCommitted));
    }

    /** What came of these moves is not known. */
    void markAttempted(List<Advance> advances) {
        advances.forEach(advance -> with(advance.partition(), advance.next(), Partition::markAttempted));
    }

    /** Whether all of these can be what this task found or stored itself. */
    boolean mayHaveStored(Map<TopicPartition, Claim> stored) {
        return stored.entrySet().stream().allMatch(entry -> {
            Partition partition = partitions.get(entry.getKey());
            return partition != null && partition.mayHaveStored(entry.getValue().nextOffset());
        });
    }

    void goOnFrom(Map<TopicPartition, Claim> stored) {
        stored.forEach((id, claim) -> {
            if (claim.nextOffset() != null) {
                with(id, claim.nextOffset(), Partition::markCommitted);
            }
        });
    }

    private void with(TopicPartition id, Long offset, BiConsumer<Partition, Long> act) {
        Partition partition = partitions.get(id);
        if (partition != null) {
            act.accept(partition, offset);
        }
    }

    /** Committed offsets; where nothing is buffered, what was consumed. Of partitions that are owned. */
    Map<TopicPartition, OffsetAndMetadata> safeOffsets(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        consumed.forEach((id, offset) -> {
            Partition partition = partitions.get(id);
            if (partition != null) {
                partition.pass(offset.offset());
                safe.put(id, new OffsetAndMetadata(partition.safeOffset(offset.offset())));
            }
        });
        return safe;
    }

    /** Whether something was buffered of one of them. */
    boolean release(Collection<TopicPartition> revoked) {
        last = null;
        boolean buffered = false;
        for (TopicPartition id : revoked) {
            Partition partition = partitions.remove(id);
            buffered |= partition != null && partition.isBuffered();
        }
        return buffered;
    }
}
