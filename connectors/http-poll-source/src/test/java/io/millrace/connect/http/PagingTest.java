// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.connect.http.TestPoller.id;
import static io.millrace.connect.http.TestPoller.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.ApiRequest;
import io.millrace.testkit.api.FakeApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way of paging, over an API that does it: each record once, whichever was committed last before a death. */
class PagingTest {
    static Map<String, String> props(FakeApi api, String path, String... settings) {
        Map<String, String> props = new HashMap<>(
                Map.of("topic", "t", "http.url", api.url(path), "pagination.limit", "10", "validate.probe", "false"));
        for (int i = 0; i < settings.length; i += 2) {
            props.put(settings[i], settings[i + 1]);
        }
        return props;
    }

    @ParameterizedTest
    @EnumSource
    void deliversEachRecordOnceWhileTheListGrows(Way way) {
        try (FakeApi api = new FakeApi(way.readsWindows() ? 60 : 25);
                TestPoller poller = new TestPoller(way.props(api), Position.START)) {
            List<SourceRecord> arrived = poller.poll(40);
            if (!way.readsWindows()) {
                api.append(13);
                arrived.addAll(poller.poll(40));
            }

            assertThat(ids(arrived)).isEqualTo(TestPoller.ids(0, api.size()));
        }
    }

    /** Every way to die: after any record of any page, with the list growing meanwhile, each record arrives once. */
    @ParameterizedTest
    @EnumSource
    void resumesAfterEveryRecord(Way way) {
        try (FakeApi api = new FakeApi(way.readsWindows() ? 60 : 25)) {
            List<SourceRecord> all;
            try (TestPoller poller = new TestPoller(way.props(api), Position.START)) {
                all = poller.poll(40);
            }
            if (!way.readsWindows()) {
                api.append(8);
            }
            for (int committed = 1; committed <= all.size(); committed++) {
                Map<String, Object> offset = stored(all.get(committed - 1));
                try (TestPoller resumed = new TestPoller(way.props(api), partition -> offset)) {
                    assertThat(ids(resumed.poll(40)))
                            .as("after %d records, %s", committed, offset)
                            .containsExactlyInAnyOrderElementsOf(TestPoller.ids(committed, api.size()));
                }
            }
        }
    }

    /** As the worker stores and reads it. */
    private static Map<String, Object> stored(SourceRecord record) {
        return new HashMap<>(record.sourceOffset());
    }

    @ParameterizedTest
    @CsvSource({"page", "offset"})
    void readsAChangingListAnewEachTime(String type) {
        try (FakeApi api = new FakeApi(25);
                TestPoller poller = new TestPoller(props(api, "/" + type, "pagination.type", type), Position.START)) {
            Set<String> first = new HashSet<>(ids(poller.poll(8)));
            api.remove(3);
            Set<String> later = new HashSet<>(ids(poller.poll(30)));

            assertThat(first).hasSize(25);
            assertThat(later).hasSize(24).doesNotContain("e3");
        }
    }

    @Test
    void losesNothingOfAChangingListWithIdsThatMovesWhileItIsPaged() {
        try (FakeApi api = new FakeApi(30);
                TestPoller poller = new TestPoller(
                        props(api, "/page", "pagination.type", "page", "record.id.pointer", "/event_id"),
                        Position.START)) {
            List<SourceRecord> arrived = new ArrayList<>(poller.poll(1));
            api.remove(0);
            api.remove(0);
            arrived.addAll(poller.poll(30));

            assertThat(ids(arrived)).containsExactlyInAnyOrderElementsOf(TestPoller.ids(0, 30));
        }
    }

