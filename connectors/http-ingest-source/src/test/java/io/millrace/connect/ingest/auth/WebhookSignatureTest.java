// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static io.millrace.connect.ingest.auth.SignatureTest.hmac;
import static io.millrace.connect.ingest.auth.SignatureTest.late;
import static io.millrace.connect.ingest.auth.SignatureTest.malformed;
import static io.millrace.connect.ingest.auth.SignatureTest.missing;
import static io.millrace.connect.ingest.auth.SignatureTest.refusal;
import static io.millrace.connect.ingest.auth.SignatureTest.wrong;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stripe and Standard Webhooks: several signatures in a header, of a time and a body. */
class WebhookSignatureTest {
    private static final long NOW = 1614265330;
    private static final String BODY = "{\"test\": 2432232314}";

    /** The vector that the specification's libraries test with. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String WRONG = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String V1_EXPECTED = "v1, and the base64 of 32 bytes, or v1a, and that of 64";
    private static final String STRIPE_EXPECTED =
            "t= and seconds since 1970, then v1= and 64 hex digits, with commas between";

    private static RequestGate gate(String type, String secrets, long now) {
        return Requests.gate(Instant.ofEpochSecond(now), "signature.type", type, "signature.secrets", secrets);
    }

    private static RequestGate standard(String secrets) {
        return gate("standard-webhooks", secrets, NOW);
    }

    private static Requests message(String signature) {
        return Requests.post()
                .header("webhook-id", ID)
                .header("webhook-timestamp", String.valueOf(NOW))
                .header("webhook-signature", signature)
                .body(BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_aHVzaA==,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void takesTheVectorOfStandardWebhooks(String secrets) {
        assertThat(standard(secrets).withBody(message(SIGNATURE).build())).isNull();
        assertThat(standard(secrets).deliveryId(message(SIGNATURE).build())).isEqualTo(ID);
    }

    @Test
    void takesSvixsNamesOfTheHeaders() {
        var request = Requests.post()
                .header("svix-id", ID)
                .header("svix-timestamp", String.valueOf(NOW))
                .header("svix-signature", SIGNATURE)
                .body(BODY)
                .build();

        assertThat(standard(SECRET).withBody(request)).isNull();
        assertThat(standard(SECRET).deliveryId(request)).isEqualTo(ID);
    }

    @Test
    void takesOneOfSeveralSignatures() {
        assertThat(standard(SECRET)
                        .withBody(message("v2,any " + WRONG + "  v1, " + SIGNATURE + " v1a,AAAA")
                                .build()))
                .isNull();
    }

    @Test
    void refusesWhatDoesNotFit() {
        RequestGate gate = standard(SECRET);

        assertThat(gate.withBody(message(WRONG).build())).isEqualTo(wrong("webhook-signature"));
        assertThat(gate.withBody(message(SIGNATURE).body(BODY + " ").build())).isEqualTo(wrong("webhook-signature"));
        assertThat(standard("whsec_aHVzaA==").withBody(message(SIGNATURE).build()))
                .isEqualTo(wrong("webhook-signature"));
        assertThat(gate.withBody(Requests.post().body(BODY).build())).isEqualTo(missing("webhook-signature"));
        assertThat(gate.withBody(Requests.post()
                        .header("webhook-signature", SIGNATURE)
                        .header("webhook-timestamp", String.valueOf(NOW))
                        .build()))
                .isEqualTo(missing("webhook-id"));
        assertThat(gate.withBody(message(SIGNATURE).header("webhook-id", "m2").build()))
                .isEqualTo(refusal("found the header webhook-id 2 times (expected once). Send it once."));
        assertThat(gate("standard-webhooks", SECRET, NOW + 301)
                        .withBody(message(SIGNATURE).build()))
                .isEqualTo(late("webhook-timestamp", "is too old"));
        assertThat(gate("standard-webhooks", SECRET, NOW - 301)
                        .withBody(message(SIGNATURE).build()))
                .isEqualTo(late("webhook-timestamp", "is in the future"));
    }

    /** {@code m.1.x} could be the id {@code m.1} or a body that begins with {@code 1.}. */
    @Test
    void refusesAnIdThatCouldBeTakenApartInAnotherWay() {
        assertThat(standard(SECRET)
                        .withBody(Requests.post()
                                .header("webhook-id", "m.1")
                                .header("webhook-timestamp", String.valueOf(NOW))
                                .header("webhook-signature", SIGNATURE)
                                .build()))
                .isEqualTo(malformed("webhook-id", "an id without dots"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "v1",
                "v1,",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O",
                "v1,g0hM",
                "v1 g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,!!!!",
            })
    void refusesAMalformedSignature(String signature) {
        assertThat(standard(SECRET).withBody(message(signature).build()))
                .isEqualTo(malformed("webhook-signature", V1_EXPECTED));
    }

    @Test
    void triesOnlySoManySignatures() {
        RequestGate gate = standard(SECRET);
        String tooMany = "at most 20 signatures, 5 of them v1a";
        String v1a = "v1a," + Base64.getEncoder().encodeToString(new byte[64]) + " ";

        assertThat(gate.withBody(message((WRONG + " ").repeat(19) + SIGNATURE).build()))
                .isNull();
        assertThat(gate.withBody(message((WRONG + " ").repeat(20) + SIGNATURE).build()))
                .isEqualTo(malformed("webhook-signature", tooMany));
        assertThat(gate.withBody(message(v1a.repeat(5) + SIGNATURE).build())).isNull();
        assertThat(gate.withBody(message(v1a.repeat(6) + SIGNATURE).build()))
                .isEqualTo(malformed("webhook-signature", tooMany));
    }

    private static String publicKey(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return "whpk_"
                + Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static String sign(KeyPair pair, String text) throws Exception {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(text.getBytes(UTF_8));
        return "v1a," + Base64.getEncoder().encodeToString(signer.sign());
    }

    @Test
    void takesWhatAPrivateKeySigned() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String signature = sign(pair, ID + "." + NOW + "." + BODY);

        assertThat(standard(publicKey(pair)).withBody(message(signature).build()))
                .isNull();
        assertThat(standard(publicKey(pair))
                        .withBody(message(signature).directBody(BODY).build()))
                .isNull();
        assertThat(standard(publicKey(other) + "," + SECRET + "," + publicKey(pair))
                        .withBody(message(WRONG + " " + signature).build()))
                .isNull();
        assertThat(standard(publicKey(other)).withBody(message(signature).build()))
                .isEqualTo(wrong("webhook-signature"));
        assertThat(standard(publicKey(pair))
                        .withBody(message(signature).body("{}").build()))
                .isEqualTo(wrong("webhook-signature"));
        assertThat(standard(publicKey(pair)).withBody(message(SIGNATURE).build()))
                .isEqualTo(wrong("webhook-signature"));
        assertThat(standard(SECRET).withBody(message(signature).build())).isEqualTo(wrong("webhook-signature"));
    }

    /** RFC 8032, section 7.1, test 2. */
    @Test
    void readsARawPublicKey() {
        byte[] key = HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        byte[] signature = HexFormat.of()
                .parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        Ed25519Keys keys = new Ed25519Keys(java.util.List.of(Ed25519Keys.key(key)));

        assertThat(keys.signed(java.util.List.of(signature), new byte[] {0x72}, java.nio.ByteBuffer.allocate(0)))
                .isTrue();
        assertThat(keys.signed(java.util.List.of(signature), new byte[] {0x73}, java.nio.ByteBuffer.allocate(0)))
                .isFalse();
    }

    private static RequestGate stripe(String secrets) {
        return gate("stripe", secrets, NOW);
    }

    private static Requests event(String signature) {
        return Requests.post().header("Stripe-Signature", signature).body(BODY);
    }

    private static String v1(String secret) throws Exception {
        return "v1=" + HexFormat.of().formatHex(hmac("HmacSHA256", secret.getBytes(UTF_8), NOW + "." + BODY));
    }

    @Test
    void takesWhatStripeSigns() throws Exception {
        String time = "t=" + NOW + ",";

        assertThat(stripe("whsec_x").withBody(event(time + v1("whsec_x")).build()))
                .isNull();
        assertThat(stripe("whsec_x")
                        .withBody(event(time + v1("whsec_new") + ", " + v1("whsec_x") + ",v0=6ffb")
                                .build()))
                .isNull();
        assertThat(stripe("whsec_y,whsec_x")
                        .withBody(event(v1("whsec_x") + "," + time).build()))
                .isNull();
        assertThat(stripe("whsec_x").deliveryId(event(time).build())).isNull();
    }

    @Test
    void refusesWhatStripeWouldNotSend() throws Exception {
        String good = "t=" + NOW + "," + v1("whsec_x");

        assertThat(stripe("whsec_x").withBody(Requests.post().body(BODY).build()))
                .isEqualTo(missing("Stripe-Signature"));
        assertThat(stripe("whsec_y").withBody(event(good).build())).isEqualTo(wrong("Stripe-Signature"));
        assertThat(stripe("whsec_x").withBody(event(good).body("{}").build())).isEqualTo(wrong("Stripe-Signature"));
        assertThat(stripe("whsec_x")
                        .withBody(event("t=" + (NOW + 1) + "," + v1("whsec_x")).build()))
                .isEqualTo(wrong("Stripe-Signature"));
        assertThat(gate("stripe", "whsec_x", NOW + 301).withBody(event(good).build()))
                .isEqualTo(late("Stripe-Signature", "is too old"));
        assertThat(gate("stripe", "whsec_x", NOW - 301).withBody(event(good).build()))
                .isEqualTo(late("Stripe-Signature", "is in the future"));
    }

    @Test
    void triesOnlySoManyOfStripesSignatures() throws Exception {
        String wrong = ("v1=" + "0".repeat(64) + ",");

        assertThat(stripe("whsec_x")
                        .withBody(event("t=" + NOW + "," + wrong.repeat(19) + v1("whsec_x"))
                                .build()))
                .isNull();
        assertThat(stripe("whsec_x")
                        .withBody(event("t=" + NOW + "," + wrong.repeat(20) + v1("whsec_x"))
                                .build()))
                .isEqualTo(malformed("Stripe-Signature", "at most 20 signatures"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "hush",
                "t=1614265330",
                "t=1614265330,v1=",
                "t=1614265330,v1=abc",
                "t=1614265330,v0=0000000000000000000000000000000000000000000000000000000000000000",
                "v1=0000000000000000000000000000000000000000000000000000000000000000",
                "t=1614265330,t=1614265330,v1=0000000000000000000000000000000000000000000000000000000000000000",
            })
    void refusesAMalformedStripeSignature(String signature) {
        assertThat(stripe("whsec_x").withBody(event(signature).build()))
                .isEqualTo(malformed("Stripe-Signature", STRIPE_EXPECTED));
    }

    @Test
    void refusesAStripeTimeThatIsNone() {
        assertThat(stripe("whsec_x").withBody(event("t=soon,v1=00").build()))
                .isEqualTo(malformed("Stripe-Signature", "seconds since 1970"));
    }
}
