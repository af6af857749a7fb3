// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.ApiRequest;
import io.millrace.testkit.api.FakeApi;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** A server that gives the tokens t1, t2 and so on, good for 100 seconds, and those who ask it. */
final class TokenServer implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00.250Z"), ZoneOffset.UTC);

    private final FakeApi api = new FakeApi(0);
    private final List<RequestAuth> auths = new ArrayList<>();
    private int tokens;
    private long nowNanos;

    TokenServer() {
        api.route("/token", request -> token(request, ""));
    }

    private synchronized ApiReply token(ApiRequest request, String more) {
        assertThat(request.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
        return ApiReply.json("{\"access_token\":\"t" + ++tokens + "\",\"expires_in\":100" + more + "}");
    }

    /** Gives a new refresh token with each token: r1 follows r0. All are revoked when an old one is used again. */
    void rotate() {
        api.route("/token", request -> {
            synchronized (this) {
                return form(request).get("refresh_token").equals("r" + tokens)
                        ? token(request, ",\"refresh_token\":\"r" + (tokens + 1) + "\"")
                        : refusal("invalid_grant");
            }
        });
    }

    static ApiReply refusal(String error) {
        String body = "{\"error\":\"" + error + "\",\"error_description\":\"hush\"}";
        return new ApiReply(400, Map.of(), body.getBytes(StandardCharsets.UTF_8), 0);
    }

    String url() {
        return api.url("/token");
    }

    /** What the next request gets instead. */
    void reply(ApiReply reply) {
        api.reply(reply);
    }

    List<ApiRequest> requests() {
        return api.requests();
    }

    List<String> bodies() {
        return requests().stream().map(ApiRequest::body).toList();
    }

    static Map<String, String> form(ApiRequest request) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : request.body().split("&", -1)) {
            String[] field = pair.split("=", 2);
            fields.put(field[0], URLDecoder.decode(field[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    void advance(Duration time) {
        nowNanos += time.toNanos();
    }

    /** @param settings names without {@code http.auth.}, each followed by its value */
    RequestAuth auth(String... settings) {
        return auth(new OkHttpClient(), settings);
    }

    RequestAuth auth(OkHttpClient http, String... settings) {
        ConfigDef def = new ConfigDef();
        AuthOptions.define(def);
        Map<String, String> props = props(settings);
        assertThat(AuthChecks.problems(props)).isEmpty();
        assertThat(AuthChecks.unused(props)).isEmpty();
        RequestAuth auth = AuthOptions.of(new AbstractConfig(def, props, false), http, CLOCK, () -> nowNanos);
        auths.add(auth);
        return auth;
    }

    /** One that asks this server as the client {@code me}. */
    RequestAuth client(String... more) {
        return client(new OkHttpClient(), more);
    }

    RequestAuth client(OkHttpClient http, String... more) {
        List<String> settings = new ArrayList<>(List.of("oauth2.token.url", url(), "oauth2.client.id", "me"));
        settings.addAll(List.of(more));
        return auth(http, settings.toArray(String[]::new));
    }

    static Map<String, String> props(String... settings) {
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            props.put("http.auth." + settings[i], settings[i + 1]);
        }
        return props;
    }

    static Request signed(RequestAuth auth) throws IOException {
        return auth.sign(
                new Request.Builder().url("https://api.example.com/v1/x?a=b").build());
    }

    static String authorization(RequestAuth auth) throws IOException {
        return String.valueOf(signed(auth).header("Authorization"));
    }

    @Override
    public void close() {
        auths.forEach(RequestAuth::close);
        api.close();
    }
}
