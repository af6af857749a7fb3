// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many requests one host gets, from all tasks of a worker together: so many a period, spread evenly after a first
 * burst (a token bucket), and none until a time that the host has asked for. Never waits. Thread-safe.
 */
public final class HostBudget {
    private static final Map<String, HostBudget> SHARED = new HashMap<>();

    private final LongSupplier nanoClock;
    private final Map<Object, Limit> limits = new HashMap<>();
    private double tokens;
    private long refilledNanos;
    private long blockedUntilNanos;
    private boolean isBlocked;

    /** So many requests in a period; 0 for no limit. */
    public record Limit(int requests, Duration period) {
        double perNano() {
            return (double) requests / Math.max(1, period.toNanos());
        }
    }

    HostBudget(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.refilledNanos = nanoClock.getAsLong();
    }

    /** A budget that is shared with nobody. */
    public static HostBudget alone(LongSupplier nanoClock, Limit limit) {
        HostBudget budget = new HostBudget(nanoClock);
        budget.join(budget, limit);
        return budget;
    }

    /** The budget of {@code host}, which {@code user} shares until it releases it. Of several limits the strictest holds. */
    public static HostBudget acquire(String host, Object user, Limit limit) {
        synchronized (SHARED) {
            HostBudget budget = SHARED.computeIfAbsent(host, name -> new HostBudget(System::nanoTime));
            budget.join(user, limit);
            return budget;
        }
    }

    /** {@code user} makes no more requests to any host. */
    public static void release(Object user) {
        synchronized (SHARED) {
            SHARED.values().removeIf(budget -> budget.leave(user));
        }
    }

    private synchronized void join(Object user, Limit limit) {
        Limit strictest = strictest();
        limits.put(user, limit);
        Limit now = strictest();
        if (now != null && !now.equals(strictest)) {
            tokens = now.requests;
        }
    }

    private synchronized boolean leave(Object user) {
        limits.remove(user);
        return limits.isEmpty();
    }

    private @Nullable Limit strictest() {
        Limit strictest = null;
        for (Limit limit : limits.values()) {
            if (limit.requests > 0 && (strictest == null || limit.perNano() < strictest.perNano())) {
                strictest = limit;
            }
        }
        return strictest;
    }

    /** 0 if a request may go out, which is counted then; else after how many nanoseconds one may. */
    public synchronized long take() {
        long now = nanoClock.getAsLong();
        if (isBlocked && blockedUntilNanos - now > 0) {
            return blockedUntilNanos - now;
        }
        isBlocked = false;
        Limit limit = strictest();
        if (limit == null) {
            return 0;
        }
        tokens = Math.min(limit.requests, tokens + (now - refilledNanos) * limit.perNano());
        refilledNanos = now;
        if (tokens >= 1) {
            tokens--;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((1 - tokens) / limit.perNano()));
    }

    /** No request goes out for {@code time}, or longer if that was so before. */
    public synchronized void block(Duration time) {
        long until = nanoClock.getAsLong() + time.toNanos();
        if (!isBlocked || until - blockedUntilNanos > 0) {
            blockedUntilNanos = until;
            isBlocked = true;
        }
    }
}
