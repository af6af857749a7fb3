// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.connect.device.internal.auth.RefreshToken.Exchanged;
import io.millrace.http.internal.OAuthAnswer;
import io.millrace.http.internal.TokenCache;
import io.millrace.http.internal.TokenCache.Token;
import io.millrace.records.ConfigChecks;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of an OAuth 2.0 server (RFC 6749), shared with all who authenticate alike in this worker: asked for, kept, and
 * renewed before their end or when they are refused.
 */
final class OAuth implements RequestAuth {
    private static final long MAX_ANSWER_BYTES = 1024 * 1024;

    private final Object user = new Object();
    private final OkHttpClient http;
    private final TokenRequest request;
    private final @Nullable RefreshToken refreshToken;
    private final TokenCache tokens;
    private final Server server = new Server();

    /** @throws ConfigException if a key cannot be read */
    OAuth(AbstractConfig config, OkHttpClient http, Clock clock, LongSupplier nanoClock) {
        AuthType type = ConfigChecks.choice(AuthType.class, config.getString(AuthOptions.TYPE));
        ClientAuth clientAuth = ConfigChecks.choice(ClientAuth.class, config.getString(AuthOptions.CLIENT_AUTH));
        this.http = http.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        this.request = new TokenRequest(config, type, clientAuth, clock);
        this.refreshToken = type == AuthType.OAUTH2_REFRESH_TOKEN ? RefreshToken.of(config) : null;
        Duration margin = Duration.ofMillis(config.getLong(AuthOptions.MARGIN_MS));
        this.tokens = SharedTokens.acquire(settings(config, type, clientAuth), user, margin, nanoClock);
    }

    /** All that is used, secrets as {@link org.apache.kafka.common.config.types.Password}: who has the same is the same. */
    private static Map<String, Object> settings(AbstractConfig config, AuthType type, ClientAuth clientAuth) {
        List<String> used = new ArrayList<>(type.keys().all());
        used.addAll(clientAuth.keys().all());
        used.add(AuthOptions.TYPE);
        Map<String, Object> settings = new HashMap<>();
        Map<String, ?> values = config.values();
        for (String key : used) {
            Object value = values.get(key);
            if (value != null) {
                settings.put(key, value);
            }
        }
        return settings;
    }

    /** The server of tokens, as this user's client reaches it. */
    private final class Server implements TokenCache.Source {
        @Override
        public Token fetch() throws IOException, InterruptedException {
            return refreshToken == null ? ask("").token() : refreshToken.exchange(OAuth.this::ask);
        }

        @Override
        public boolean isRefusal(IOException failure) {
            return failure instanceof NoTokenException;
        }
    }

    @Override
    public Request sign(Request unsigned) throws IOException {
        try {
            return unsigned.newBuilder()
                    .header("Authorization", tokens.authorization(server))
                    .build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public boolean isRenewedAfter(Request refused) {
        tokens.drop(refused.header("Authorization"));
        return true;
    }

    @Override
    public String remedy() {
        return "Check that the API trusts the tokens of " + AuthOptions.TOKEN_URL + ", and what they allow";
    }

    @Override
    public void close() {
        SharedTokens.release(user);
    }

    private Exchanged ask(String secret) throws IOException {
        try (Response response = http.newCall(request.build(secret)).execute()) {
            return exchanged(response);
        }
    }

    private Exchanged exchanged(Response response) throws IOException {
        OAuthAnswer answer =
                OAuthAnswer.parse(response.peekBody(MAX_ANSWER_BYTES).string());
        int status = response.code();
        String found = "no token from " + request.address() + ": HTTP " + status;
        if (status == 408 || status == 429 || status >= 500) {
            throw new IOException(found);
        }
        String token = answer.token();
        if (status != 200 || token == null) {
            throw new NoTokenException(
                    found + (answer.error().isEmpty() ? "" : " (" + answer.error() + ")"), answer.error());
        }
        return new Exchanged(new Token(token, answer.life()), answer.refreshToken());
    }
}
