// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.ShopTransaction.End;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Carries out the shop's transactions, one connection at a time and on one thread: at a pace, or flat out up to a number. */
final class ShopWorkload implements AutoCloseable {
    private static final long IDLE_NANOS = 2_000_000;

    private final ShopDatabase database;
    private final Shop shop;
    private final LongSupplier nanoClock;
    private final Map<ShopTable, AtomicLong> records = new EnumMap<>(ShopTable.class);
    private final AtomicLong committed = new AtomicLong();
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final Thread thread;
    private final AtomicReference<@Nullable Interlude> interlude = new AtomicReference<>();
    private volatile Goal goal;
    private volatile boolean closing;

    ShopWorkload(ShopDatabase database, Shop shop, LongSupplier nanoClock) {
        this.database = database;
        this.shop = shop;
        this.nanoClock = nanoClock;
        this.goal = idle();
        for (ShopTable table : ShopTable.values()) {
            records.put(table, new AtomicLong());
        }
        this.thread = new Thread(this::run, "shop-workload");
        thread.setDaemon(true);
        thread.start();
    }

    /** Goes on at this many row changes per second. */
    void pace(double changesPerSecond) {
        goal = new Goal(new Pacer(changesPerSecond, nanoClock), Long.MAX_VALUE);
    }

    /** Goes on as fast as it can until this many row changes are committed since the start; then rests. */
    void burstTo(long rowChanges) {
        goal = new Goal(new Pacer(1e9, nanoClock), rowChanges);
    }

    void pause() {
        goal = idle();
    }

    /** Between two transactions, disconnects, lets {@code action} run, and goes on: the server may go away in it. */
    void without(Runnable action) {
        Interlude pause = new Interlude(new CountDownLatch(1), new CountDownLatch(1));
        interlude.set(pause);
        try {
            while (!pause.begun.await(100, TimeUnit.MILLISECONDS)) {
                requireRunning();
            }
            action.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            interlude.set(null);
            pause.over.countDown();
        }
    }

    /** Rows inserted, updated and deleted by committed transactions. */
    long committed() {
        return committed.get();
    }

    /** Records that the committed changes must make on the table's topic: a delete is a row and a tombstone. */
    long records(ShopTable table) {
        return counter(table).get();
    }

    /** Whether the thread has stopped by itself, which it never does unless something failed. */
    void requireRunning() {
        if (running.isCompletedExceptionally()) {
            running.join();
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Goal idle() {
        return new Goal(new Pacer(0, nanoClock), 0);
    }

    private void run() {
        try {
            List<ShopTransaction> first = List.of(shop.opening());
            while (!closing) {
                session(first);
                first = List.of();
                Interlude pause = interlude.get();
                if (pause != null) {
                    pause.begun.countDown();
                    pause.over.await();
                }
            }
            running.complete(null);
        } catch (SQLException e) {
            running.completeExceptionally(new Problem("The shop workload stopped: " + e.getMessage() + ".", e));
        } catch (InterruptedException | RuntimeException e) {
            running.completeExceptionally(e);
        }
    }

    /** Works on one connection until the end or an interlude. */
    private void session(List<ShopTransaction> first) throws SQLException {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            Statements statements = new Statements(connection);
            for (ShopTransaction transaction : first) {
                carryOut(transaction, connection, statements);
            }
            while (!closing && interlude.get() == null) {
                work(connection, statements);
            }
        }
    }

    private void work(Connection connection, Statements statements) throws SQLException {
        Goal current = goal;
        if (committed.get() >= current.limit || current.pacer.due() <= 0) {
            LockSupport.parkNanos(IDLE_NANOS);
        } else {
            ShopTransaction transaction = shop.next();
            carryOut(transaction, connection, statements);
            current.pacer.take(Math.max(1, transaction.rowChanges()));
        }
    }

    private void carryOut(ShopTransaction transaction, Connection connection, Statements statements)
            throws SQLException {
        ShopDatabase.execute(connection, statements, transaction);
        if (transaction.end() == End.COMMIT) {
            for (ShopChange change : transaction.changes()) {
                counter(change.table()).addAndGet(change.kind() == ShopChange.Kind.DELETE ? 2 : 1);
            }
            committed.addAndGet(transaction.rowChanges());
        }
    }

    private AtomicLong counter(ShopTable table) {
        AtomicLong counter = records.get(table);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + table);
        }
        return counter;
    }

    private record Goal(Pacer pacer, long limit) {}

    /** A time without a connection. */
    private record Interlude(CountDownLatch begun, CountDownLatch over) {}
}
