// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.http.HttpPollChecks.Problem;
import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.FakeApi;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What validation says of an API that it asks. */
class ProbeTest {
    private static final String NO_PROBE = " validate.probe=false leaves this check out.";

    private final FakeApi api = new FakeApi(25);

    @AfterEach
    void close() {
        api.close();
    }

    private Map<String, String> props(String path, String... more) {
        Map<String, String> props = PagingTest.props(api, path, more);
        props.putIfAbsent("http.auth.type", "bearer");
        props.putIfAbsent("http.auth.token", "s3cr3t");
        props.put("validate.probe", "true");
        return props;
    }

    private static Probe.Finding probe(Map<String, String> props) {
        HttpPollConfig config = new HttpPollConfig(props);
        return Probe.probe(config, config.endpoints().get(0));
    }

    private static List<String> problems(Map<String, String> props) {
        return Probe.problems(new HttpPollConfig(props)).stream()
                .map(Problem::text)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "device-event | io.millrace.DeviceEvent v1 (fields: event_id, device_id, user_id, session_id, sequence, type, occurred_at, received_at, platform, app_version, locale, properties)",
                "inferred     | struct (fields: event_id, device_id, sequence, type, occurred_at, received_at, properties)",
                "raw          | string",
            })
    void saysTheStatusTheCountAndWhatTheFirstRecordIsLike(String shape, String description) {
        Probe.Finding finding = probe(props("/cursor", "record.shape", shape));

        assertThat(finding)
                .isEqualTo(new Probe.Finding(
                        "Probed " + api.url("/cursor") + ": HTTP 200, 10 records on the first page, the first: "
                                + description + ".",
                        List.of()));
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void saysThatThereIsNothingYet() {
        api.reply(ApiReply.status(204));

        assertThat(probe(props("/cursor")).said())
                .isEqualTo("Probed " + api.url("/cursor") + ": HTTP 204, 0 records on the first page.");
    }

    @Test
    void leavesAnApiThatIsDownToTasks() {
        api.reply(ApiReply.status(503));
        assertThat(probe(props("/cursor")))
                .isEqualTo(
                        new Probe.Finding("Probed " + api.url("/cursor") + ": HTTP 503. Tasks try again.", List.of()));

        Map<String, String> props = props("/cursor");
        api.close();
        assertThat(problems(props)).isEmpty();
    }

    @Test
    void asksForNothingBeforeTheFirstWindowIsOver() {
        assertThat(probe(props("/window", "window.step.ms", "60000", "window.start", "2999-01-01T00:00:00Z")))
                .isEqualTo(new Probe.Finding(
                        "Not probed " + api.url("/window") + ": its first window is not over yet.", List.of()));
        assertThat(api.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Correct http.auth.token, or what it is allowed to do.",
                "404 | Correct http.url, or add 404 to http.empty.statuses if it means that there is nothing.",
                "400 | Check the pagination settings; if the API has forgotten the cursor, set a valid one by PATCH /connectors/{name}/offsets.",
            })
    void saysWhatIsWrongWithoutTheBodyOrASecret(int status, String remedy) {
        for (int i = 0; i < 2; i++) {
            api.reply(new ApiReply(
                    status,
                    Map.of("X-Echo", "s3cr3t"),
                    "{\"error\":\"hush, s3cr3t\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    0));
        }
        Map<String, String> props = props("/cursor?key=hush");

        assertThat(probe(props).said()).isEmpty();
        assertThat(problems(props))
                .containsExactly("Cannot read a page: found HTTP " + status + " (expected 200) at " + api.url("/cursor")
                        + " from the start. " + remedy + NO_PROBE);
    }

    @Test
    void saysWhatIsWrongWithARecordWithoutItsContent() {
        api.replace(0, FakeApi.event(0).replace("\"e0\"", "[\"hush\"]"));

        assertThat(problems(props("/cursor")))
                .singleElement()
                .asString()
                .startsWith("Cannot read a device event: found an array (expected a string) at " + api.url("/cursor")
                        + " from the start, /data/0/event_id.")
                .endsWith(NO_PROBE)
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate.probe", "endpoint.events.validate.probe"})
    void asksNothingWhenItIsOff(String key) {
        Map<String, String> props = props("/nowhere", "endpoints", "events", "endpoint.events.topic", "t");
        if (!key.equals("validate.probe")) {
            props.put("validate.probe", "true");
        }
        props.put(key, "false");

        assertThat(errors(props)).isEmpty();
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void asksEachEndpointWithoutAParentOnceTheRestIsRight() {
        Map<String, String> props = props(
                "",
                "endpoints",
                "devices,events",
                "endpoint.devices.http.path",
                "/devices",
                "endpoint.devices.record.shape",
                "raw",
                "endpoint.events.parent",
                "devices",
                "endpoint.events.http.path",
                "/devices/${parent./id}/events");
        props.put("retry.max.ms", "1");
        assertThat(errors(props))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("Invalid value 1 for configuration retry.max.ms");
        assertThat(api.requests()).isEmpty();

        props.remove("retry.max.ms");
        assertThat(errors(props)).isEmpty();
        assertThat(api.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.path()).isEqualTo("/devices"));
    }

    private static List<String> errors(Map<String, String> props) {
        return new HttpPollSourceConnector()
                .validate(props).configValues().stream()
                        .map(ConfigValue::errorMessages)
                        .flatMap(List::stream)
                        .toList();
    }
}
