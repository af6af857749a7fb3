// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.ApiRequest;
import io.millrace.testkit.api.FakeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The connectors that are shipped ready for known APIs, against servers that answer in those APIs' shapes. */
class ReadyConnectorsTest {
    private static final Path FOLDER = Path.of("..", "..", "connect-docker", "connectors", "http");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeApi api = new FakeApi(0);

    @AfterEach
    void close() {
        api.close();
    }

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValid(String file) throws IOException {
        for (ConfigValue value :
                new HttpPollSourceConnector().validate(config(file)).configValues()) {
            assertThat(value.errorMessages()).as(value.name()).isEmpty();
        }
        assertThat(file)
                .startsWith(
                        JSON.readTree(FOLDER.resolve(file).toFile()).get("name").asText());
    }

    private Map<String, String> config(String file) throws IOException {
        Map<String, String> config = new HashMap<>();
        for (Map.Entry<String, JsonNode> each :
                JSON.readTree(FOLDER.resolve(file).toFile()).get("config").properties()) {
            String value = each.getValue().asText().replaceAll("\\$\\{env:[A-Z_]*TOKEN_URL}", api.url("/oauth/token"));
            config.put(
                    each.getKey(),
                    value.replaceAll("\\$\\{env:[A-Z_]*URL}", api.origin()).replaceAll("\\$\\{env:[A-Z_]*}", "s3cr3t"));
        }
        config.put("validate.probe", "false");
        return config;
    }

    private List<SourceRecord> polled(String file, int times) throws IOException {
        try (TestPoller poller = new TestPoller(config(file), partition -> null)) {
            return poller.poll(times);
        }
    }

    private static String items(int from, int to, java.util.function.IntFunction<String> item) {
        return String.join(",", IntStream.range(from, to).mapToObj(item).toList());
    }

