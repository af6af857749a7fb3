// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import io.millrace.testkit.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A device that pushes events to a worker, which learns from the variables where to listen and whom to let in. */
final class DevicePushes {
    private static final String KEY = "push-key";

    private final int port = Ports.free();

    Map<String, String> environment() {
        return Map.of(
                "DEVICE_PUSH_HOST",
                "127.0.0.1",
                "DEVICE_PUSH_PORT",
                String.valueOf(port),
                "DEVICE_PUSH_KEYS",
                "device:" + HexFormat.of().formatHex(sha256()));
    }

    private static byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the worker said, this time, that the event is in Kafka. */
    boolean isTaken(String eventId) {
        String event = """
                {"event_id":"%s","device_id":"device-1","type":"screen_view","occurred_at":"2026-01-02T03:04:05.678Z"}""".formatted(eventId);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/events"))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(event))
                .build();
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            return answer.body().equals("{\"accepted\":1,\"results\":{\"" + eventId + "\":\"ok\"}}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }
}
