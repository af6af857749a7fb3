// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.connect.http.TestPoller.ids;
import static io.millrace.connect.http.TestPoller.props;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.http.FakeFeed.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPollerTest {
    @Test
    void deliversEveryPageAsOneBatch() {
        try (FakeFeed feed = new FakeFeed(25);
                TestPoller poller = new TestPoller(props(feed), Position.START)) {
            assertThat(ids(poller.poll(1))).isEqualTo(ids(0, 10));
            assertThat(ids(poller.poll(1))).isEqualTo(ids(10, 20));
            assertThat(ids(poller.poll(1))).isEqualTo(ids(20, 25));
            assertThat(poller.poll()).isNull();
        }
    }

    @Test
    void buildsRecordsWithKeyAndPosition() {
        try (FakeFeed feed = new FakeFeed(2);
                TestPoller poller = new TestPoller(props(feed), Position.START)) {
            List<SourceRecord> records = poller.poll(1);

            SourceRecord first = records.get(0);
            assertThat(first.topic()).isEqualTo("devices.events");
            assertThat(first.keySchema()).isEqualTo(Schema.STRING_SCHEMA);
            assertThat(first.key()).isEqualTo("d0");
            assertThat(first.timestamp()).isNull();
            assertThat(first.sourcePartition()).isEqualTo(Map.of("endpoint", feed.url()));
            assertThat(first.sourceOffset()).isEqualTo(Map.of("index", 1L));
            assertThat(records.get(1).sourceOffset()).isEqualTo(Map.of("cursor", "c2", "index", 0L));
        }
    }

    /** Every way to die: after any record of any page, with the feed growing meanwhile, each record arrives once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resumesAfterEveryRecord(boolean namesLastCursor) {
        try (FakeFeed feed = new FakeFeed(25)) {
            if (!namesLastCursor) {
                feed.endWithoutCursor();
            }
            List<SourceRecord> all;
            try (TestPoller poller = new TestPoller(props(feed), Position.START)) {
                all = poller.poll(5);
            }
            feed.append(8);

            for (int committed = 1; committed <= all.size(); committed++) {
                Position position = Position.of(cast(all.get(committed - 1).sourceOffset()));
                try (TestPoller resumed = new TestPoller(props(feed), position)) {
                    assertThat(ids(resumed.poll(8)))
                            .as("after %d records", committed)
                            .isEqualTo(ids(committed, 33));
                }
            }
        }
    }

    @Test
    void resumesAfterEveryRecordOfAGrowingFeedAgainAndAgain() {
        try (FakeFeed feed = new FakeFeed(0)) {
            feed.endWithoutCursor();
            List<String> arrived = new ArrayList<>();
            Position position = Position.START;
            for (int step = 0; arrived.size() < 100; step++) {
                feed.append(step % 4);
                try (TestPoller poller = new TestPoller(props(feed), position)) {
                    List<SourceRecord> page = poller.poll(2); // the first may only lead past what is known
                    List<SourceRecord> committed = page.subList(0, Math.min(page.size(), 1 + step % 3));
                    arrived.addAll(ids(committed));
                    position = committed.isEmpty()
                            ? position
                            : Position.of(
                                    cast(committed.get(committed.size() - 1).sourceOffset()));
                }
            }
            assertThat(arrived).isEqualTo(ids(0, arrived.size()));
        }
    }

    @Test
    void pausesOnlyWhenTheFeedHasNothingMore() {
        try (FakeFeed feed = new FakeFeed(20);
                TestPoller poller = new TestPoller(props(feed, "poll.interval.ms", "250"), Position.START)) {
            assertThat(poller.poll(2)).hasSize(20);
            assertThat(poller.now()).isZero();
            assertThat(poller.poll()).as("the end").isNull();

            assertThat(poller.poll(2)).as("waits at most 100 ms a time").isEmpty();
            assertThat(poller.now()).isEqualTo(Duration.ofMillis(200));
            assertThat(feed.requests()).hasSize(3);
            feed.append(1);
            assertThat(poller.poll(1)).hasSize(1);
            assertThat(poller.now()).isEqualTo(Duration.ofMillis(250));
        }
    }

    @Test
    void goesByThePagesOwnWordOnWhetherMoreFollows() {
        try (FakeFeed feed = new FakeFeed(10);
                TestPoller poller =
                        new TestPoller(props(feed, "pagination.more.pointer", "/has_more"), Position.START)) {
            assertThat(poller.poll(1)).hasSize(10);
            poller.poll();

            assertThat(poller.now()).isEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void asksAgainWithTheLastCursorWhenThereIsNoNext() {
        try (FakeFeed feed = new FakeFeed(13);
                TestPoller poller = new TestPoller(props(feed), Position.START)) {
            feed.endWithoutCursor();

            assertThat(ids(poller.poll(3))).isEqualTo(ids(0, 13));
            feed.append(4);
            assertThat(ids(poller.poll(2))).isEqualTo(ids(13, 17));
            feed.append(10);
            assertThat(ids(poller.poll(4))).isEqualTo(ids(17, 27));
        }
    }

    @Test
    void passesEmptyPagesThatHaveANextCursor() {
        try (FakeFeed feed = new FakeFeed(5);
                TestPoller poller = new TestPoller(props(feed), Position.START)) {
            feed.reply(new Reply(200, "{\"data\":[],\"next\":\"c2\"}"));
            feed.reply(new Reply(200, "{\"data\":null,\"next\":\"c3\"}"));
            feed.reply(new Reply(204, ""));

            assertThat(ids(poller.poll(6))).isEqualTo(ids(3, 5));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | Retry-After | 7                             | 7000",
                "429 | Retry-After | 315360000                     | 600000",
                "429 | Retry-After | 0                             | 0",
                "429 | Retry-After | nonsense                      | 200",
                "503 | Retry-After | 3                             | 3000",
                "500 | X           | y                             | 200",
                "502 | X           | y                             | 200",
                "425 | X           | y                             | 200"
            })
    void comesBackWhenItMay(int status, String header, String value, long expectedMs) {
        try (FakeFeed feed = new FakeFeed(5);
                TestPoller poller = new TestPoller(props(feed), Position.START)) {
            feed.reply(Reply.withHeader(status, header, value));
            assertThat(poller.poll()).isNull();

            List<SourceRecord> records = new ArrayList<>();
            while (records.isEmpty()) {
                records.addAll(poller.poll(1));
            }

            assertThat(ids(records)).isEqualTo(ids(0, 5));
            assertThat(poller.now()).isEqualTo(Duration.ofMillis(expectedMs));
            assertThat(feed.requests().get(1)).isEqualTo(feed.requests().get(0));
        }
    }

    @Test
    void asksForTheSamePageAgainAfterABrokenConnection() {
        try (FakeFeed feed = new FakeFeed(25);
                TestPoller poller = new TestPoller(props(feed), Position.START)) {
            assertThat(ids(poller.poll(1))).isEqualTo(ids(0, 10));
            feed.reply(Reply.cutShort("{\"data\":[" + FakeFeed.event(20)));
            feed.reply(Reply.cutShort(""));

            assertThat(ids(poller.poll(12))).isEqualTo(ids(10, 25));
        }
    }

    @Test
    void givesUpAfterTheRetryTimeout() {
        try (FakeFeed feed = new FakeFeed(5);
                TestPoller poller = new TestPoller(props(feed, "retry.timeout.ms", "1000"), Position.START)) {
            for (int i = 0; i < 10; i++) {
                feed.reply(new Reply(503, ""));
            }

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(50))
                    .withMessage(
                            "Cannot read a page: found HTTP 503 until retry.timeout.ms had passed (expected 200) at "
                                    + feed.url()
                                    + " from the start. See to the API, then restart the task; it goes on "
                                    + "where it stopped.");
            assertThat(poller.now()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void failsAtOnceOnAWrongTokenWithoutNamingIt() {
        try (FakeFeed feed = new FakeFeed(5)) {
            feed.token("another");
            try (TestPoller poller = new TestPoller(props(feed), Position.START)) {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(poller::poll)
                        .withMessage("Cannot read a page: found HTTP 401 (expected 200) at " + feed.url()
                                + " from the start. Correct http.auth.token, or what it is allowed to do, then "
                                + "restart the task; it goes on where it stopped.");
            }
            feed.token(FakeFeed.TOKEN);
            try (TestPoller mended = new TestPoller(props(feed), Position.START)) {
                assertThat(ids(mended.poll(1))).isEqualTo(ids(0, 5));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, Correct http.url",
        "400, Check the pagination settings",
        "410, Check the pagination settings",
        "418, Check http.url",
    })
    void failsAtOnceOnARefusal(int status, String remedy) {
        try (FakeFeed feed = new FakeFeed(5);
                TestPoller poller = new TestPoller(props(feed), new Position("c2", 0))) {
            feed.reply(new Reply(status, "{\"secret\":\"hush\"}"));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(poller::poll)
                    .withMessageStartingWith("Cannot read a page: found HTTP " + status + " (expected 200) at "
                            + feed.url() + " from cursor 'c2'. " + remedy)
                    .withMessageEndingWith("then restart the task; it goes on where it stopped.")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
        }
    }

    @Test
    void doesNotTakeCredentialsToAnotherAddress() {
        try (FakeFeed feed = new FakeFeed(5);
                FakeFeed elsewhere = new FakeFeed(5);
                TestPoller poller = new TestPoller(props(feed), Position.START)) {
            feed.reply(Reply.withHeader(302, "Location", elsewhere.url()));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(poller::poll)
                    .withMessageContaining("Cannot follow the feed: found a link to http://127.0.0.1:")
                    .withMessageContaining(". No request went there, to keep credentials where they belong.");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"event_id\":17}         | an integer (expected a string)                     | /event_id",
                "{\"event_id\":\"e\"}      | no such field (expected a string)                  | /device_id",
                "12                        | an integer (expected an object)                    | ``",
                "null                      | null (expected an object)                          | ``",
            })
    void stopsAtABadRecordAndGoesOnWhenItIsMended(String json, String found, String field) {
        try (FakeFeed feed = new FakeFeed(25)) {
            feed.replace(14, json);
            List<SourceRecord> arrived = new ArrayList<>();
            try (TestPoller poller = new TestPoller(props(feed), Position.START)) {
                arrived.addAll(poller.poll(2)); // of the second page what comes before
                assertThatThrownBy(poller::poll)
                        .isInstanceOf(DataException.class)
                        .satisfies(e -> assertThat(e.getMessage())
                                .isEqualTo("Cannot read a device event: found " + found + " at " + feed.url()
                                        + " from cursor 'c10', /data/4" + field
                                        + ". It and what follows was not delivered. Have the API corrected, or set bad.records, then restart the "
                                        + "task; it goes on where it stopped."));
            }
            feed.replace(14, FakeFeed.event(14));
            Position position = Position.of(cast(arrived.get(13).sourceOffset()));
            try (TestPoller mended = new TestPoller(props(feed), position)) {
                arrived.addAll(mended.poll(3));
            }

            assertThat(ids(arrived)).isEqualTo(ids(0, 25));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                             | no JSON, 0 bytes (expected a page)                        | ``",
                "<html>busy</html>              | malformed JSON at byte 0 | ``",
                "{\"data\":[                    | JSON that ends in the middle, after 9 bytes               | ``",
                "{\"data\":[]} {}               | more than one JSON value (expected a page)                | ``",
                "{\"error\":\"hush\"}           | nothing there (expected an array of records)              | , /data",
                "[]                             | nothing there (expected an array of records)              | , /data",
                "{\"data\":\"x\"}           | a string (expected an array of records)                   | , /data",
                "{\"data\":[],\"data\":[]}      | the same field twice (expected once)                      | , /data",
                "{\"data\":[],\"next\":{}}      | an object (expected text, a number or a boolean)          | , /next",
            })
    void refusesAPageThatIsNone(String body, String found, String pointer) {
        try (FakeFeed feed = new FakeFeed(5);
                TestPoller poller = new TestPoller(props(feed), Position.START)) {
            feed.reply(new Reply(200, body));

            assertThatThrownBy(poller::poll)
                    .isInstanceOf(DataException.class)
                    .satisfies(e -> assertThat(e.getMessage())
                            .startsWith("Cannot read a ")
                            .contains(": found " + found + " at " + feed.url() + " from the start" + pointer + ". ")
                            .doesNotContain("hush"));
        }
    }

    @Test
    void refusesAPageLongerThanAllowed() {
        try (FakeFeed feed = new FakeFeed(100);
                TestPoller poller = new TestPoller(
                        props(feed, "page.max.bytes", "5000", "pagination.limit", "100"), Position.START)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(poller::poll)
                    .withMessage("Cannot read a page: found more than 5000 bytes (the limit, page.max.bytes) at "
                            + feed.url() + " from the start. Raise it, or lower pagination.limit, then restart "
                            + "the task; it goes on where it stopped.");
        }
    }

    @Test
    void refusesAFullPageWhoseNextCursorIsItsOwn() {
        try (FakeFeed feed = new FakeFeed(25);
                TestPoller poller = new TestPoller(props(feed, "pagination.limit", "2"), new Position("c5", 0))) {
            feed.reply(
                    new Reply(200, "{\"data\":[" + FakeFeed.event(5) + "," + FakeFeed.event(6) + "],\"next\":\"c5\"}"));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(poller::poll)
                    .withMessage("Cannot follow the feed: found a full page whose next cursor is its own (expected "
                            + "progress) at " + feed.url() + " from cursor 'c5'. Check pagination.cursor.parameter and "
                            + "pagination.cursor.pointer, then restart the task; it goes on where it stopped.");
        }
    }

    @Test
    void refusesAPageThatPromisesMoreButNamesNoOtherCursor() {
        try (FakeFeed feed = new FakeFeed(25);
                TestPoller poller =
                        new TestPoller(props(feed, "pagination.more.pointer", "/has_more"), new Position("c5", 0))) {
            feed.reply(new Reply(200, "{\"data\":[],\"next\":\"c5\",\"has_more\":true}"));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(poller::poll)
                    .withMessageContaining("a page that promises more and names no other cursor");
        }
    }

    @Test
    void refusesCursorsThatLeadInACircle() {
        try (FakeFeed feed = new FakeFeed(3);
                TestPoller poller = new TestPoller(props(feed, "pagination.limit", "1"), Position.START)) {
            Set<String> seen = new HashSet<>();
            feed.reply(new Reply(200, "{\"data\":[" + FakeFeed.event(0) + "],\"next\":\"a\"}"));
            feed.reply(new Reply(200, "{\"data\":[" + FakeFeed.event(1) + "],\"next\":\"b\"}"));
            feed.reply(new Reply(200, "{\"data\":[" + FakeFeed.event(2) + "],\"next\":\"a\"}"));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> {
                        while (true) {
                            poller.poll(1)
                                    .forEach(record -> assertThat(seen.add(TestPoller.id(record)))
                                            .isTrue());
                        }
                    })
                    .withMessageContaining("found a next cursor that an earlier page had (expected progress)");
            assertThat(seen).containsExactlyInAnyOrder("e0", "e1");
        }
    }

    @Test
    void refusesToResumeInAPageThatHasShrunk() {
        try (FakeFeed feed = new FakeFeed(3);
                TestPoller poller = new TestPoller(props(feed), new Position("c0", 5))) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(poller::poll)
                    .withMessage("Cannot go on inside a page: found 3 records (expected at least 5, the ones already "
                            + "delivered) at " + feed.url()
                            + " from cursor 'c0'. The API's cursor is not stable. Set a "
                            + "cursor that is valid by PATCH /connectors/{name}/offsets.");
        }
    }

    @Test
    void sendsQueryParametersOfTheUrlButNamesThemNowhere() {
        try (FakeFeed feed = new FakeFeed(5);
                TestPoller poller = new TestPoller(
                        props(feed, "http.url", feed.url() + "?key=hush&x=a%20b"), new Position("c1", 0))) {
            assertThat(poller.poll(1).get(0).sourcePartition()).isEqualTo(Map.of("endpoint", feed.url()));
            assertThat(feed.requests()).first().isEqualTo("key=hush&x=a%20b&after=c1&limit=10");

            feed.reply(new Reply(404, ""));
            assertThatThrownBy(() -> poller.poll(5)).hasMessageNotContaining("hush");
        }
    }

    @Test
    void returnsAtOnceWhenStopped() {
        try (FakeFeed feed = new FakeFeed(5);
                TestPoller poller = new TestPoller(props(feed), Position.START)) {
            poller.stop();

            assertThat(poller.poll(5)).isEmpty();
            assertThat(feed.requests()).isEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Map<String, ?> offset) {
        return (Map<String, Object>) offset;
    }
}
