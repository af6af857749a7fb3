// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers the API's requests from a feed. */
final class EventsHandler implements HttpHandler {
    private static final String PATH = "/v1/events";
    private static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_LIMIT = 100;

    private final Feed feed;
    private final byte[] authorization;
    private final Throttle throttle;
    private final AtomicInteger requests = new AtomicInteger();

    EventsHandler(Feed feed, String token, Throttle throttle) {
        this.feed = feed;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.throttle = throttle;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Answer answer(HttpExchange exchange) {
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return Answer.error(404, "not_found", "The only resource is " + PATH + ".");
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            return Answer.error(405, "method_not_allowed", "Use GET.");
        }
        if (!isAuthorized(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Answer.error(401, "invalid_token", "Send the header 'Authorization: Bearer <token>'.");
        }
        if (throttle.every() > 0 && requests.incrementAndGet() % throttle.every() == 0) {
            return new Answer(
                    429,
                    Map.of("Retry-After", Integer.toString(throttle.retryAfterSeconds())),
                    EventJson.error("rate_limited", "Too many requests."));
        }
        return page(parameters(exchange.getRequestURI().getRawQuery()));
    }

    private boolean isAuthorized(@Nullable String header) {
        return header != null && MessageDigest.isEqual(authorization, header.getBytes(StandardCharsets.UTF_8));
    }

    private Answer page(Map<String, String> parameters) {
        String after = parameters.getOrDefault("after", "");
        OptionalInt from = after.isEmpty() ? OptionalInt.of(0) : Cursor.decode(after);
        if (from.isEmpty() || from.getAsInt() > feed.size()) {
            return Answer.error(400, "invalid_cursor", "'after' is no cursor of this feed.");
        }
        String limit = parameters.getOrDefault("limit", Integer.toString(DEFAULT_LIMIT));
        if (!limit.matches("[1-9][0-9]{0,6}")) {
            return Answer.error(400, "invalid_limit", "'limit' must be a number from 1 to " + MAX_LIMIT + ".");
        }
        List<DeviceEvent> events = feed.page(from.getAsInt(), Math.min(MAX_LIMIT, Integer.parseInt(limit)));
        int next = from.getAsInt() + events.size();
        return new Answer(200, Map.of(), EventJson.page(events, Cursor.encode(next), next < feed.size()));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                parameters.put(pair.substring(0, equals), value);
            }
        }
        return parameters;
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    /** Every how-manieth authorized request is turned away (0: none), and for how long. */
    record Throttle(int every, int retryAfterSeconds) {}

    private record Answer(int status, Map<String, String> headers, String body) {
        static Answer error(int status, String code, String message) {
            return new Answer(status, Map.of(), EventJson.error(code, message));
        }
    }
}
