// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeviceApiTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("],\"next\":\"([^\"]+)\",\"has_more\":(true|false)}$");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void servesTheWholeFeedPageByPage() throws Exception {
        try (DeviceApi api = api().start()) {
            api.append(2345);
            List<String> ids = new ArrayList<>();
            String cursor = "";
            String hasMore = "true";
            while (hasMore.equals("true")) {
                String body = get(api, "?limit=1000&after=" + cursor).body();
                EVENT_ID.matcher(body).results().forEach(id -> ids.add(id.group(1)));
                Matcher next = next(body);
                cursor = next.group(1);
                hasMore = next.group(2);
            }

            assertThat(ids).hasSize(2345);
            assertThat(ids.stream().distinct())
                    .containsExactlyElementsOf(
                            api.ledger().events().map(DeviceEvent::eventId).toList());
        }
    }

    @Test
    void keepsTheCursorAtTheEndOfTheFeed() throws Exception {
        try (DeviceApi api = api().start()) {
            api.append(10);
            String end = next(get(api, "?limit=100").body()).group(1);

            String empty = get(api, "?after=" + end).body();
            assertThat(empty).isEqualTo("{\"data\":[],\"next\":\"" + end + "\",\"has_more\":false}");

            api.append(3);
            assertThat(EVENT_ID.matcher(get(api, "?after=" + end).body()).results())
                    .hasSize(3);
        }
    }

    @Test
    void answersTheSameToTheSameCursor() throws Exception {
        try (DeviceApi api = api().start()) {
            api.append(500);
            String first = get(api, "?limit=400").body();
            api.append(500);

            assertThat(get(api, "?limit=400").body()).isEqualTo(first);
        }
    }

    @Test
    void refusesAWrongToken() throws Exception {
        try (DeviceApi api = api().start()) {
            HttpRequest wrong = HttpRequest.newBuilder(URI.create(api.url() + "/v1/events"))
                    .header("Authorization", "Bearer other")
                    .build();

            HttpResponse<String> answer = http.send(wrong, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("invalid_token").doesNotContain("secret");
        }
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        try (DeviceApi api = api().start()) {
            assertThat(get(api, "?after=nonsense").statusCode()).isEqualTo(400);
            assertThat(get(api, "?after=" + Cursor.encode(1)).statusCode()).isEqualTo(400);
            assertThat(get(api, "?limit=0").statusCode()).isEqualTo(400);
            assertThat(get(api, "/other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void throttlesNowAndThen() throws Exception {
        try (DeviceApi api = api().throttleEvery(3).retryAfterSeconds(0).start()) {
            assertThat(get(api, "").statusCode()).isEqualTo(200);
            assertThat(get(api, "").statusCode()).isEqualTo(200);

            HttpResponse<String> throttled = get(api, "");

            assertThat(throttled.statusCode()).isEqualTo(429);
            assertThat(throttled.headers().firstValue("Retry-After")).hasValue("0");
            assertThat(get(api, "").statusCode()).isEqualTo(200);
        }
    }

    private static DeviceApi.Builder api() {
        return DeviceApi.builder("secret").devices(50).throttleEvery(0).clock(CLOCK);
    }

    private static Matcher next(String body) {
        Matcher next = NEXT.matcher(body);
        assertThat(next.find()).as(body).isTrue();
        return next;
    }

    private HttpResponse<String> get(DeviceApi api, String rest) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + "/v1/events" + rest))
                .header("Authorization", "Bearer secret")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
