// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * An HTTP server that gives the answers it was told to give, the last one again and again, and notes what it was asked.
 * Requests that have an answer of their own get that.
 */
public final class StubRegistry implements AutoCloseable {
    private record Answer(int status, String body, String headerName, String headerValue) {}

    private static final Answer NOTHING =
            new Answer(404, "{\"error_code\":40403,\"message\":\"not here\"}", null, null);

    private final HttpServer server;
    private final Map<String, Answer> own = new ConcurrentHashMap<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private final List<Map<String, List<String>>> headers = Collections.synchronizedList(new ArrayList<>());
    private final List<String> sessions = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean silent;

    public StubRegistry() {
        this(null);
    }

    /** Speaks TLS as {@code tls} says. */
    public StubRegistry(HttpsConfigurator tls) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer https = HttpsServer.create(address, 0);
                https.setHttpsConfigurator(tls);
                server = https;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(command -> new Thread(command).start());
        server.createContext("/", this::handle);
        server.start();
    }

    public StubRegistry answers(int status, String body) {
        return answers(status, body, null, null);
    }

    StubRegistry answers(int status, String body, String retryAfter) {
        return answers(status, body, "Retry-After", retryAfter);
    }

    /** With one more header. */
    public synchronized StubRegistry answers(int status, String body, String headerName, String headerValue) {
        answers.add(new Answer(status, body, headerName, headerValue));
        return this;
    }

    /** What {@code request}, {@code GET /schemas/ids/7} for example, is answered from now on. */
    public StubRegistry on(String request, int status, String body) {
        own.put(request, new Answer(status, body, null, null));
        return this;
    }

    /** A schema and what else it is answered with, as JSON. */
    public static String schema(String text, String more) {
        return "{\"schema\":\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" + more + "}";
    }

    /** Takes requests and never answers. */
    public synchronized StubRegistry saysNothing() {
        silent = true;
        return this;
    }

    public String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    /** {@code POST /subjects/orders-value/versions?normalize=false {"schema":…}}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    /** What each request had in this header. */
    public List<String> header(String name) {
        return headers.stream()
                .map(each -> String.join(", ", each.getOrDefault(name, List.of())))
                .toList();
    }

    /** The version and ciphers of TLS that each request came by. */
    public List<String> sessions() {
        return List.copyOf(sessions);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
        Map<String, List<String>> received = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        received.putAll(exchange.getRequestHeaders());
        headers.add(received);
        if (exchange instanceof HttpsExchange https) {
            sessions.add(https.getSSLSession().getProtocol() + " "
                    + https.getSSLSession().getCipherSuite());
        }
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        Answer ownAnswer = own.get(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        Answer answer = ownAnswer != null ? ownAnswer : next();
        if (answer.headerName != null) {
            exchange.getResponseHeaders().set(answer.headerName, answer.headerValue);
        }
        byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer next() {
        synchronized (this) {
            if (!silent) {
                return answers.size() > 1 ? answers.remove() : answers.isEmpty() ? NOTHING : answers.getFirst();
            }
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Answer(500, "", null, null);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
