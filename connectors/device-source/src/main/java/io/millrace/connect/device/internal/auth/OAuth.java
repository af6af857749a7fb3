// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.http.internal.OAuthAnswer;
import io.millrace.http.internal.TokenCache;
import io.millrace.http.internal.TokenCache.Token;
import io.millrace.records.ConfigChecks;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of an OAuth 2.0 server (RFC 6749, sections 4.4 and 6; RFC 7523): asked for by client credentials, a refresh token
 * or a signed assertion, kept, and renewed before their end or when they are refused.
 */
final class OAuth implements RequestAuth {
    private static final long MAX_ANSWER_BYTES = 1024 * 1024;
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final AbstractConfig config;
    private final OkHttpClient http;
    private final HttpUrl tokenUrl;
    private final AuthType type;
    private final ClientAuth clientAuth;
    private final @Nullable Jwt jwt;
    private final TokenCache tokens;
    private final Server server = new Server();
    private volatile String refreshToken;

    OAuth(AbstractConfig config, OkHttpClient http, Clock clock, LongSupplier nanoClock) {
        this.config = config;
        this.http = http;
        this.tokenUrl = HttpUrl.get(config.getString(AuthOptions.TOKEN_URL));
        this.type = ConfigChecks.choice(AuthType.class, config.getString(AuthOptions.TYPE));
        this.clientAuth = ConfigChecks.choice(ClientAuth.class, config.getString(AuthOptions.CLIENT_AUTH));
        boolean signs = type == AuthType.JWT_BEARER || clientAuth == ClientAuth.PRIVATE_KEY_JWT;
        this.jwt = signs ? new Jwt(config, clock) : null;
        this.refreshToken = AuthOptions.secret(config, AuthOptions.REFRESH_TOKEN);
        Duration margin = Duration.ofMillis(config.getLong(AuthOptions.MARGIN_MS));
        this.tokens = new TokenCache(margin, nanoClock);
    }

    /** The server of tokens. */
    private final class Server implements TokenCache.Source {
        @Override
        public Token fetch() throws IOException {
            return token();
        }

        @Override
        public boolean isRefusal(IOException failure) {
            return failure instanceof RefusedException;
        }
    }

    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String found) {
            super(found);
        }
    }

    @Override
    public Request sign(Request request) throws IOException {
        try {
            return request.newBuilder()
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

    private Token token() throws IOException {
        FormBody.Builder form = new FormBody.Builder(StandardCharsets.UTF_8);
        Request.Builder request = new Request.Builder().url(tokenUrl).header("Accept", "application/json");
        addGrant(form);
        addClient(form, request);
        addIfGiven(form, "scope", config.getString(AuthOptions.SCOPE));
        FormFields.parse(config.getString(AuthOptions.PARAMETERS))
                .forEach(field -> form.add(field.name(), field.value()));
        try (Response response =
                http.newCall(request.post(form.build()).build()).execute()) {
            return token(response);
        }
    }

    private void addGrant(FormBody.Builder form) throws IOException {
        switch (type) {
            case OAUTH2_REFRESH_TOKEN -> form.add("grant_type", "refresh_token").add("refresh_token", refreshToken);
            case JWT_BEARER -> form.add("grant_type", JWT_GRANT).add("assertion", jwt().grant());
            default -> form.add("grant_type", "client_credentials");
        }
    }

    private Jwt jwt() {
        if (jwt == null) {
            throw new IllegalStateException("no key to sign with");
        }
        return jwt;
    }

    private void addClient(FormBody.Builder form, Request.Builder request) throws IOException {
        String client = config.getString(AuthOptions.CLIENT_ID);
        String secret = AuthOptions.secret(config, AuthOptions.CLIENT_SECRET);
        if (client.isEmpty()) {
            return;
        }
        switch (clientAuth) {
            case BASIC -> {
                if (secret.isEmpty()) {
                    form.add("client_id", client);
                } else {
                    request.header("Authorization", Credentials.basic(client, secret, StandardCharsets.UTF_8));
                }
            }
            case POST -> {
                form.add("client_id", client);
                addIfGiven(form, "client_secret", secret);
            }
            case PRIVATE_KEY_JWT ->
                form.add("client_id", client)
                        .add("client_assertion_type", ASSERTION_TYPE)
                        .add("client_assertion", jwt().clientAssertion());
        }
    }

    private static void addIfGiven(FormBody.Builder form, String name, String value) {
        if (!value.isEmpty()) {
            form.add(name, value);
        }
    }

    private Token token(Response response) throws IOException {
        String text = response.peekBody(MAX_ANSWER_BYTES).string();
        OAuthAnswer answer = OAuthAnswer.parse(text);
        int status = response.code();
        String value = answer.token();
        String where = tokenUrl.newBuilder().query(null).build().toString();
        if (status == 408 || status == 429 || status >= 500) {
            throw new IOException("no token from " + where + ": HTTP " + status);
        }
        if (status != 200 || value == null) {
            String error = answer.error().isEmpty() ? "" : " (" + answer.error() + ")";
            throw new RefusedException("no token from " + where + ": HTTP " + status + error);
        }
        if (answer.refreshToken() != null && !answer.refreshToken().isEmpty()) {
            refreshToken = answer.refreshToken();
        }
        return new Token(value, answer.life());
    }
}
