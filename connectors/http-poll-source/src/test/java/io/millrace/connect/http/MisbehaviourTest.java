// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.connect.http.PagingTest.props;
import static io.millrace.connect.http.TestPoller.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.testkit.api.FakeApi;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An API that does what none should: nothing is lost, nothing comes twice, and nothing goes on for ever. */
@Timeout(60)
class MisbehaviourTest {
    @Test
    void stopsWhereCursorsLeadInACircle() {
        try (FakeApi api = new FakeApi(100);
                TestPoller poller = new TestPoller(props(api, "/bad/circle"), Position.START)) {
            List<SourceRecord> arrived = poller.poll(2);

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(10))
                    .withMessage(
                            "Cannot follow the feed: found a next cursor that an earlier page had (expected progress)"
                                    + " at " + api.url("/bad/circle")
                                    + " from cursor 'c20'. Check pagination.cursor.parameter and"
                                    + " pagination.cursor.pointer, then restart the task; it goes on where it stopped.");
            assertThat(ids(arrived)).isEqualTo(TestPoller.ids(0, 20));
        }
    }

    @Test
    void goesThroughEmptyPagesThatLeadOn() {
        try (FakeApi api = new FakeApi(35);
                TestPoller poller = new TestPoller(props(api, "/bad/gaps"), Position.START)) {
            assertThat(ids(poller.poll(200))).isEqualTo(TestPoller.ids(0, 35));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"append-only", "changing"})
    void takesAListThatIsNullForEmpty(String list) {
        try (FakeApi api = new FakeApi(3);
                TestPoller poller =
                        new TestPoller(props(api, "/bad/null-list", "pagination.list", list), Position.START)) {
            assertThat(poller.poll(5)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/bad/login   | found text/html (expected json)",
                "/bad/picture | found malformed JSON at byte 0",
            })
    void saysWhatCameInsteadOfAPage(String path, String found) {
        try (FakeApi api = new FakeApi(3);
                TestPoller poller = new TestPoller(props(api, path), Position.START)) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> poller.poll(3))
                    .withMessageStartingWith(
                            "Cannot read a page: " + found + " at " + api.url(path) + " from the start. ");
        }
    }

    @Test
    void readsJsonWhateverItsTypeIsSaidToBe() {
        try (FakeApi api = new FakeApi(3);
                TestPoller poller = new TestPoller(props(api, "/bad/plain"), Position.START)) {
            assertThat(ids(poller.poll(3))).isEqualTo(TestPoller.ids(0, 3));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/bad/cut, append-only",
        "/bad/cut, changing",
        "/bad/cut-chunks, append-only",
        "/bad/cut-chunks, changing",
    })
    void losesAndRepeatsNothingOfAPageThatIsCut(String path, String list) {
        try (FakeApi api = new FakeApi(25)) {
            Map<String, String> props = props(api, path, "pagination.list", list, "poll.interval.ms", "86400000");
            if (list.equals("changing")) {
                props.put("record.id.pointer", "/event_id");
            }
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                assertThat(ids(poller.poll(60))).isEqualTo(TestPoller.ids(0, 25));
            }
        }
    }

    /** The wall clock is years behind the API's, by whose Date a Retry-After date is to be read. */
    @ParameterizedTest
    @CsvSource({
        "/bad/busy, 200, 200",
        "/bad/busy-seconds, 7000, 7000",
        "/bad/busy-date, 28000, 31000",
        "/bad/busy-reset, 9000, 9000",
    })
    void comesBackWhenABusyApiAsksForIt(String path, long leastMs, long mostMs) {
        Clock late = Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC);
        try (FakeApi api = new FakeApi(5);
                TestPoller poller = new TestPoller(props(api, path), partition -> null, self -> late)) {
            List<SourceRecord> arrived = new ArrayList<>();
            while (arrived.isEmpty()) {
                arrived.addAll(poller.poll(1));
            }

            assertThat(ids(arrived)).isEqualTo(TestPoller.ids(0, 5));
            assertThat(poller.now().toMillis()).isBetween(leastMs, mostMs);
        }
    }

    /**
     * An hour and a year forward and back, for a while each, before and after requests: the API tells the right time, so
     * that each record comes once, and soon.
     */
    @ParameterizedTest
    @CsvSource({"PT1H", "PT-1H", "P365D", "P-365D", "PT3S", "PT-3S"})
    void readsEachWindowOnceThoughTheClockIsSet(Duration jump) {
        Duration[] ahead = {Duration.ZERO};
        try (DatedApi api = new DatedApi()) {
            Map<String, String> props = Map.of(
                    "topic",
                    "t",
                    "http.url",
                    api.url(),
                    "window.step.ms",
                    "10000",
                    "window.start",
                    DatedApi.BASE.toString(),
                    "window.lag.ms",
                    "1000",
                    "poll.interval.ms",
                    "500",
                    "validate.probe",
                    "false");
            try (TestPoller poller = new TestPoller(props, partition -> null, self -> clock(self, ahead))) {
                List<SourceRecord> arrived = new ArrayList<>();
                for (int second = 0; second < 600; second += 1) {
                    ahead[0] = second / 60 % 2 == 1 ? jump : Duration.ZERO; // wrong for every other minute
                    while (poller.now().toSeconds() <= second) {
                        api.setTime(DatedApi.BASE.plus(poller.now()));
                        arrived.addAll(poller.poll(1));
                    }
                    if (second / 60 % 2 == 0 && second % 60 > 30) {
                        assertThat(arrived).as("at second %d", second).hasSizeGreaterThan(second - 20);
                    }
                }

                assertThat(ids(arrived)).isEqualTo(TestPoller.ids(0, arrived.size()));
            }
        }
    }

    private static Clock clock(TestPoller poller, Duration[] ahead) {
        return new Clock() {
            @Override
            public Instant instant() {
                return DatedApi.BASE.plus(poller.now()).plus(ahead[0]);
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
    }

    @Test
    void losesNothingOfAListToWhoseHeadRecordsAreAdded() {
        List<String> expected = TestPoller.ids(0, 35);
        expected.addAll(TestPoller.ids(1000, 1010));
        assertDelivers("/bad/inserted", expected);
    }

    @Test
    void losesNothingOfAListWhoseFirstRecordsAreDeleted() {
        assertDelivers("/bad/deleted", TestPoller.ids(5, 35));
    }

    private static void assertDelivers(String path, List<String> expected) {
        try (FakeApi api = new FakeApi(35);
                TestPoller poller = new TestPoller(
                        props(api, path, "pagination.type", "page", "record.id.pointer", "/event_id"),
                        Position.START)) {
            assertThat(ids(poller.poll(60))).doesNotHaveDuplicates().containsAll(expected);
        }
    }

    @Test
    void takesNoCredentialsToWhereARedirectLeads() {
        try (FakeApi api = new FakeApi(3);
                FakeApi elsewhere = new FakeApi(3)) {
            for (String to :
                    List.of(elsewhere.url("/cursor"), elsewhere.url("/cursor").replace("127.0.0.1", "localhost"))) {
                Map<String, String> props =
                        props(api, "/bad/redirect?to=" + to, "http.auth.type", "bearer", "http.auth.token", "s3cr3t");
                try (TestPoller poller = new TestPoller(props, Position.START)) {
                    assertThatExceptionOfType(ConnectException.class)
                            .isThrownBy(() -> poller.poll(3))
                            .withMessageStartingWith(
                                    "Cannot follow the feed: found a link to " + to.replaceAll("/cursor", ""))
                            .withMessageContaining(". No request went there, to keep credentials where they belong.");
                }
            }
            assertThat(api.requests())
                    .allMatch(request -> request.header("Authorization").equals("Bearer s3cr3t"));
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void doesNotFollowALinkToTheMetadataOfAMachine() {
        try (FakeApi api = new FakeApi(3);
                TestPoller poller = new TestPoller(
                        props(
                                api,
                                "/bad/link?to=http://169.254.169.254/latest/meta-data/",
                                "pagination.type",
                                "next-url"),
                        Position.START)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(3))
                    .withMessage("Cannot follow the feed: found a link to http://169.254.169.254:80 (expected "
                            + api.origin() + ") at " + api.url("/bad/link")
                            + " from the start. No request went there, to"
                            + " keep credentials where they belong. Set http.url to where the feed is, then restart the"
                            + " task; it goes on where it stopped.");
        }
    }

    @Test
    void readsNoFurtherIntoABombThanAllowed() {
        try (FakeApi api = new FakeApi(0);
                TestPoller poller =
                        new TestPoller(props(api, "/bad/bomb", "page.max.bytes", "100000"), Position.START)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(1))
                    .withMessageStartingWith(
                            "Cannot read a page: found more than 100000 bytes (the limit, page.max.bytes)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bad/deep", "/bad/deep-around"})
    void refusesWhatIsNestedTooDeep(String path) {
        for (String shape : List.of("device-event", "raw", "inferred")) {
            try (FakeApi api = new FakeApi(0);
                    TestPoller poller = new TestPoller(props(api, path, "record.shape", shape), Position.START)) {
                assertThatExceptionOfType(DataException.class)
                        .as(shape)
                        .isThrownBy(() -> poller.poll(2))
                        .withMessageStartingWith("Cannot read a page: found more than 200 levels of nesting at "
                                + api.url(path) + " from the start");
            }
        }
    }

    /** Records without end are delivered as they come, up to the limit; what is no record never is. */
    @ParameterizedTest
    @ValueSource(strings = {"/bad/endless", "/bad/endless-text", "/bad/endless-space"})
    void endsABodyThatDoesNot(String path) {
        for (String order : List.of("oldest-first", "newest-first")) {
            try (FakeApi api = new FakeApi(0);
                    TestPoller poller = new TestPoller(
                            props(
                                    api,
                                    path,
                                    "page.max.bytes",
                                    "1000000",
                                    "pagination.order",
                                    order,
                                    "record.id.pointer",
                                    "/event_id",
                                    "record.shape",
                                    "raw"),
                            Position.START)) {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> poller.poll(3))
                        .withMessageStartingWith(
                                "Cannot read a page: found more than 1000000 bytes (the limit, page.max.bytes)");
            }
        }
    }
}