    @Test
    void failsWhereMoreIsServedAgainThanIdsAreKept() {
        try (FakeApi api = new FakeApi(25)) {
            Map<String, String> props = Way.PAGE_WITH_IDS.props(api);
            props.put("record.id.max", "10");
            props.put("exactly.once.support", "required");
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> poller.poll(5))
                        .withMessage(
                                "Cannot tell records apart: found more than 10 records that may be served again"
                                        + " (record.id.max) at " + api.url("/page")
                                        + ". Raise it, or read less at a time, then restart the task; it goes on where it stopped.");
            }
        }
    }

    @Test
    void handsAHugePageOnInPartsAndGoesOnInside() {
        try (FakeApi api = new FakeApi(25_000)) {
            Map<String, String> props = props(
                    api, "/array", "pagination.type", "none", "pagination.list", "append-only", "records.pointer", "");
            List<SourceRecord> first;
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                first = poller.poll(1);
                assertThat(first).hasSize(10_000);
                assertThat(ids(poller.poll(2))).isEqualTo(TestPoller.ids(10_000, 25_000));
                assertThat(poller.pageEnds()).hasSize(1);
            }
            Map<String, Object> offset = stored(first.get(9_999));
            try (TestPoller poller = new TestPoller(props, partition -> offset)) {
                assertThat(ids(poller.poll(3))).isEqualTo(TestPoller.ids(10_000, 25_000));
            }
        }
    }

    @Test
    void asksOnlyForWhatHasChanged() {
        try (FakeApi api = new FakeApi(3)) {
            Map<String, String> props = props(
                    api,
                    "/conditional",
                    "pagination.type",
                    "none",
                    "record.id.pointer",
                    "/event_id",
                    "records.pointer",
                    "");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                List<SourceRecord> arrived = poller.poll(1);
                assertThat(arrived).hasSize(3);
                assertThat(stored(arrived.get(2))).containsEntry("etag", "\"v3\"");
                poller.poll(700);
                assertThat(api.requests()).as("X-Poll-Interval is a minute").hasSize(2);
                assertThat(api.requests().get(1).header("If-None-Match")).isEqualTo("\"v3\"");

                api.append(1);
                assertThat(ids(poller.poll(700))).containsExactly("e3");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://169.254.169.254/latest/ | a link to http://169.254.169.254:80",
                "https://127.0.0.1/x            | a link to https://127.0.0.1:443",
                "//elsewhere.example/x          | a link to http://elsewhere.example:80",
                "ftp://127.0.0.1/x              | a link that is no http or https address",
            })
    void refusesALinkToAnotherOrigin(String link, String found) {
        try (FakeApi api = new FakeApi(5);
                TestPoller poller =
                        new TestPoller(props(api, "/next-url", "pagination.type", "next-url"), Position.START)) {
            api.reply(ApiReply.json("{\"data\":[" + FakeApi.event(0) + "],\"next\":\"" + link + "\"}"));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(3))
                    .withMessageStartingWith("Cannot follow the feed: found " + found)
                    .withMessageContaining(". No request went there, to keep credentials where they belong.");
        }
    }

    @Test
    void followsARedirectWithinTheOriginWithItsCredentials() {
        try (FakeApi api = new FakeApi(5)) {
            api.authorization("Bearer s3cr3t");
            Map<String, String> props = props(api, "/cursor", "http.auth.type", "bearer", "http.auth.token", "s3cr3t");
            api.reply(ApiReply.status(307).with("Location", "/cursor?limit=10"));
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                assertThat(poller.poll(1)).hasSize(5);
            }
        }
    }

    @Test
    void refusesPagesThatAreTheSameUnderAnotherCursor() {
        try (FakeApi api = new FakeApi(25)) {
            Map<String, String> props = props(
                    api,
                    "/page",
                    "pagination.type",
                    "page",
                    "pagination.page.parameter",
                    "pagina",
                    "record.shape",
                    "raw");
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> poller.poll(5))
                        .withMessageStartingWith(
                                "Cannot follow the feed: found the same 10 records as on the page before");
            }
            props.put("pagination.same.page", "deliver");
            props.put("pagination.max.pages", "3");
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                assertThat(poller.poll(4)).hasSizeGreaterThan(20);
            }
        }
    }

    /** Readings without ids or times may well repeat; a page is another if any of its records is, bad ones included. */
    @Test
    void goesOnWherePagesDifferInTheirLastRecordOnly() {
        for (String repeated : List.of("{\"v\":1}", "7")) {
            try (FakeApi api = new FakeApi(0)) {
                api.route("/same", request -> {
                    int from = Integer.parseInt(request.parameter("after", "c0").substring(1));
                    String last = repeated.replaceAll("[17]", Integer.toString(10 + from));
                    return ApiReply.json("{\"data\":[" + (repeated + ",").repeat(30) + last + "],\"next\":"
                            + (from < 4 ? "\"c" + (from + 1) + "\"" : "null") + "}");
                });
                Map<String, String> props = props(
                        api,
                        "/same",
                        "record.shape",
                        "declared",
                        "record.schema",
                        "v:int64!",
                        "bad.records",
                        "dead-letter",
                        "bad.records.topic",
                        "bad");
                try (TestPoller poller = new TestPoller(props, Position.START)) {
                    assertThat(poller.poll(6)).as(repeated).hasSize(5 * 31);
                }
            }
        }
    }

    @Test
    void pausesAfterTooManyPagesInARowOfAFeedWithoutEnd() {
        try (FakeApi api = new FakeApi(0)) {
            int[] n = {0};
            api.route(
                    "/endless",
                    request -> ApiReply.json("{\"data\":[" + FakeApi.event(n[0]) + "],\"next\":\"c" + (++n[0])
                            + "\",\"has_more\":true}"));
            try (TestPoller poller = new TestPoller(
                    props(api, "/endless", "pagination.more.pointer", "/has_more", "pagination.max.pages", "5"),
                    Position.START)) {
                poller.poll(5);
                assertThat(poller.now()).isZero();
                assertThat(api.requests()).hasSize(5);
                poller.poll(1);
                assertThat(poller.now().toMillis()).isEqualTo(100);
            }
        }
    }

    @Test
    void readsAWindowAgainWhenOurClockIsAhead() {
        try (FakeApi api = new FakeApi(0)) {
            // The clock of these tests stands in 2026; what the server's Date says is the real time, or later.
            Map<String, String> props = props(
                    api,
                    "/window",
                    "window.step.ms",
                    "60000",
                    "window.start",
                    "2999-01-01T00:00:00Z",
                    "window.lag.ms",
                    "0");
            try (TestPoller poller =
                    new TestPoller(props, partition -> Map.of("window", "2999-01-01T00:00:00Z/2999-01-01T00:01:00Z"))) {
                assertThat(poller.poll(3)).isEmpty();
                assertThat(api.requests())
                        .as("asked once, and not taken for over")
                        .hasSize(1);
            }
        }
    }

    @Test
    void refusesAnAddressThatIsDenied() {
        try (FakeApi api = new FakeApi(3)) {
            Map<String, String> props = props(api, "/cursor", "http.addresses.deny", "loopback");
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> poller.poll(1))
                        .withMessageStartingWith("Cannot connect: found address 127.0.0.1 (denied as loopback) at ");
            }
            assertThat(api.requests()).isEmpty();
            props.put("http.addresses.allow", "127.0.0.1");
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                assertThat(poller.poll(1)).hasSize(3);
            }
        }
    }

    @Test
    void keepsToTheRateOfTheHost() {
        try (FakeApi api = new FakeApi(100);
                TestPoller poller = new TestPoller(
                        props(api, "/cursor", "rate.limit.requests", "2", "rate.limit.period.ms", "60000"),
                        Position.START)) {
            poller.poll(20);
            assertThat(api.requests()).hasSize(2);
        }
    }

    @Test
    void endsATransactionWithEachPage() {
        try (FakeApi api = new FakeApi(25);
                TestPoller poller = new TestPoller(props(api, "/cursor"), Position.START)) {
            poller.poll(4);

            assertThat(poller.pageEnds()).extracting(record -> id(record)).containsExactly("e9", "e19", "e24");
        }
    }

    /** The worker puts records into sets where a connector ends transactions. */
    @Test
    void hashesAnOffsetWithoutMakingItsText() {
        SeenIds ids = new SeenIds(20_000, "");
        for (int i = 0; i < 20_000; i++) {
            ids.add("some-longer-id-" + i);
        }
        SourceOffset offset = new SourceOffset(Position.START, 0, ids.view());

        assertThat(offset.hashCode()).isEqualTo(new SourceOffset(Position.START, 0, null).hashCode());
        assertThat(offset)
                .isEqualTo(new SourceOffset(Position.START, 0, ids.view()))
                .isNotEqualTo(Map.of("index", 0L));
        assertThat(new SourceOffset(Position.START, 3, null)).isEqualTo(Map.of("index", 3L));
    }

    @Test
    void saysWhichValueOfThePathIsMissing() {
        try (FakeApi api = new FakeApi(3);
                TestPoller poller = new TestPoller(props(api, "", "http.path", "/at/${cursor}"), Position.START)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(2))
                    .withMessage(
                            "Cannot ask for a page: found no value for ${cursor} (expected one for each in http.path)"
                                    + " at " + api.origin()
                                    + "/at/${cursor} from the start. Correct http.path, or what fills it,"
                                    + " then restart the task; it goes on where it stopped.");
        }
    }

    @Test
    void failsWhereTheLastRecordHasNoKey() {
        try (FakeApi api = new FakeApi(3)) {
            api.replace(2, FakeApi.event(2).replace("\"sequence\":2,", ""));
            Map<String, String> props =
                    props(api, "/keys", "pagination.type", "last-key", "pagination.key.pointer", "/sequence");
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> poller.poll(2))
                        .withMessage(
                                "Cannot follow the feed: found no key in the page's last record (expected progress) at "
                                        + api.url("/keys") + " from the start. Check pagination.cursor.parameter and"
                                        + " pagination.key.pointer, then restart the task; it goes on where it stopped.");
            }
        }
    }

    @Test
    void sendsWhatTemplatesSay() {
        try (FakeApi api = new FakeApi(25);
                TestPoller poller = new TestPoller(Way.POST.props(api), Position.START)) {
            poller.poll(2);

            assertThat(api.requests())
                    .extracting(ApiRequest::body)
                    .startsWith("{\"size\":10}", "{\"after\":\"c10\",\"size\":10}");
        }
    }
}
