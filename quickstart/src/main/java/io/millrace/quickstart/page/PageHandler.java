// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers {@code GET} for a fixed set of paths, and nothing else. */
final class PageHandler implements HttpHandler {
    private static final Pattern OWN_HOST = Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost)(:\\d+)?");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Asset> assets;
    private final Map<String, HttpHandler> others;

    PageHandler(Map<String, Asset> assets, Map<String, HttpHandler> others) {
        this.assets = Map.copyOf(assets);
        this.others = Map.copyOf(others);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Cache-Control", "no-store");
            String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                    .orElse("");
            if (!OWN_HOST.matcher(host).matches()) {
                answer(exchange, 421, "This page is at 127.0.0.1 and localhost only.");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                headers.set("Allow", "GET");
                answer(exchange, 405, "Only GET is answered here.");
            } else {
                get(exchange);
            }
        }
    }

    private void get(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        HttpHandler other = others.get(path);
        Asset asset = assets.get(path);
        if (other != null) {
            other.handle(exchange);
        } else if (asset != null) {
            answer(exchange, 200, asset);
        } else {
            answer(exchange, 404, "There is nothing here: the page is at /.");
        }
    }

    static void answer(HttpExchange exchange, int status, String sentence) throws IOException {
        byte[] text = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        answer(exchange, status, new Asset("text/plain; charset=utf-8", text));
    }

    private static void answer(HttpExchange exchange, int status, Asset asset) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", asset.type());
        exchange.sendResponseHeaders(status, asset.size());
        asset.writeTo(exchange.getResponseBody());
    }
}
