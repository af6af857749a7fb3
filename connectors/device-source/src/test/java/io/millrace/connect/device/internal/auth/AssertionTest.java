// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import static io.millrace.connect.device.internal.auth.TokenServer.signed;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signed texts that tokens are asked for with, and that clients prove themselves with. */
class AssertionTest {
    private final TokenServer server = new TokenServer();

    @AfterEach
    void close() {
        server.close();
    }

    static KeyPair pair(String kind, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static boolean isSignedBy(KeyPair pair, String assertion, String algorithm) throws Exception {
        String[] parts = assertion.split("\\.", -1);
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048, RS256, SHA256withRSA", "EC, 256, ES256, SHA256withECDSAinP1363Format"})
    void asksForATokenWithASignedText(String kind, int bits, String algorithm, String check) throws Exception {
        KeyPair pair = pair(kind, bits);
        signed(server.auth(
                "type",
                "jwt-bearer",
                "oauth2.token.url",
                server.url(),
                "jwt.key",
                pem(pair),
                "jwt.algorithm",
                algorithm,
                "jwt.issuer",
                "me",
                "jwt.key.id",
                "k1"));

        Map<String, String> form = TokenServer.form(server.requests().get(0));
        assertThat(form.keySet()).containsExactlyInAnyOrder("grant_type", "assertion");
        assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        String assertion = form.get("assertion");
        assertThat(isSignedBy(pair, assertion, check)).isTrue();
        assertThat(isSignedBy(pair(kind, bits), assertion, check)).isFalse();
        assertThat(text(assertion.split("\\.", -1)[0]))
                .isEqualTo("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
        assertThat(text(assertion.split("\\.", -1)[1]))
                .startsWith("{\"iss\":\"me\",\"sub\":\"me\",\"aud\":\"" + server.url()
                        + "\",\"iat\":1772366400,\"exp\":1772366700,");
    }

    @Test
    void provesAClientWithASignedText() throws Exception {
        KeyPair pair = pair("RSA", 2048);
        signed(server.client(
                "type",
                "oauth2-client-credentials",
                "oauth2.client.auth",
                "private-key-jwt",
                "jwt.key",
                pem(pair).replace("\n", "\\n"), // as it comes out of many a secret store
                "jwt.audience",
                "https://id.example.com"));

        Map<String, String> form = TokenServer.form(server.requests().get(0));
        assertThat(server.requests().get(0).header("Authorization")).isNullOrEmpty();
        assertThat(form)
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", "me")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        String assertion = form.get("client_assertion");
        assertThat(isSignedBy(pair, assertion, "SHA256withRSA")).isTrue();
        assertThat(text(assertion.split("\\.", -1)[1]))
                .startsWith("{\"iss\":\"me\",\"sub\":\"me\",\"aud\":\"https://id.example.com\",");
    }

    /** RFC 7523, section 3: the subject of a client's proof is the client, whoever the token is for. */
    @Test
    void provesAClientThatAsksForSomebodyElse() throws Exception {
        KeyPair pair = pair("EC", 256);
        signed(server.client(
                "type",
                "jwt-bearer",
                "oauth2.client.auth",
                "private-key-jwt",
                "jwt.algorithm",
                "ES256",
                "jwt.key",
                pem(pair),
                "jwt.subject",
                "ada"));

        Map<String, String> form = TokenServer.form(server.requests().get(0));
        assertThat(text(form.get("assertion").split("\\.", -1)[1])).startsWith("{\"iss\":\"me\",\"sub\":\"ada\",");
        assertThat(text(form.get("client_assertion").split("\\.", -1)[1]))
                .startsWith("{\"iss\":\"me\",\"sub\":\"me\",");
        assertThat(isSignedBy(pair, form.get("assertion"), "SHA256withECDSAinP1363Format"))
                .isTrue();
        assertThat(isSignedBy(pair, form.get("client_assertion"), "SHA256withECDSAinP1363Format"))
                .isTrue();
    }

    @Test
    void signsWithASecretThatTheServerHasToo() throws Exception {
        String secret = "a secret that has 256 bits and more";
        signed(server.client("type", "jwt-bearer", "jwt.algorithm", "HS256", "jwt.key", secret));

        String[] parts =
                TokenServer.form(server.requests().get(0)).get("assertion").split("\\.", -1);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(expected);
        assertThat(text(parts[0])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    }
}
