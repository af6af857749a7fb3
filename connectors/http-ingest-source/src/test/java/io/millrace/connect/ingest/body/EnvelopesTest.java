// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static io.millrace.connect.ingest.body.Bodies.NOW;
import static io.millrace.connect.ingest.body.Bodies.event;
import static io.millrace.connect.ingest.body.Bodies.post;
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

/** The forms that events come in, of our own API and Segment's. */
class EnvelopesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/events | application/json                 | α",
                "/v1/events | application/json                 | [α, β]",
                "/v1/events | application/json                 | []",
                "/v1/events | application/json; charset=UTF-8  | [α,β]",
                "/v1/events | application/vnd.acme+json        | α",
                "/v1/events | text/json                        | α",
                "/v1/events | text/plain                       | [α,β]",
                "/v1/events | text/plain;charset=\"utf-8\"     | α",
                "/v1/events | application/x-www-form-urlencoded | α",
                "/v1/events | application/x-ndjson             | α~β",
                "/v1/events | application/ndjson               | α~~β~",
                "/v1/events | application/jsonl                | α",
                "/v1/batch  | application/json                 | {\"batch\":[α,β]}",
                "/v1/batch  | application/json                 | {\"sentAt\":null,\"batch\":[α],\"more\":{\"batch\":[1]}}",
                "/v1/batch  | application/json                 | [α,β]",
                "/v1/batch  | application/json                 | {\"batch\":α}",
                "/v1/batch  | application/json                 | {\"batch\":[]}",
                "/v1/batch  | application/x-ndjson             | α~β"
            })
    void readsEveryFormOfOurOwn(String path, String type, String form) throws RefusedException {
        String body = form.replace("α", event("a")).replace("β", event("b")).replace('~', '\n');

        List<String> ids = post(path).type(type).body(body).told();

        assertThat(ids).isEqualTo(List.of("a", "b").subList(0, form.contains("β") ? 2 : form.contains("α") ? 1 : 0));
        assertThat(post(path).type(type).body("\uFEFF \n" + body).told()).isEqualTo(ids);
    }

    @Test
    void takesNoContentTypeForJson() throws RefusedException {
        assertThat(post("/v1/events").header("Content-Type").body(event("a")).told())
                .containsExactly("a");
    }

    @Test
    void readsEveryFieldOfOurOwn() throws RefusedException {
        Struct event = post("/v1/events")
                .body(
                        "{\"messageId\":\"m1\",\"deviceId\":\"d1\",\"anonymousId\":\"x\",\"userId\":\"u1\",\"sessionId\":\"s1\","
                                + "\"seq\":7,\"name\":\"tap\",\"originalTimestamp\":\"2026-03-01T12:00:00.123Z\","
                                + "\"received_at\":\"1999-01-01T00:00:00Z\","
                                + "\"context\":{\"app\":{\"version\":\"4.7\"},\"os\":{\"name\":\"iOS\",\"version\":\"19\"},\"locale\":\"uk-UA\"},"
                                + "\"properties\":{\"a\":1.50,\"☃\":\"👪\"}}")
                .one();

        assertThat(event.get("event_id")).isEqualTo("m1");
        assertThat(event.get("device_id")).isEqualTo("d1");
        assertThat(event.get("user_id")).isEqualTo("u1");
        assertThat(event.get("session_id")).isEqualTo("s1");
        assertThat(event.get("sequence")).isEqualTo(7L);
        assertThat(event.get("type")).isEqualTo("tap");
        assertThat(event.get("occurred_at")).isEqualTo(Date.from(Instant.parse("2026-03-01T12:00:00.123Z")));
        assertThat(event.get("received_at")).isEqualTo(Date.from(NOW));
        assertThat(event.get("platform")).isEqualTo("iOS");
        assertThat(event.get("app_version")).isEqualTo("4.7");
        assertThat(event.get("locale")).isEqualTo("uk-UA");
        assertThat(event.get("properties"))
                .isEqualTo("{\"a\":1.50,\"☃\":\"👪\",\"_unknown_fields\":{\"received_at\":\"1999-01-01T00:00:00Z\","
                        + "\"/context/os/version\":\"19\",\"anonymousId\":\"x\"}}");
    }

    @Test
    void givesWhatIsNotSaid() throws RefusedException {
        Struct event = post("/v1/events").body(event("a")).one();

        assertThat(event.get("occurred_at")).isEqualTo(Date.from(NOW));
        assertThat(event.get("received_at")).isEqualTo(Date.from(NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"track", "identify", "page", "screen", "group", "alias"})
    void givesSegmentsSingleCallsTheirRoutesType(String call) throws RefusedException {
        String body = "{\"messageId\":\"m\",\"anonymousId\":\"a\",\"userId\":\"u\",\"traits\":{\"plan\":\"x\"}%s}";

        assertThat(segment("/v1/" + call, body.formatted("")).one().get("type")).isEqualTo(call);
        assertThat(segment("/v1/" + call, body.formatted(",\"type\":\"own\""))
                        .one()
                        .get("type"))
                .isEqualTo("own");
        assertThat(segment("/v1/" + call, body.formatted(",\"type\":\"own\",\"event\":\"Order Completed\""))
                        .one()
                        .get("type"))
                .isEqualTo("Order Completed");
        assertThat(segment("/v1/" + call, body.formatted(""))
                        .with("record.fields", "type=/kind")
                        .one()
                        .get("type"))
                .isEqualTo(call);
    }

    @Test
    void readsSegmentsBatch() throws RefusedException {
        String event =
                "{\"type\":\"track\",\"event\":\"Tap\",\"messageId\":\"m1\",\"userId\":\"u1\",\"context\":{\"device\":"
                        + "{\"id\":\"d1\"},\"os\":{\"name\":\"Android\"},\"locale\":\"de\"},\"traits\":{\"t\":1}}";
        for (String path : List.of("/v1/batch", "/v1/import", "/v1/b")) {
            Struct read = segment(
                            path, "{\"batch\":[" + event + "],\"sentAt\":\"2026-03-02T00:00:00Z\",\"writeKey\":\"k\"}")
                    .one();

            assertThat(read.get("event_id")).isEqualTo("m1");
            assertThat(read.get("device_id")).isEqualTo("d1");
            assertThat(read.get("user_id")).isEqualTo("u1");
            assertThat(read.get("type")).isEqualTo("Tap");
            assertThat(read.get("platform")).isEqualTo("Android");
            assertThat(read.get("properties")).isEqualTo("{\"t\":1,\"_unknown_fields\":{\"type\":\"track\"}}");
        }
    }

    @Test
    void takesADeviceFromTheUserAsALastResort() throws RefusedException {
        Struct event = segment("/v1/track", "{\"messageId\":\"m\",\"userId\":\"u\",\"event\":\"Tap\"}")
                .one();

        assertThat(event.get("device_id")).isEqualTo("u");
        assertThat(event.get("user_id")).isEqualTo("u");
        assertThat(event.get("properties")).isNull();
    }

    @Test
    void saysWhenARequestWasSent() throws RefusedException {
        assertThat(post("/v1/batch")
                        .body("{\"batch\":[],\"sent_at\":1772366400000}")
                        .read()
                        .sentAt())
                .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(post("/v1/events")
                        .body("{\"sentAt\":\"2026-03-01T12:00:00Z\","
                                + event("a").substring(1))
                        .read()
                        .sentAt())
                .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(post("/v1/batch")
                        .body("{\"batch\":[],\"sentAt\":\"noon\"}")
                        .read()
                        .sentAt())
                .isNull();
    }

    @Test
    void makesRecordsOfOtherShapes() throws RefusedException {
        Event raw = post("/v1/events")
                .with("record.shape", "raw", "record.id.pointer", "/id", "record.key", "/k", "topic", "t.${/k}")
                .body("[{\"id\":7, \"k\":\"x\"}]")
                .read()
                .all()
                .get(0);
        assertThat(raw.id()).isEqualTo("7");
        assertThat(((Event.Good) raw).record().value()).isEqualTo("{\"id\":7, \"k\":\"x\"}");
        assertThat(((Event.Good) raw).record().topic()).isEqualTo("t.x");

        Struct declared = post("/v1/events")
                .with("record.shape", "declared", "record.schema", "id:string!=/key|/id, n:int32, at:timestamp=now")
                .body("{\"id\":\"a\",\"n\":\"5\"}")
                .one();
        assertThat(declared.get("id")).isEqualTo("a");
        assertThat(declared.get("n")).isEqualTo(5);
        assertThat(declared.get("at")).isEqualTo(Date.from(NOW));

        List<Struct> inferred = post("/v1/batch")
                .with("record.shape", "inferred")
                .body("{\"batch\":[{\"a\":1},{\"a\":2,\"b\":\"x\"}]}")
                .good();
        assertThat(inferred.get(0).get("a")).isEqualTo(1L);
        assertThat(inferred.get(1).get("b")).isEqualTo("x");
    }

    private static Bodies segment(String path, String body) {
        return post(path).with("http.apis", "segment").body(body);
    }
}
