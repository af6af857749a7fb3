// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The ways of paging of a {@link FakeApi}. Pages have 10 events unless the request has another {@code limit}. */
final class Routes {
    private static final Pattern AFTER = Pattern.compile("\"after\"\\s*:\\s*\"c(\\d+)\"");
    static final int PAGE = 10;

    private final FakeApi api;

    Routes(FakeApi api) {
        this.api = api;
    }

    static void addTo(Map<String, Function<ApiRequest, ApiReply>> routes, FakeApi api) {
        Routes all = new Routes(api);
        routes.put("/cursor", all::cursor);
        routes.put("/cursor-header", all::cursorHeader);
        routes.put("/next-url", request -> all.nextUrl(request, api.origin()));
        routes.put("/next-url-relative", request -> all.nextUrl(request, ""));
        routes.put("/link", all::link);
        routes.put("/page", all::page);
        routes.put("/offset", all::offset);
        routes.put("/keys", all::keys);
        routes.put("/window", all::window);
        routes.put("/newest", all::newest);
        routes.put("/snapshot", all::snapshot);
        routes.put("/post", all::post);
        routes.put("/devices", all::devices);
        routes.put("/devices/{id}/events", all::ofDevice);
        routes.put("/ndjson", all::ndjson);
        routes.put("/csv", all::csv);
        routes.put("/array", request -> ApiReply.json(array(api.slice(0, api.size()))));
        routes.put("/conditional", all::conditional);
    }

    static String array(List<String> events) {
        return "[" + String.join(",", events) + "]";
    }

