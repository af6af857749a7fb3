// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Requests of so many events, and the answers that they have to get. All are alike but for the ids of their events, so they are
 * made once, and ids are written over those before.
 */
final class Requests {
    /** Every event has about as many. */
    static final int EVENT_BYTES = 500;

    private static final int ID_DIGITS = 12;
    private static final String ID = "e" + "0".repeat(ID_DIGITS);

    private final int events;
    private final Template request;
    private final Template answer;

    /** Bytes with places for ids. */
    private static final class Template {
        private final byte[] bytes;
        private final int[] places;

        /** Ids are where {@link #ID} is. */
        Template(String text, int count) {
            bytes = text.getBytes(StandardCharsets.US_ASCII);
            places = new int[count];
            int at = -1;
            for (int i = 0; i < count; i++) {
                at = text.indexOf(ID, at + 1);
                places[i] = at + 1;
            }
        }

        void write(long first, ByteBuffer to) {
            int start = to.position();
            to.put(bytes);
            for (int i = 0; i < places.length; i++) {
                long rest = first + i;
                for (int digit = ID_DIGITS - 1; rest > 0; digit--) {
                    to.put(start + places[i] + digit, (byte) ('0' + rest % 10));
                    rest /= 10;
                }
            }
        }
    }

    Requests(int events, Reply reply) {
        this.events = events;
        this.request = new Template(request(events), events);
        this.answer = reply == Reply.EMPTY ? new Template("", 0) : new Template(answer(events), events);
    }

    /** What a request is answered with. */
    enum Reply {
        /** Every event, and that it was taken. */
        RESULTS,
        EMPTY
    }

    private static String request(int events) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < events; i++) {
            body.append(i == 0 ? "" : ",").append(event(i));
        }
        if (events > 1) {
            body.insert(0, "{\"batch\":[").append("]}");
        }
        return "POST /v1/" + (events > 1 ? "batch" : "events")
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    /** A reading of a device: eleven fields, one of them an object. */
    private static String event(int n) {
        return "{\"event_id\":\"" + ID + "\",\"device_id\":\"device-" + (1_000 + n * 37 % 997)
                + "\",\"user_id\":\"user-" + (10_000 + n * 91 % 4_999)
                + "\",\"session_id\":\"7b1f0c52-0d1e-4b7a-9a53-6a1f7a2f9d10\",\"sequence\":" + (1_000_000 + n)
                + ",\"type\":\"sensor.reading\",\"occurred_at\":\"2026-03-01T12:00:" + (10 + n % 50)
                + ".123Z\",\"platform\":\"android\",\"app_version\":\"4.7.0\",\"locale\":\"uk-UA\",\"properties\":{\"position\":"
                + "{\"lat\":47.37" + n % 10 + ",\"lon\":8.54" + n % 10
                + "},\"note\":\"left by the back door at half past nine, and found again by the next shift\",\"tags\":[\"indoor\",\"floor-2\"],"
                + "\"readings\":[{\"k\":\"temp\",\"v\":21.5},{\"k\":\"hum\",\"v\":40}]}}";
    }

    private static String answer(int events) {
        String result = "\"" + ID + "\":\"ok\"";
        return "{\"accepted\":" + events + ",\"results\":{" + result + ("," + result).repeat(events - 1) + "}}";
    }

    int events() {
        return events;
    }

    int requestBytes() {
        return request.bytes.length;
    }

    int answerBytes() {
        return answer.bytes.length;
    }

    /** A request whose events have the ids from {@code first} on. */
    void writeRequest(long first, ByteBuffer to) {
        request.write(first, to);
    }

    void writeAnswer(long first, ByteBuffer to) {
        answer.write(first, to);
    }
}
