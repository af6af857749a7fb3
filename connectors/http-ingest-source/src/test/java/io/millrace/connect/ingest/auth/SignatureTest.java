// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.ingest.request.Refusal;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GitHub, Slack, Shopify and templates: one signature in a header of its own. */
class SignatureTest {
    private static final String HELLO = "Hello, World!";
    private static final String GITHUB_SECRET = "It's a Secret to Everybody";
    private static final String GITHUB_SIGNATURE =
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    /** "Verifying requests from Slack" on docs.slack.dev. */
    private static final String SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    private static final String SLACK_TIME = "1531420618";
    private static final String SLACK_BODY = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
            + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
            + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    private static final String SLACK_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    static byte[] hmac(String algorithm, byte[] secret, String text) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret, algorithm));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String hex(String algorithm, String secret, String text) throws Exception {
        return HexFormat.of().formatHex(hmac(algorithm, secret.getBytes(UTF_8), text));
    }

    static Refusal refusal(String found) {
        return new Refusal(401, "signature", "Cannot verify the signature: " + found);
    }

    static Refusal missing(String header) {
        return refusal(
                "found no header " + header + ". Sign the request, and let nothing on the way remove the header.");
    }

    static Refusal wrong(String header) {
        return refusal(
                "found none in " + header
                        + " that fits the request and the secret. Check that both sides have the same secret, and that nothing on the way changes the body.");
    }

    static Refusal malformed(String header, String expected) {
        return refusal("found a malformed " + header + " (expected " + expected + "). Correct how it is written.");
    }

    static Refusal late(String header, String what) {
        return new Refusal(
                401,
                "timestamp",
                "Cannot verify the signature: found a time in " + header + " that " + what
                        + " (expected now, give or take 300000 ms). Check the sender's clock, and sign again what is sent again.");
    }

    private static RequestGate github(String secrets) {
        return Requests.gate(Instant.EPOCH, "signature.type", "github", "signature.secrets", secrets);
    }

    private static Requests hello() {
        return Requests.post().header("X-Hub-Signature-256", GITHUB_SIGNATURE).body(HELLO);
    }

    @Test
    void takesGitHubsOwnVector() {
        RequestGate gate = github(GITHUB_SECRET);

        assertThat(gate.withBody(hello().build())).isNull();
        assertThat(gate.withBody(hello().directBody(HELLO).build())).isNull();
    }

    @Test
    void leavesTheBodyAsItWas() {
        var request = hello().directBody(HELLO).build();

        github(GITHUB_SECRET).withBody(request);

        assertThat(UTF_8.decode(request.body()).toString()).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new, It's a Secret to Everybody",
                "It's a Secret to Everybody\r\nnew\n",
                "a,b,It's a Secret to Everybody"
            })
    void takesAnyOfSeveralSecrets(String secrets) {
        assertThat(github(secrets).withBody(hello().build())).isNull();
    }

    @Test
    void refusesWhatGitHubWouldNotSend() {
        RequestGate gate = github(GITHUB_SECRET);
        String header = "X-Hub-Signature-256";

        assertThat(gate.withBody(Requests.post().body(HELLO).build())).isEqualTo(missing(header));
        assertThat(gate.withBody(hello().body("Hello, World?").build())).isEqualTo(wrong(header));
        assertThat(gate.withBody(hello().body("").build())).isEqualTo(wrong(header));
        assertThat(github("other").withBody(hello().build())).isEqualTo(wrong(header));
        assertThat(gate.withBody(hello().header(header, GITHUB_SIGNATURE).build()))
                .isEqualTo(refusal("found the header X-Hub-Signature-256 2 times (expected once). Send it once."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1700",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1g",
                "sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "hush",
            })
    void refusesAMalformedSignatureWithoutRepeatingIt(String signature) {
        assertThat(github(GITHUB_SECRET)
                        .withBody(Requests.post()
                                .header("X-Hub-Signature-256", signature)
                                .body(HELLO)
                                .build()))
                .isEqualTo(malformed("X-Hub-Signature-256", "sha256= and 64 hex digits"));
    }

    @Test
    void knowsGitHubsDeliveryId() {
        RequestGate gate = github(GITHUB_SECRET);

        assertThat(gate.deliveryId(
                        hello().header("X-GitHub-Delivery", "72d3162e").build()))
                .isEqualTo("72d3162e");
        assertThat(gate.deliveryId(hello().header("X-GitHub-Event", "push").build()))
                .isNull();
        assertThat(gate.deliveryId(
                        hello().header("X-GitHub-Delivery", "x".repeat(256)).build()))
                .isNull();
    }

    private static RequestGate slack(long afterSeconds) {
        return Requests.gate(
                Instant.ofEpochSecond(Long.parseLong(SLACK_TIME) + afterSeconds),
                "signature.type",
                "slack",
                "signature.secrets",
                SLACK_SECRET);
    }

    private static Requests slackCommand() {
        return Requests.post()
                .header("X-Slack-Request-Timestamp", SLACK_TIME)
                .header("X-Slack-Signature", SLACK_SIGNATURE)
                .body(SLACK_BODY);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 300, -300})
    void takesSlacksOwnExampleWithinItsTime(long afterSeconds) {
        assertThat(slack(afterSeconds).withBody(slackCommand().build())).isNull();
        assertThat(slack(afterSeconds).deliveryId(slackCommand().build())).isNull();
    }

    @Test
    void refusesWhatSlackWouldNotSend() {
        assertThat(slack(301).withBody(slackCommand().build()))
                .isEqualTo(late("X-Slack-Request-Timestamp", "is too old"));
        assertThat(slack(-301).withBody(slackCommand().build()))
                .isEqualTo(late("X-Slack-Request-Timestamp", "is in the future"));
        assertThat(slack(0).withBody(slackCommand().body(SLACK_BODY + "&").build()))
                .isEqualTo(wrong("X-Slack-Signature"));
        assertThat(slack(0).withBody(Requests.post()
                        .header("X-Slack-Signature", SLACK_SIGNATURE)
                        .body(SLACK_BODY)
                        .build()))
                .isEqualTo(missing("X-Slack-Request-Timestamp"));
        assertThat(slack(0).withBody(Requests.post()
                        .header("X-Slack-Request-Timestamp", "1531420619")
                        .header("X-Slack-Signature", SLACK_SIGNATURE)
                        .body(SLACK_BODY)
                        .build()))
                .isEqualTo(wrong("X-Slack-Signature"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1531420618", "1531420618.0", "now", "9999999999999999999999", "١٥٣١"})
    void refusesATimeThatIsNone(String time) {
        assertThat(slack(0).withBody(Requests.post()
                        .header("X-Slack-Request-Timestamp", time)
                        .header("X-Slack-Signature", SLACK_SIGNATURE)
                        .body(SLACK_BODY)
                        .build()))
                .isEqualTo(malformed("X-Slack-Request-Timestamp", "seconds since 1970"));
    }

    @Test
    void takesWhatShopifySigns() throws Exception {
        RequestGate gate = Requests.gate(Instant.EPOCH, "signature.type", "shopify", "signature.secrets", "old,shpss");
        String header = "X-Shopify-Hmac-Sha256";
        String signature = Base64.getEncoder().encodeToString(hmac("HmacSHA256", "shpss".getBytes(UTF_8), HELLO));

        assertThat(gate.withBody(
                        Requests.post().header(header, signature).body(HELLO).build()))
                .isNull();
        assertThat(gate.withBody(
                        Requests.post().header(header, signature).body("Hello").build()))
                .isEqualTo(wrong(header));
        assertThat(gate.withBody(Requests.post().body(HELLO).build())).isEqualTo(missing(header));
        for (String bad : new String[] {"", "!", signature.substring(4), signature + "AAAA", signature.substring(1)}) {
            assertThat(gate.withBody(
                            Requests.post().header(header, bad).body(HELLO).build()))
                    .isEqualTo(malformed(header, "the base64 of 32 bytes"));
        }
    }

    private static RequestGate template(String... more) {
        String[] settings = {"signature.type", "template", "signature.secrets", "old\nhush", "signature.header", "X-Sig"
        };
        String[] all = new String[settings.length + more.length];
        System.arraycopy(settings, 0, all, 0, settings.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        return Requests.gate(Instant.parse("2026-03-01T12:00:00Z"), all);
    }

    @ParameterizedTest
    @CsvSource({"sha256, HmacSHA256", "sha512, HmacSHA512", "sha1, HmacSHA1"})
    void signsWithTheHashThatIsSet(String algorithm, String macName) throws Exception {
        RequestGate gate = template("signature.algorithm", algorithm);
        String signature = hex(macName, "hush", HELLO);

        assertThat(gate.withBody(
                        Requests.post().header("X-Sig", signature).body(HELLO).build()))
                .isNull();
        assertThat(gate.withBody(
                        Requests.post().header("X-Sig", signature).body("Hello").build()))
                .isEqualTo(wrong("X-Sig"));
    }

    @Test
    void putsTheRequestInTheTemplatesPlaces() throws Exception {
        RequestGate gate = template(
                "signature.template",
                "${method} ${path}?${query} ${header.X-Id}:${timestamp}:${body}!",
                "signature.timestamp.header",
                "X-Time",
                "signature.prefix",
                "HMAC ");
        String signature = hex("HmacSHA256", "hush", "POST /é?a=%20 é7:1772366400:" + HELLO + "!");
        Requests signed = Requests.post()
                .path("/é")
                .query("a=%20")
                .header("X-Time", "1772366400")
                .header("X-Sig", "HMAC " + signature)
                .body(HELLO);

        assertThat(gate.withBody(signed.build())).isEqualTo(missing("X-Id"));
        String asTheServerReadsBytes = new String("é7".getBytes(UTF_8), SignatureHeaders.CHARSET);
        assertThat(gate.withBody(signed.header("X-Id", asTheServerReadsBytes).build()))
                .isNull();
        assertThat(gate.withBody(signed.path("/e").build())).isEqualTo(wrong("X-Sig"));
    }

    @Test
    void doesNotFillAPlaceThatIsInAValue() throws Exception {
        RequestGate gate = template("signature.template", "${header.X-Id}:${body}");
        String signature = hex("HmacSHA256", "hush", "${body}:" + HELLO);

        assertThat(gate.withBody(Requests.post()
                        .header("X-Id", "${body}")
                        .header("X-Sig", signature)
                        .body(HELLO)
                        .build()))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "seconds, 1772366400, ok",
        "seconds, 1772366099, is too old",
        "millis, 1772366400123, ok",
        "millis, 1772366099999, is too old",
        "millis, 1772366700001, is in the future",
        "iso, 2026-03-01T13:00:00.5+01:00, ok",
        "iso, 2026-03-01T11:54:59Z, is too old",
        "iso, 1772366400, malformed",
        "millis, x, malformed",
    })
    void readsTheTimeAsItIsWritten(String format, String time, String expected) throws Exception {
        RequestGate gate = template(
                "signature.template",
                "${timestamp}:${body}",
                "signature.timestamp.header",
                "X-Time",
                "signature.timestamp.format",
                format);
        Refusal refusal = gate.withBody(Requests.post()
                .header("X-Time", time)
                .header("X-Sig", hex("HmacSHA256", "hush", time + ":" + HELLO))
                .body(HELLO)
                .build());

        switch (expected) {
            case "ok" -> assertThat(refusal).isNull();
            case "malformed" ->
                assertThat(refusal)
                        .isEqualTo(malformed(
                                "X-Time",
                                TimestampFormat.valueOf(format.toUpperCase(java.util.Locale.ROOT))
                                        .described()));
            default -> assertThat(refusal).isEqualTo(late("X-Time", expected));
        }
    }
}