    static int from(String cursor) {
        return cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(1));
    }

    ApiReply cursorPage(int from, int limit) {
        List<String> page = api.slice(from, from + limit);
        int to = from + page.size();
        return ApiReply.json(
                "{\"next\":\"c" + to + "\",\"data\":" + array(page) + ",\"has_more\":" + (to < api.size()) + "}");
    }

    private ApiReply cursor(ApiRequest request) {
        return cursorPage(from(request.parameter("after", "")), request.number("limit", PAGE));
    }

    private ApiReply cursorHeader(ApiRequest request) {
        String cursor =
                request.header("X-Cursor").isEmpty() ? request.parameter("after", "") : request.header("X-Cursor");
        int from = from(cursor);
        List<String> page = api.slice(from, from + request.number("limit", PAGE));
        return ApiReply.json(array(page)).with("X-Next-Cursor", "c" + (from + page.size()));
    }

    private ApiReply nextUrl(ApiRequest request, String origin) {
        int from = request.number("from", 0);
        List<String> page = api.slice(from, from + PAGE);
        int to = from + page.size();
        String next = to < api.size() ? "\"" + origin + request.path() + "?from=" + to + "\"" : "null";
        return ApiReply.json("{\"data\":" + array(page) + ",\"next\":" + next + "}");
    }

    private ApiReply link(ApiRequest request) {
        int from = request.number("from", 0);
        List<String> page = api.slice(from, from + PAGE);
        int to = from + page.size();
        ApiReply reply = ApiReply.json(array(page));
        String first = "<" + api.url("/link") + "?from=0>; rel=\"first\"; title=\"a, b\"";
        return to < api.size()
                ? reply.with("Link", first + ", <" + api.url("/link") + "?from=" + to + ">; rel=\"next\"")
                : reply.with("Link", first);
    }

    ApiReply page(ApiRequest request) {
        int limit = request.number("limit", PAGE);
        int from = (request.number("page", 1) - 1) * limit;
        return ApiReply.json("{\"data\":" + array(api.slice(from, from + limit)) + "}");
    }

    private ApiReply offset(ApiRequest request) {
        int from = request.number("offset", 0);
        return ApiReply.json("{\"data\":" + array(api.slice(from, from + request.number("limit", PAGE))) + ",\"total\":"
                + api.size() + "}");
    }

    private ApiReply keys(ApiRequest request) {
        String after = request.parameter("after", "");
        int from = after.isEmpty() ? 0 : Integer.parseInt(after.substring(1)) + 1;
        List<String> page = api.slice(from, from + request.number("limit", PAGE));
        return ApiReply.json("{\"data\":" + array(page) + ",\"has_more\":" + (from + page.size() < api.size()) + "}");
    }

    private ApiReply window(ApiRequest request) {
        long start = Instant.parse(request.parameter("start", "")).getEpochSecond() - FakeApi.BASE.getEpochSecond();
        long end = Instant.parse(request.parameter("end", "")).getEpochSecond() - FakeApi.BASE.getEpochSecond();
        int from = Math.max((int) Math.max(0, start), from(request.parameter("after", "")));
        int last = (int) Math.max(0, Math.min(end, api.size()));
        List<String> page = api.slice(from, Math.min(last, from + request.number("limit", PAGE)));
        int to = from + page.size();
        return ApiReply.json(
                "{\"data\":" + array(page) + ",\"next\":" + (to < last ? "\"c" + to + "\"" : "null") + "}");
    }

    ApiReply newest(ApiRequest request) {
        List<String> all = new ArrayList<>(api.slice(0, api.size()));
        Collections.reverse(all);
        int limit = request.number("limit", PAGE);
        int from = Math.min(all.size(), (request.number("page", 1) - 1) * limit);
        return ApiReply.json(array(all.subList(from, Math.min(all.size(), from + limit))));
    }

    private ApiReply snapshot(ApiRequest request) {
        List<String> states = IntStream.range(0, api.size())
                .mapToObj(n -> "[\"d" + n + "\"," + (FakeApi.BASE.getEpochSecond() + n) + "," + n + ".5,null]")
                .toList();
        return ApiReply.json("{\"time\":1772366400,\"states\":" + (states.isEmpty() ? "null" : array(states)) + "}");
    }

    private ApiReply post(ApiRequest request) {
        Matcher after = AFTER.matcher(request.body());
        return request.method().equals("POST")
                ? cursorPage(after.find() ? Integer.parseInt(after.group(1)) : 0, PAGE)
                : ApiReply.status(405);
    }

    private ApiReply devices(ApiRequest request) {
        List<String> devices =
                IntStream.range(0, 7).mapToObj(n -> "{\"id\":\"d" + n + "\"}").toList();
        int from = from(request.parameter("after", ""));
        int to = Math.min(devices.size(), from + 3);
        return ApiReply.json("{\"data\":" + array(devices.subList(from, to)) + ",\"next\":"
                + (to < devices.size() ? "\"c" + to + "\"" : "null") + "}");
    }

    private ApiReply ofDevice(ApiRequest request) {
        String id = "\"device_id\":\"" + request.path().replaceAll("/devices/([^/]+)/events", "$1") + "\"";
        List<String> own = api.slice(0, api.size()).stream()
                .filter(event -> event.contains(id))
                .toList();
        int from = from(request.parameter("after", ""));
        int to = Math.min(own.size(), from + 2);
        return ApiReply.json("{\"data\":" + array(own.subList(Math.min(from, to), to)) + ",\"next\":\"c" + to + "\"}");
    }

    private ApiReply ndjson(ApiRequest request) {
        return new ApiReply(
                200,
                Map.of("Content-Type", "application/x-ndjson"),
                (String.join("\n", api.slice(0, api.size())) + "\n").getBytes(StandardCharsets.UTF_8),
                0);
    }

    private ApiReply csv(ApiRequest request) {
        StringBuilder csv = new StringBuilder("id,at,temp,note\r\n");
        for (int n = 0; n < api.size(); n++) {
            csv.append("e")
                    .append(n)
                    .append(',')
                    .append(FakeApi.BASE.plusSeconds(n))
                    .append(',')
                    .append(n)
                    .append(".25,\"said \"\"hi\"\",\nleft\"\r\n");
        }
        return new ApiReply(
                200, Map.of("Content-Type", "text/csv"), csv.toString().getBytes(StandardCharsets.UTF_8), 0);
    }

    private ApiReply conditional(ApiRequest request) {
        String etag = "\"v" + api.size() + "\"";
        return request.header("If-None-Match").equals(etag)
                ? ApiReply.status(304).with("ETag", etag).with("X-Poll-Interval", "60")
                : ApiReply.json(array(api.slice(0, api.size())))
                        .with("ETag", etag)
                        .with("X-Poll-Interval", "60");
    }
}
