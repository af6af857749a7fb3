// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import static io.millrace.records.ConfigChecks.between;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.time.Clock;
import java.util.function.LongSupplier;
import okhttp3.OkHttpClient;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** How requests authenticate: the settings {@code http.auth.*}. */
public final class AuthOptions {
    public static final String TYPE = "http.auth.type";
    public static final String TOKEN = "http.auth.token";
    static final String USER = "http.auth.user";
    static final String PASSWORD = "http.auth.password";
    static final String API_KEY = "http.auth.api.key";
    static final String API_KEY_NAME = "http.auth.api.key.name";
    static final String API_KEY_IN = "http.auth.api.key.in";
    static final String TOKEN_URL = "http.auth.oauth2.token.url";
    static final String CLIENT_ID = "http.auth.oauth2.client.id";
    static final String CLIENT_SECRET = "http.auth.oauth2.client.secret";
    static final String CLIENT_AUTH = "http.auth.oauth2.client.auth";
    static final String SCOPE = "http.auth.oauth2.scope";
    static final String PARAMETERS = "http.auth.oauth2.parameters";
    static final String MARGIN_MS = "http.auth.oauth2.margin.ms";
    static final String REFRESH_TOKEN = "http.auth.oauth2.refresh.token";
    static final String JWT_KEY = "http.auth.jwt.key";
    static final String JWT_ALGORITHM = "http.auth.jwt.algorithm";
    static final String JWT_KEY_ID = "http.auth.jwt.key.id";
    static final String JWT_ISSUER = "http.auth.jwt.issuer";
    static final String JWT_SUBJECT = "http.auth.jwt.subject";
    static final String JWT_AUDIENCE = "http.auth.jwt.audience";
    static final String JWT_LIFETIME_MS = "http.auth.jwt.lifetime.ms";
    static final String HMAC_SECRET = "http.auth.hmac.secret";
    static final String HMAC_ALGORITHM = "http.auth.hmac.algorithm";
    static final String HMAC_ENCODING = "http.auth.hmac.encoding";
    static final String HMAC_TEMPLATE = "http.auth.hmac.template";
    static final String HMAC_HEADER = "http.auth.hmac.header";
    static final String HMAC_HEADER_TEMPLATE = "http.auth.hmac.header.template";
    static final String HMAC_TIMESTAMP_HEADER = "http.auth.hmac.timestamp.header";
    static final String HMAC_TIMESTAMP_FORMAT = "http.auth.hmac.timestamp.format";
    static final String HMAC_KEY_ID = "http.auth.hmac.key.id";

    private static final long HOUR_MS = 3_600_000L;

    private AuthOptions() {}

    enum In implements ConfigChecks.Dashed {
        HEADER,
        QUERY
    }

    enum Encoding implements ConfigChecks.Dashed {
        HEX,
        BASE64
    }