    @Test
    void readsEventsOfARepository() throws IOException {
        int[] newest = {250};
        api.route("/repos/apache/kafka/events", request -> {
            int last = newest[0] - 100 * (Integer.parseInt(request.parameter("page", "1")) - 1);
            String page = items(0, Math.max(0, Math.min(100, last)), i -> event(last - i));
            return ApiReply.json("[" + page + "]")
                    .with("ETag", "W/\"" + newest[0] + "\"")
                    .with("X-Poll-Interval", "60")
                    .with("X-RateLimit-Remaining", "4999");
        });
        try (TestPoller poller = new TestPoller(config("github-events.json"), partition -> null)) {
            List<SourceRecord> all = poller.poll(6);
            assertThat(all).hasSize(250);
            assertThat(((Struct) all.get(0).value()).getString("id")).isEqualTo("1");
            assertThat(all.get(0).key()).isEqualTo("apache/kafka");
            assertThat(all.get(0).topic()).isEqualTo("github.events");

            newest[0] += 3;
            List<SourceRecord> newer = poller.poll(700);
            assertThat(newer)
                    .extracting(record -> ((Struct) record.value()).getString("id"))
                    .containsExactly("251", "252", "253");
        }
        ApiRequest first = api.requests().get(0);
        assertThat(first.query()).containsEntry("per_page", "100").containsEntry("page", "1");
        assertThat(first.header("Authorization")).isEqualTo("Bearer s3cr3t");
        assertThat(first.header("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
    }

    private static String event(int n) {
        return "{\"id\":\"" + n + "\",\"type\":\"PushEvent\",\"actor\":{\"id\":7,\"login\":\"ada\"},\"repo\":{\"id\":1,"
                + "\"name\":\"apache/kafka\"},\"payload\":{\"size\": 1},\"public\":true,\"created_at\":\""
                + FakeApi.BASE.plusSeconds(n) + "\"}";
    }

    @Test
    void readsEventsOfPayments() throws IOException {
        api.route("/v1/events", request -> {
            String after = request.parameter("starting_after", "evt_151");
            int last = Integer.parseInt(after.substring(4)) - 1;
            int count = Math.min(100, last);
            return ApiReply.json(
                    "{\"object\":\"list\",\"url\":\"/v1/events\",\"has_more\":" + (last > 100) + ",\"data\":["
                            + items(
                                    0,
                                    count,
                                    i -> "{\"id\":\"evt_" + (last - i)
                                            + "\",\"object\":\"event\",\"type\":\"charge.succeeded\"," + "\"created\":"
                                            + (1772366400 + last - i) + ",\"livemode\":false,\"data\":{\"object\":{}}}")
                            + "]}");
        });

        List<SourceRecord> all = polled("stripe-events.json", 4);

        assertThat(all)
                .extracting(SourceRecord::key)
                .startsWith("evt_1", "evt_2")
                .endsWith("evt_150")
                .hasSize(150);
        assertThat(all.get(0).timestamp()).isEqualTo(1772366401000L);
    }

    @Test
    void readsStatesOfAircraftAndLeavesOutThoseThatHaveNotMoved() throws IOException {
        api.route("/oauth/token", request -> ApiReply.json("{\"access_token\":\"abc\",\"expires_in\":1800}"));
        int[] calls = {0};
        api.route("/api/states/all", request -> {
            int call = calls[0]++;
            String states = call == 1
                    ? "null"
                    : "[[\"4b1815\",\"SWR123  \",\"Switzerland\",1772366399," + (1772366400 + call)
                            + ",8.54,47.45,null,true,0.5,90,null,null,430.5,\"1000\",false,0],"
                            + "[\"3c6444\",null,\"Germany\",null,1772366390,null,null,10972.8,false,231.1,12.5,0,[1,2],null,null,false,0]]";
            return ApiReply.json("{\"time\":1772366400,\"states\":" + states + "}")
                    .with("X-Rate-Limit-Remaining", "3999");
        });

        List<SourceRecord> all = polled("opensky-states.json", 320);

        assertThat(all).extracting(SourceRecord::key).startsWith("4b1815", "3c6444", "4b1815");
        assertThat(all.stream().filter(record -> "3c6444".equals(record.key()))).hasSize(1);
        Struct state = (Struct) all.get(0).value();
        assertThat(state.getFloat64("longitude")).isEqualTo(8.54);
        assertThat(state.getFloat64("true_track")).isEqualTo(90.0);
        assertThat(state.getBoolean("on_ground")).isTrue();
        assertThat(api.requests().get(0).body()).contains("client_id=s3cr3t").contains("client_secret=s3cr3t");
        assertThat(api.requests().get(1).header("Authorization")).isEqualTo("Bearer abc");
    }

    @Test
    void readsTheStatusOfEachDevice() throws IOException {
        api.route(
                "/v1/devices",
                request -> request.parameter("page", "0").equals("0")
                        ? ApiReply.json(
                                "{\"items\":[{\"deviceId\":\"d1\",\"name\":\"plug\"},{\"deviceId\":\"d2\"}],\"_links\":{\"next\":"
                                        + "{\"href\":\"" + api.url("/v1/devices?page=1") + "\"}}}")
                        : ApiReply.json("{\"items\":[{\"deviceId\":\"d3\"}],\"_links\":{\"next\":null}}"));
        for (String id : List.of("d1", "d2", "d3")) {
            api.route(
                    "/v1/devices/" + id + "/status",
                    request -> ApiReply.json(
                            "{\"components\":{\"main\":{\"switch\":{\"switch\":{\"value\":\"on\",\"timestamp\":\"2026-03-01T12:00:00Z\"}}}}}"));
        }

        List<SourceRecord> all = polled("smartthings-devices.json", 40);

        assertThat(all.stream().filter(r -> r.topic().equals("smartthings.devices")))
                .extracting(SourceRecord::key)
                .contains("d1", "d2", "d3");
        assertThat(all.stream().filter(r -> r.topic().equals("smartthings.status")))
                .extracting(record -> String.valueOf(record.sourcePartition().get("parent")))
                .contains("d1", "d2", "d3");
    }

    @Test
    void readsTheHistoryOfAHome() throws IOException {
        api.route("/history", request -> ApiReply.status(404));
        for (int hour = 0; hour < 30; hour++) { // windows begin where the clock of these tests says
            Instant start = TestPoller.CLOCK.instant().minusSeconds(86_400 + 60).plusSeconds(3600L * hour);
            String at = start.plusSeconds(61).toString();
            api.route(
                    "/api/history/period/" + start,
                    request -> ApiReply.json(
                            "[[" + state("sensor.temperature", at) + "],[" + state("sensor.humidity", at) + "]]"));
        }

        List<SourceRecord> all = polled("home-assistant-history.json", 40);

        assertThat(all.size()).as("two of each hour").isEqualTo(48);
        assertThat(all.get(0).key()).isEqualTo("sensor.temperature");
        assertThat(((Struct) all.get(0).value()).getString("properties")).startsWith("{\"entity_id\":");
        assertThat(api.requests().get(0).query())
                .containsEntry("filter_entity_id", "sensor.temperature,sensor.humidity")
                .containsKey("end_time");
    }

    private static String state(String entity, String at) {
        return "{\"entity_id\":\"" + entity + "\",\"state\":\"21.5\",\"attributes\":{},\"last_changed\":\"" + at
                + "\",\"last_updated\":\"" + at + "\",\"context\":{\"id\":\"c-" + entity + at + "\",\"user_id\":null}}";
    }

    @Test
    void readsThePositionsOfEachVehicle() throws IOException {
        api.route("/oauth/token", request -> ApiReply.json("{\"access_token\":\"abc\",\"expires_in\":3600}"));
        api.route(
                "/v1/vehicles",
                request -> ApiReply.json(
                        "{\"data\":[{\"id\":\"v1\",\"updated_at\":1},{\"id\":\"v2\",\"updated_at\":1}],\"page\":{\"next\":null}}"));
        for (String id : List.of("v1", "v2")) {
            api.route(
                    "/v1/vehicles/" + id + "/positions",
                    request -> ApiReply.json("{\"data\":[{\"id\":\"p" + id
                            + request.parameter("from", "") + "\",\"vehicle_id\":\"" + id + "\",\"at\":\""
                            + request.parameter("from", "")
                            + "\",\"position\":{\"lat\":47.5,\"lon\":8.5}}],\"page\":{\"next\":null}}"));
        }

        List<SourceRecord> all = polled("fleet-positions.json", 40);

        assertThat(all.stream().filter(r -> r.topic().equals("fleet.vehicles"))).hasSize(2);
        List<SourceRecord> positions =
                all.stream().filter(r -> r.topic().equals("fleet.positions")).toList();
        assertThat(positions.stream().filter(r -> "v2".equals(r.key()))).hasSizeGreaterThanOrEqualTo(6);
        assertThat(((Struct) positions.get(0).value()).getFloat64("latitude")).isEqualTo(47.5);
        assertThat(positions)
                .extracting(record -> record.key() + " " + record.sourceOffset())
                .doesNotHaveDuplicates();
    }
}
