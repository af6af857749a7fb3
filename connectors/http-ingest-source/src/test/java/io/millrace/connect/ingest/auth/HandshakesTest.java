// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.ingest.request.Answer;
import io.millrace.connect.ingest.request.Inbound;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakesTest {
    private static final String TOPIC = "https://blog.example.com/feed";
    private static final Answer NO_CHALLENGE =
            text(400, "Cannot answer the handshake: found no challenge of 1 to 1024 printable characters. Send one.");

    /** Slack's own example. */
    private static final String SLACK =
            "{\"token\":\"Jhj5dZrVaK7ZwHHjRyZWjbDl\",\"challenge\":\"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P\",\"type\":\"url_verification\"}";

    private static Answer text(int status, String body) {
        return new Answer(status, Map.of("X-Content-Type-Options", "nosniff"), "text/plain", body);
    }

    private static Handshakes handshakes(String... settings) {
        return Handshakes.of(Requests.config(settings));
    }

    private static Requests webSub(String mode, String topic) {
        return Requests.of("GET")
                .query("hub.mode=" + mode + "&hub.topic=" + URLEncoder.encode(topic, StandardCharsets.UTF_8)
                        + "&hub.challenge=a%2Bb&hub.lease_seconds=100");
    }

    private static Inbound graph(String token) {
        return Requests.post()
                .query("a=1&validationToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8))
                .build();
    }

    private static Inbound okta(String challenge) {
        return Requests.of("GET")
                .header("x-okta-verification-challenge", challenge)
                .build();
    }

    private static Requests cloudEvents(String origin) {
        return Requests.of("OPTIONS")
                .header("WebHook-Request-Origin", origin)
                .header("WebHook-Request-Callback", "https://evil.example.com/")
                .header("WebHook-Request-Rate", "120");
    }

    @Test
    void answersNothingByDefault() {
        Handshakes off = handshakes();

        assertThat(off.beforeBody(webSub("subscribe", TOPIC).build())).isNull();
        assertThat(off.beforeBody(graph("t"))).isNull();
        assertThat(off.beforeBody(okta("c"))).isNull();
        assertThat(off.beforeBody(cloudEvents("eventgrid.azure.net").build())).isNull();
        assertThat(off.withBody(Requests.post().body(SLACK).build())).isNull();
    }

    @Test
    void answersSlacksUrlVerification() {
        assertThat(handshakes("handshakes", "slack")
                        .withBody(Requests.post().directBody(SLACK).build()))
                .isEqualTo(text(200, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"url_verification\"",
                "{\"type\":\"event_callback\",\"challenge\":\"c\"}",
                "{\"event\":{\"type\":\"url_verification\",\"challenge\":\"c\"}}",
                "{\"type\":[\"url_verification\"]}",
                "{\"type\":null}",
                "token=x&type=url_verification"
            })
    void leavesEventsToTheirReader(String body) {
        assertThat(handshakes("handshakes", "slack")
                        .withBody(Requests.post().body(body).build()))
                .isNull();
    }

    @Test
    void readsNoLongOrPackedBodyForSlack() {
        Handshakes slack = handshakes("handshakes", "slack");

        assertThat(slack.withBody(
                        Requests.post().body(SLACK + " ".repeat(8_192)).build()))
                .isNull();
        assertThat(slack.withBody(Requests.post()
                        .header("Content-Encoding", "gzip")
                        .body(SLACK)
                        .build()))
                .isNull();
        assertThat(slack.withBody(Requests.of("PUT").body(SLACK).build())).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\u0000", "a\\nb", "\\u00e9"})
    void refusesAChallengeThatIsNotPrintable(String challenge) {
        assertThat(handshakes("handshakes", "slack")
                        .withBody(Requests.post()
                                .body("{\"type\":\"url_verification\",\"challenge\":\"" + challenge + "\"}")
                                .build()))
                .isEqualTo(NO_CHALLENGE);
    }

    @Test
    void repeatsUpToAKibibyte() {
        Handshakes graph = handshakes("handshakes", "graph");
        String longest = "x".repeat(1_024);

        assertThat(graph.beforeBody(graph(longest))).isEqualTo(text(200, longest));
        assertThat(graph.beforeBody(graph(longest + "x"))).isEqualTo(NO_CHALLENGE);
    }

    @Test
    void answersMicrosoftGraphWithTheDecodedToken() {
        Handshakes graph = handshakes("handshakes", "graph");
        String token = "Validation: Testing client application reachability for subscription Request-Id: 1+2 <b>";

        assertThat(graph.beforeBody(graph(token))).isEqualTo(text(200, token));
        assertThat(graph.beforeBody(graph(""))).isEqualTo(NO_CHALLENGE);
        assertThat(graph.beforeBody(graph("é"))).isEqualTo(NO_CHALLENGE);
        assertThat(graph.beforeBody(Requests.post().query("validationtoken=t").build()))
                .isNull();
        assertThat(graph.beforeBody(
                        Requests.of("GET").query("validationToken=t").build()))
                .isNull();
    }

    @Test
    void confirmsToAHubWhatIsWanted() {
        Handshakes webSub = handshakes("handshakes", "websub", "websub.topics", TOPIC);
        Answer no = text(404, "Cannot confirm the hub's request: it is not what is wanted of the topic.");

        assertThat(webSub.beforeBody(webSub("subscribe", TOPIC).build())).isEqualTo(text(200, "a+b"));
        assertThat(webSub.beforeBody(webSub("subscribe", TOPIC + "2").build())).isEqualTo(no);
        assertThat(webSub.beforeBody(webSub("unsubscribe", TOPIC).build())).isEqualTo(no);
        assertThat(webSub.beforeBody(webSub("unsubscribe", TOPIC + "2").build()))
                .isEqualTo(text(200, "a+b"));
        assertThat(webSub.beforeBody(webSub("denied", TOPIC).build())).isEqualTo(text(200, ""));
        assertThat(webSub.beforeBody(webSub("publish", TOPIC).build())).isEqualTo(no);
        assertThat(webSub.beforeBody(Requests.of("GET")
                        .query("hub.mode=subscribe&hub.topic=" + TOPIC)
                        .build()))
                .isEqualTo(NO_CHALLENGE);
        assertThat(webSub.beforeBody(
                        Requests.of("GET").query("hub.mode=subscribe").build()))
                .isNull();
    }

    @Test
    void answersOktaInJson() {
        Handshakes okta = handshakes("handshakes", "okta");

        assertThat(okta.beforeBody(okta("a\"b\\c")))
                .isEqualTo(new Answer(
                        200,
                        Map.of("X-Content-Type-Options", "nosniff"),
                        "application/json",
                        "{\"verification\":\"a\\\"b\\\\c\"}"));
        assertThat(okta.beforeBody(okta("a\nb"))).isEqualTo(NO_CHALLENGE);
        assertThat(okta.beforeBody(okta("x".repeat(1_025)))).isEqualTo(NO_CHALLENGE);
        assertThat(okta.beforeBody(Requests.of("GET").build())).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eventgrid.azure.net | EventGrid.azure.net | 0 | eventgrid.azure.net | *",
                "a.example.com,b.example.com | b.example.com | 2 | b.example.com | 120",
                "* | any.example.com | 1000000 | * | 60000000",
            })
    void allowsOriginsTheirRateAMinute(String origins, String asked, String perSecond, String allowed, String rate) {
        assertThat(handshakes("webhook.origins", origins, "client.requests.per.second", perSecond)
                        .beforeBody(cloudEvents(asked).build()))
                .isEqualTo(new Answer(
                        200,
                        Map.of("Allow", "POST", "WebHook-Allowed-Origin", allowed, "WebHook-Allowed-Rate", rate),
                        "",
                        ""));
    }

    @Test
    void saysNothingToOtherOrigins() {
        Handshakes cloudEvents = handshakes("webhook.origins", "eventgrid.azure.net");

        assertThat(cloudEvents.beforeBody(cloudEvents("evil.example.com").build()))
                .isNull();
        assertThat(cloudEvents.beforeBody(cloudEvents("*").build())).isNull();
        assertThat(cloudEvents.beforeBody(Requests.of("OPTIONS").build())).isNull();
    }
}
