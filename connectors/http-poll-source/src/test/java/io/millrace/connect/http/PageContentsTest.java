// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.connect.http.TestPoller.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.FakeApi;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page may be made of: formats, codings, bad records, and what is no page. */
class PageContentsTest {
    @Test
    void goesOnAfterBadRecordsAndKeepsThemApart() {
        try (FakeApi api = new FakeApi(25)) {
            api.replace(4, "{\"event_id\":17}");
            api.replace(24, "[1,2]");
            Map<String, String> props =
                    PagingTest.props(api, "/cursor", "bad.records", "dead-letter", "bad.records.topic", "bad");
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                List<SourceRecord> arrived = poller.poll(6);

                List<SourceRecord> bad =
                        arrived.stream().filter(r -> r.topic().equals("bad")).toList();
                assertThat(bad).extracting(SourceRecord::value).containsExactly("{\"event_id\":17}", "[1,2]");
                assertThat(bad.get(0).headers().lastWithName("millrace.reason").value())
                        .isEqualTo("Cannot read a device event: found an integer (expected a string) at "
                                + api.url("/cursor") + " from the start, /data/4/event_id.");
                assertThat(bad.get(0).headers().lastWithName("millrace.request").value())
                        .isEqualTo(api.url("/cursor") + " from the start");
                assertThat(bad.get(0).sourceOffset()).isEqualTo(Map.of("index", 5L));
                assertThat(arrived).hasSize(25);
            }
            props.put("bad.records", "skip");
            props.remove("bad.records.topic");
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                assertThat(poller.poll(6)).hasSize(23);
            }
        }
    }

    @Test
    void readsPositionalArraysByColumns() {
        try (FakeApi api = new FakeApi(3)) {
            Map<String, String> props = PagingTest.props(
                    api,
                    "/snapshot",
                    "pagination.type",
                    "none",
                    "records.pointer",
                    "/states",
                    "records.columns",
                    "id,at,temp,note",
                    "record.shape",
                    "declared",
                    "record.schema",
                    "id:string!, at:timestamp(epoch-s)!, temp:float64, note:string",
                    "record.key",
                    "/id",
                    "record.timestamp.pointer",
                    "/at",
                    "record.id.pointer",
                    "${/id}@${/at}");
            try (TestPoller poller = new TestPoller(props, partition -> null)) {
                List<SourceRecord> arrived = poller.poll(3);

                assertThat(arrived).extracting(SourceRecord::key).containsExactly("d0", "d1", "d2");
                assertThat(((Struct) arrived.get(2).value()).getFloat64("temp")).isEqualTo(2.5);
                assertThat(arrived.get(1).timestamp())
                        .isEqualTo(FakeApi.BASE.plusSeconds(1).toEpochMilli());
            }
        }
        try (FakeApi none = new FakeApi(0);
                TestPoller poller = new TestPoller(
                        PagingTest.props(none, "/snapshot", "pagination.type", "none", "records.pointer", "/states"),
                        Position.START)) {
            assertThat(poller.poll(3)).as("a list that is null").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"/ndjson, ndjson", "/csv, csv"})
    void readsLinesAndTables(String path, String format) {
        try (FakeApi api = new FakeApi(4)) {
            Map<String, String> props = PagingTest.props(
                    api,
                    path,
                    "pagination.type",
                    "none",
                    "response.format",
                    format,
                    "record.shape",
                    "declared",
                    "pagination.list",
                    "append-only");
            props.put(
                    "record.schema",
                    format.equals("csv")
                            ? "event_id:string!=/id, at:timestamp!, temp:float64, note:string"
                            : "event_id:string!, at:timestamp!=/occurred_at, sequence:int64");
            try (TestPoller poller = new TestPoller(props, Position.START)) {
                List<SourceRecord> arrived = poller.poll(3);

                assertThat(ids(arrived)).isEqualTo(TestPoller.ids(0, 4));
                if (format.equals("csv")) {
                    assertThat(((Struct) arrived.get(1).value()).getString("note"))
                            .isEqualTo("said \"hi\",\nleft");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip", "deflate"})
    void readsCompressedPages(String coding) {
        try (FakeApi api = new FakeApi(4);
                TestPoller poller = new TestPoller(PagingTest.props(api, "/cursor"), Position.START)) {
            api.reply(ApiReply.json("{\"data\":[" + FakeApi.event(0) + "],\"next\":\"c1\"}")
                    .compressed(coding));

            assertThat(ids(poller.poll(3))).isEqualTo(TestPoller.ids(0, 4));
        }
    }

    @Test
    void stopsAtTheLimitOfABodyThatIsABomb() {
        try (FakeApi api = new FakeApi(0);
                TestPoller poller =
                        new TestPoller(PagingTest.props(api, "/cursor", "page.max.bytes", "100000"), Position.START)) {
            api.reply(
                    ApiReply.json("{\"data\":[" + " ".repeat(50_000_000) + "]}").gzipped());

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(1))
                    .withMessageStartingWith(
                            "Cannot read a page: found more than 100000 bytes (the limit, page.max.bytes)");
        }
    }

    @Test
    void saysThatAnHtmlPageIsNone() {
        try (FakeApi api = new FakeApi(0);
                TestPoller poller = new TestPoller(PagingTest.props(api, "/cursor"), Position.START)) {
            api.reply(ApiReply.json("<html>log in</html>").with("Content-Type", "text/html; charset=utf-8"));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(1))
                    .withMessageStartingWith("Cannot read a page: found text/html (expected json) at ");
        }
    }
}
