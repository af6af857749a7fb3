// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.testkit.TlsKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Answers requests as a worker does, with what a test says: for each method and path answers in turn, the last of them for
 * ever. Everything else is 404 in the words of Connect's server. Requests are kept.
 */
public final class FakeWorker implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else small answers wait 40 ms for an ACK
    }

    private record Reply(int status, String body, String type) {}

    private final HttpServer server;
    private final String scheme;
    private final Map<String, Deque<Reply>> replies = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private String authorization = "";

    private FakeWorker(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.start();
    }

    public FakeWorker() {
        this(plain(), "http");
    }

    static FakeWorker withTls(TlsKeys keys) {
        return new FakeWorker(tls(keys), "https");
    }

    private static HttpServer plain() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpsServer tls(TlsKeys keys) {
        try (InputStream in = Files.newInputStream(keys.store())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, TlsKeys.PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, TlsKeys.PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@code request} is a method and a path with its query: {@code GET /connectors}. */
    public FakeWorker on(String request, String json) {
        return on(request, 200, json);
    }

    public synchronized FakeWorker on(String request, int status, String json) {
        return on(request, new Reply(status, json, "application/json"));
    }

    FakeWorker onHtml(String request, int status, String html) {
        return on(request, new Reply(status, html, "text/html"));
    }

    private synchronized FakeWorker on(String request, Reply reply) {
        replies.computeIfAbsent(request, ignored -> new ArrayDeque<>()).add(reply);
        return this;
    }

    /** What Connect answers when it cannot: its code and message. */
    public FakeWorker refuse(String request, int status, String message) {
        return on(request, status, "{\"error_code\":" + status + ",\"message\":\"" + message + "\"}");
    }

    /** A connector with its status, in each of the ways to ask for it. */
    public FakeWorker has(String name, String configJson, String statusJson) {
        return on("GET /connectors", "[\"" + name + "\"]")
                .on("GET /connectors/" + name + "/config", configJson)
                .on("GET /connectors/" + name + "/status", statusJson);
    }

    /** From now on a request without this header is 401. */
    synchronized void requireAuthorization(String header) {
        authorization = header;
    }

    /** Those so far, with their bodies: {@code PUT /connectors/a/stop}, {@code PATCH /connectors/a/offsets {...}}. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** Those that are to change something. */
    public List<String> changes() {
        return requests().stream().filter(request -> !request.startsWith("GET")).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Reply reply = reply(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                body,
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type);
        exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Reply reply(String request, String body, String header) {
        requests.add(body.isEmpty() ? request : request + " " + body);
        if (!authorization.isEmpty() && !authorization.equals(header)) {
            return new Reply(401, "", "text/html");
        }
        Deque<Reply> known = replies.get(request);
        if (known == null) {
            return new Reply(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}", "application/json");
        }
        return known.size() == 1 ? known.getFirst() : known.removeFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
