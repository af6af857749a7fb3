// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.FakeApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each way of authenticating puts on a request, and what it asks a server of tokens. */
class AuthTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    private final FakeApi server = new FakeApi(0);
    private int tokens;
    private long nowNanos;

    @AfterEach
    void close() {
        server.close();
    }

    private RequestAuth auth(String... settings) {
        ConfigDef def = new ConfigDef();
        AuthOptions.define(def);
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            props.put("http.auth." + settings[i], settings[i + 1]);
        }
        assertThat(AuthOptions.problems(props)).isEmpty();
        server.route(
                "/token",
                request -> ApiReply.json("{\"access_token\":\"t" + ++tokens
                        + "\",\"expires_in\":100,\"refresh_token\":\"r" + tokens + "\"}"));
        return AuthOptions.of(new AbstractConfig(def, props, false), new OkHttpClient(), CLOCK, () -> nowNanos);
    }

    private static Request signed(RequestAuth auth) throws IOException {
        return auth.sign(
                new Request.Builder().url("https://api.example.com/v1/x?a=b").build());
    }

    private String url() {
        return server.url("/token");
    }

    @Test
    void putsFixedCredentialsOnARequest() throws IOException {
        assertThat(signed(auth("type", "none")).headers()).isEmpty();
        assertThat(signed(auth("type", "basic", "user", "ada", "password", "é:x"))
                        .header("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("ada:é:x".getBytes(StandardCharsets.UTF_8)));
        assertThat(signed(auth("type", "bearer", "token", "abc")).header("Authorization"))
                .isEqualTo("Bearer abc");
        assertThat(signed(auth("type", "api-key", "api.key", "k")).header("X-API-Key"))
                .isEqualTo("k");
        assertThat(signed(auth("type", "api-key", "api.key", "k", "api.key.in", "query", "api.key.name", "key"))
                        .url()
                        .query())
                .isEqualTo("a=b&key=k");
    }

    @Test
    void refusesAKeyThatNoHeaderCanHoldWithoutShowingIt() {
        assertThatThrownBy(() -> auth("type", "api-key", "api.key", "hush\nX: y"))
                .hasMessageContaining("Cannot send header X-API-Key")
                .hasMessageNotContaining("hush");
    }

    @Test
    void keepsATokenUntilItsEndComesNearOrItIsRefused() throws IOException {
        RequestAuth auth = auth(
                "type",
                "oauth2-client-credentials",
                "oauth2.token.url",
                url(),
                "oauth2.client.id",
                "me",
                "oauth2.client.secret",
                "s3cr3t",
                "oauth2.scope",
                "read",
                "oauth2.parameters",
                "audience=api");

        assertThat(signed(auth).header("Authorization")).isEqualTo("Bearer t1");
        nowNanos = Duration.ofSeconds(69).toNanos();
        assertThat(signed(auth).header("Authorization")).isEqualTo("Bearer t1");
        nowNanos = Duration.ofSeconds(70).toNanos(); // 30 seconds before its end
        Request second = signed(auth);
        assertThat(second.header("Authorization")).isEqualTo("Bearer t2");
        assertThat(auth.isRenewedAfter(second)).isTrue();
        assertThat(signed(auth).header("Authorization")).isEqualTo("Bearer t3");
        assertThat(server.requests().get(0).body()).isEqualTo("grant_type=client_credentials&scope=read&audience=api");
        assertThat(server.requests().get(0).header("Authorization")).startsWith("Basic ");
    }

    @Test
    void asksWithTheNewestRefreshToken() throws IOException {
        RequestAuth auth = auth(
                "type",
                "oauth2-refresh-token",
                "oauth2.token.url",
                url(),
                "oauth2.client.id",
                "me",
                "oauth2.client.auth",
                "post",
                "oauth2.refresh.token",
                "r0");
        auth.isRenewedAfter(signed(auth));
        signed(auth);

        assertThat(server.requests())
                .extracting(request -> request.body())
                .containsExactly(
                        "grant_type=refresh_token&refresh_token=r0&client_id=me",
                        "grant_type=refresh_token&refresh_token=r1&client_id=me");
    }

    @ParameterizedTest
    @CsvSource({"RSA, RS256, SHA256withRSA", "EC, ES256, SHA256withECDSAinP1363Format"})
    void signsAnAssertion(String kind, String algorithm, String check) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(kind.equals("EC") ? 256 : 2048);
        KeyPair pair = generator.generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        signed(auth(
                "type",
                "jwt-bearer",
                "oauth2.token.url",
                url(),
                "jwt.key",
                pem,
                "jwt.algorithm",
                algorithm,
                "jwt.issuer",
                "me",
                "jwt.key.id",
                "k1"));

        String assertion = server.requests().get(0).body().replaceAll(".*assertion=", "");
        String[] parts = assertion.split("\\.", -1);
        Signature signature = Signature.getInstance(check);
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .startsWith("{\"iss\":\"me\",\"sub\":\"me\",\"aud\":\"" + url()
                        + "\",\"iat\":1772366400,\"exp\":1772366700,");
    }

    @Test
    void saysWhatAServerOfTokensAnswersWithoutSecrets() {
        RequestAuth auth = auth(
                "type",
                "oauth2-client-credentials",
                "oauth2.token.url",
                url() + "?x=hush",
                "oauth2.client.id",
                "me",
                "oauth2.client.secret",
                "s3cr3t");
        server.reply(new ApiReply(
                400, Map.of(), "{\"error\":\"invalid_client\",\"d\":\"hush\"}".getBytes(StandardCharsets.UTF_8), 0));

        assertThatThrownBy(() -> signed(auth))
                .isInstanceOf(IOException.class)
                .hasMessage("no token from " + url() + ": HTTP 400 (invalid_client)");
    }

    /** The example of GitHub's documentation of webhooks. */
    @Test
    void signsWithASecret() throws IOException {
        RequestAuth auth = auth(
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
    @CsvSource(
            delimiter = '|',
            value = {
                "basic | http.auth.password | Missing configuration http.auth.password: needed with http.auth.type=basic. Set it, or omit http.auth.type.",
                "none | http.auth.user | Unused configuration http.auth.user: http.auth.type=none does not use it. Set the type that does, or omit it.",
            })
    void namesWhatIsMissingAndWhatIsNotUsed(String type, String key, String text) {
        assertThat(AuthOptions.problems(Map.of("http.auth.type", type, "http.auth.user", "u")))
                .containsEntry(key, text);
    }
}
