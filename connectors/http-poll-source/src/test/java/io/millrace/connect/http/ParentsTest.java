// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.connect.http.TestPoller.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.ApiRequest;
import io.millrace.testkit.api.FakeApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists for each record of another list, of which there may be one for each record of a third. */
class ParentsTest {
    private static final String EVENTS_OF_DEVICE = "/devices/${parent./id}/events";

    /** Which devices are at which site; {@code /sites} and {@code /sites/{id}/devices} say so. */
    private final Map<String, List<String>> sites = new TreeMap<>();

    private final FakeApi api = new FakeApi(28);

    private Map<String, String> props(String... more) {
        api.route("/sites", request -> list(sites.keySet()));
        for (String site : List.of("s0", "s1", "s2")) {
            api.route(
                    "/sites/" + site + "/devices",
                    request -> sites.containsKey(site) ? list(sites.get(site)) : ApiReply.status(404));
        }
        Map<String, String> props = PagingTest.props(
                api,
                "",
                "endpoints",
                "sites,devices,events",
                "endpoint.sites.http.path",
                "/sites",
                "endpoint.sites.records.deliver",
                "false",
                "endpoint.devices.parent",
                "sites",
                "endpoint.devices.http.path",
                "/sites/${parent./id}/devices",
                "endpoint.devices.records.deliver",
                "false",
                "endpoint.events.parent",
                "devices",
                "endpoint.events.http.path",
                EVENTS_OF_DEVICE,
                "parent.refresh.ms",
                "1000");
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        return props;
    }

    private static ApiReply list(Iterable<String> ids) {
        List<String> records = new ArrayList<>();
        ids.forEach(id -> records.add("{\"id\":\"" + id + "\"}"));
        return ApiReply.json("{\"data\":[" + String.join(",", records) + "],\"next\":null}");
    }

    private List<String> devicesAsked() {
        return api.requests().stream()
                .map(ApiRequest::path)
                .filter(path -> path.endsWith("/events"))
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void readsTheRecordsOfParentsThatHaveParents() {
        sites.put("s0", List.of("d0", "d1", "d2"));
        sites.put("s1", List.of("d3", "d4"));
        sites.put("s2", List.of("d5", "d6"));
        try (api;
                TestPoller poller = new TestPoller(props(), partition -> null)) {
            List<SourceRecord> arrived = poller.poll(400);

            assertThat(ids(arrived)).containsExactlyInAnyOrderElementsOf(TestPoller.ids(0, 28));
            assertThat(arrived).allMatch(record -> record.topic().equals("t"));
            assertThat(arrived.get(0).sourcePartition().get("parent")).isIn(devices());
        }
    }

    private List<String> devices() {
        return sites.values().stream().flatMap(List::stream).toList();
    }

    /** A device of two sites has one feed, which goes with the last of them. */
    @Test
    void readsWhatHasSeveralParentsOnceAndEndsWithTheLast() {
        sites.put("s0", List.of("d0", "d1"));
        sites.put("s1", List.of("d1"));
        try (api;
                TestPoller poller = new TestPoller(props(), partition -> null)) {
            List<SourceRecord> arrived = poller.poll(300);
            assertThat(ids(arrived)).hasSize(8).doesNotHaveDuplicates();

            sites.put("s0", List.of("d0"));
            poller.poll(100);
            api.append(7);
            assertThat(ids(poller.poll(100)))
                    .as("of d0, and of d1, which s1 still has")
                    .containsExactlyInAnyOrder("e28", "e29");

            sites.remove("s1");
            poller.poll(100);
            api.append(7);
            assertThat(ids(poller.poll(100))).as("of d0 alone").containsExactly("e35");

            sites.put("s2", List.of("d2"));
            assertThat(ids(poller.poll(300))).containsExactly("e2", "e9", "e16", "e23", "e30", "e37");
        }
    }

    @Test
    void asksForValuesOfEveryGeneration() {
        sites.put("s0", List.of("d0"));
        sites.put("s1", List.of("d0", "d1"));
        for (String path : List.of("s0/d0", "s1/d0", "s1/d1")) {
            api.route("/sites/" + path.replace("/", "/devices/") + "/events", request -> list(List.of(path)));
        }
        try (api;
                TestPoller poller = new TestPoller(
                        props(
                                "endpoint.events.http.path",
                                "/sites/${parent.parent./id}/devices/${parent./id}/events",
                                "record.shape",
                                "raw"),
                        partition -> null)) {
            Map<Object, Object> arrived = poller.poll(300).stream()
                    .collect(Collectors.toMap(record -> record.sourcePartition().get("parent"), SourceRecord::value));

            assertThat(arrived)
                    .isEqualTo(Map.of(
                            "d0,s0",
                            "{\"id\":\"s0/d0\"}",
                            "d0,s1",
                            "{\"id\":\"s1/d0\"}",
                            "d1,s1",
                            "{\"id\":\"s1/d1\"}"));
        }
    }

    /** Each task reads all lists of parents, and polls its own part of what they have. */
    @Test
    void dividesGrandchildrenOverTasks() {
        sites.put("s0", List.of("d0", "d1", "d2", "d3"));
        sites.put("s1", List.of("d4", "d5", "d6", "d0"));
        Map<String, String> props = props();
        HttpPollSourceConnector connector = new HttpPollSourceConnector();
        connector.start(props);
        List<Map<String, String>> tasks = connector.taskConfigs(3);
        assertThat(tasks)
                .extracting(task -> task.get("millrace.task.units"))
                .containsExactly("events#0/3", "events#1/3", "events#2/3");

        List<String> arrived = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            try (TestPoller poller = new TestPoller(props, new Unit("events", part, 3))) {
                arrived.addAll(ids(poller.poll(300)));
            }
        }
        api.close();

        assertThat(arrived).containsExactlyInAnyOrderElementsOf(TestPoller.ids(0, 28));
        assertThat(devicesAsked()).hasSize(7);
    }

