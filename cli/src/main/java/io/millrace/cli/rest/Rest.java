// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.cli.terminal.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Requests to a worker. One that the group cannot serve at the moment is sent again until it can, and so every request
 * here has to be one that may be sent twice.
 */
final class Rest {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Access access;
    private final Timing timing;
    private final PrintStream progress;
    private final HttpClient client;

    Rest(Access access, Timing timing, PrintStream progress) {
        this.access = access;
        this.timing = timing;
        this.progress = progress;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        access.tls().ifPresent(tls -> builder.sslContext(tls.context()).sslParameters(tls.parameters()));
        this.client = builder.build();
    }

    URI url() {
        return access.url();
    }

    /** A name as a part of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) throws RestRefusal {
        return send("GET", path, Optional.empty());
    }

    /** What it answered; {@link MissingNode} for nothing. */
    JsonNode send(String method, String path, Optional<JsonNode> body) throws RestRefusal {
        long deadline = timing.nanos() + access.patience().toNanos();
        String told = "";
        while (true) {
            try {
                return answer(exchange(method, path, body));
            } catch (RestRefusal refusal) {
                if (!refusal.isMomentary() || timing.nanos() >= deadline) {
                    throw refusal;
                }
                if (!told.equals(refusal.text())) {
                    told = refusal.text();
                    progress.println("The workers are not ready, asking again for up to "
                            + access.patience().toSeconds() + " s: " + told);
                }
                timing.pause(PAUSE);
            }
        }
    }

    private JsonNode answer(HttpResponse<String> response) throws RestRefusal {
        int status = response.statusCode();
        String body = response.body();
        if (status >= 200 && status < 300) {
            return body.isBlank() ? MissingNode.getInstance() : parsed(response);
        }
        throw new RestRefusal(status, reason(status, response));
    }

    private static String reason(int status, HttpResponse<String> response) {
        try {
            String message =
                    JSON.readTree(response.body()).path("message").asText().strip();
            return message.isEmpty() ? "HTTP " + status : message;
        } catch (JsonProcessingException notOfConnect) {
            String target = response.headers().firstValue("Location").orElse("");
            return "HTTP " + status + (target.isEmpty() ? "" : ", go to " + target);
        }
    }

    private JsonNode parsed(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            String type = response.headers().firstValue("Content-Type").orElse("no type");
            throw new Problem(
                    url() + " is not the REST API of Kafka Connect: it answered with " + type + ". Correct --url.", e);
        }
    }

    private HttpResponse<String> exchange(String method, String path, Optional<JsonNode> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(access.requestTimeout())
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.map(json -> BodyPublishers.ofString(json.toString()))
                                .orElse(BodyPublishers.noBody()));
        access.authorization().ifPresent(header -> request.header("Authorization", header));
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("Interrupted.", e);
        }
    }

    private Problem unreachable(IOException e) {
        String what = "Cannot reach Kafka Connect at " + url() + ": ";
        if (e instanceof SSLException) {
            return new Problem(
                    what + "TLS failed, " + e.getMessage()
                            + ". Name the certificates to trust in a file of --ssl-config, or correct --url.",
                    e);
        }
        if (isOfUnknownHost(e)) {
            return new Problem(what + "nobody knows the host. Correct --url.", e);
        }
        if (e instanceof HttpConnectTimeoutException) {
            return new Problem(
                    what + "no connection within " + CONNECT_TIMEOUT.toSeconds()
                            + " s. Correct --url, or see whether a firewall is between.",
                    e);
        }
        if (e instanceof ConnectException) {
            return new Problem(what + "nothing listens there. Correct --url, or see whether the worker runs.", e);
        }
        if (e instanceof HttpTimeoutException) {
            return new Problem(
                    what + "no answer within " + access.requestTimeout().toMillis() / 1_000.0
                            + " s. See whether the worker is well, or allow more by --request-timeout.",
                    e);
        }
        return new Problem(what + e + ". Correct --url, or see whether the worker runs.", e);
    }

    private static boolean isOfUnknownHost(IOException e) {
        return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .anyMatch(UnresolvedAddressException.class::isInstance);
    }
}
