// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Requests that are right, and what becomes of them when they are written wrongly. */
final class FuzzedRequests {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PRI", "post", "\0");
    private static final List<String> PATHS = List.of(
            "/v1/events",
            "/v1/batch",
            "/v1/events/other",
            "/v1/track",
            "/v1/import",
            "/capture/",
            "/e/",
            "/",
            "/health",
            "/ready",
            "/v1/events/../batch",
            "/v1/%65vents",
            "/v1/events;x=1",
            "//v1/events",
            "/v1/events?compression=base64",
            "/v1/events%2Fother",
            "/%00",
            "*",
            "http://elsewhere/v1/events");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/x-ndjson",
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/cloudevents+json",
            "application/cloudevents-batch+json",
            "application/json; charset=utf-16",
            "image/png",
            ";",
            "");
    private static final List<String> HEADERS = List.of(
            "Content-Encoding: gzip",
            "Content-Encoding: deflate",
            "Content-Encoding: zstd, gzip",
            "Content-Encoding: br",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Content-Length: 7",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Expect: 100-continue",
            "Expect: nothing",
            "Connection: close",
            "Connection: Upgrade, HTTP2-Settings",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
            "Authorization: Bearer x",
            "Origin: https://shop.example.com",
            "Access-Control-Request-Method: POST",
            "WebHook-Request-Origin: a.b",
            "ce-specversion: 1.0",
            "ce-id: c1",
            "ce-source: s",
            "ce-type: t",
            "X-Topic: other",
            "Host: second",
            ": nameless",
            "X-Nul: a\0b",
            " folded: x");

    private final Random random;

    FuzzedRequests(long seed) {
        random = new Random(seed);
    }

    /** One with an event of that id, unless something was done to it. */
    byte[] next(String id) {
        boolean isOnlyMutated = random.nextInt(3) == 0;
        String method = isOnlyMutated || random.nextInt(4) > 0 ? "POST" : any(METHODS);
        String path = isOnlyMutated ? "/v1/events" : any(PATHS);
        byte[] body = body(id);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        head.append("Content-Type: ").append(isOnlyMutated ? TYPES.get(0) : any(TYPES));
        head.append("\r\n");
        boolean isZipped = random.nextInt(8) == 0;
        if (isZipped) {
            body = gzip(body);
            head.append("Content-Encoding: gzip\r\n");
        }
        for (int i = isOnlyMutated ? 0 : random.nextInt(3); i > 0; i--) {
            head.append(any(HEADERS)).append("\r\n");
        }
        if (random.nextInt(6) == 0) {
            head.append("Transfer-Encoding: chunked\r\n\r\n");
            body = chunked(body);
        } else {
            head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        }
        byte[] whole = RawHttp.joined(head.toString().getBytes(StandardCharsets.ISO_8859_1), body);
        return random.nextInt(3) == 0 ? whole : mutated(whole);
    }

    private byte[] body(String id) {
        String event =
                "{\"event_id\":\"" + id + "\",\"device_id\":\"d\",\"type\":\"tap\",\"properties\":{\"a\":[1,{}]}}";
        String text = switch (random.nextInt(6)) {
            case 0 -> "{\"batch\":[" + event + "],\"sentAt\":\"2026-03-01T12:00:02Z\"}";
            case 1 -> "[" + event + "," + event.replace("\"d\"", "7") + "]";
            case 2 -> event + "\n" + event.replace(id, id + "b") + "\n{\n";
            case 3 -> "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"s\",\"type\":\"t\"}";
            case 4 -> "data=" + event.replace("{", "%7B");
            default -> event;
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] mutated(byte[] whole) {
        byte[] bytes = whole;
        for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 1; i--) {
            int at = random.nextInt(bytes.length);
            byte[] before = Arrays.copyOf(bytes, at);
            byte[] after = Arrays.copyOfRange(bytes, at + random.nextInt(2), bytes.length);
            byte[] more = new byte[random.nextInt(4)];
            random.nextBytes(more);
            bytes = switch (random.nextInt(4)) {
                case 0 -> before;
                case 1 -> RawHttp.joined(before, after, after);
                default -> RawHttp.joined(before, more, after);
            };
        }
        return bytes;
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private byte[] chunked(byte[] body) {
        int cut = random.nextInt(body.length + 1);
        byte[] first = Arrays.copyOf(body, cut);
        byte[] second = Arrays.copyOfRange(body, cut, body.length);
        return RawHttp.joined(chunk(first), chunk(second), ascii("0\r\n\r\n"));
    }

    private static byte[] chunk(byte[] part) {
        return part.length == 0
                ? part
                : RawHttp.joined(ascii(Integer.toHexString(part.length) + "\r\n"), part, ascii("\r\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
