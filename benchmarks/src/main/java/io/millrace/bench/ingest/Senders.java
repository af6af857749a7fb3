// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Connections that stay open, one request at a time on each, all served by the calling thread. Either each sends again as soon as
 * it is answered, or requests are due at fixed times, whoever is free; then a request that comes late because nobody was free
 * has waited since it was due.
 */
final class Senders implements AutoCloseable {
    private static final long PATIENCE_MS = 60_000;

    private final LoadPlan plan;
    private final Requests requests;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> free = new ArrayDeque<>();
    private long nextId;
    private long[] nanos = new long[1024];
    private int answers;
    private int counted;
    private long startNanos;
    private long lastNanos;

    Senders(LoadPlan plan) throws IOException {
        this.plan = plan;
        this.requests = new Requests(plan.events(), plan.reply());
        this.nextId = plan.firstId();
        this.selector = Selector.open();
        try {
            for (int i = 0; i < plan.connections(); i++) {
                connections.add(Connection.open(plan.port(), requests, selector));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        free.addAll(connections);
    }

    LoadResult run() throws IOException {
        double perSecond = plan.requestsPerSecond() == 0 ? saturate() : pace();
        return LoadResult.of(nextId - plan.firstId(), perSecond * plan.events(), Arrays.copyOf(nanos, answers));
    }

    /** Requests answered per second, once each connection had been answered. */
    private double saturate() throws IOException {
        while (!isOver()) {
            while (!free.isEmpty()) {
                send(free.remove(), System.nanoTime());
            }
            take(PATIENCE_MS);
        }
        finish();
        return counted * 1e9 / (lastNanos - startNanos);
    }

    /** Time is up, and each connection was answered a second time. */
    private boolean isOver() {
        return counted >= connections.size()
                && System.nanoTime() - startNanos > plan.time().toNanos();
    }

    private double pace() throws IOException {
        long interval = (long) (1e9 / plan.requestsPerSecond());
        long due = System.nanoTime();
        long end = due + plan.time().toNanos();
        long sent = 0;
        while (due - end < 0) {
            long now = System.nanoTime();
            while (due - now <= 0 && due - end < 0 && !free.isEmpty()) {
                send(free.remove(), due);
                sent++;
                due += interval;
            }
            take(free.isEmpty() ? PATIENCE_MS : Math.max(1, (due - now) / 1_000_000));
        }
        finish();
        return sent * 1e9 / plan.time().toNanos();
    }

    private void send(Connection connection, long dueNanos) throws IOException {
        connection.send(nextId, dueNanos);
        nextId += requests.events();
    }

    private void finish() throws IOException {
        while (free.size() < connections.size()) {
            take(PATIENCE_MS);
        }
    }

    private void take(long timeoutMs) throws IOException {
        int ready = selector.select(this::advance, timeoutMs);
        if (ready == 0 && timeoutMs == PATIENCE_MS) {
            throw new IllegalStateException("no answer for " + PATIENCE_MS + " ms");
        }
    }

    private void advance(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection.advance()) {
                answered(connection, System.nanoTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answered(Connection connection, long now) {
        free.add(connection);
        if (answers == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * answers);
        }
        nanos[answers++] = now - connection.dueNanos();
        if (answers == connections.size()) {
            startNanos = now;
        } else if (answers > connections.size() && !isOver()) {
            counted++;
            lastNanos = now;
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
