// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import static io.millrace.connect.device.internal.auth.TokenServer.authorization;
import static io.millrace.connect.device.internal.auth.TokenServer.refusal;
import static io.millrace.connect.device.internal.auth.TokenServer.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.testkit.api.ApiReply;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server of tokens is asked, and when. */
class OAuthTest {
    private static final String[] CREDENTIALS = {"type", "oauth2-client-credentials", "oauth2.client.secret", "s3cr3t"};

    private final TokenServer server = new TokenServer();

    @AfterEach
    void close() {
        server.close();
    }

    private RequestAuth withParameters(String parameters) {
        return server.client("type", "oauth2-client-credentials", "oauth2.parameters", parameters);
    }

    @Test
    void keepsATokenUntilItsEndComesNearOrItIsRefused() throws IOException {
        RequestAuth auth = server.client(
                "type",
                "oauth2-client-credentials",
                "oauth2.client.secret",
                "s3cr3t",
                "oauth2.scope",
                "read",
                "oauth2.parameters",
                "audience=api");

        assertThat(authorization(auth)).isEqualTo("Bearer t1");
        server.advance(Duration.ofSeconds(69));
        assertThat(authorization(auth)).isEqualTo("Bearer t1");
        server.advance(Duration.ofSeconds(1)); // 30 seconds before its end
        Request second = signed(auth);
        assertThat(second.header("Authorization")).isEqualTo("Bearer t2");
        assertThat(auth.isRenewedAfter(second)).isTrue();
        assertThat(authorization(auth)).isEqualTo("Bearer t3");
        assertThat(server.bodies()).first().isEqualTo("grant_type=client_credentials&scope=read&audience=api");
        assertThat(server.requests().get(0).header("Authorization")).startsWith("Basic ");
    }

    @Test
    void keepsATokenUntilItsEndWhileItsServerIsUnwell() throws IOException {
        RequestAuth auth = server.client(CREDENTIALS);
        authorization(auth);

        server.advance(Duration.ofSeconds(70));
        server.reply(ApiReply.status(503));
        assertThat(authorization(auth)).isEqualTo("Bearer t1");
        server.advance(Duration.ofSeconds(29));
        server.reply(ApiReply.status(429));
        assertThat(authorization(auth)).isEqualTo("Bearer t1");
        server.advance(Duration.ofSeconds(1));
        server.reply(ApiReply.status(500));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> authorization(auth))
                .isNotInstanceOf(NoTokenException.class)
                .withMessage("no token from " + server.url() + ": HTTP 500");
        assertThat(authorization(auth)).isEqualTo("Bearer t2");
    }

    @Test
    void asksWithTheNewestRefreshToken() throws IOException {
        server.rotate();
        RequestAuth auth = server.client(
                "type", "oauth2-refresh-token", "oauth2.client.auth", "post", "oauth2.refresh.token", "r0");
        auth.isRenewedAfter(signed(auth));
        signed(auth);

        assertThat(server.bodies())
                .containsExactly(
                        "grant_type=refresh_token&refresh_token=r0&client_id=me",
                        "grant_type=refresh_token&refresh_token=r1&client_id=me");
    }

    @Test
    void sendsParametersAsTheyWereMeant() throws IOException {
        authorization(withParameters("audience=https://api.example.com/&tenant=a+b%26c&r%C3%A9gion=%e9%9b%aa&empty="));

        assertThat(TokenServer.form(server.requests().get(0)))
                .containsEntry("audience", "https://api.example.com/")
                .containsEntry("tenant", "a b&c")
                .containsEntry("empty", "")
                .containsValue("雪");
        assertThat(server.bodies().get(0)).contains("&r%C3%A9gion=%E9%9B%AA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invalid_client | Correct http.auth.oauth2.client.id, http.auth.oauth2.client.secret and http.auth.oauth2.client.auth, or what the client is allowed to do",
                "invalid_grant | Set a new http.auth.oauth2.refresh.token, or correct http.auth.jwt.* and see to the worker's clock",
                "invalid_scope | Correct http.auth.oauth2.scope",
                "server_says | Check http.auth.oauth2.token.url and http.auth.oauth2.*",
            })
    void saysWhatItsServerAnswersWithoutSecrets(String error, String remedy) {
        RequestAuth auth = server.auth(
                "type",
                "oauth2-client-credentials",
                "oauth2.token.url",
                server.url() + "?x=hush",
                "oauth2.client.id",
                "me",
                "oauth2.client.secret",
                "s3cr3t");
        server.reply(refusal(error));

        assertThatExceptionOfType(NoTokenException.class)
                .isThrownBy(() -> signed(auth))
                .withMessage("no token from " + server.url() + ": HTTP 400 (" + error + ")")
                .satisfies(e -> assertThat(e.remedy()).isEqualTo(remedy));
    }

    @Test
    void followsNoRedirects() {
        RequestAuth auth = server.client(CREDENTIALS);
        server.reply(new ApiReply(307, Map.of("Location", server.url()), new byte[0], 0));

        assertThatExceptionOfType(NoTokenException.class)
                .isThrownBy(() -> signed(auth))
                .withMessage("no token from " + server.url() + ": HTTP 307");
        assertThat(server.requests()).hasSize(1);
    }
}
