// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.Round.Failure;
import io.millrace.http.internal.OAuthAnswer;
import io.millrace.http.internal.TokenCache;
import io.millrace.http.internal.TokenCache.Token;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

    private final Settings settings;
    private final Transport transport;
    private final TokenCache tokens;
    private final Server server = new Server();

    OAuthTokens(Settings settings, Transport transport, LongSupplier nanoClock) {
        this.settings = settings;
        this.transport = transport;
        this.tokens = new TokenCache(settings.margin, nanoClock);
    }

    /** The server of tokens. */
    private final class Server implements TokenCache.Source {
        @Override
        public Token fetch() throws IOException, InterruptedException {
            return token(answer(request()));
        }

        @Override
        public boolean isRefusal(IOException failure) {
            return failure instanceof CannotAskException known
                    && !known.failure().passes();
        }
    }

    @Override
    public String remedy() {
        return "Check that the registry trusts the tokens of '" + BearerOptions.ENDPOINT + "'";
    }

    @Override
    public String authorization() throws IOException, InterruptedException {
        return tokens.authorization(server);
    }

    @Override
    public boolean isRenewedAfter(@Nullable String authorization) {
        tokens.drop(authorization);
        return true;
    }

    private HttpRequest.Builder request() {
        Client client = settings.client;
        String scope =
                client.scope.isEmpty() ? "" : "&scope=" + URLEncoder.encode(client.scope, StandardCharsets.UTF_8);
        // As Kafka's clients send them: not encoded before, which RFC 6749 asks for and few servers undo.
        Password user = CredentialOptions.basicHeader(client.id + ":" + client.secret.value());
        return HttpRequest.newBuilder(client.endpoint)
                .header("Accept", "application/json")
                .header("Authorization", user.value())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials" + scope));
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

    private Token token(HttpResponse<byte[]> response) throws CannotAskException {
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
        return new Token(value, answer.life());
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
