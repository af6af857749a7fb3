// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** Tokens for the registry: a fixed one, or those of an OAuth 2.0 server (RFC 6749, section 4.4). */
final class BearerOptions {
    static final String SOURCE = "bearer.auth.credentials.source";
    static final String TOKEN = "bearer.auth.token";
    static final String ENDPOINT = "bearer.auth.issuer.endpoint.url";
    static final String CLIENT_ID = "bearer.auth.client.id";
    static final String CLIENT_SECRET = "bearer.auth.client.secret";
    static final String SCOPE = "bearer.auth.scope";
    static final String SCOPE_CLAIM = "bearer.auth.scope.claim.name";
    static final String SUB_CLAIM = "bearer.auth.sub.claim.name";
    static final String LOGICAL_CLUSTER = "bearer.auth.logical.cluster";
    static final String IDENTITY_POOL = "bearer.auth.identity.pool.id";
    static final String MARGIN = "bearer.auth.cache.expiry.buffer.seconds";

    private static final String STATIC = "STATIC_TOKEN";
    private static final String OAUTH = "OAUTHBEARER";
    private static final int MAX_MARGIN_SECONDS = 86_400;

    private final AbstractConfig config;

    /** Throws a {@link ConfigException} when settings that are right by themselves do not go together. */
    BearerOptions(AbstractConfig config) {
        this.config = config;
        requireSourceOf(TOKEN, STATIC);
        for (String key : List.of(ENDPOINT, CLIENT_ID, CLIENT_SECRET)) {
            requireSourceOf(key, OAUTH);
        }
        switch (config.getString(SOURCE)) {
            case STATIC -> require(TOKEN);
            case OAUTH -> {
                require(ENDPOINT);
                require(CLIENT_ID);
                require(CLIENT_SECRET);
            }
            default -> {}
        }
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Tokens");
        group.text(
                        SOURCE,
                        "",
                        ConfigChecks.described(BearerOptions::requireSource, "STATIC_TOKEN, OAUTHBEARER, or nothing"),
                        "Source of the token",
                        "Where a token for the registry comes from: STATIC_TOKEN, from 'bearer.auth.token';"
                                + " OAUTHBEARER, from an OAuth 2.0 server. Without one, no token is sent.")
                .secret(TOKEN, "Token", "The token, with 'bearer.auth.credentials.source=STATIC_TOKEN'.");
        defineOAuth(group);
        group.text(
                        LOGICAL_CLUSTER,
                        "",
                        null,
                        "Logical cluster",
                        "The registry's cluster in Confluent Cloud, lsrc-…, sent along with a token.")
                .text(
                        IDENTITY_POOL,
                        "",
                        null,
                        "Identity pool",
                        "The identity pool in Confluent Cloud, pool-…, sent along with a token.");
    }

    private static void defineOAuth(OptionGroup group) {
        group.text(
                        ENDPOINT,
                        "",
                        ConfigChecks.described(BearerOptions::requireEndpoint, "an http or https URL"),
                        "Token endpoint",
                        "The URL of the OAuth 2.0 server that gives tokens. It is reached as the registry is: same"
                                + " proxy, same trust store.")
                .text(CLIENT_ID, "", null, "Client id", "The id by which that server knows this client.")
                .secret(CLIENT_SECRET, "Client secret", "The secret that goes with 'bearer.auth.client.id'.")
                .text(SCOPE, "", null, "Scope", "The scope to ask for, if the server wants one.")
                .text(
                        SCOPE_CLAIM,
                        "",
                        null,
                        "Scope claim",
                        "A claim that a token must have for its scope. Without one, this is the registry's to check.")
                .text(
                        SUB_CLAIM,
                        "",
                        null,
                        "Subject claim",
                        "A claim that a token must have for its owner. Without one, this is the registry's to check.")
                .number(
                        MARGIN,
                        300,
                        ConfigChecks.between(0, MAX_MARGIN_SECONDS, 300),
                        "Renewal margin",
                        "How long, in seconds, before its end a token is renewed; at most half of its life. A longer"
                                + " margin rides out an outage of the OAuth server; a shorter one asks it less often.");
    }

    private static void requireSource(String name, Object value) {
        if (!List.of("", STATIC, OAUTH).contains(value.toString())) {
            throw new ConfigException(name, value, "not supported by AvroConverter. Use STATIC_TOKEN or OAUTHBEARER.");
        }
    }

    private static void requireEndpoint(String name, Object value) {
        if (!value.equals("") && RegistryOptions.uri(name, value.toString()).getRawUserInfo() != null) {
            throw new ConfigException("Configuration " + name + " has a user. Set '" + CLIENT_ID + "' and '"
                    + CLIENT_SECRET + "' instead.");
        }
    }

    /** A secret that is set and not used would look like one that is. */
    private void requireSourceOf(String key, String source) {
        if (CredentialOptions.isGiven(config, key) && !config.getString(SOURCE).equals(source)) {
            throw new ConfigException("Configuration " + key + " is used with '" + SOURCE + "=" + source
                    + "' only. Set that too, or remove it.");
        }
    }

    private void require(String key) {
        if (!CredentialOptions.isGiven(config, key)) {
            throw new ConfigException("Configuration " + key + " is not set, which '" + SOURCE + "="
                    + config.getString(SOURCE) + "' needs. Set it.");
        }
    }

    boolean isUsed() {
        return !config.getString(SOURCE).isEmpty();
    }

    Credentials credentials(Transport transport) {
        if (config.getString(SOURCE).equals(STATIC)) {
            Password token = config.getPassword(TOKEN);
            RegistryOptions.requireHeaderText(TOKEN, token.value());
            return new FixedCredentials(new Password("Bearer " + token.value()), "Correct '" + TOKEN + "'");
        }
        return transport.tokens(new OAuthTokens.Settings(
                new OAuthTokens.Client(
                        RegistryOptions.uri(ENDPOINT, config.getString(ENDPOINT)),
                        config.getString(CLIENT_ID),
                        config.getPassword(CLIENT_SECRET),
                        config.getString(SCOPE)),
                Stream.of(SCOPE_CLAIM, SUB_CLAIM)
                        .map(config::getString)
                        .filter(claim -> !claim.isEmpty())
                        .toList(),
                Duration.ofSeconds(config.getInt(MARGIN))));
    }

    /** What Confluent Cloud wants to know besides the token. */
    Map<String, Password> headers() {
        Map<String, Password> headers = new HashMap<>();
        if (isUsed()) {
            addHeader(headers, "target-sr-cluster", LOGICAL_CLUSTER);
            addHeader(headers, "Confluent-Identity-Pool-Id", IDENTITY_POOL);
        }
        return headers;
    }

    private void addHeader(Map<String, Password> headers, String name, String key) {
        String value = config.getString(key);
        if (!value.isEmpty()) {
            RegistryOptions.requireHeaderText(key, value);
            headers.put(name, new Password(value));
        }
    }
}
