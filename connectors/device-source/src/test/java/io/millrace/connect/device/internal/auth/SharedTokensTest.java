// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import static io.millrace.connect.device.internal.auth.TokenServer.authorization;
import static io.millrace.connect.device.internal.auth.TokenServer.refusal;
import static io.millrace.connect.device.internal.auth.TokenServer.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That all endpoints and tasks of a worker with the same credentials use one token. */
@Timeout(60)
class SharedTokensTest {
    private final TokenServer server = new TokenServer();

    @AfterEach
    void close() {
        server.close();
    }

    private RequestAuth withSecret(OkHttpClient http, String secret) {
        return server.client(http, "type", "oauth2-client-credentials", "oauth2.client.secret", secret);
    }

    private RequestAuth withSecret(String secret) {
        return withSecret(new OkHttpClient(), secret);
    }

    private RequestAuth withRefreshToken(String... more) {
        List<String> settings = new ArrayList<>(List.of("type", "oauth2-refresh-token", "oauth2.refresh.token", "r0"));
        settings.addAll(List.of(more));
        return server.client(settings.toArray(String[]::new));
    }

    @Test
    void givesOneTokenToAllWithTheSameSettings() throws IOException {
        RequestAuth one = withSecret("a");
        RequestAuth other = withSecret("a");

        Request refused = signed(one);
        assertThat(authorization(other)).isEqualTo("Bearer t1");
        one.isRenewedAfter(refused);
        assertThat(authorization(other)).isEqualTo("Bearer t2");
        other.isRenewedAfter(refused); // late: the token it had is not in use any more
        assertThat(authorization(one)).isEqualTo("Bearer t2");

        assertThat(authorization(withSecret("b"))).isEqualTo("Bearer t3");
    }

    @Test
    void asksWithTheClientOfWhoeverNeedsTheToken() throws IOException {
        OkHttpClient closed = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new IOException("closed");
                })
                .build();
        RequestAuth first = withSecret(closed, "a");
        RequestAuth second = withSecret("a");
        first.close();

        assertThat(authorization(second)).isEqualTo("Bearer t1");
    }

    @Test
    void forgetsATokenWhenNobodyUsesIt() throws IOException {
        RequestAuth one = withSecret("a");
        RequestAuth other = withSecret("a");
        authorization(one);

        one.close();
        one.close();
        assertThat(authorization(other)).isEqualTo("Bearer t1");
        other.close();
        assertThat(authorization(withSecret("a"))).isEqualTo("Bearer t2");
    }

    @Test
    void usesARefreshTokenOnceAlsoForTokensThatDiffer() throws IOException {
        server.rotate();

        assertThat(authorization(withRefreshToken())).isEqualTo("Bearer t1");
        assertThat(authorization(withRefreshToken())).isEqualTo("Bearer t1");
        assertThat(authorization(withRefreshToken("oauth2.scope", "read"))).isEqualTo("Bearer t2");
    }

    @Test
    void goesOnWithTheNewestRefreshTokenAfterARestartOfItsTasks() throws IOException {
        server.rotate();
        RequestAuth before = withRefreshToken();
        before.isRenewedAfter(signed(before));
        before.close();

        assertThat(authorization(withRefreshToken())).isEqualTo("Bearer t2");
        assertThat(server.bodies()).last().asString().contains("refresh_token=r1");
    }

    @Test
    void goesBackToTheConfiguredRefreshTokenOnlyWhenTheNewestHasEnded() throws IOException {
        server.rotate();
        RequestAuth auth = withRefreshToken();
        auth.isRenewedAfter(signed(auth));

        server.reply(refusal("invalid_client"));
        assertThatExceptionOfType(NoTokenException.class).isThrownBy(() -> signed(auth));
        server.reply(refusal("invalid_grant"));
        assertThatExceptionOfType(NoTokenException.class).isThrownBy(() -> signed(auth));
        assertThatExceptionOfType(NoTokenException.class).isThrownBy(() -> signed(auth));

        assertThat(server.requests())
                .extracting(request -> TokenServer.form(request).get("refresh_token"))
                .containsExactly("r0", "r1", "r1", "r0");
    }

    @Test
    void asksOnceForManyAtOnce() throws Exception {
        server.rotate();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> found = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            RequestAuth auth = withRefreshToken();
            found.add(threads.submit(() -> authorization(auth)));
        }

        for (Future<String> each : found) {
            assertThat(each.get()).isEqualTo("Bearer t1");
        }
        threads.shutdownNow();
        assertThat(server.requests()).hasSize(1);
    }
}
