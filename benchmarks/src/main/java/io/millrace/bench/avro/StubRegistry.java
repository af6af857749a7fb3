// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A schema registry in this JVM, reached by HTTP: Confluent's calls to register a schema and to get one, and Apicurio's
 * (its version 2 API) below {@link #APICURIO}. One id per text.
 */
public final class StubRegistry implements AutoCloseable {
    static final String APICURIO = "/apis/registry/v2";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final List<String> texts = new ArrayList<>();

    public StubRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the stub of a registry.", e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The text that was registered last. */
    public synchronized String newest() {
        return texts.get(texts.size() - 1);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            String answer = exchange.getRequestMethod().equals("POST") ? registered(path, body) : known(path);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String registered(String path, String body) throws IOException {
        JsonNode sent = JSON.readTree(body);
        if (!path.startsWith(APICURIO)) {
            return JSON.createObjectNode()
                    .put("id", id(sent.get("schema").textValue()))
                    .toString();
        }
        int id = id(sent.has("content") ? sent.get("content").textValue() : body);
        ObjectNode artifact =
                JSON.createObjectNode().put("id", Shape.TOPIC + "-value").put("version", "1");
        return artifact.put("type", "AVRO")
                .put("state", "ENABLED")
                .put("globalId", id)
                .put("contentId", id)
                .toString();
    }

    private synchronized int id(String text) {
        if (!texts.contains(text)) {
            texts.add(text);
        }
        return texts.indexOf(text) + 1;
    }

    private synchronized String known(String path) {
        if (path.endsWith("/references")) {
            return "[]";
        }
        String text = texts.get(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)) - 1);
        return path.startsWith(APICURIO)
                ? text
                : JSON.createObjectNode().put("schema", text).toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
