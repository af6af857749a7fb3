// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A paged feed on loopback that can be told to misbehave. Event {@code n} has the id {@code e<n>}. */
final class FakeFeed implements AutoCloseable {
    static final String TOKEN = "s3cr3t-token";

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else small answers wait 40 ms for an ACK
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<String> events = new ArrayList<>();
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private String token = TOKEN;
    private boolean namesLastCursor = true;

    FakeFeed(int size) {
        append(size);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/events";
    }

    synchronized void append(int count) {
        for (int i = 0; i < count; i++) {
            events.add(event(events.size()));
        }
    }

    synchronized int size() {
        return events.size();
    }

    static String event(int n) {
        return "{\"event_id\":\"e" + n + "\",\"device_id\":\"d" + n % 7 + "\",\"sequence\":" + n
                + ",\"type\":\"tap\",\"occurred_at\":\"2026-03-01T12:00:00Z\",\"received_at\":\"2026-03-01T12:00:01Z\","
                + "\"properties\":{\"n\":" + n + "}}";
    }

    /** Puts other JSON in the place of event {@code n}. */
    synchronized void replace(int n, String json) {
        events.set(n, json);
    }

    synchronized void token(String value) {
        token = value;
    }

    /** The last page has no next cursor, as some APIs do it, instead of one to ask again with. */
    synchronized void endWithoutCursor() {
        namesLastCursor = false;
    }

    /** What the next request gets instead of a page. */
    synchronized void reply(Reply reply) {
        replies.add(reply);
    }

    /** Every query so far. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Reply reply = answer(exchange);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        if (!reply.headerName().isEmpty()) {
            exchange.getResponseHeaders().set(reply.headerName(), reply.headerValue());
        }
        int length = body.length + reply.missingBytes();
        exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(body);
        }
        if (reply.missingBytes() > 0) {
            throw new IOException("cut short"); // closes the connection
        }
        exchange.close();
    }

    private synchronized Reply answer(HttpExchange exchange) {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        requests.add(query);
        if (!replies.isEmpty()) {
            return replies.remove();
        }
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Reply(401, "{\"error\":\"who are you\"}");
        }
        int from = Integer.parseInt(parameter(query, "after", "c0").substring(1));
        int to = Math.min(events.size(), from + Integer.parseInt(parameter(query, "limit", "10")));
        boolean last = to == events.size();
        String next = last && !namesLastCursor ? "null" : "\"c" + to + "\"";
        return new Reply(
                200,
                "{\"next\":" + next + ",\"data\":[" + String.join(",", events.subList(from, to)) + "],\"has_more\":"
                        + !last + "}");
    }

    private static String parameter(String query, String name, String fallback) {
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return fallback;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A scripted answer; {@code missingBytes} are promised by Content-Length and never sent. */
    record Reply(int status, String body, String headerName, String headerValue, int missingBytes) {
        Reply(int status, String body) {
            this(status, body, "", "", 0);
        }

        static Reply withHeader(int status, String name, String value) {
            return new Reply(status, "{}", name, value, 0);
        }

        static Reply cutShort(String body) {
            return new Reply(200, body, "", "", 100);
        }
    }
}
