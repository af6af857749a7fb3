// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What asks a server for a token (RFC 6749, sections 4.4 and 6; RFC 7523). */
final class TokenRequest {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final HttpUrl tokenUrl;
    private final AuthType type;
    private final ClientAuth clientAuth;
    private final String client;
    private final String clientSecret;
    private final String scope;
    private final List<FormFields.Field> parameters;
    private final @Nullable Jwt jwt;

    /** @throws ConfigException if a key cannot be read */
    TokenRequest(AbstractConfig config, AuthType type, ClientAuth clientAuth, Clock clock) {
        this.tokenUrl = HttpUrl.get(config.getString(AuthOptions.TOKEN_URL));
        this.type = type;
        this.clientAuth = clientAuth;
        this.client = config.getString(AuthOptions.CLIENT_ID);
        this.clientSecret = AuthOptions.secret(config, AuthOptions.CLIENT_SECRET);
        this.scope = config.getString(AuthOptions.SCOPE);
        this.parameters = FormFields.parse(config.getString(AuthOptions.PARAMETERS));
        boolean signs = type == AuthType.JWT_BEARER || clientAuth == ClientAuth.PRIVATE_KEY_JWT;
        this.jwt = signs ? new Jwt(config, clock) : null;
    }

    /** The address as texts may show it: without its query, which may hold secrets. */
    String address() {
        return tokenUrl.newBuilder().query(null).build().toString();
    }

    /** @param refreshToken empty where tokens are asked for with something else */
    Request build(String refreshToken) throws IOException {
        FormBody.Builder form = new FormBody.Builder(StandardCharsets.UTF_8);
        Request.Builder request = new Request.Builder().url(tokenUrl).header("Accept", "application/json");
        addGrant(form, refreshToken);
        addClient(form, request);
        addIfGiven(form, "scope", scope);
        parameters.forEach(field -> form.add(field.name(), field.value()));
        return request.post(form.build()).build();
    }

    private void addGrant(FormBody.Builder form, String refreshToken) throws IOException {
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
        if (client.isEmpty()) {
            return;
        }
        switch (clientAuth) {
            case BASIC -> {
                if (clientSecret.isEmpty()) {
                    form.add("client_id", client);
                } else {
                    request.header("Authorization", Credentials.basic(client, clientSecret, StandardCharsets.UTF_8));
                }
            }
            case POST -> {
                form.add("client_id", client);
                addIfGiven(form, "client_secret", clientSecret);
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
}
