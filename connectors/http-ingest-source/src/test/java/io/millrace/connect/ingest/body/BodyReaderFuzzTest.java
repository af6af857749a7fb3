// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static io.millrace.connect.ingest.body.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a body is, it becomes events or is refused. */
class BodyReaderFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String[] TYPES = {
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/x-ndjson",
        "application/cloudevents+json",
        "application/cloudevents-batch+json",
        "image/png"
    };
    private static final String[] CODINGS = {"", "", "", "gzip", "deflate", "zstd", "gzip,zstd", "identity", "br"};
    private static final String[] PATHS = {"/v1/events", "/v1/batch", "/v1/track", "/e/", "/"};
    private static final String SPLICES = "{}[]\",:\\\u0000é0-9eE.&%=+ \ntrufalsn";

    private final long seed = Long.getLong("millrace.seed", 1);
    private final Random random = new Random(seed);

    private static final List<String> SEEDS = List.of(
            "{\"batch\":[{\"messageId\":\"a\",\"event\":\"x\",\"anonymousId\":\"d\",\"context\":{\"device\":{\"id\":\"y\"},\"os\":"
                    + "{\"name\":\"iOS\"}},\"properties\":{\"a\":[1,2.5e3,null,true],\"ü\":\"\\u00fc👪\"},\"timestamp\":1772366400},"
                    + "{\"id\":\"b\",\"userId\":\"u\",\"type\":\"t\",\"traits\":{}}],\"sentAt\":\"2026-03-01T12:00:00Z\"}",
            "[{\"uuid\":\"u\",\"event\":\"$e\",\"distinct_id\":1,\"properties\":{\"token\":\"k\",\"$device_id\":\"d\",\"$os\":\"x\","
                    + "\"$ignore_sent_at\":true}},{\"uuid\":\"v\",\"event\":\"f\",\"properties\":{\"distinct_id\":\"z\"}}]",
            "{\"specversion\":\"1.0\",\"id\":\"c\",\"source\":\"s\",\"type\":\"t\",\"time\":\"2026-03-01T12:00:00Z\",\"data\":[1]}",
            Bodies.event("a") + "\n" + Bodies.event("b") + "\n");

    @Test
    void givesEventsOrRefusesWhateverComes() {
        List<BodyReader> readers = new ArrayList<>();
        Map<String, String> base = Map.of("event.max.bytes", "4096", "http.body.decoded.max.bytes", "65536");
        for (String shape : List.of("device-event", "raw", "inferred", "declared")) {
            Bodies settings = Bodies.post("/").with("record.shape", shape).with("event.id.missing", "drop");
            base.forEach(settings::with);
            if (shape.equals("declared")) {
                settings.with(
                        "record.schema",
                        "id:string=/id|/uuid|/messageId, at:timestamp=/timestamp|/time|now, j:json=/data");
            }
            readers.add(settings.reader());
        }
        int[] outcomes = new int[2];
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = body();
            Bodies request = Bodies.post(PATHS[random.nextInt(PATHS.length)])
                    .with("http.apis", "millrace,segment,posthog,cloudevents")
                    .type(TYPES[random.nextInt(TYPES.length)])
                    .query(random.nextInt(4) == 0 ? mutatedText("compression=gzip-js&_=1772366400000") : "")
                    .body(body);
            String coding = CODINGS[random.nextInt(CODINGS.length)];
            if (random.nextInt(8) == 0) {
                request.header("ce-id", "x")
                        .header("ce-specversion", "1.0")
                        .header("ce-source", "%4")
                        .header("ce-type", "t");
            }
            request.header("Content-Encoding", coding).body(random.nextBoolean() ? body : encoded(body, coding));
            try {
                Events events = readers.get(round % readers.size()).read(request.route(), request.inbound());
                outcomes[0]++;
                assertSound(events);
            } catch (RefusedException refused) {
                outcomes[1]++;
                assertThat(refused.refusal().status()).as("seed %d", seed).isIn(400, 413, 415, 422);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(outcomes[0]).as("seed %d", seed).isGreaterThan(ROUNDS / 20);
        assertThat(outcomes[1]).as("seed %d", seed).isGreaterThan(ROUNDS / 20);
    }

    private void assertSound(Events events) {
        for (Event event : events.all()) {
            if (event instanceof Event.Bad bad) {
                assertThat(bad.text().length()).as("seed %d", seed).isLessThanOrEqualTo(4096);
                assertThat(bad.reason())
                        .as("seed %d", seed)
                        .startsWith("Cannot read a ")
                        .hasSizeLessThan(500);
            } else if (((Event.Good) event).record().value() instanceof org.apache.kafka.connect.data.Struct struct) {
                struct.validate();
            }
        }
    }

    private byte[] body() {
        byte[] bytes = utf8(SEEDS.get(random.nextInt(SEEDS.size())));
        if (random.nextInt(5) == 0) {
            bytes = utf8(
                    "data=" + Base64.getEncoder().encodeToString(random.nextBoolean() ? Bodies.gzip(bytes) : bytes));
        }
        if (random.nextInt(8) == 0) {
            bytes = utf8(
                    "[" + new String(bytes, java.nio.charset.StandardCharsets.UTF_8).repeat(random.nextInt(300)) + "]");
        }
        return random.nextInt(4) == 0 ? bytes : mutated(bytes);
    }

    private String mutatedText(String text) {
        return new String(mutated(utf8(text)), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private byte[] mutated(byte[] bytes) {
        byte[] changed = bytes.clone();
        for (int i = random.nextInt(4); i >= 0 && changed.length > 1; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] = (byte) SPLICES.charAt(random.nextInt(SPLICES.length()));
                case 2 -> changed = java.util.Arrays.copyOf(changed, at);
                default -> {
                    int length = Math.min(random.nextInt(40), changed.length - at);
                    int to = random.nextInt(changed.length - length + 1);
                    System.arraycopy(bytes, at, changed, to, length);
                }
            }
        }
        return changed;
    }

    private byte[] encoded(byte[] bytes, String coding) {
        byte[] made = switch (coding.toLowerCase(Locale.ROOT)) {
            case "gzip" -> Bodies.gzip(bytes);
            case "deflate" -> Bodies.deflate(bytes);
            case "zstd" -> Bodies.zstd(bytes);
            case "gzip,zstd" -> Bodies.zstd(Bodies.gzip(bytes));
            default -> bytes;
        };
        return random.nextInt(3) == 0 ? mutated(made) : made;
    }

    /** A body as the server hands it over stays as it is. */
    @Test
    void leavesTheRequestAlone() throws RefusedException {
        Bodies request = Bodies.post("/v1/events").body(Bodies.event("a"));
        Inbound inbound = request.inbound();
        ByteBuffer body = inbound.body();
        int before = body.remaining();

        request.reader().read(request.route(), inbound);

        assertThat(body.remaining()).isEqualTo(before);
    }
}
