// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.connect.http.HttpPollChecks.Problem;
import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.ApiRequest;
import io.millrace.testkit.api.FakeApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials between endpoints, tasks and validation. */
class HttpPollAuthTest {
    private final FakeApi api = new FakeApi(3);
    private int tokens;

    /** Its server of tokens has each refresh token used once, and the API takes its newest token only. */
    @BeforeEach
    void rotate() {
        api.route("/token", this::token);
    }

    private synchronized ApiReply token(ApiRequest request) {
        if (!request.body().contains("refresh_token=r" + tokens + "&")) {
            return refusal("invalid_grant");
        }
        tokens++;
        return ApiReply.json("{\"access_token\":\"t" + tokens + "\",\"refresh_token\":\"r" + tokens + "\"}");
    }

    private static ApiReply refusal(String error) {
        String body = "{\"error\":\"" + error + "\",\"error_description\":\"hush\"}";
        return new ApiReply(400, Map.of(), body.getBytes(StandardCharsets.UTF_8), 0);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Map<String, String> props(String... more) {
        Map<String, String> props = new HashMap<>(Map.of(
                "topic", "t",
                "http.url", api.url("/cursor"),
                "http.auth.type", "oauth2-refresh-token",
                "http.auth.oauth2.token.url", api.url("/token"),
                "http.auth.oauth2.client.id", "me",
                "http.auth.oauth2.client.auth", "post",
                "http.auth.oauth2.refresh.token", "r0"));
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        return props;
    }

    private List<String> asked() {
        return api.requests().stream()
                .filter(request -> request.path().equals("/token"))
                .map(ApiRequest::body)
                .toList();
    }

    @Test
    void usesARefreshTokenOnceForAllEndpointsAndTasks() {
        Map<String, String> props = props("endpoints", "a,b", "endpoint.b.topic", "u");
        List<SourceRecord> records = new ArrayList<>();
        try (TestPoller one = new TestPoller(props, Position.START);
                TestPoller other = new TestPoller(props, Position.START)) {
            records.addAll(one.poll(2));
            records.addAll(other.poll(2));
        }
        try (TestPoller restarted = new TestPoller(props, Position.START)) { // the newest takes the place of the first
            records.addAll(restarted.poll(2));
        }

        assertThat(records).hasSize(3 * 2 * 3);
        assertThat(asked())
                .containsExactly(
                        "grant_type=refresh_token&refresh_token=r0&client_id=me",
                        "grant_type=refresh_token&refresh_token=r1&client_id=me");
    }

    @Test
    void failsWhenAServerOfTokensRefusesWithoutShowingSecrets() {
        api.reply(refusal("invalid_client"));
        try (TestPoller poller =
                new TestPoller(props("http.auth.oauth2.token.url", api.url("/token?key=hush")), Position.START)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(2))
                    .withMessage("Cannot read a page: found no token from " + api.url("/token")
                            + ": HTTP 400 (invalid_client) (expected one) at " + api.url("/cursor")
                            + " from the start. Correct http.auth.oauth2.client.id, http.auth.oauth2.client.secret and"
                            + " http.auth.oauth2.client.auth, or what the client is allowed to do, then restart the task;"
                            + " it goes on where it stopped.");
        }
    }

    @Test
    void leavesARefreshTokenToTheTasks() {
        assertThat(errors(props())).isEmpty();
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void probesWithATokenThatMayBeAskedForOften() {
        Map<String, String> props =
                props("http.auth.type", "oauth2-client-credentials", "http.auth.oauth2.client.secret", "s3cr3t");
        props.remove("http.auth.oauth2.refresh.token");
        api.reply(refusal("invalid_client"));

        assertThat(errors(props))
                .isEqualTo(Map.of(
                        "http.url",
                        List.of("Cannot read a page: found no token from " + api.url("/token")
                                + ": HTTP 400 (invalid_client) (expected one) at " + api.url("/cursor")
                                + " from the start. Correct http.auth.oauth2.client.id, http.auth.oauth2.client.secret"
                                + " and http.auth.oauth2.client.auth, or what the client is allowed to do."
                                + " validate.probe=false leaves this check out.")));
    }

    @Test
    void letsEndpointsAuthenticateInTheirOwnWay() {
        Map<String, String> props = props("endpoints", "a,b", "endpoint.b.http.auth.type", "none");
        assertThat(errors(props)).isEmpty();

        props.put("endpoint.b.http.auth.api.key", "k");
        props.put("http.auth.user", "u");
        assertThat(HttpPollChecks.problems(props))
                .contains(
                        new Problem(
                                "endpoint.b.http.auth.api.key",
                                "Unused configuration http.auth.api.key: http.auth.type=none does not use it. Set the type"
                                        + " that does, or omit it."),
                        new Problem(
                                "http.auth.user",
                                "Unused configuration http.auth.user: http.auth.type=oauth2-refresh-token with"
                                        + " http.auth.oauth2.client.auth=post does not use it. Set what does, or omit it."))
                .hasSize(2);
    }

    private static Map<String, List<String>> errors(Map<String, String> props) {
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value : new HttpPollSourceConnector().validate(props).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
