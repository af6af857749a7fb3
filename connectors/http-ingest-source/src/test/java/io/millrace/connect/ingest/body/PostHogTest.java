// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static io.millrace.connect.ingest.body.RefusedTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.ingest.request.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostHogTest {
    private static final String EVENT = "{\"uuid\":\"u1\",\"event\":\"$pageview\",\"properties\":{\"token\":\"k1\","
            + "\"distinct_id\":\"p1\",\"$device_id\":\"d1\",\"$session_id\":\"s1\",\"$os\":\"Mac OS X\"},"
            + "\"timestamp\":\"2026-03-01T22:59:00.000Z\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/e/      | E                                                     | k1",
                "/e/      | [E]                                                   | k1",
                "/capture | {\"api_key\":\"k0\",\"batch\":[E]}                    | k0",
                "/batch/  | {\"batch\":[E],\"token\":\"k0\"}                      | k0",
                "/i/v0/e/ | {\"batch\":[E]}                                       | k1",
                "/batch   | {\"batch\":[]}                                        |",
            })
    void readsEveryForm(String path, String form, String key) throws RefusedException {
        Bodies request = posthog(path).body(form.replace("E", EVENT));

        assertThat(request.read().apiKey()).isEqualTo(key);
        if (form.contains("E")) {
            assertEvent(request.one());
        }
    }

    private static void assertEvent(Struct event) {
        assertThat(event.get("event_id")).isEqualTo("u1");
        assertThat(event.get("device_id")).isEqualTo("d1");
        assertThat(event.get("user_id")).isEqualTo("p1");
        assertThat(event.get("session_id")).isEqualTo("s1");
        assertThat(event.get("type")).isEqualTo("$pageview");
        assertThat(event.get("platform")).isEqualTo("Mac OS X");
        assertThat(event.getString("properties")).startsWith("{\"token\":\"k1\",\"distinct_id\":\"p1\"");
    }

    @Test
    void readsWhatBrowsersMayAndMayNotDo() throws RefusedException {
        byte[] plain = Bodies.utf8(EVENT);
        String base64 = Base64.getEncoder().encodeToString(plain);
        String form = "application/x-www-form-urlencoded";

        assertEvent(posthog("/e/")
                .query("compression=gzip-js&ip=1&_=1772406000000")
                .type("text/plain")
                .body(Bodies.gzip(plain))
                .one());
        assertEvent(posthog("/e/")
                .query("compression=gzip-js")
                .type("text/plain")
                .body(plain)
                .one());
        assertEvent(posthog("/e/")
                .query("compression=base64")
                .type(form)
                .body("data=" + URLEncoder.encode(base64, StandardCharsets.UTF_8))
                .one());
        assertEvent(posthog("/e/")
                .type(form)
                .body("data=" + base64 + "&compression=base64")
                .one());
        assertEvent(posthog("/e/")
                .type(form)
                .body("data=" + URLEncoder.encode(EVENT, StandardCharsets.UTF_8))
                .one());
        assertEvent(posthog("/e/").type("text/plain").body(EVENT).one());
        assertRefused(
                posthog("/e/").query("compression=lz64").type(form).body("data=N4Ig"),
                415,
                "Cannot decode the body: found a compression that is not known here (expected gzip or base64). Correct the"
                        + " parameter compression.");
    }

    @Test
    void takesADeviceFromWhoeverItIs() throws RefusedException {
        Struct event = posthog("/capture/")
                .body(
                        "{\"api_key\":\"k\",\"uuid\":\"1\",\"event\":\"e\",\"distinct_id\":17,\"properties\":{\"distinct_id\":\"x\"}}")
                .one();

        assertThat(event.get("device_id")).isEqualTo("17");
        assertThat(event.get("user_id")).isEqualTo("17");
        assertThat(event.get("occurred_at")).isEqualTo(Date.from(Bodies.NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``              | {\"batch\":[E],\"sent_at\":\"2026-03-01T23:00:00Z\"} | 2026-03-01T23:59:00Z",
                "_=1772406000000 | [E]                                                  | 2026-03-01T23:59:00Z",
                "_=1772406000000 | {\"batch\":[E],\"sent_at\":\"2026-03-02T00:00:00Z\"} | 2026-03-01T22:59:00Z",
                "_=%zz           | [E]                                                  | 2026-03-01T22:59:00Z",
                "_=1772406000000 | [I]                                                  | 2026-03-01T22:59:00Z"
            })
    void putsTimesRightUnlessToldNotTo(String query, String form, String right) throws RefusedException {
        String ignoring = EVENT.replace("\"$os\"", "\"$ignore_sent_at\":true,\"$os\"");

        Struct event = posthog("/e")
                .query(query)
                .body(form.replace("E", EVENT).replace("I", ignoring))
                .one();

        assertThat(event.get("occurred_at")).isEqualTo(Date.from(Instant.parse(right)));
    }

    @Test
    void ignoresWhenItWasSentEventByEvent() throws RefusedException {
        String ignoring = EVENT.replace("\"$os\"", "\"$ignore_sent_at\":true,\"$os\"");

        assertThat(posthog("/e")
                        .query("_=1772406000000")
                        .body("[" + ignoring + "," + EVENT + "," + ignoring + "]")
                        .good())
                .extracting(
                        event -> ((Date) event.get("occurred_at")).toInstant().toString())
                .containsExactly("2026-03-01T22:59:00Z", "2026-03-01T23:59:00Z", "2026-03-01T22:59:00Z");
    }

    @Test
    void refusesEventsOfSeveralSenders() throws RefusedException {
        String other = EVENT.replace("k1", "k2").replace("u1", "u2");

        assertRefused(
                posthog("/e").body("[" + EVENT + "," + other + "]"),
                422,
                "Cannot read the body: found events with different API keys (expected the same for all). Send them apart.");
        Events events = posthog("/e")
                .body("{\"api_key\":\"k0\",\"batch\":[" + EVENT + "," + other + "]}")
                .read();
        assertThat(events.apiKey()).isEqualTo("k0");
        assertThat(events.toString()).isEqualTo("2 events");
    }

    @Test
    void tellsTheIdOfABadEvent() throws RefusedException {
        List<Event> events = posthog("/batch")
                .body("{\"batch\":[{\"uuid\":\"u9\",\"event\":[]},5]}")
                .read()
                .all();

        assertThat(events).extracting(Event::id).containsExactly("u9", null);
        assertThat(events)
                .extracting(event -> ((Event.Bad) event).reason())
                .containsExactly(
                        "Cannot read a device event: found an array (expected a string) at /batch/0/event. Correct what sends"
                                + " it.",
                        "Cannot read a device event: found an integer (expected an object) at /batch/1. Correct what sends"
                                + " it.");
    }

    private static Bodies posthog(String path) {
        return Bodies.post(path).with("http.apis", "posthog");
    }
}
