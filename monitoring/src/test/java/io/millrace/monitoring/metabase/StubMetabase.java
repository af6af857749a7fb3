// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of Metabase 0.64's REST API that the loader uses, as its sources describe it: what needs a session, what bodies
 * may hold, what refusals look like, and what answers hold that nobody sent. Thread-safe.
 */
final class StubMetabase implements AutoCloseable {
    static final String EMAIL = "admin@example.com";
    static final String PASSWORD = "correct horse battery";
    static final String API_KEY = "mb_stub_key";
    static final String DATABASE_PASSWORD = "analytics-secret";

    private static final String TOKEN = "stub-setup-token";
    private static final String SESSION = "stub-session";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else small answers wait 40 ms for an ACK
    }

    /** A request that came. */
    record Request(String method, String path, JsonNode body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private final HttpServer server;
    private final List<Request> requests = new ArrayList<>();
    private final Map<String, List<String>> tables = new TreeMap<>();

    private final StubContent content = new StubContent();
    private boolean isSetUp;
    private int starting;
    private int syncsNeeded;
    private int writesUntilBroken = Integer.MAX_VALUE;
    private StubAnswer health = new StubAnswer(200, "{\"status\":\"ok\"}");

    /** One that nobody has set up yet, with all tables of the shipped questions. */
    StubMetabase() {
        List<String> device = List.of("event_id", "device_id", "occurred_at", "platform");
        table("device_events", device);
        table("device_pushes", device);
        table("shop_customers_current", List.of("id", "name"));
        table("shop_orders_current", List.of("id", "status", "placed_at"));
        table("shop_order_items_current", List.of("order_id", "sku"));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Somebody has set it up. */
    synchronized StubMetabase setUp() {
        isSetUp = true;
        return this;
    }

    /** Answers so many requests with 503. */
    synchronized void starting(int answers) {
        starting = answers;
    }

    /** What {@code /api/health} answers. */
    synchronized void health(StubAnswer answer) {
        health = answer;
    }

    /** Finds tables only after so many syncs. */
    synchronized void syncsNeeded(int syncs) {
        syncsNeeded = syncs;
    }

    synchronized void table(String name, List<String> columns) {
        tables.put(name, columns);
    }

    synchronized void dropTable(String name) {
        tables.remove(name);
    }

    /** Answers 500 once so many writes are done; a sign-in is none. */
    synchronized void breakAfter(int writes) {
        writesUntilBroken = writes;
    }

    synchronized void mend() {
        writesUntilBroken = Integer.MAX_VALUE;
    }

    /** What it holds. */
    synchronized StubContent content() {
        return content;
    }

    /** Every request so far but those that only read, sign in or look for tables. */
    synchronized List<Request> writes() {
        return requests.stream()
                .filter(each -> !each.method.equals("GET")
                        && !each.path.equals("/api/session")
                        && !each.path.endsWith("/sync_schema"))
                .toList();
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    synchronized void forgetRequests() {
        requests.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().toString();
        JsonNode json = body.isEmpty() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
        Request request = new Request(exchange.getRequestMethod(), path, json);
        String session = exchange.getRequestHeaders().getFirst("X-Metabase-Session");
        String key = exchange.getRequestHeaders().getFirst("x-api-key");
        StubAnswer answer = answer(request, SESSION.equals(session) || API_KEY.equals(key));
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        if (answer.status() / 100 == 3) {
            exchange.getResponseHeaders().set("Location", "https://elsewhere.example/");
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized StubAnswer answer(Request request, boolean isSignedIn) {
        if (starting > 0) {
            starting--;
            return new StubAnswer(503, "{\"status\":\"initializing\",\"progress\":0.3}");
        }
        requests.add(request);
        try {
            return switch (request.toString()) {
                case "GET /api/health" -> health;
                case "GET /api/session/properties" -> properties();
                case "POST /api/setup" -> setUp(request.body);
                case "POST /api/session" -> signIn(request.body);
                default -> isSignedIn ? inside(request) : new StubAnswer(401, "Unauthenticated");
            };
        } catch (StubAnswer.Refused refused) {
            return refused.answer();
        }
    }

    private StubAnswer properties() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("has-user-setup", isSetUp);
        body.put("setup-token", isSetUp ? null : TOKEN);
        return StubAnswer.ok(body);
    }

    private StubAnswer setUp(JsonNode body) {
        StubAnswer.requireOnly(body, "token", "user", "prefs", "database");
        StubAnswer.requireOnly(body.path("user"), "email", "password", "first_name", "last_name", "site_name");
        StubAnswer.require(body.path("token").asText().equals(TOKEN), "token", "Token does not match the setup token.");
        StubAnswer.require(!body.path("prefs").path("site_name").asText().isBlank(), "prefs", "site_name is missing");
        if (isSetUp) {
            return new StubAnswer(403, "The /api/setup route can only be used to create the first user");
        }
        StubAnswer.require(
                body.path("user").path("password").asText().length() > 8, "password", "password is too common.");
        requireWorking();
        isSetUp = true;
        return StubAnswer.ok(JsonNodeFactory.instance.objectNode().put("id", SESSION));
    }

    private static StubAnswer signIn(JsonNode body) {
        StubAnswer.requireOnly(body, "username", "password");
        boolean isAdmin = body.path("username").asText().equals(EMAIL)
                && body.path("password").asText().equals(PASSWORD);
        return isAdmin
                ? StubAnswer.ok(JsonNodeFactory.instance.objectNode().put("id", SESSION))
                : new StubAnswer(401, "{\"errors\":{\"password\":\"did not match stored password\"}}");
    }

    private StubAnswer inside(Request request) {
        if (request.path.equals("/api/user/current")) {
            return StubAnswer.ok(JsonNodeFactory.instance.objectNode().put("is_superuser", true));
        }
        if (request.path.endsWith("/sync_schema")) {
            syncsNeeded--;
            return StubAnswer.ok(JsonNodeFactory.instance.objectNode().put("status", "ok"));
        }
        if (!request.method.equals("GET")) {
            requireWorking();
        }
        return content.answer(request, syncsNeeded > 0 ? Map.of() : tables);
    }

    private void requireWorking() {
        if (writesUntilBroken-- <= 0) {
            throw new StubAnswer.Refused(new StubAnswer(500, "{\"message\":\"Out of memory\",\"via\":[]}"));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
