// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static io.millrace.connect.ingest.body.Bodies.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.connect.ingest.request.RefusedException;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Received at 2026-03-02T00:00:00Z. */
class ClockCorrectionTest {
    @ParameterizedTest
    @CsvSource({
        // original, sent at, becomes, has headers
        "2026-03-01T23:59:00Z, 2026-03-02T00:00:00Z, 2026-03-01T23:59:00Z, false", // clocks agree
        "2026-03-01T22:59:00Z, 2026-03-01T23:00:00Z, 2026-03-01T23:59:00Z, true", // an hour slow
        "2026-03-02T04:50:00Z, 2026-03-02T05:00:00Z, 2026-03-01T23:50:00Z, true", // five hours fast
        "1970-01-01T00:10:00Z, 1970-01-01T00:11:00Z, 2026-03-01T23:59:00Z, true", // never set
        "2026-02-20T00:00:00Z, 2026-03-02T00:00:00Z, 2026-02-20T00:00:00Z, false", // offline for days
        "2026-03-01T12:00:00Z, , 2026-03-01T12:00:00Z, false", // nothing known
        "2026-03-02T00:01:00Z, , 2026-03-02T00:01:00Z, false", // within a minute
        "2026-03-02T00:01:00.001Z, , 2026-03-02T00:00:00Z, true", // beyond it
        "2036-01-01T00:00:00Z, , 2026-03-02T00:00:00Z, true",
        "2026-03-02T00:30:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, true", // after it was sent
        "2026-03-02T00:00:00Z, 2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, false", // the same as the server's
        ", 2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, false" // no time of its own
    })
    void putsTimesRight(String original, String sentAt, String right, boolean isChanged) throws RefusedException {
        String time = original == null ? "" : ",\"timestamp\":\"" + original + "\"";
        String sent = sentAt == null ? "null" : "\"" + sentAt + "\"";
        String event = "{\"event_id\":\"a\",\"device_id\":\"d\",\"type\":\"t\"" + time + "}";
        for (String body : List.of(
                "{\"sentAt\":" + sent + ",\"batch\":[" + event + "]}",
                "{\"batch\":[" + event + "],\"sent_at\":" + sent + "}")) {
            Shaped record = record(post("/v1/batch").body(body));

            assertThat(occurred(record)).isEqualTo(Instant.parse(right));
            Map<String, String> expected = new LinkedHashMap<>();
            if (isChanged) {
                expected.put("millrace.original.timestamp", original);
            }
            if (isChanged && sentAt != null) {
                expected.put("millrace.sent.at", sentAt);
            }
            assertThat(headers(record)).isEqualTo(expected);
        }
        Shaped single = record(post("/v1/events").body("{\"sentAt\":" + sent + "," + event.substring(1)));
        assertThat(occurred(single)).isEqualTo(Instant.parse(right));
    }

    @Test
    void readsMillisecondsToo() throws RefusedException {
        Shaped record = record(post("/v1/batch")
                .body("{\"batch\":[{\"id\":\"a\",\"device_id\":\"d\",\"type\":\"t\",\"timestamp\":1772405940000}],"
                        + "\"sentAt\":1772406000000}"));

        assertThat(occurred(record)).isEqualTo(Instant.parse("2026-03-01T23:59:00Z"));
        assertThat(headers(record))
                .containsEntry("millrace.sent.at", "2026-03-01T23:00:00Z")
                .containsEntry("millrace.original.timestamp", "2026-03-01T22:59:00Z");
    }

    @Test
    void leavesTimesAloneWhenTold() throws RefusedException {
        Bodies request = post("/v1/batch")
                .with("clock.correction", "false")
                .body(
                        "{\"batch\":[{\"id\":\"a\",\"device_id\":\"d\",\"type\":\"t\",\"timestamp\":\"2036-01-01T00:00:00Z\"}],"
                                + "\"sentAt\":\"2026-03-01T00:00:00Z\"}");

        assertThat(occurred(record(request))).isEqualTo(Instant.parse("2036-01-01T00:00:00Z"));
        assertThat(record(request).headers()).isNull();
    }

    @Test
    void movesTheRecordsTimestampAlongAndKeepsItsHeaders() throws RefusedException {
        Shaped record = record(
                post("/v1/batch")
                        .with(
                                "record.timestamp.pointer",
                                "/occurred_at",
                                "record.header.kind",
                                "/type",
                                "clock.future.max.ms",
                                "0")
                        .body(
                                "{\"batch\":[{\"id\":\"a\",\"device_id\":\"d\",\"type\":\"t\",\"timestamp\":\"2026-03-02T00:00:00.001Z\"}]}"));

        assertThat(record.timestampMs()).isEqualTo(Bodies.NOW.toEpochMilli());
        assertThat(headers(record))
                .containsEntry("kind", "t")
                .containsEntry("millrace.original.timestamp", "2026-03-02T00:00:00.001Z")
                .hasSize(2);
    }

    @Test
    void doesNotTouchOtherShapes() throws RefusedException {
        Event event = post("/v1/batch")
                .with("record.shape", "declared", "record.schema", "occurred_at:timestamp")
                .body("{\"batch\":[{\"occurred_at\":\"2036-01-01T00:00:00Z\"}],\"sentAt\":0}")
                .read()
                .all()
                .get(0);

        assertThat(((Struct) ((Event.Good) event).record().value()).get("occurred_at"))
                .isEqualTo(Date.from(Instant.parse("2036-01-01T00:00:00Z")));
    }

    private static Shaped record(Bodies request) throws RefusedException {
        return ((Event.Good) request.read().all().get(0)).record();
    }

    private static Instant occurred(Shaped record) {
        return ((Date) ((Struct) record.value()).get("occurred_at")).toInstant();
    }

    private static Map<String, String> headers(Shaped record) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (record.headers() != null) {
            Stream.of(record.headers())
                    .forEach(all -> all.forEach(header -> headers.put(header.key(), String.valueOf(header.value()))));
        }
        return headers;
    }
}
