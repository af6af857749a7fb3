// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.http.internal.TokenCache.Token;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token, and what has taken its place since: the newest is kept while the worker runs, also when no task uses it,
 * since a server that gives a new one with each token takes a second use of an old one for theft, and revokes them all
 * (RFC 9700, section 4.14.2). So there is one for all who were configured with it, who use it in turn. Thread-safe.
 */
final class RefreshToken {
    private static final int MAX_KNOWN = 1_000;

    private static final Map<Configured, RefreshToken> KNOWN = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Configured, RefreshToken> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    private final ReentrantLock lock = new ReentrantLock();
    private final String configured;
    private String newest;

    /** Whose it is, and where. */
    private record Configured(String tokenUrl, String client, Password refreshToken) {}

    /** Asks for a token with a refresh token. */
    interface Exchange {
        Exchanged with(String refreshToken) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param next what takes the place of the refresh token; null for none
     */
    record Exchanged(Token token, @Nullable String next) {}

    private RefreshToken(String configured) {
        this.configured = configured;
        this.newest = configured;
    }

    /** The one of a configuration. */
    static RefreshToken of(AbstractConfig config) {
        Password secret = new Password(AuthOptions.secret(config, AuthOptions.REFRESH_TOKEN));
        Configured key = new Configured(
                config.getString(AuthOptions.TOKEN_URL), config.getString(AuthOptions.CLIENT_ID), secret);
        synchronized (KNOWN) {
            return KNOWN.computeIfAbsent(key, first -> new RefreshToken(secret.value()));
        }
    }

    Token exchange(Exchange exchange) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            Exchanged exchanged = exchange.with(newest);
            if (exchanged.next != null && !exchanged.next.isEmpty()) {
                newest = exchanged.next;
            }
            return exchanged.token;
        } catch (NoTokenException e) {
            if (e.isOfGrant()) { // the newest has ended: the first, where it may be used often, has not
                newest = configured;
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }
}
