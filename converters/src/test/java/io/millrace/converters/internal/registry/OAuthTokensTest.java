// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.wire.StubRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of an OAuth 2.0 server: how they are asked for, kept, renewed and refused. */
class OAuthTokensTest {
    private static final String RESUMES = "; the task resumes without loss after a restart.";

    private final StubRegistry idp = new StubRegistry();
    private final StubRegistry registry = new StubRegistry();
    private long nanos;

    @AfterEach
    void closeServers() {
        idp.close();
        registry.close();
    }

    private OAuthTokens tokens(Duration margin, String... claims) {
        Transport transport =
                Transport.of(new Transport.Settings(Duration.ofSeconds(10), Duration.ofSeconds(30), null, null));
        return new OAuthTokens(
                new OAuthTokens.Settings(
                        new OAuthTokens.Client(
                                URI.create(idp.url() + "/token"), "me", new Password("pa55"), "read write"),
                        List.of(claims),
                        margin),
                transport,
                () -> nanos);
    }

    private void after(Duration time) {
        nanos += time.toNanos();
    }

    private static String token(String token, int seconds) {
        return "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}";
    }

    private static String jwt(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return "e30." + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    private String[] settings(String... more) {
        String[] base = {
            "bearer.auth.credentials.source", "OAUTHBEARER",
            "bearer.auth.issuer.endpoint.url", idp.url() + "/token",
            "bearer.auth.client.id", "me",
            "bearer.auth.client.secret", "pa55"
        };
        String[] all = Arrays.copyOf(base, base.length + more.length);
        System.arraycopy(more, 0, all, base.length, more.length);
        return all;
    }

    @Test
    void asksWithItsCredentialsOnceAndRenewsBeforeTheEnd() throws Exception {
        idp.answers(200, token("one", 600)).answers(200, token("two", 600));
        OAuthTokens tokens = tokens(Duration.ofSeconds(60));

        assertThat(tokens.authorization()).isEqualTo("Bearer one");
        after(Duration.ofSeconds(539));
        assertThat(tokens.authorization()).isEqualTo("Bearer one");
        after(Duration.ofSeconds(1));
        assertThat(tokens.authorization()).isEqualTo("Bearer two");

        assertThat(idp.requests())
                .hasSize(2)
                .first()
                .isEqualTo("POST /token grant_type=client_credentials&scope=read+write");
        assertThat(idp.authorizations()).first().isEqualTo("Basic bWU6cGE1NQ==");
        assertThat(idp.header("Content-Type")).first().isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void usesAShortLivedTokenForHalfOfItsLife() throws Exception {
        idp.answers(200, token("one", 60)).answers(200, token("two", 60));
        OAuthTokens tokens = tokens(Duration.ofSeconds(300));

        assertThat(tokens.authorization()).isEqualTo("Bearer one");
        after(Duration.ofSeconds(29));
        assertThat(tokens.authorization()).isEqualTo("Bearer one");
        after(Duration.ofSeconds(1));
        assertThat(tokens.authorization()).isEqualTo("Bearer two");
    }

    @Test
    void takesTheEndFromTheTokenItselfWhereTheServerDoesNotSayIt() throws Exception {
        idp.answers(200, "{\"access_token\":\"" + jwt("{\"iat\":1000,\"exp\":1100}") + "\"}")
                .answers(200, token("two", 60));
        OAuthTokens tokens = tokens(Duration.ZERO);

        assertThat(tokens.authorization()).startsWith("Bearer e30.");
        after(Duration.ofSeconds(99));
        assertThat(tokens.authorization()).startsWith("Bearer e30.");
        after(Duration.ofSeconds(1));
        assertThat(tokens.authorization()).isEqualTo("Bearer two");
    }

    @Test
    void keepsAGoodTokenWhileTheServerIsOut() throws Exception {
        idp.answers(200, token("one", 600)).answers(503, "");
        OAuthTokens tokens = tokens(Duration.ofSeconds(60));
        tokens.authorization();

        after(Duration.ofSeconds(599));
        assertThat(tokens.authorization()).isEqualTo("Bearer one");
        after(Duration.ofSeconds(1));
        assertThatThrownBy(tokens::authorization)
                .isInstanceOf(CannotAskException.class)
                .hasMessage(idp.url() + "/token answered 503");
    }

    @Test
    void wantsTheClaimsThatItIsToldTo() throws Exception {
        idp.answers(200, token(jwt("{\"sub\":\"me\",\"scp\":[\"a\"]}"), 60)).answers(200, token("opaque", 60));

        assertThat(tokens(Duration.ZERO, "sub", "scp").authorization()).startsWith("Bearer ");
        assertThatThrownBy(tokens(Duration.ZERO, "scp")::authorization)
                .hasMessage(idp.url() + "/token gave a token without the claim scp");
    }

    @Test
    void sendsItsTokenAndConfluentCloudsIdsToTheRegistry() {
        idp.answers(200, token("one", 600));
        registry.answers(200, "{}");
        String[] settings = settings(
                "bearer.auth.logical.cluster", "lsrc-1",
                "bearer.auth.identity.pool.id", "pool-2");

        Options.fetch(registry.url(), settings);
        Options.fetch(registry.url(), settings);

        assertThat(registry.authorizations()).containsExactly("Bearer one", "Bearer one");
        assertThat(registry.header("target-sr-cluster")).containsExactly("lsrc-1", "lsrc-1");
        assertThat(registry.header("Confluent-Identity-Pool-Id")).containsExactly("pool-2", "pool-2");
    }

    @Test
    void asksForANewTokenOnceWhenTheRegistryRefusesIt() {
        idp.answers(200, token("one", 600)).answers(200, token("two", 600)).answers(200, token("three", 600));
        registry.answers(401, "{\"error_code\":401}").answers(200, "{}").answers(401, "{\"error_code\":401}");
        RegistryHttp http = Options.of(registry.url(), settings()).http();

        assertThat(http.exchange(Options.FETCH).status()).isEqualTo(200);
        assertThat(registry.authorizations()).containsExactly("Bearer one", "Bearer two");

        assertThat(http.exchange(Options.FETCH).status()).isEqualTo(401);
        assertThat(registry.requests()).hasSize(4);
        assertThat(idp.requests()).hasSize(3);
    }

    @Test
    void saysWithoutSecretsThatTheServerRefuses() {
        idp.answers(401, "{\"error\":\"invalid_client\",\"error_description\":\"pa55 is wrong\"}");

        assertThatThrownBy(() -> Options.fetch(registry.url(), settings("registry.outage.timeout.ms", "-1")))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessageMatching("\\QCannot fetch schema 7: " + idp.url()
                        + "/token answered 401 (invalid_client) (1 attempt in \\E.*\\Q s) at orders value. Correct"
                        + " 'bearer.auth.client.id', 'bearer.auth.client.secret' and"
                        + " 'bearer.auth.issuer.endpoint.url'" + RESUMES + "\\E");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void refusesTokensThatAHeaderCannotHold() {
        idp.answers(200, "{\"access_token\":\"pa55\\nX: y\"}");

        assertThatThrownBy(() -> Options.fetch(registry.url(), settings()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessageContaining("answered 200, without a token (1 attempt")
                .hasMessageNotContaining("pa55");
    }

    @Test
    void saysWhichServerIsOut() throws Exception {
        OAuthTokens tokens = tokens(Duration.ZERO);
        idp.close();

        assertThatThrownBy(tokens::authorization)
                .isInstanceOf(CannotAskException.class)
                .hasMessage(idp.url() + "/token refused the connection");
    }

    @Test
    void waitsForAServerThatIsOut() {
        idp.answers(503, "").answers(200, token("one", 600));
        registry.answers(200, "{}");

        assertThat(Options.fetch(
                                registry.url(), settings("registry.outage.timeout.ms", "60000", "retries.wait.ms", "1"))
                        .status())
                .isEqualTo(200);
        assertThat(registry.requests()).hasSize(1);
    }
}
