// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * How many requests, and bytes of them, may be under way at once: read, waiting for Kafka, or answered while Kafka still
 * works on them. Requests that find no room wait in their order, unread, until there is some or their time is over.
 * Thread-safe.
 */
final class Capacity {
    private final int maxRequests;
    private final long maxBytes;
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private int requests;
    private long bytes;

    Capacity(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** A request's share. */
    final class Ticket {
        private final Consumer<Ticket> later;
        private long held;
        private boolean isAdmitted;
        private boolean isOver;

        private Ticket(long held, Consumer<Ticket> later) {
            this.held = held;
            this.later = later;
        }

        /** Whether there was room at once. */
        boolean isAdmitted() {
            synchronized (Capacity.this) {
                return isAdmitted;
            }
        }

        /** The request takes so many bytes and no more; false if there is no room for that many. */
        boolean resize(long to) {
            List<Ticket> next;
            synchronized (Capacity.this) {
                if (isOver || (to > held && bytes + to - held > maxBytes)) {
                    return false;
                }
                bytes += to - held;
                held = to;
                next = admitWaiting();
            }
            next.forEach(ticket -> ticket.later.accept(ticket));
            return true;
        }

        /** The request is over, or waits no longer. Whether it still waited. */
        boolean release() {
            List<Ticket> next;
            synchronized (Capacity.this) {
                if (isOver) {
                    return false;
                }
                isOver = true;
                if (waiting.remove(this)) {
                    return true;
                }
                requests--;
                bytes -= held;
                next = admitWaiting();
            }
            next.forEach(ticket -> ticket.later.accept(ticket));
            return false;
        }
    }

    /**
     * A share for a request of at most so many bytes: now, or once there is room.
     *
     * @param later called once there is room, if there is none now, on the thread of whoever makes it
     */
    Ticket ask(long size, Consumer<Ticket> later) {
        Ticket ticket = new Ticket(size, later);
        synchronized (this) {
            if (waiting.isEmpty() && fits(ticket)) {
                ticket.isAdmitted = true;
                take(ticket);
            } else {
                waiting.add(ticket);
            }
        }
        return ticket;
    }

    private boolean fits(Ticket ticket) {
        return requests < maxRequests && bytes + ticket.held <= maxBytes;
    }

    private void take(Ticket ticket) {
        requests++;
        bytes += ticket.held;
    }

    private List<Ticket> admitWaiting() {
        List<Ticket> next = new ArrayList<>();
        while (!waiting.isEmpty() && fits(waiting.peekFirst())) {
            Ticket ticket = waiting.removeFirst();
            take(ticket);
            next.add(ticket);
        }
        return next;
    }

    synchronized int requests() {
        return requests;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
