// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.connect.http.TestPoller.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.FakeApi;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds that begin with their newest record: what ends a walk through their pages, and what must not. */
class NewestFirstTest {
    private static Map<String, String> props(FakeApi api, String path, String... more) {
        Map<String, String> props = PagingTest.props(
                api,
                path,
                "pagination.type",
                "page",
                "pagination.order",
                "newest-first",
                "record.id.pointer",
                "/event_id",
                "records.pointer",
                "");
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        return props;
    }

    /** The same records each time, in the same bytes or not: whoever asks for page after page would never end. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?shuffled=1"})
    void failsOnAnApiThatServesTheFirstPageForEver(String query) {
        try (FakeApi api = new FakeApi(25);
                TestPoller poller = new TestPoller(
                        props(api, "/bad/same-page" + query, "records.pointer", "/data"), partition -> null)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(20))
                    .withMessage(
                            "Cannot follow the feed: found 3 pages in a row with nothing but records of earlier ones"
                                    + " (expected progress) at " + api.url("/bad/same-page") + " from cursor '4'. Check"
                                    + " pagination.page.parameter, then restart the task; it goes on where it stopped.");
            assertThat(api.requests()).hasSize(4);
        }
    }

    @Test
    void failsOnTheSamePageOfBadRecordsForEver() {
        try (FakeApi api = new FakeApi(0)) {
            api.route("/same", request -> ApiReply.json("[17,18]"));
            Map<String, String> props = props(api, "/same", "bad.records", "dead-letter", "bad.records.topic", "bad");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> poller.poll(20))
                        .withMessageStartingWith(
                                "Cannot follow the feed: found the same 2 records as on the page before");
                assertThat(api.requests()).hasSize(4);
            }
        }
    }

    @Test
    void deliversWhatRepeatsWhenTold() {
        try (FakeApi api = new FakeApi(25);
                TestPoller poller = new TestPoller(
                        props(
                                api,
                                "/bad/same-page",
                                "records.pointer",
                                "/data",
                                "pagination.same.page",
                                "deliver",
                                "pagination.max.pages",
                                "6"),
                        partition -> null)) {
            assertThat(poller.poll(8)).hasSize(10);
            assertThat(api.requests()).hasSizeGreaterThanOrEqualTo(6);
        }
    }

    /** Half a page more with each request: each page begins with what the one before ended with. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7})
    void deliversAFeedThatGrowsWhileItIsPaged(int by) {
        try (FakeApi api = new FakeApi(25);
                TestPoller poller = new TestPoller(props(api, "/bad/newest-inserted?by=" + by), partition -> null)) {
            List<SourceRecord> arrived = poller.poll(120);

            assertThat(api.size()).isEqualTo(100);
            assertThat(ids(arrived)).isEqualTo(TestPoller.ids(0, 100));
        }
    }

    /** A page more with a request makes the next page the same as the one before. */
    @Test
    void passesPagesThatAListMovedByAPageServesAgain() {
        try (FakeApi api = new FakeApi(25);
                TestPoller poller = new TestPoller(props(api, "/newest"), partition -> null)) {
            poller.poll(1);
            api.append(10);
            poller.poll(1);
            api.append(10);
            List<SourceRecord> arrived = poller.poll(20);

            assertThat(ids(arrived)).isEqualTo(TestPoller.ids(0, 45));
        }
    }

    @Test
    void gathersNoMoreThanThereIsRoomFor() {
        try (FakeApi api = new FakeApi(500)) {
            Map<String, String> props = props(api, "/newest", "pagination.max.bytes", "10000");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> poller.poll(60))
                        .withMessage("Cannot follow the feed: found more than 10000 bytes of records before a known one"
                                + " (the limit, pagination.max.bytes) at " + api.url("/newest") + ". Raise it if the"
                                + " worker has the memory, poll more often, or begin with initial.position=latest, then"
                                + " restart the task; it goes on where it stopped.");
                assertThat(api.requests()).as("of 170 bytes each, ten a page").hasSizeBetween(5, 7);
            }
            props.put("initial.position", "latest");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                for (int round = 0; round < 20; round++) { // what is known takes no room, however much is read of it
                    api.append(10);
                    poller.poll(3);
                }
                assertThat(api.requests()).hasSizeGreaterThan(40);
            }
        }
    }

    @Test
    void beginsWithTheOldestRecordOfTheMostPages() {
        try (FakeApi api = new FakeApi(45);
                TestPoller poller =
                        new TestPoller(props(api, "/newest", "pagination.max.pages", "2"), partition -> null)) {
            assertThat(ids(poller.poll(6))).isEqualTo(TestPoller.ids(25, 45));
        }
    }

    @Test
    void pausesOnceANewestFirstFeedHasComeToAKnownRecord() {
        try (FakeApi api = new FakeApi(25)) {
            Map<String, String> props = Way.NEWEST_FIRST.props(api);
            props.put("poll.interval.ms", "10000");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                assertThat(poller.poll(5)).hasSize(25);
                int asked = api.requests().size();
                api.append(2);
                assertThat(poller.poll(120)).hasSize(2);
                assertThat(api.requests()).as("one page in ten seconds").hasSize(asked + 1);
            }
        }
    }

    @Test
    void beginsANewestFirstFeedAfterItsFirstPageWhenTold() {
        try (FakeApi api = new FakeApi(25)) {
            Map<String, String> props = Way.NEWEST_FIRST.props(api);
            props.put("initial.position", "latest");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                assertThat(poller.poll(4)).isEmpty();
                api.append(3);
                assertThat(ids(poller.poll(4))).containsExactly("e25", "e26", "e27");
            }
        }
    }

    @Test
    void failsWhenANewestFirstFeedHasGoneOnTooFar() {
        try (FakeApi api = new FakeApi(5)) {
            Map<String, String> props = Way.NEWEST_FIRST.props(api);
            props.put("pagination.max.pages", "2");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                assertThat(poller.poll(3)).hasSize(5);
                api.append(40);
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> poller.poll(10))
                        .withMessage("Cannot follow the feed: found no known record on 2 pages (expected one of those"
                                + " delivered last) at " + api.url("/newest") + ". Records may be missing. Raise"
                                + " pagination.max.pages, or poll more often, then restart the task; it goes on where it"
                                + " stopped.");
            }
        }
    }
}
