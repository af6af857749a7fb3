// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.Round.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Tokens by OAuth 2.0 client credentials (RFC 6749, section 4.4): one is fetched, kept for all converters with the same
 * settings, and renewed some time before its end, or when the registry refuses it. Thread-safe.
 */
final class OAuthTokens implements Credentials {
    /** Who asks for a token, where, and what for; {@code scope} empty for none. */
    record Client(URI endpoint, String id, Password secret, String scope) {}

    /**
     * @param claims what a token must say
     * @param margin how long before its end a token is renewed; at most half of its life
     */
    record Settings(Client client, List<String> claims, Duration margin) {}

    private record Token(String header, long renewNanos, long endNanos) {}

    private final Settings settings;
    private final Transport transport;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Token token;

    OAuthTokens(Settings settings, Transport transport, LongSupplier nanoClock) {
        this.settings = settings;
        this.transport = transport;
        this.nanoClock = nanoClock;
    }

    @Override
    public String remedy() {
        return "Check that the registry trusts the tokens of '" + BearerOptions.ENDPOINT + "'";
    }

    @Override
    public String authorization() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = nanoClock.getAsLong();
            Token known = token;
            if (known == null || now - known.renewNanos >= 0) {
                known = renewed(known, now);
                token = known;
            }
            return known.header;
        } finally {
            lock.unlock();
        }
    }

    /** A new token, or the old one as long as it is good and the server is not. */
    private Token renewed(@Nullable Token old, long now) throws IOException, InterruptedException {
        try {
            return fetch(now);
        } catch (IOException e) {
            boolean refused =
                    e instanceof CannotAskException known && !known.failure().passes();
            if (old == null || refused || now - old.endNanos >= 0) {
                throw e;
            }
            return old;
        }
    }

    @Override
    public boolean isRenewedAfter(@Nullable String authorization) {
        lock.lock();
        try {
            if (token != null && token.header.equals(authorization)) {
                token = null;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Token fetch(long now) throws IOException, InterruptedException {
        Client client = settings.client;
        String scope =
                client.scope.isEmpty() ? "" : "&scope=" + URLEncoder.encode(client.scope, StandardCharsets.UTF_8);
        // As Kafka's clients send them: not encoded before, which RFC 6749 asks for and few servers undo.
        Password user = CredentialOptions.basicHeader(client.id + ":" + client.secret.value());
        HttpRequest.Builder request = HttpRequest.newBuilder(client.endpoint)
                .header("Accept", "application/json")
                .header("Authorization", user.value())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials" + scope));
        return token(answer(request), now);
    }

    private HttpResponse<byte[]> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        try {
            return transport.send(request);
        } catch (IOException e) {
            throw new CannotAskException(Failures.of(endpoint(), e, transport.settings()));
        }
    }

    private String endpoint() {
        URI uri = settings.client.endpoint;
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
    }

    private Token token(HttpResponse<byte[]> response, long now) throws CannotAskException {
        int status = response.statusCode();
        OAuthAnswer answer = OAuthAnswer.parse(new String(response.body(), StandardCharsets.UTF_8));
        if (status == 408 || status == 429 || status >= 500) {
            throw new CannotAskException(Failures.unwell(endpoint(), status));
        }
        String value = answer.token();
        if (status != 200 || value == null) {
            throw refused(
                    "answered " + status
                            + (answer.error().isEmpty() ? ", without a token" : " (" + answer.error() + ")"),
                    "Correct '" + BearerOptions.CLIENT_ID + "', '" + BearerOptions.CLIENT_SECRET + "' and '"
                            + BearerOptions.ENDPOINT + "'");
        }
        requireClaims(value);
        return new Token(
                "Bearer " + value,
                now + renewal(answer.life()),
                now + answer.life().toNanos());
    }

    private long renewal(Duration life) {
        return Math.max(life.minus(settings.margin).toNanos(), life.toNanos() / 2);
    }

    private void requireClaims(String value) throws CannotAskException {
        for (String claim : settings.claims) {
            if (!OAuthAnswer.claims(value).contains(claim)) {
                throw refused(
                        "gave a token without the claim " + claim,
                        "Correct '" + BearerOptions.SCOPE_CLAIM + "', '" + BearerOptions.SUB_CLAIM + "' or the server");
            }
        }
    }

    private CannotAskException refused(String found, String remedy) {
        return new CannotAskException(Failure.lasting(endpoint() + " " + found, remedy, null));
    }
}
