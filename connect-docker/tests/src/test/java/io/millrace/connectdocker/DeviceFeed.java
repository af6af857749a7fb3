// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A device API as small as can be: it serves the events it was given, by a cursor that counts them. */
final class DeviceFeed implements AutoCloseable {
    static final String TOKEN = "feed-token";

    private static final Pattern AFTER = Pattern.compile("after=(\\d+)");

    private final List<String> events = new ArrayList<>();
    private final HttpServer server;

    DeviceFeed() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/events", this::serve);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void add(String eventId) {
        events.add("""
                {"event_id":"%s","device_id":"device-%d","user_id":null,"session_id":"s1","sequence":%d,\
                "type":"screen_view","occurred_at":"%2$s","received_at":"%2$s","platform":"ios",\
                "app_version":"1.2.3","locale":"en-GB","properties":{"screen":"home","n":1}}""".replace("%2$s", Instant.parse("2026-01-02T03:04:05.678Z").toString())
                .formatted(eventId, events.size() % 3, events.size()));
    }

    private void serve(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer " + TOKEN).equals(authorization)) {
            answer(exchange, 401, "{\"error\":\"unauthorized\"}");
            return;
        }
        String query = exchange.getRequestURI().getQuery();
        Matcher after = AFTER.matcher(query == null ? "" : query);
        answer(exchange, 200, page(after.find() ? Integer.parseInt(after.group(1)) : 0));
    }

    private synchronized String page(int from) {
        int start = Math.min(from, events.size());
        return "{\"data\":[%s],\"next\":\"%d\",\"has_more\":false}"
                .formatted(String.join(",", events.subList(start, events.size())), events.size());
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
