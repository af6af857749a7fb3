// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.http.internal.TokenCache;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The tokens of a worker: those who ask with the same settings share one, for as long as one of them uses it. Each asks with
 * its own client, so that none depends on another's, which may be closed. Thread-safe.
 */
final class SharedTokens {
    private static final Map<Map<String, Object>, SharedTokens> SHARED = new HashMap<>();

    private final TokenCache cache;
    private final Set<Object> users = new HashSet<>();

    private SharedTokens(TokenCache cache) {
        this.cache = cache;
    }

    /** The token of {@code settings}, which {@code user} shares until it releases it. */
    static TokenCache acquire(Map<String, Object> settings, Object user, Duration margin, LongSupplier nanoClock) {
        synchronized (SHARED) {
            SharedTokens tokens = SHARED.computeIfAbsent(
                    Map.copyOf(settings), first -> new SharedTokens(new TokenCache(margin, nanoClock)));
            tokens.users.add(user);
            return tokens.cache;
        }
    }

    /** {@code user} needs no more tokens. */
    static void release(Object user) {
        synchronized (SHARED) {
            SHARED.values().removeIf(tokens -> tokens.users.remove(user) && tokens.users.isEmpty());
        }
    }
}
