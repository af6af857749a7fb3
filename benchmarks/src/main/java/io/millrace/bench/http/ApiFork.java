// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** The JVM of {@link Api}: prints its port, and ends when its input does. */
final class ApiFork {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Map<Integer, byte[][]> events = new ConcurrentHashMap<>();

    private ApiFork() {}

    public static void main(String[] args) throws IOException {
        ApiFork api = new ApiFork();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/list", api::list);
        server.createContext("/page", ApiFork::page);
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // whoever started this lives
        }
        System.exit(0);
    }

    private void list(HttpExchange exchange) throws IOException {
        int limit = Math.toIntExact(parameter(exchange, "limit", ""));
        long from = parameter(exchange, "after", "c");
        long next = from + limit;
        byte[] page = events.computeIfAbsent(limit, ApiFork::pages)[Math.toIntExact(from / limit % Api.PAGES)];
        byte[] end = utf8("],\"next\":\"c" + next + "\",\"has_more\":" + (next % Api.EVENTS_AT_ONCE != 0) + "}");
        begin(exchange, page.length + end.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(page);
            body.write(end);
        }
    }

    private static byte[][] pages(int limit) {
        byte[][] pages = new byte[Api.PAGES][];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = utf8("{\"data\":[" + Event.texts(i * limit, limit));
        }
        return pages;
    }

    private static void page(HttpExchange exchange) throws IOException {
        long count = parameter(exchange, "events", "");
        begin(exchange, 0); // chunked
        try (OutputStream body = new BufferedOutputStream(exchange.getResponseBody(), CHUNK_BYTES)) {
            body.write(utf8("{\"data\":["));
            for (int n = 0; n < count; n++) {
                body.write(utf8((n == 0 ? "" : ",") + Event.text(n)));
            }
            body.write(utf8("],\"next\":null}"));
        }
    }

    private static void begin(HttpExchange exchange, long length) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, length);
    }

    /** The number behind {@code prefix}; 0 if there is no such parameter. */
    private static long parameter(HttpExchange exchange, String name, String prefix) {
        String start = name + "=" + prefix;
        for (String each : exchange.getRequestURI().getQuery().split("&", -1)) {
            if (each.startsWith(start)) {
                return Long.parseLong(each.substring(start.length()));
            }
        }
        return 0;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
