// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.deviceapi.Ledger;
import io.millrace.quickstart.deviceapi.Uploads;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Lets a fleet upload: at a pace, or a number at once. */
final class DeviceFeed implements AutoCloseable {
    private final DeviceTable table;
    private final Uploads uploads;
    private final Duration every;
    private final LongSupplier nanoClock;
    private final Thread thread;
    private volatile Pacer pacer;
    private volatile boolean closing;

    /** What is due is uploaded {@code every} so often. */
    DeviceFeed(DeviceTable table, Uploads uploads, Duration every, LongSupplier nanoClock) {
        this.table = table;
        this.uploads = uploads;
        this.every = every;
        this.nanoClock = nanoClock;
        this.pacer = new Pacer(0, nanoClock);
        this.thread = new Thread(this::run, "feed-of-" + table.topic());
        thread.setDaemon(true);
        thread.start();
    }

    DeviceTable table() {
        return table;
    }

    /** Goes on at this many uploads per second, of which some repeat an event that came before. */
    void pace(double uploadsPerSecond) {
        pacer = new Pacer(uploadsPerSecond, nanoClock);
    }

    void pause() {
        pace(0);
    }

    /** Brings the feed to at least this many distinct events, at once. */
    void burstTo(long events) {
        int missing = (int) (events - events());
        if (missing > 0) {
            uploads.generate(missing);
        }
    }

    /** Distinct events in the feed. */
    int events() {
        return ledger().size();
    }

    /** What the devices have sent by now. */
    Ledger ledger() {
        return uploads.ledger();
    }

    /** The records that its topic must hold. */
    int records() {
        return table.records(uploads);
    }

    /** What the table must hold, as canonical text. */
    Rows expected() {
        return new Rows(uploads.ledger().events().map(table::row).toList());
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

    private void run() {
        while (!closing) {
            Pacer current = pacer;
            long due = current.due();
            if (due > 0) {
                uploads.append((int) due);
                current.take(due);
            }
            LockSupport.parkNanos(every.toNanos());
        }
    }
}
