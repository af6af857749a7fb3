// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.ingest.request.Answer;
import io.millrace.connect.ingest.request.Inbound;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is sent is answered: nothing throws, and nothing is let in. */
class RandomRequestsTest {
    private static final int REQUESTS = 10_000;
    private static final List<String> HEADERS = List.of(
            "Authorization",
            "X-API-Key",
            "X-Hub-Signature-256",
            "X-GitHub-Delivery",
            "Stripe-Signature",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "svix-signature",
            "X-Slack-Signature",
            "X-Slack-Request-Timestamp",
            "X-Shopify-Hmac-Sha256",
            "X-Sig",
            "X-Time",
            "X-Id",
            "Origin",
            "Access-Control-Request-Method",
            "WebHook-Request-Origin",
            "X-Okta-Verification-Challenge");

    /** Pieces of what is right, so that each check is reached. */
    private static final List<String> PIECES = List.of(
            "sha256=",
            "v0=",
            "v1=",
            "v1,",
            "v1a,",
            "t=",
            "t=0",
            ",",
            " ",
            "=",
            "Bearer ",
            "Basic ",
            "0",
            "1",
            "-",
            "+",
            "%",
            "%4",
            "&",
            "key=",
            "hub.mode=subscribe&hub.topic=",
            "validationToken=",
            "\"",
            "\\",
            "{",
            "}",
            ":",
            "*",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
            "1970-01-01T00:00:00Z",
            "https://",
            "\u0000",
            "é",
            "\ud800",
            "€",
            "\t");

    private static RequestGate gate(SignatureType type) {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                + (type == SignatureType.STANDARD_WEBHOOKS ? ",whpk_PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=" : "");
        String[] common = {
            "auth.type",
            "api-key",
            "auth.keys",
            "shop:" + ApiKeys.hash("no text has this key"),
            "auth.key.in",
            "bearer,basic,header,query",
            "signature.type",
            io.millrace.records.ConfigChecks.text(type)
        };
        return switch (type) {
            case NONE -> Requests.gate(Instant.EPOCH, common);
            case TEMPLATE ->
                Requests.gate(
                        Instant.EPOCH,
                        and(
                                common,
                                "signature.secrets",
                                secret,
                                "signature.header",
                                "X-Sig",
                                "signature.template",
                                "${timestamp}${header.X-Id}${body}",
                                "signature.timestamp.header",
                                "X-Time",
                                "signature.timestamp.format",
                                "iso"));
            default -> Requests.gate(Instant.EPOCH, and(common, "signature.secrets", secret));
        };
    }

    private static String[] and(String[] settings, String... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(settings), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            if (random.nextBoolean()) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            } else {
                text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
            }
        }
        return text.toString();
    }

    private static Inbound request(Random random) {
        Requests request = Requests.of(List.of("GET", "POST", "OPTIONS", "").get(random.nextInt(4)))
                .path(text(random))
                .query(text(random))
                .body(text(random));
        for (String header : HEADERS) {
            for (int i = random.nextInt(10) == 0 ? random.nextInt(3) : 1; i > 0; i--) {
                request.header(header, text(random));
            }
        }
        return request.build();
    }

    @ParameterizedTest
    @EnumSource(SignatureType.class)
    void answersWhateverIsSent(SignatureType type) {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        RequestGate gate = gate(type);
        Handshakes handshakes = Handshakes.of(Requests.config(
                "handshakes",
                "slack,websub,graph,okta,cloudevents",
                "webhook.origins",
                "a.b",
                "websub.topics",
                "a://b"));
        Cors cors = Cors.of(Requests.config("cors.origins", "https://a.b"));

        for (int i = 0; i < REQUESTS; i++) {
            Inbound request = request(random);
            String at = "seed " + seed + ", request " + i;

            assertThat(gate.beforeBody(request).refusal()).as(at).isNotNull();
            assertThat(gate.withBody(request) == null).as(at).isEqualTo(type == SignatureType.NONE);
            gate.deliveryId(request);
            for (Answer answer :
                    new Answer[] {handshakes.beforeBody(request), handshakes.withBody(request), cors.preflight(request)
                    }) {
                assertThat(answer == null ? "" : answer.body()).as(at).matches("[ -~]*");
            }
            assertThat(cors.headers(request)).as(at).containsEntry("Vary", "Origin");
        }
    }
}
