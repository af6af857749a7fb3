// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The ways to misbehave of a {@link FakeApi}. Where a request may be repeated, each is answered badly once, then as by
 * {@code /cursor}.
 */
final class BadRoutes {
    private static final int BOMB_BYTES = 50_000_000;
    private static final int DEPTH = 10_000;

    private final FakeApi api;
    private final Routes good;
    private final Set<String> asked = new HashSet<>();
    private final AtomicInteger turns = new AtomicInteger();

    private BadRoutes(FakeApi api) {
        this.api = api;
        this.good = new Routes(api);
    }

    static void addTo(Map<String, Function<ApiRequest, ApiReply>> routes, FakeApi api) {
        BadRoutes all = new BadRoutes(api);
        routes.put("/bad/circle", all::circle);
        routes.put("/bad/same-page", all::samePage);
        routes.put("/bad/gaps", all::gaps);
        routes.put("/bad/null-list", request -> ApiReply.json("{\"data\":null,\"next\":null}"));
        routes.put("/bad/login", request -> typed("Text/HTML; charset=utf-8", "<html>Log in, please</html>"));
        routes.put("/bad/picture", request -> typed("image/png", "\u0089PNG\r\n"));
        routes.put("/bad/plain", request -> all.page(request).with("Content-Type", "text/plain"));
        routes.put("/bad/cut", all.once(page -> page.cutAfter(page.body().length / 2)));
        routes.put(
                "/bad/cut-chunks",
                all.once(page -> page.cutAfter(page.body().length / 2).chunked()));
        routes.put("/bad/busy", all.once(page -> ApiReply.status(429)));
        routes.put("/bad/busy-seconds", all.once(page -> busy("Retry-After", "7")));
        routes.put("/bad/busy-date", all.once(page -> busy("Retry-After", date(30))));
        routes.put("/bad/busy-reset", all.once(page -> busy("X-RateLimit-Reset", "9")));
        routes.put("/bad/inserted", all::inserted);
        routes.put("/bad/deleted", all::deleted);
        routes.put("/bad/newest-inserted", all::newestInserted);
        routes.put("/bad/redirect", request -> ApiReply.status(302).with("Location", request.parameter("to", "")));
        routes.put("/bad/link", request -> all.link(request.parameter("to", "")));
        routes.put("/bad/bomb", request -> bomb());
        routes.put("/bad/deep", request -> ApiReply.json("{\"data\":[{\"event_id\":" + nested() + "}],\"next\":null}"));
        routes.put("/bad/deep-around", request -> ApiReply.json("{\"meta\":" + nested() + ",\"data\":[]}"));
        routes.put(
                "/bad/endless",
                request -> ApiReply.json("{\"data\":[" + FakeApi.event(0)).thenForEver("," + FakeApi.event(1)));
        routes.put(
                "/bad/endless-text", request -> ApiReply.json("{\"data\":[\"").thenForEver("x".repeat(1000)));
        routes.put("/bad/endless-space", request -> ApiReply.json("{\"data\":[").thenForEver(" ".repeat(1000)));
    }

    private static ApiReply typed(String type, String body) {
        return new ApiReply(200, Map.of("Content-Type", type), body.getBytes(StandardCharsets.ISO_8859_1), 0);
    }

    private static ApiReply busy(String header, String value) {
        return ApiReply.status(429).with(header, value);
    }

    private static String date(int secondsFromNow) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(secondsFromNow).atOffset(ZoneOffset.UTC));
    }

    private ApiReply page(ApiRequest request) {
        return good.cursorPage(Routes.from(request.parameter("after", "")), request.number("limit", Routes.PAGE));
    }

    /** Answers {@code badly} to what has not been asked before. */
    private Function<ApiRequest, ApiReply> once(UnaryOperator<ApiReply> badly) {
        return request -> {
            ApiReply page = page(request);
            synchronized (asked) {
                return asked.add(request.path() + request.query()) ? badly.apply(page) : page;
            }
        };
    }

    /** After the third page comes the second. */
    private ApiReply circle(ApiRequest request) {
        int from = Routes.from(request.parameter("after", ""));
        int to = from + Routes.PAGE;
        String next = to == 3 * Routes.PAGE ? "c" + Routes.PAGE : "c" + to;
        return ApiReply.json("{\"data\":" + Routes.array(api.slice(from, to)) + ",\"next\":\"" + next + "\"}");
    }

    /** Whatever is asked for, the first page, in another order each time if {@code shuffled} is set. */
    private ApiReply samePage(ApiRequest request) {
        List<String> page = new ArrayList<>(api.slice(0, Routes.PAGE));
        if (request.query().containsKey("shuffled")) {
            Collections.rotate(page, turns.incrementAndGet());
        }
        return ApiReply.json("{\"data\":" + Routes.array(page) + "}");
    }

    /** Before each page comes an empty one that leads to it. */
    private ApiReply gaps(ApiRequest request) {
        String after = request.parameter("after", "c0");
        int from = Routes.from(after);
        if (after.startsWith("c")) {
            return ApiReply.json("{\"data\":[],\"next\":" + (from < api.size() ? "\"g" + from + "\"" : "null") + "}");
        }
        int to = Math.min(api.size(), from + Routes.PAGE);
        return ApiReply.json("{\"data\":" + Routes.array(api.slice(from, to)) + ",\"next\":\"c" + to + "\"}");
    }

    /** Numbered pages of a list to whose head two records have been added since the last request. */
    private ApiReply inserted(ApiRequest request) {
        for (int i = 0; i < 2 && turns.get() < Routes.PAGE; i++) {
            api.insertFirst(FakeApi.event(1000 + turns.getAndIncrement()));
        }
        return good.page(request);
    }

    /** Numbered pages of a list whose first record has been deleted since the last request, five times. */
    private ApiReply deleted(ApiRequest request) {
        if (turns.getAndIncrement() < Routes.PAGE / 2) {
            api.remove(0);
        }
        return good.page(request);
    }

    /** The newest first, of which {@code by} more have come since the last request, up to 100 in all. */
    private ApiReply newestInserted(ApiRequest request) {
        api.append(Math.min(request.number("by", 1), Math.max(0, 100 - api.size())));
        return good.newest(request);
    }

    private ApiReply link(String target) {
        return ApiReply.json("{\"data\":" + Routes.array(api.slice(0, 1)) + ",\"next\":\"" + target + "\"}");
    }

    private static ApiReply bomb() {
        return ApiReply.json("{\"data\":[" + " ".repeat(BOMB_BYTES) + "]}").gzipped();
    }

    private static String nested() {
        return "[".repeat(DEPTH) + "]".repeat(DEPTH);
    }
}
