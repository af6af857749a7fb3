// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Advance;
import io.millrace.connect.sink.Claim;
import io.millrace.connect.sink.StoreUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets are in the tables, and which may be: a range is written down before its rows are, and again once they are
 * there. Whoever takes a partition over writes a range that was planned again, as it was, and the server drops what it has.
 * Used by one thread at a time.
 */
final class Ranges {
    private static final int ATTEMPTS = 5;

    private final RangeLedger ledger;
    private final Map<TopicPartition, Long> generations = new HashMap<>();
    private boolean created;

    Ranges(RangeLedger ledger) {
        this.ledger = ledger;
    }

    String table() {
        return ledger.table().toString();
    }

    /** Gives each partition the next epoch. */
    Map<TopicPartition, Claim> claim(List<TopicPartition> partitions) {
        if (!created) {
            ledger.create();
            created = true;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<TopicPartition, Range> before = ledger.read(partitions);
            Map<TopicPartition, Range> after = new LinkedHashMap<>();
            partitions.forEach(
                    id -> after.put(id, before.getOrDefault(id, Range.NEW).takenOver()));
            if (ledger.replace(before, after)) {
                return claims(after);
            }
        }
        throw new StoreUnavailableException(
                "Cannot take over " + partitions + " now: others change their rows in " + table() + ".",
                new IllegalStateException("changed meanwhile"));
    }

    Map<TopicPartition, Claim> read(Collection<TopicPartition> partitions) {
        return claims(ledger.read(partitions));
    }

    private static Map<TopicPartition, Claim> claims(Map<TopicPartition, Range> ranges) {
        Map<TopicPartition, Claim> claims = new LinkedHashMap<>();
        ranges.forEach((id, range) -> claims.put(id, range.claim()));
        return claims;
    }

    /** Writes down what is about to be written; false if another owner took one of the partitions over. */
    boolean plan(List<Advance> advances) {
        return change(advances, (range, advance) -> {
            boolean isOwn = range.epoch() == advance.epoch()
                    && (range.next() == Range.NONE || range.next() == advance.from())
                    && (range.planned() == Range.NONE || range.planned() == advance.next());
            generations.put(advance.partition(), range.generation());
            return isOwn ? range.plan(advance.from(), advance.next()) : null;
        });
    }

    /** How often the partition's offsets began elsewhere, as of the last plan. */
    long generation(TopicPartition partition) {
        return generations.getOrDefault(partition, 0L);
    }

    /** Writes down that it was written. */
    void markWritten(List<Advance> advances) {
        boolean isOwner = change(
                advances,
                (range, advance) ->
                        range.epoch() == advance.epoch() && range.planned() == advance.next() ? range.written() : null);
        if (!isOwner) {
            throw new StoreUnavailableException(
                    "Cannot write down that " + advances + " are written: their rows in " + table() + " were changed.",
                    new IllegalStateException("changed meanwhile"));
        }
    }

    /** Replaces offset and topic id where the epochs are still these. */
    boolean correct(Map<TopicPartition, Claim> claims) {
        Map<TopicPartition, Range> before = ledger.read(claims.keySet());
        Map<TopicPartition, Range> after = new LinkedHashMap<>();
        for (Map.Entry<TopicPartition, Claim> entry : claims.entrySet()) {
            Range range = before.getOrDefault(entry.getKey(), Range.NEW);
            Claim claim = entry.getValue();
            if (range.epoch() != claim.epoch()) {
                return false;
            }
            after.put(entry.getKey(), range.goingOnAt(claim.nextOffset(), claim.topicId()));
        }
        return ledger.replace(before, after);
    }

    /** Sets offsets from outside: whoever owns the partitions is superseded. Null lets Kafka's own offsets decide where to begin. */
    void alter(Map<TopicPartition, Long> offsets) {
        ledger.create();
        Map<TopicPartition, Range> before = ledger.read(offsets.keySet());
        Map<TopicPartition, Range> after = new LinkedHashMap<>();
        offsets.forEach((id, offset) -> after.put(
                id,
                before.getOrDefault(id, Range.NEW)
                        .takenOver()
                        .goingOnAt(offset, null)
                        .withoutPlan()));
        if (!ledger.replace(before, after)) {
            throw new StoreUnavailableException(
                    "Cannot alter offsets now: rows in " + table() + " were changed meanwhile.",
                    new IllegalStateException("changed meanwhile"));
        }
    }

    private boolean change(List<Advance> advances, BiFunction<Range, Advance, @Nullable Range> to) {
        Map<TopicPartition, Range> before =
                ledger.read(advances.stream().map(Advance::partition).toList());
        Map<TopicPartition, Range> after = new LinkedHashMap<>();
        for (Advance advance : advances) {
            Range range = to.apply(before.getOrDefault(advance.partition(), Range.NEW), advance);
            if (range == null) {
                return false;
            }
            after.put(advance.partition(), range);
        }
        return ledger.replace(before, after);
    }
}
