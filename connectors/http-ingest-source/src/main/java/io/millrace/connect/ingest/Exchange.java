// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request whose events wait for Kafka. It is answered once, as soon as it is known what became of each event, or when its
 * time is over; what Kafka says after that is not told any more. Thread-safe.
 */
final class Exchange {
    private final List<Item> items;
    private final long bytes;
    private final Listener listener;
    private final @Nullable Outcome[] outcomes;
    private int open;
    private final BitSet written = new BitSet();
    private boolean isTaken;
    private boolean isAnswered;

    /** Who is told, at most once of each. */
    interface Listener {
        /** The request is to be answered. */
        void answer(Exchange exchange);

        /** Nothing of the request is under way any more. */
        void settled(Exchange exchange);
    }

    /** @param bytes how much room it takes, about */
    Exchange(List<Item> items, long bytes, Listener listener) {
        this.items = items;
        this.bytes = bytes;
        this.listener = listener;
        this.outcomes = new Outcome[items.size()];
        this.open = items.size();
    }

    List<Item> items() {
        return items;
    }

    long bytes() {
        return bytes;
    }

    /** An event is to be written to Kafka: before the request is handed on. */
    void write(int index) {
        written.set(index);
    }

    /** The events that are written. */
    BitSet written() {
        return written;
    }

    /** The events go to Kafka now; false if nobody waits for them any more. */
    synchronized boolean take() {
        isTaken = !isAnswered;
        return isTaken;
    }

    /**
     * It is known what became of an event.
     *
     * @return false if it was known before
     */
    boolean settle(int index, Outcome outcome) {
        boolean isFirst;
        synchronized (this) {
            if (outcomes[index] != null) {
                return false;
            }
            outcomes[index] = outcome;
            open--;
            if (open > 0) {
                return true;
            }
            isFirst = !isAnswered;
            isAnswered = true;
        }
        if (isFirst) {
            listener.answer(this);
        }
        listener.settled(this);
        return true;
    }

    /** A request without events. */
    void settleEmpty() {
        synchronized (this) {
            isAnswered = true;
        }
        listener.answer(this);
        listener.settled(this);
    }

    /** The sender is told to send again what is not settled yet. */
    void expire() {
        synchronized (this) {
            if (isAnswered) {
                return;
            }
            isAnswered = true;
        }
        listener.answer(this);
    }

    /** Whether the sender was told before the events went to Kafka, so that they never do. */
    synchronized boolean isGivenUp() {
        return isAnswered && !isTaken && open > 0;
    }

    /** What became of each event; those that are open are to be sent again. */
    synchronized Outcome[] outcomes() {
        Outcome[] all = Arrays.copyOf(outcomes, outcomes.length);
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i] == null ? Outcome.RETRY : all[i];
        }
        return all;
    }
}
