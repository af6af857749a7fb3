// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import static io.millrace.connect.device.internal.auth.TokenServer.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each way of authenticating that needs no server of tokens puts on a request. */
class AuthTest {
    private final TokenServer server = new TokenServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void putsFixedCredentialsOnARequest() throws IOException {
        assertThat(signed(server.auth("type", "none")).headers()).isEmpty();
        assertThat(signed(server.auth("type", "basic", "user", "ada", "password", "é:x"))
                        .header("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("ada:é:x".getBytes(StandardCharsets.UTF_8)));
        assertThat(signed(server.auth("type", "bearer", "token", "abc")).header("Authorization"))
                .isEqualTo("Bearer abc");
        assertThat(signed(server.auth("type", "api-key", "api.key", "k")).header("X-API-Key"))
                .isEqualTo("k");
        assertThat(signed(server.auth(
                                "type", "api-key", "api.key", "k é", "api.key.in", "query", "api.key.name", "a key"))
                        .url()
                        .query())
                .isEqualTo("a=b&a key=k é");
    }

    /** Validation has refused it before, or OkHttp would show it. */
    @Test
    void neverHandsOnAValueThatNoHeaderCanHave() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> FixedAuth.header("X-API-Key", "hush\nX: y", "Correct it"))
                .withMessage("Cannot send header X-API-Key: found characters in the secret that a header cannot have"
                        + " (expected printable ASCII). Check for a line end copied with it.");
    }

    /** The example of GitHub's documentation of webhooks. */
    @Test
    void signsWithASecret() throws IOException {
        RequestAuth auth = server.auth(
                "type",
                "hmac",
                "hmac.secret",
                "It's a Secret to Everybody",
                "hmac.template",
                "${body}",
                "hmac.header",
                "X-Hub-Signature-256",
                "hmac.header.template",
                "sha256=${signature}");
        Request request = new Request.Builder()
                .url("https://api.example.com/x")
                .post(RequestBody.create("Hello, World!".getBytes(StandardCharsets.UTF_8), MediaType.get("text/plain")))
                .build();

        Request signed = auth.sign(request);

        assertThat(signed.header("X-Hub-Signature-256"))
                .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
        assertThat(signed.header("X-Timestamp")).isEqualTo("1772366400");
    }

    @ParameterizedTest
    @CsvSource({"seconds, 1772366400", "millis, 1772366400250", "iso, 2026-03-01T12:00:00Z"})
    void writesTheTimeAsTheApiWantsIt(String format, String time) throws IOException {
        String[] settings = {
            "type",
            "hmac",
            "hmac.secret",
            "s",
            "hmac.timestamp.format",
            format,
            "hmac.header.template",
            "${key.id} at ${timestamp}: ${signature}",
            "hmac.key.id",
            "${nonce}",
            "hmac.template",
            "${timestamp}"
        };

        Request signed = signed(server.auth(settings));
        settings[settings.length - 1] = time;

        assertThat(signed.header("X-Timestamp")).isEqualTo(time);
        assertThat(signed.header("X-Signature"))
                .startsWith("${nonce} at " + time + ": ")
                .isEqualTo(signed(server.auth(settings)).header("X-Signature"));
    }
}
