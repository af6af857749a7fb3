// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static io.millrace.connect.ingest.body.Bodies.deflate;
import static io.millrace.connect.ingest.body.Bodies.event;
import static io.millrace.connect.ingest.body.Bodies.gzip;
import static io.millrace.connect.ingest.body.Bodies.post;
import static io.millrace.connect.ingest.body.Bodies.utf8;
import static io.millrace.connect.ingest.body.Bodies.zstd;
import static io.millrace.connect.ingest.body.RefusedTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.ingest.request.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compression and what browsers wrap JSON in. */
class EncodingsTest {
    private static final byte[] PLAIN = utf8("[" + event("a") + "," + event("ü") + "]");

    private static final String BAD =
            "Cannot decode the body: found bytes that are not compressed as they are said to be,"
                    + " or not all of them. Nothing of it was taken. Correct it.";
    private static final String UNKNOWN =
            "Cannot decode the body: found content codings that are not known here (expected"
                    + " at most two of gzip, deflate, zstd and identity). Correct Content-Encoding.";

    private static final Map<String, byte[]> ENCODED = Map.of(
            "identity", PLAIN,
            "", PLAIN,
            "gzip", gzip(PLAIN),
            "GZip", gzip(PLAIN),
            "x-gzip", gzip(PLAIN),
            "deflate", deflate(PLAIN),
            "zstd", zstd(PLAIN),
            "gzip, zstd", zstd(gzip(PLAIN)),
            "deflate,identity", deflate(PLAIN));

    @Test
    void undoesEveryCoding() throws RefusedException {
        for (Map.Entry<String, byte[]> each : ENCODED.entrySet()) {
            assertThat(post("/v1/events")
                            .header("Content-Encoding", each.getKey())
                            .body(each.getValue())
                            .told())
                    .as(each.getKey())
                    .containsExactly("a", "ü");
        }
        assertThat(post("/v1/events")
                        .header("Content-Encoding", "deflate", "gzip")
                        .body(gzip(deflate(PLAIN)))
                        .told())
                .containsExactly("a", "ü");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/gzip", "application/x-ndjson"})
    void knowsGzipThatNothingTellsOf(String type) throws RefusedException {
        byte[] body = type.endsWith("ndjson") ? utf8(event("a") + "\n" + event("ü")) : PLAIN;

        assertThat(post("/v1/events").type(type).body(gzip(body)).told()).containsExactly("a", "ü");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void refusesDamagedBodies(String coding) {
        byte[] whole = ENCODED.get(coding);
        for (int length = 0; length < whole.length - 1; length++) {
            Bodies cut = post("/v1/events").header("Content-Encoding", coding).body(Arrays.copyOf(whole, length));
            RefusedTest.assertStatus(cut, 400);
        }
        assertRefused(post("/v1/events").header("Content-Encoding", coding).body(PLAIN), 400, BAD);
        assertRefused(
                post("/v1/events")
                        .header("Content-Encoding", coding)
                        .body(ENCODED.get(coding.equals("zstd") ? "gzip" : "zstd")),
                400,
                BAD);
    }

    @Test
    void refusesOtherCodings() {
        assertRefused(post("/v1/events").header("Content-Encoding", "br").body(PLAIN), 415, UNKNOWN);
        assertRefused(
                post("/v1/events").header("Content-Encoding", "gzip,gzip,gzip").body(PLAIN), 415, UNKNOWN);
        assertRefused(
                post("/v1/events")
                        .header("Content-Encoding", "gzip", "gzip", "zstd")
                        .body(PLAIN),
                415,
                UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"gzip, 1000", "deflate, 1000", "zstd, 1000", "'gzip,gzip', 100000"})
    void stopsBombs(String coding, int factor) {
        byte[] zeros = new byte[20 * 1024 * 1024];
        Arrays.fill(zeros, (byte) ' ');
        byte[] bomb = coding.equals("deflate") ? deflate(zeros) : coding.equals("zstd") ? zstd(zeros) : gzip(zeros);
        byte[] body = coding.startsWith("gzip,") ? gzip(bomb) : bomb;

        assertThat(body.length).isLessThan(zeros.length / factor + 25_000);
        assertRefused(
                post("/v1/events").header("Content-Encoding", coding).body(body),
                413,
                "Cannot read the body: found more than 16777216 bytes once it was decompressed (expected at most those)."
                        + " Send fewer events at once.");
        assertRefused(
                post("/v1/events")
                        .with("http.body.decoded.max.bytes", "1048576")
                        .type("text/plain")
                        .body(gzip(zeros)),
                413,
                "Cannot read the body: found more than 1048576 bytes once it was decompressed (expected at most those)."
                        + " Send fewer events at once.");
    }

    @ParameterizedTest
    @CsvSource({"gzip, /v1/events", "deflate, /v1/batch", "zstd, /v1/batch", "gzip, /e/"})
    void takesNoMemoryForWhatABombWouldBe(String coding, String path) {
        String start = path.equals("/v1/batch") ? "{\"batch\":[{\"properties\":\"" : "{\"properties\":\"";
        byte[] plain = utf8(start + "x".repeat(16 * 1024 * 1024));
        byte[] body = coding.equals("deflate") ? deflate(plain) : coding.equals("zstd") ? zstd(plain) : gzip(plain);
        Bodies request = post(path)
                .with("http.apis", "millrace,posthog", "http.body.decoded.max.bytes", "1048576")
                .header("Content-Encoding", coding)
                .body(body);
        BodyReader reader = request.reader();
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        RefusedTest.assertStatus(request, 413, reader);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(24L * 1024 * 1024); // zstd: windows of 8 MiB
    }

    @Test
    void readsBeacons() throws RefusedException {
        String json = new String(PLAIN, StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(PLAIN);
        String zipped = Base64.getEncoder().encodeToString(gzip(PLAIN));
        for (String type : new String[] {"application/x-www-form-urlencoded", "text/plain;charset=UTF-8"}) {
            for (String body : new String[] {
                json,
                "data=" + escaped(json),
                "data=" + escaped(base64),
                "data=" + base64,
                "data=" + base64.replace("=", "").replace('+', '-').replace('/', '_'),
                "data=" + escaped(zipped) + "&compression=gzip-js",
                "data=" + escaped(base64) + "&compression=base64&x=1"
            }) {
                assertThat(post("/v1/events").type(type).body(body).told())
                        .as("%s %s", type, body)
                        .containsExactly("a", "ü");
            }
        }
        assertThat(post("/v1/events")
                        .type("application/x-www-form-urlencoded")
                        .body("version=1&data=" + escaped(json))
                        .told())
                .containsExactly("a", "ü");
        assertThat(post("/v1/events")
                        .type("text/plain")
                        .query("compression=base64")
                        .body(base64)
                        .told())
                .containsExactly("a", "ü");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x=1         | a form without data (expected JSON, or JSON in a field data)",
                "data=%7     | a form with % without two hex digits",
                "data=%C3%BC | text that is neither JSON nor base64",
                "data=bnVs   | malformed JSON at byte 0",
                "data=       | no JSON, 0 bytes (expected a page)"
            })
    void refusesFormsThatHoldNone(String body, String found) {
        assertRefused(
                post("/v1/events").type("application/x-www-form-urlencoded").body(body),
                400,
                "Cannot read the body: found " + found + ". Nothing of it was taken. Correct it.");
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
