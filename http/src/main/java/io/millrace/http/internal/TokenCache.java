// SPDX-License-Identifier: Apache-2.0
package io.millrace.http.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one OAuth 2.0 token for all who use it: renewed some time before its end, or when it is refused. The old one is
 * kept as long as it is good while no new one can be had. Thread-safe.
 */
public final class TokenCache {
    /** Fetches tokens. */
    public interface Source {
        Token fetch() throws IOException, InterruptedException;

        /** Whether the server has said that it gives none, so that asking again would not help. */
        boolean isRefusal(IOException failure);
    }

    /**
     * A token.
     *
     * @param value without its kind
     * @param life how long it is good
     */
    public record Token(String value, Duration life) {}

    private record Kept(String header, long renewNanos, long endNanos) {}

    private final Duration margin;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Kept kept;

    /**
     * Without a token yet.
     *
     * @param margin how long before its end a token is renewed; at most half of its life
     */
    public TokenCache(Duration margin, LongSupplier nanoClock) {
        this.margin = margin;
        this.nanoClock = nanoClock;
    }

    /** The {@code Authorization} header; a token that is needed for it comes from {@code source}. */
    public String authorization(Source source) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = nanoClock.getAsLong();
            Kept known = kept;
            if (known == null || now - known.renewNanos >= 0) {
                known = renewed(source, known, now);
                kept = known;
            }
            return known.header;
        } finally {
            lock.unlock();
        }
    }

    private Kept renewed(Source source, @Nullable Kept old, long now) throws IOException, InterruptedException {
        try {
            Token token = source.fetch();
            long life = token.life.toNanos();
            long renewal = Math.max(token.life.minus(margin).toNanos(), life / 2);
            return new Kept("Bearer " + token.value, now + renewal, now + life);
        } catch (IOException e) {
            if (old == null || source.isRefusal(e) || now - old.endNanos >= 0) {
                throw e;
            }
            return old;
        }
    }

    /** Told that {@code authorization} was refused: it is not used again. */
    public void drop(@Nullable String authorization) {
        lock.lock();
        try {
            if (kept != null && kept.header.equals(authorization)) {
                kept = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