    /** It was asked for while its parent's list was read again. */
    @Test
    void forgivesWhatCannotBeReadOfAParentThatHasGone() {
        sites.put("s0", List.of("d0"));
        try (api) {
            Map<String, String> props = props();
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                assertThat(poller.poll(100)).hasSize(4);
                sites.clear();
                poller.poll(50);
                poller.poll(50);
                assertThat(devicesAsked()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void putsNoValueIntoAPathThatIsNoPartOfIt(String id) {
        sites.put("s0", List.of(id));
        try (api;
                TestPoller poller = new TestPoller(props(), partition -> null)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(100))
                    .withMessage(
                            "Cannot ask for a page: found a value that is empty, . or .. (expected a part of a path) at "
                                    + api.url(EVENTS_OF_DEVICE) + (id.isEmpty() ? " of " : " of " + id)
                                    + " from the start. Correct"
                                    + " http.path, or what fills it, then restart the task; it goes on where it stopped.");
        }
    }

    @Test
    void deliversNothingOfAnEndpointThatIsOnlyAParent() {
        try (api) {
            Map<String, String> props = PagingTest.props(
                    api,
                    "",
                    "endpoints",
                    "devices,events",
                    "endpoint.devices.http.path",
                    "/devices",
                    "endpoint.devices.records.deliver",
                    "false",
                    "endpoint.devices.pagination.type",
                    "page",
                    "endpoint.events.parent",
                    "devices",
                    "endpoint.events.topic",
                    "t",
                    "endpoint.events.http.path",
                    EVENTS_OF_DEVICE,
                    "exactly.once.support",
                    "required");
            props.remove("topic");
            props.put("endpoint.devices.pagination.type", "cursor");
            props.put("endpoint.devices.pagination.list", "changing");
            HttpPollSourceConnector connector = new HttpPollSourceConnector();

            assertThat(errors(props)).isEmpty();
            assertThat(connector.exactlyOnceSupport(props)).isEqualTo(ExactlyOnceSupport.SUPPORTED);
            connector.start(props);
            assertThat(connector.taskConfigs(1))
                    .extracting(task -> task.get("millrace.task.units"))
                    .containsExactly("events");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                List<SourceRecord> arrived = poller.poll(200);
                assertThat(ids(arrived)).containsExactlyInAnyOrderElementsOf(TestPoller.ids(0, 28));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint.events.records.deliver | false  | Invalid value false for configuration endpoint.events.records.deliver: no endpoint has events as its parent (expected true for what is no parent). Omit it for the default, true.",
                "records.deliver                 | false  | Invalid value false for configuration records.deliver: no endpoint has events as its parent (expected true for what is no parent). Omit it for the default, true.",
                "endpoint.sites.parent           | events | Invalid value events for configuration endpoint.sites.parent: its parents lead back to sites (expected to end with an endpoint without a parent). Choose another.",
                "endpoint.sites.parent           | sites  | Invalid value sites for configuration endpoint.sites.parent: expected another of endpoints. Correct it.",
            })
    void refusesParentsThatLeadNowhere(String key, String value, String message) {
        Map<String, String> props = props(key, value);
        api.close();

        assertThat(errors(props).get(key)).contains(message);
    }

    private static Map<String, List<String>> errors(Map<String, String> props) {
        Map<String, List<String>> errors = new HashMap<>();
        new HttpPollSourceConnector()
                .validate(props).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .forEach(value -> errors.put(value.name(), value.errorMessages()));
        return errors;
    }

    @Test
    void readsEachParentsRecordsAndFindsNewParents() {
        try (FakeApi api = new FakeApi(28)) {
            Map<String, String> props = PagingTest.props(
                    api,
                    "",
                    "endpoints",
                    "devices,events",
                    "endpoint.devices.http.path",
                    "/devices",
                    "endpoint.devices.record.shape",
                    "raw",
                    "endpoint.devices.topic",
                    "devices",
                    "endpoint.devices.poll.interval.ms",
                    "86400000",
                    "endpoint.events.parent",
                    "devices",
                    "endpoint.events.http.path",
                    "/devices/${parent./id}/events");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                List<SourceRecord> arrived = poller.poll(200);

                assertThat(arrived.stream().filter(r -> r.topic().equals("devices")))
                        .hasSize(7);
                List<SourceRecord> events =
                        arrived.stream().filter(r -> r.topic().equals("t")).toList();
                assertThat(ids(events)).containsExactlyInAnyOrderElementsOf(TestPoller.ids(0, 28));
                assertThat(events.get(0).sourcePartition())
                        .isEqualTo(Map.of(
                                "endpoint",
                                api.origin() + "/devices/${parent./id}/events",
                                "name",
                                "events",
                                "parent",
                                ((Struct) events.get(0).value()).getString("device_id")));
                assertThat(events.get(0).sourcePartition().keySet())
                        .as("the worker finds offsets by the partition's bytes")
                        .hasToString("[endpoint, name, parent]");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "3, 2", "3, 8", "1, 8"})
    void spreadsParentsOverTasksAndNeverMoreThanThereMayBe(int endpoints, int maxTasks) {
        Map<String, String> props = new HashMap<>(Map.of("topic", "t", "http.url", "http://localhost:1"));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < endpoints; i++) {
            names.add("n" + i);
        }
        props.put("endpoints", String.join(",", names));
        if (endpoints > 1) {
            props.put("endpoint.n1.parent", "n0");
            props.put("endpoint.n1.http.path", "/${parent./id}");
        }
        HttpPollSourceConnector connector = new HttpPollSourceConnector();
        connector.start(props);

        List<Map<String, String>> tasks = connector.taskConfigs(maxTasks);

        assertThat(tasks).hasSizeBetween(1, maxTasks);
        List<Unit> units = tasks.stream()
                .flatMap(task -> Unit.parse(task.get("millrace.task.units")).stream())
                .toList();
        for (String parent : List.of("a", "b", "c", "d", "e")) {
            assertThat(units.stream()
                            .filter(unit -> unit.endpoint().equals(endpoints > 1 ? "n1" : "n0"))
                            .filter(unit -> unit.holds(parent)))
                    .as(parent)
                    .hasSize(1);
        }
    }
}
