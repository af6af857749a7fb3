// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static io.millrace.connect.ingest.body.Bodies.event;
import static io.millrace.connect.ingest.body.Bodies.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.connect.ingest.request.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused as a whole, and what only costs one event. */
class RefusedTest {
    static void assertRefused(Bodies request, int status, String message) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(request::read)
                .withMessage(message)
                .satisfies(refused -> assertThat(refused.refusal().status()).isEqualTo(status))
                .satisfies(refused -> assertThat(refused.refusal().message()).isEqualTo(message));
    }

    static void assertStatus(Bodies request, int status) {
        assertStatus(request, status, request.reader());
    }

    static void assertStatus(Bodies request, int status, BodyReader reader) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> reader.read(request.route(), request.inbound()))
                .satisfies(refused -> assertThat(refused.refusal().status()).isEqualTo(status));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/events | 400 | ``                      | no JSON, 0 bytes (expected a page)",
                "/v1/events | 400 | ` `                     | nothing there (expected an array of records)",
                "/v1/events | 400 | hello                   | malformed JSON at byte 0",
                "/v1/events | 400 | [α,β,nul]               | malformed JSON at byte 95 at /1",
                "/v1/events | 400 | [α,β                    | JSON that ends in the middle, after 94 bytes at /1",
                "/v1/events | 400 | {\"event_id\":\"x       | JSON that ends in the middle, after 14 bytes",
                "/v1/events | 400 | α α                     | more than one JSON value (expected a page)",
                "/v1/events | 400 | 5                       | an integer (expected an array of records)",
                "/v1/events | 400 | \"text\"                | a string (expected an array of records)",
                "/v1/batch  | 400 | {\"batch\":[α,{\"event_id\":5,}]} | malformed JSON at byte 71 at /batch/1",
                "/v1/batch  | 400 | {\"batch\":[α]}}        | malformed JSON at byte 58",
                "/v1/batch  | 422 | {}                      | nothing there (expected an array of records) at /batch",
                "/v1/batch  | 422 | {\"batch\":\"x\"}       | a string (expected an array of records) at /batch",
                "/v1/batch  | 422 | {\"batch\":[],\"batch\":[]} | the same field twice (expected once) at /batch",
                "/v1/batch  | 422 | {\"batch\":[],\"sentAt\":{}} | an object (expected text, a number or a boolean) at /sentAt"
            })
    void refusesABodyThatIsNoneOfEvents(String path, int status, String body, String found) {
        assertRefused(
                post(path).body(body.replace("α", event("a")).replace("β", event("b"))),
                status,
                "Cannot read the body: found " + found + ". Nothing of it was taken. Correct it.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/xml",
                "multipart/form-data; boundary=x",
                "application/octet-stream",
                "application/json; charset=iso-8859-1",
                "text/plain; charset=utf-16",
                "application/cloudevents+avro",
                "text/html",
                "application/jsonish"
            })
    void refusesOtherContentTypes(String type) {
        assertRefused(
                post("/v1/events").type(type).body(event("a")),
                415,
                "Cannot read the body: found a content type that is not known here (expected application/json,"
                        + " application/x-ndjson or text/plain, in UTF-8). Correct Content-Type.");
    }

    @Test
    void refusesABatchOfTooManyEvents() throws RefusedException {
        String three = "[" + String.join(",", event("a"), event("b"), event("c")) + "]";

        assertThat(post("/v1/batch").with("batch.max.events", "3").body(three).told())
                .containsExactly("a", "b", "c");
        assertRefused(
                post("/v1/batch").with("batch.max.events", "2").body(three),
                413,
                "Cannot read the body: found more than 2 events (expected at most those). Send fewer at once.");
        assertRefused(
                post("/v1/events")
                        .type("application/x-ndjson")
                        .with("batch.max.events", "2")
                        .body("1\n2\n3"),
                413,
                "Cannot read the body: found more than 2 events (expected at most those). Send fewer at once.");
    }

    @Test
    void putsABadEventAsideAndTakesTheOthers() throws RefusedException {
        String deep = "{\"event_id\":\"e\",\"device_id\":\"d\",\"type\":\"t\",\"properties\":" + "[".repeat(70)
                + "]".repeat(70) + "}";
        String large = "{\"event_id\":\"f\",\"device_id\":\"d\",\"type\":\"secret " + "x".repeat(1000) + "\"}";
        List<Event> events = post("/v1/batch")
                .with("event.max.bytes", "1000")
                .body("{\"batch\":["
                        + String.join(
                                ",",
                                event("a"),
                                "{\"messageId\":\"b\",\"type\":\"secret\"}",
                                "{\"id\":\"c\",\"device_id\":{\"secret\":1},\"type\":\"t\"}",
                                "\"secret\"",
                                deep,
                                large,
                                "{\"event_id\":\"g\",\"device_id\":\"d\",\"type\":\"t\",\"timestamp\":\"secret\"}",
                                event("h"))
                        + "]}")
                .read()
                .all();

        assertThat(events).extracting(Event::id).containsExactly("a", "b", "c", null, "e", null, "g", "h");
        assertThat(events.subList(1, 7))
                .allSatisfy(bad -> assertThat(bad).isInstanceOf(Event.Bad.class))
                .extracting(bad -> ((Event.Bad) bad).reason())
                .containsExactly(
                        "Cannot read a device event: found none of /device_id, /deviceId, /context/device/id, /anonymousId"
                                + " (expected a string) at /batch/1. Correct what sends it.",
                        "Cannot read a device event: found an object (expected a string) at /batch/2/device_id. Correct"
                                + " what sends it.",
                        "Cannot read a device event: found a string (expected an object) at /batch/3. Correct what sends it.",
                        "Cannot read a device event: found more than 64 levels of nesting at /batch/4. Correct what sends"
                                + " it.",
                        "Cannot read a device event: found a record of more than 1000 bytes at /batch/5. Correct what sends"
                                + " it.",
                        "Cannot read a device event: found a string of 6 characters (expected an instant such as"
                                + " 2026-03-01T12:00:00.123Z or 1772366400) at /batch/6/timestamp. Correct what sends it.");
        assertThat(((Event.Bad) events.get(2)).text())
                .isEqualTo("{\"id\":\"c\",\"device_id\":{\"secret\":1},\"type\":\"t\"}");
        assertThat(((Event.Bad) events.get(4)).text()).isEqualTo(deep);
        assertThat(((Event.Bad) events.get(5)).text()).isEmpty();
        assertThat(events.get(2).toString()).doesNotContain("secret");
    }

    @Test
    void tellsBadLinesByTheirNumber() throws RefusedException {
        assertThat(post("/v1/events")
                        .type("application/x-ndjson")
                        .with("event.max.bytes", "200")
                        .body(event("a") + "\n{\"event_id\":\n\n" + event("b") + event("c") + "\n\"" + "x".repeat(300)
                                + "\"\n{\"event_id\":\"d\",\"type\":\"t\",\"device_id\":[]}\n" + event("e"))
                        .told())
                .containsExactly(
                        "a",
                        "Cannot read a device event: found 12 bytes in which the JSON does not end at line 2. Correct what"
                                + " sends it.",
                        "Cannot read a device event: found more after the JSON value, at byte 46 at line 4. Correct what"
                                + " sends it.",
                        "Cannot read a device event: found a record of more than 200 bytes at line 5. Correct what sends"
                                + " it.",
                        "Cannot read a device event: found an array (expected a string) at line 6/device_id. Correct what"
                                + " sends it.",
                        "e");
    }

    @Test
    void dropsAnEventWithoutAnIdOrGivesItOne() throws RefusedException {
        String body = "{\"device_id\":\"d\",\"type\":\"t\"}";

        assertThat(post("/v1/events").body(body).told())
                .containsExactly(
                        "Cannot read a device event: found none of /event_id, /messageId, /id (expected a string)"
                                + " at its beginning. Correct what sends it.");
        Bodies generating =
                post("/v1/events").with("event.id.missing", "generate").body("[" + body + "," + body + "]");
        assertThat(generating.read().all()).extracting(Event::id).containsOnlyNulls();
        List<String> ids = generating.good().stream()
                .map(event -> event.getString("event_id"))
                .toList();
        assertThat(ids)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
                .allMatch(id -> Long.parseLong(id.replace("-", "").substring(0, 12), 16) == Bodies.NOW.toEpochMilli());
        assertThat(post("/v1/events")
                        .with("event.id.missing", "generate")
                        .body(event("own"))
                        .told())
                .containsExactly("own");
        assertThat(post("/v1/events").body(event("")).read().all())
                .extracting(Event::id)
                .containsOnlyNulls();
    }

    @Test
    void saysNothingLongOrStrangeOfPlaces() throws RefusedException {
        String name = "\\n" + "n".repeat(5000);

        assertThat(post("/v1/events")
                        .with("record.unknown.fields", "fail")
                        .body("{\"" + name + "\":1," + event("a").substring(1))
                        .told())
                .containsExactly("Cannot read a device event: found a field that the shape does not have at /?"
                        + "n".repeat(198) + ".... Correct what sends it.");
    }
}
