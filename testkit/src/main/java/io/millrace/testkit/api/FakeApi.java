// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An API on loopback over one list of events, with a route for each way of paging, and one for each way to misbehave:
 * event {@code n} has the id {@code e<n>}, is of device {@code d<n % 7>}, and happened {@code n} seconds after {@link #BASE}.
 * What comes next can be scripted, and every request is kept. Thread-safe.
 */
public final class FakeApi implements AutoCloseable {
    /** When event 0 happened. */
    public static final Instant BASE = Instant.parse("2026-03-01T12:00:00Z");

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else small answers wait 40 ms for an ACK
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<String> events = new ArrayList<>();
    private final Deque<ApiReply> replies = new ArrayDeque<>();
    private final List<ApiRequest> requests = new ArrayList<>();
    private final Map<String, Function<ApiRequest, ApiReply>> routes = new HashMap<>();
    private String authorization = "";

    /** With so many events. */
    public FakeApi(int size) {
        append(size);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Routes.addTo(routes, this);
        BadRoutes.addTo(routes, this);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Scheme, host and port. */
    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The address of a route. */
    public String url(String path) {
        return origin() + path;
    }

    /** Another route, or other answers for one there is. */
    public synchronized void route(String path, Function<ApiRequest, ApiReply> answer) {
        routes.put(path, answer);
    }

    /** Adds events at the end. */
    public synchronized void append(int count) {
        for (int i = 0; i < count; i++) {
            events.add(event(events.size()));
        }
    }

    /** Event {@code n} as JSON. */
    public static String event(int n) {
        return "{\"event_id\":\"e" + n + "\",\"device_id\":\"d" + n % 7 + "\",\"sequence\":" + n
                + ",\"type\":\"tap\",\"occurred_at\":\"" + BASE.plusSeconds(n) + "\",\"received_at\":\""
                + BASE.plusSeconds(n) + "\",\"properties\":{\"n\":" + n + "}}";
    }

    /** Puts other JSON in the place of event {@code n}. */
    public synchronized void replace(int n, String json) {
        events.set(n, json);
    }

    /** Takes an event out of the list. */
    public synchronized void remove(int n) {
        events.remove(n);
    }

    /** Puts JSON before all events. */
    public synchronized void insertFirst(String json) {
        events.add(0, json);
    }

    /** How many events there are. */
    public synchronized int size() {
        return events.size();
    }

    synchronized List<String> slice(int from, int to) {
        int end = Math.min(to, events.size());
        return from >= end ? List.of() : List.copyOf(events.subList(Math.max(0, from), end));
    }

    /** What the next request gets instead of its route's answer. */
    public synchronized void reply(ApiReply reply) {
        replies.add(reply);
    }

    /** From now on requests have to have this Authorization header. */
    public synchronized void authorization(String value) {
        authorization = value;
    }

    /** Every request so far. */
    public synchronized List<ApiRequest> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        ApiRequest request = new ApiRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                ApiRequest.query(exchange.getRequestURI().getRawQuery()),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        send(exchange, answer(request));
    }

    private static void send(HttpExchange exchange, ApiReply reply) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), length(reply));
        if (reply.body().length > 0 && reply.status() != 304) {
            exchange.getResponseBody().write(reply.body());
        }
        byte[] again = reply.again().getBytes(StandardCharsets.UTF_8);
        while (again.length > 0) { // until the reader closes the connection
            exchange.getResponseBody().write(again);
        }
        if (reply.missing() > 0) {
            exchange.getResponseBody().flush();
            throw new IOException("cut short"); // closes the connection
        }
        exchange.close();
    }

    /** As the server wants it told: -1 for no body, 0 for chunks. */
    private static long length(ApiReply reply) {
        int length = reply.body().length + reply.missing();
        if (reply.status() == 304 || (length == 0 && reply.again().isEmpty())) {
            return -1;
        }
        return reply.framing() == ApiReply.Framing.CHUNKED ? 0 : length;
    }

    private ApiReply answer(ApiRequest request) {
        Function<ApiRequest, ApiReply> route;
        synchronized (this) {
            requests.add(request);
            if (!replies.isEmpty()) {
                return replies.remove();
            }
            if (!authorization.isEmpty() && !authorization.equals(request.header("Authorization"))) {
                return ApiReply.status(401);
            }
            route = routes.getOrDefault(
                    request.path(),
                    routes.getOrDefault(request.path().replaceAll("/d\\d+/", "/{id}/"), none -> ApiReply.status(404)));
        }
        return route.apply(request);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
