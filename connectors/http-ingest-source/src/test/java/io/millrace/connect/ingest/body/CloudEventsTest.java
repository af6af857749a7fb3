// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static io.millrace.connect.ingest.body.RefusedTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.ingest.request.RefusedException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"c1\",\"source\":\"/fleet/7\",\"type\":\"com.acme.tap\","
                    + "\"time\":\"2026-03-01T12:00:00Z\",\"traceparent\":\"00-1\",\"data\":{\"a\":1.50}}";
    private static final String UNKNOWN = "\"_unknown_fields\":{\"specversion\":\"1.0\",";

    private static void assertEvent(Struct event) {
        assertThat(event.get("event_id")).isEqualTo("c1");
        assertThat(event.get("device_id")).isEqualTo("/fleet/7");
        assertThat(event.get("type")).isEqualTo("com.acme.tap");
        assertThat(event.get("occurred_at")).isEqualTo(Date.from(Instant.parse("2026-03-01T12:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "cloudevents, /",
        "cloudevents, /v1/events",
        "millrace, /v1/events",
        "'millrace,cloudevents', /v1/events"
    })
    void readsTheThreeModes(String apis, String path) throws RefusedException {
        Struct structured = cloud(path)
                .with("http.apis", apis)
                .type("application/cloudevents+json; charset=utf-8")
                .body(EVENT)
                .one();
        assertEvent(structured);
        assertThat(structured.get("properties")).isEqualTo("{\"a\":1.50," + UNKNOWN + "\"traceparent\":\"00-1\"}}");

        List<Struct> batch = cloud(path)
                .with("http.apis", apis)
                .type("application/cloudevents-batch+json")
                .body("[" + EVENT + "," + EVENT + "]")
                .good();
        assertThat(batch).hasSize(2).allSatisfy(CloudEventsTest::assertEvent);

        Struct binary =
                binary(cloud(path).with("http.apis", apis)).body("{\"a\":1.50}").one();
        assertEvent(binary);
        assertThat(binary.get("properties"))
                .isEqualTo("{\"a\":1.50," + UNKNOWN
                        + "\"traceparent\":\"00-1\",\"datacontenttype\":\"application/json\"}}");
    }

    private static Bodies binary(Bodies request) {
        return request.type("application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "c1")
                .header("ce-source", "/fleet/7")
                .header("ce-type", "com.acme.tap")
                .header("ce-time", "2026-03-01T12:00:00Z")
                .header("ce-traceparent", "00-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json   | [1, \"ü\"]  | \"data\":[1, \"ü\"]",
                "application/json   | null        | \"data\":null",
                "text/plain         | say \"hi\"  | \"data\":\"say \\\"hi\\\"\"",
                "application/xml    | <a/>        | \"data\":\"<a/>\"",
                "image/png          | png         | \"data_base64\":\"cG5n\"",
                "text/plain; charset=iso-8859-1 | png | \"data_base64\":\"cG5n\"",
                "application/json   | ``          | \"datacontenttype\":\"application/json\""
            })
    void keepsDataOfEveryType(String type, String body, String kept) throws RefusedException {
        Struct event = binary(cloud("/")).type(type).body(body).one();

        assertEvent(event);
        if (body.equals("null")) {
            assertThat(event.getString("properties")).doesNotContain("\"data\"");
        } else {
            assertThat(event.getString("properties")).contains(kept);
        }
    }

    @Test
    void keepsExtensionsThatNobodyKnows() throws RefusedException {
        Struct event = binary(cloud("/"))
                .header("CE-PlantId", "Werk%20%C3%BC")
                .header("ce-x", "1")
                .header("ce-", "no name")
                .header("ce-data", "{}")
                .header("ce-datacontenttype", "text/html")
                .body("{\"a\":1.50}")
                .one();

        assertEvent(event);
        assertThat(event.get("properties"))
                .isEqualTo("{\"a\":1.50," + UNKNOWN
                        + "\"traceparent\":\"00-1\",\"plantid\":\"Werk ü\",\"x\":\"1\","
                        + "\"datacontenttype\":\"application/json\"}}");
    }

    @Test
    void decodesHeadersAndBodies() throws RefusedException {
        Struct event = binary(cloud("/"))
                .header("ce-subject", "caf%C3%A9 %F0%9F%91%AA 100%")
                .header("Content-Encoding", "gzip")
                .body(Bodies.gzip(Bodies.utf8("{\"a\":1}")))
                .one();

        assertThat(event.get("device_id")).isEqualTo("café 👪 100%");
        assertThat(event.getString("properties")).startsWith("{\"a\":1,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1, \"id\":\"x\"", "{\"a\":1}}", "{\"a\":", "nope", "{\"a\":1},\"data\":2"})
    void refusesDataThatIsNotTheOneValueItIsSaidToBe(String body) {
        RefusedTest.assertStatus(binary(cloud("/")).body(body), 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"id\":\"c1\",          |                        | no such attribute (expected a string) at /id",
                "\"source\":\"/fleet/7\", |                       | no such attribute (expected a string) at /source",
                "\"type\":\"com.acme.tap\", | \"type\":7,         | an integer (expected a string) at /type",
                "\"type\":\"com.acme.tap\", | \"type\":\"\",      | an empty string (expected a string) at /type",
                "\"specversion\":\"1.0\", |                       | no such attribute (expected a string) at /specversion",
                "\"specversion\":\"1.0\", | \"specversion\":\"0.3\", | another version (expected 1.0) at /specversion"
            })
    void putsAsideWhatLacksAnAttribute(String part, String instead, String found) throws RefusedException {
        String event = EVENT.replace(part, instead == null ? "" : instead);
        String reason = "Cannot read a device event: found " + found + ". Correct what sends it.";

        assertThat(cloud("/").type("application/cloudevents+json").body(event).told())
                .containsExactly(reason);
        assertThat(cloud("/")
                        .type("application/cloudevents-batch+json")
                        .body("[" + EVENT + "," + event + "]")
                        .told())
                .containsExactly("c1", reason.replace(" at /", " at /1/"));
    }

    @Test
    void putsAsideWhatLacksAHeader() throws RefusedException {
        assertThat(cloud("/")
                        .header("ce-id", "c1")
                        .header("ce-specversion", "1.0")
                        .header("ce-source", "s")
                        .body("{}")
                        .told())
                .containsExactly(
                        "Cannot read a device event: found no such attribute (expected a string) at /type. Correct what sends"
                                + " it.");
    }

    @Test
    void refusesWhatIsNoCloudEvent() {
        assertRefused(
                cloud("/").type("application/json").body("{}"),
                415,
                "Cannot read the body: found no CloudEvent (expected ce- headers, application/cloudevents+json or"
                        + " application/cloudevents-batch+json). Correct the headers.");
        assertRefused(
                cloud("/").type("application/cloudevents+json").body("[" + EVENT + "]"),
                422,
                "Cannot read the body: found an array (expected a CloudEvent). Nothing of it was taken. Correct"
                        + " Content-Type.");
        assertRefused(
                cloud("/").type("application/cloudevents-batch+json").body(EVENT),
                422,
                "Cannot read the body: found an object (expected an array). Nothing of it was taken. Correct Content-Type.");
        RefusedTest.assertStatus(
                Bodies.post("/v1/batch").type("application/cloudevents+json").body(EVENT), 415);
    }

    @Test
    void keepsARawEventAsItIs() throws RefusedException {
        Event event = cloud("/")
                .with("record.shape", "raw", "record.id.pointer", "${/source}#${/id}")
                .type("application/cloudevents+json")
                .body(" " + EVENT)
                .read()
                .all()
                .get(0);

        assertThat(((Event.Good) event).record().value()).isEqualTo(EVENT);
        assertThat(event.id()).isEqualTo("/fleet/7#c1");
    }

    private static Bodies cloud(String path) {
        return Bodies.post(path).with("http.apis", "cloudevents");
    }
}