    enum TimestampFormat implements ConfigChecks.Dashed {
        SECONDS,
        MILLIS,
        ISO
    }

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Authentication").importance(Importance.HIGH);
        group.choice(
                        TYPE,
                        AuthType.NONE,
                        "Authentication",
                        "How requests authenticate: none, or as the settings behind the name say. Client certificates"
                                + " are http.ssl.keystore.*, with any of them.")
                .secretText(
                        TOKEN,
                        AuthValidators.token(),
                        "Token",
                        "The token for http.auth.type=bearer. Best given by a config provider, for example "
                                + "${env:DEVICE_API_TOKEN}. It is never logged, and never sent to another scheme, host or"
                                + " port.")
                .text(USER, "", null, "User", "The user for http.auth.type=basic.")
                .secret(PASSWORD, "Password", "The user's password.")
                .secret(API_KEY, "API key", "The key for http.auth.type=api-key.")
                .importance(Importance.MEDIUM)
                .text(API_KEY_NAME, "X-API-Key", null, "API key name", "The header or query parameter that carries it.")
                .choice(API_KEY_IN, In.HEADER, "API key in", "Whether the key is in a header or in the query.");
        defineOAuth(group);
        defineJwt(group);
        defineHmac(group);
    }

    private static void defineOAuth(OptionGroup group) {
        group.text(
                        TOKEN_URL,
                        "",
                        AuthValidators.tokenUrl(),
                        "Token URL",
                        "Where tokens are asked for (OAuth 2.0, RFC 6749). Redirects from there are not followed.")
                .text(CLIENT_ID, "", null, "Client id", "The client's id at the server of tokens.")
                .secret(CLIENT_SECRET, "Client secret", "The client's secret.")
                .choice(
                        CLIENT_AUTH,
                        ClientAuth.BASIC,
                        "Client authentication",
                        "How the client proves itself when it asks for tokens: basic, in a header; post, in the form;"
                                + " private-key-jwt, by a text signed with http.auth.jwt.key (RFC 7523).")
                .text(SCOPE, "", null, "Scope", "What the token is to allow.")
                .text(
                        PARAMETERS,
                        "",
                        AuthValidators.formFields(),
                        "Parameters",
                        "Further fields of the form that asks for a token, such as audience=https://api.example.com, joined"
                                + " by &; % escapes as in a form, and + is a space.")
                .number(
                        MARGIN_MS,
                        30_000L,
                        between(0, HOUR_MS, 30_000),
                        "Margin",
                        "How long before its end, in milliseconds, a token is renewed; at most half of its life. One that"
                                + " the API refuses with 401 is renewed at once.")
                .secret(
                        REFRESH_TOKEN,
                        "Refresh token",
                        "The token that http.auth.type=oauth2-refresh-token asks for tokens with. A new one that comes"
                                + " with a token takes its place until the worker ends; then the one set here is used again.");
    }

    private static void defineJwt(OptionGroup group) {
        group.secret(
                        JWT_KEY,
                        "Signing key",
                        "What signs for http.auth.type=jwt-bearer or private-key-jwt: a private key as PEM (PKCS#8), or a"
                                + " secret for HS256.")
                .text(
                        JWT_ALGORITHM,
                        "RS256",
                        ConfigDef.ValidString.in(Jwt.ALGORITHMS.toArray(String[]::new)),
                        "Signing algorithm",
                        "How it signs (RFC 7518).")
                .text(JWT_KEY_ID, "", null, "Key id", "The key's id, kid in the header. Empty: none.")
                .text(JWT_ISSUER, "", null, "Issuer", "Who signs. Empty: the client's id.")
                .text(JWT_SUBJECT, "", null, "Subject", "For whom http.auth.type=jwt-bearer asks. Empty: the issuer.")
                .text(JWT_AUDIENCE, "", null, "Audience", "For which server. Empty: the token URL.")
                .number(
                        JWT_LIFETIME_MS,
                        300_000L,
                        between(1_000, HOUR_MS, 300_000),
                        "Lifetime",
                        "How long, in milliseconds, what was signed is good.");
    }

    private static void defineHmac(OptionGroup group) {
        group.secret(HMAC_SECRET, "Signing secret", "What http.auth.type=hmac signs each request with.")
                .text(
                        HMAC_ALGORITHM,
                        "sha256",
                        ConfigDef.ValidString.in("sha1", "sha256", "sha512"),
                        "Hash",
                        "The hash of the signature: sha1, sha256 or sha512.")
                .choice(HMAC_ENCODING, Encoding.HEX, "Signature encoding", "How the signature is written.")
                .text(
                        HMAC_TEMPLATE,
                        "${method}\n${path}\n${query}\n${timestamp}\n${body}",
                        AuthValidators.template(HmacAuth.SIGNED_PLACES),
                        "Signed text",
                        "What is signed: ${method}, ${path}, ${query}, ${timestamp}, ${nonce}, ${body}, ${body.sha256} and"
                                + " ${key.id} in text of your own.")
                .text(
                        HMAC_HEADER,
                        "X-Signature",
                        AuthValidators.headerName("X-Signature"),
                        "Signature header",
                        "The header that carries the signature.")
                .text(
                        HMAC_HEADER_TEMPLATE,
                        "${signature}",
                        AuthValidators.headerTemplate(HmacAuth.HEADER_PLACES),
                        "Signature header's text",
                        "What is in it: ${signature}, ${timestamp}, ${nonce} and ${key.id} in text of your own.")
                .text(
                        HMAC_TIMESTAMP_HEADER,
                        "X-Timestamp",
                        AuthValidators.headerNameOrNone("X-Timestamp"),
                        "Timestamp header",
                        "The header with the time. Empty: none.")
                .choice(
                        HMAC_TIMESTAMP_FORMAT,
                        TimestampFormat.SECONDS,
                        "Timestamp format",
                        "How the time is written, in that header and for ${timestamp}: seconds or millis since 1970, or iso,"
                                + " such as 2026-03-01T12:00:00Z.")
                .text(HMAC_KEY_ID, "", AuthValidators.sendable(), "Key id", "The secret's id, for the texts above.");
    }

    /** Whether asking for a token may use up what it is asked for with, so that nobody should ask who does not need one. */
    public static boolean isUsedUp(AbstractConfig config) {
        return ConfigChecks.choice(AuthType.class, config.getString(TYPE)) == AuthType.OAUTH2_REFRESH_TOKEN;
    }

    /**
     * What the settings say. Whoever authenticates alike in a worker shares its tokens, until the last has closed what this
     * gives.
     *
     * @param http what tokens are asked for with
     * @throws ConfigException if a key cannot be read
     */
    public static RequestAuth of(AbstractConfig config, OkHttpClient http, Clock clock, LongSupplier nanoClock) {
        return switch (ConfigChecks.choice(AuthType.class, config.getString(TYPE))) {
            case NONE -> new FixedAuth(request -> request, "Set " + TYPE + " and what goes with it");
            case BASIC -> FixedAuth.basic(config.getString(USER), secret(config, PASSWORD));
            case BEARER ->
                FixedAuth.header(
                        "Authorization",
                        "Bearer " + secret(config, TOKEN),
                        "Correct " + TOKEN + ", or what it is allowed to do");
            case API_KEY -> apiKey(config);
            case OAUTH2_CLIENT_CREDENTIALS, OAUTH2_REFRESH_TOKEN, JWT_BEARER ->
                new OAuth(config, http, clock, nanoClock);
            case HMAC -> new HmacAuth(config, clock);
        };
    }

    private static RequestAuth apiKey(AbstractConfig config) {
        String name = config.getString(API_KEY_NAME);
        String key = secret(config, API_KEY);
        String remedy = "Correct " + API_KEY + ", or what it is allowed to do";
        return ConfigChecks.choice(In.class, config.getString(API_KEY_IN)) == In.HEADER
                ? FixedAuth.header(name, key, remedy)
                : new FixedAuth(
                        request -> request.newBuilder()
                                .url(request.url()
                                        .newBuilder()
                                        .setQueryParameter(name, key)
                                        .build())
                                .build(),
                        remedy);
    }

    static String secret(AbstractConfig config, String key) {
        Password secret = config.getPassword(key);
        return secret == null ? "" : secret.value();
    }
}
