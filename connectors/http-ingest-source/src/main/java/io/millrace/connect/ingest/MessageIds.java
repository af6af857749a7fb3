// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.device.internal.IdList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the last events, so that one that is sent again is not written again: those that Kafka has, and those under
 * way, whose outcome all who sent them wait for. Thread-safe.
 *
 * <p>They are kept in the task's offsets, in a ring of slots: each record's offset has the ids of its slot up to its own, so
 * that after a crash exactly the ids of committed events are known.
 */
final class MessageIds {
    /** How many ids one slot, which is written with each commit, has at most. */
    static final int SLOT_IDS = 256;

    static final String TURN = "turn";
    static final String IDS = "ids";

    private final Slot[] ring;
    private final Set<String> known = new HashSet<>();
    private final Map<String, List<Waiter>> underWay = new HashMap<>();
    private Slot current;

    /** What becomes of an event that comes in. */
    enum Claim {
        /** It is to be written. */
        NEW,
        /** Kafka has it. */
        KNOWN,
        /** It is under way; its outcome is that of this one too. */
        WAITS
    }

    private record Waiter(Exchange exchange, int index) {}

    /** Ids of records that were written one after the other, in the {@code turn}th slot that was ever begun. */
    static final class Slot {
        private final int number;
        private final long turn;
        private final List<String> ids;

        private Slot(int number, long turn, List<String> ids) {
            this.number = number;
            this.turn = turn;
            this.ids = new ArrayList<>(ids);
        }

        private synchronized int add(String id) {
            ids.add(id);
            return ids.size();
        }

        private synchronized int size() {
            return ids.size();
        }

        private synchronized List<String> first(int count) {
            return List.copyOf(ids.subList(0, count));
        }
    }

    /** The first {@code count} ids of a slot, as an offset: made when it is read, since the worker stores one of many. */
    static final class Offset extends AbstractMap<String, Object> {
        private final Slot slot;
        private final int count;

        private Offset(Slot slot, int count) {
            this.slot = slot;
            this.count = count;
        }

        int slot() {
            return slot.number;
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            Map<String, Object> offset = new HashMap<>();
            offset.put(TURN, slot.turn);
            offset.put(IDS, IdList.join(slot.first(count)));
            return offset.entrySet();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Offset offset ? slot == offset.slot && count == offset.count : super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    /** @param stored the offsets of the slots, by number; empty maps where there are none */
    MessageIds(List<Map<String, Object>> stored) {
        ring = new Slot[stored.size()];
        Slot newest = null;
        for (int number = 0; number < ring.length; number++) {
            Slot slot = slot(number, stored.get(number));
            ring[number] = slot;
            known.addAll(slot.ids);
            newest = newest == null || slot.turn > newest.turn ? slot : newest;
        }
        current = newest == null || newest.turn < 0 ? begin(0, 0) : newest;
    }

    private static Slot slot(int number, Map<String, Object> offset) {
        if (offset.isEmpty()) {
            return new Slot(number, -1, List.of());
        }
        if (offset.get(TURN) instanceof Number turn && offset.get(IDS) instanceof String ids) {
            return new Slot(number, turn.longValue(), IdList.parse(ids));
        }
        throw unusable(offset);
    }

    /** @throws ConnectException if that is no offset of a slot */
    static void requireUsable(Map<String, ?> offset) {
        if (!(offset.get(TURN) instanceof Number) || !(offset.get(IDS) instanceof String)) {
            throw unusable(offset);
        }
    }

    private static ConnectException unusable(Map<String, ?> offset) {
        return new ConnectException("Cannot use the source offset: found " + offset.keySet() + " (expected \"" + TURN
                + "\", a number, and \"" + IDS + "\", text). Correct it by PATCH /connectors/{name}/offsets.");
    }

    private Slot begin(int number, long turn) {
        known.removeAll(Set.copyOf(ring[number].ids));
        ring[number] = new Slot(number, turn, List.of());
        return ring[number];
    }

    /** An event comes in: event {@code index} of {@code exchange}. */
    synchronized Claim claim(String id, Exchange exchange, int index) {
        if (known.contains(id)) {
            return Claim.KNOWN;
        }
        List<Waiter> waiters = underWay.get(id);
        if (waiters == null) {
            underWay.put(id, new ArrayList<>(0));
            return Claim.NEW;
        }
        waiters.add(new Waiter(exchange, index));
        return Claim.WAITS;
    }

    /** A new event is written now. */
    synchronized Offset written(String id) {
        if (current.size() >= SLOT_IDS) {
            current = begin((current.number + 1) % ring.length, current.turn + 1);
        }
        return new Offset(current, current.add(id));
    }

    /** An event whose record has no id is written now. */
    synchronized Offset unchanged() {
        return new Offset(current, current.size());
    }

    /** It is known what became of a new event. */
    void settle(String id, Outcome outcome) {
        List<Waiter> waiters;
        synchronized (this) {
            waiters = underWay.remove(id);
            if (outcome == Outcome.OK) {
                known.add(id);
            }
        }
        if (waiters != null) {
            waiters.forEach(waiter -> waiter.exchange.settle(waiter.index, outcome));
        }
    }

    synchronized int size() {
        return known.size();
    }
}
