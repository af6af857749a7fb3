// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;

/**
 * Lets okio's watchdog sleep while sockets are read. The watchdog is woken by each time-out that ends before all others, as
 * that of every read does while a longer one, of the whole request, is all there is besides; on short pages its waking
 * costs more than the reading. One that ends within a second, and begins again each time, is always there before them, so
 * that the watchdog wakes once a second instead. Thread-safe.
 */
public final class QuietWatchdog extends AsyncTimeout {
    private static final QuietWatchdog ONE = new QuietWatchdog();

    private int users;
    private boolean isUnderWay;

    private QuietWatchdog() {
        timeout(1, TimeUnit.SECONDS);
    }

    /** Until {@link #release}, once for each time that it was asked for. */
    public static void acquire() {
        ONE.change(1);
    }

    /** The watchdog goes its own way again, once nobody needs this any more. */
    public static void release() {
        ONE.change(-1);
    }

    private synchronized void change(int by) {
        users += by;
        if (users > 0 && !isUnderWay) {
            isUnderWay = true;
            enter();
        }
    }

    /** Called by the watchdog. */
    @Override
    protected synchronized void timedOut() {
        exit(); // from the state of having timed out
        isUnderWay = users > 0;
        if (isUnderWay) {
            enter();
        }
    }
}
