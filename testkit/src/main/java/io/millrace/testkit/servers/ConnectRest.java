// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Connect's REST API. What says that the worker is rebalancing is asked again for a while. */
final class ConnectRest {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration REBALANCE_DEADLINE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int CONFLICT = 409;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;

    ConnectRest(String url) {
        this.url = url;
    }

    JsonNode get(String path) {
        return send("GET", path, "");
    }

    JsonNode send(String method, String path, String body) {
        long deadline = System.nanoTime() + REBALANCE_DEADLINE.toNanos();
        while (true) {
            try {
                HttpResponse<String> response = exchange(method, path, body);
                if (!isRebalancing(response) || System.nanoTime() > deadline) {
                    return parsed(method, path, response);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot %s %s%s: %s".formatted(method, url, path, e), e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The status code of a GET; an {@link IOException} when nothing answers. */
    int statusOf(String path) throws IOException {
        return exchange("GET", path, "").statusCode();
    }

    private static boolean isRebalancing(HttpResponse<String> response) {
        return response.statusCode() == CONFLICT && !response.body().contains("already exists");
    }

    private HttpResponse<String> exchange(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static JsonNode parsed(String method, String path, HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new ConnectRestException(method, path, response.statusCode(), response.body());
        }
        return response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
    }
}
