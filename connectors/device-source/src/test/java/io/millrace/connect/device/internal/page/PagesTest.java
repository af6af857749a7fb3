// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.page.PageFormat.Kind;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.connect.device.internal.shape.Shaped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of every format into records of every shape, whole and damaged. */
class PagesTest {
    private static final String PAGE =
            "{ \"meta\":{\"next\":\"c2\",\"other\":[1,{\"x\":2}]}, \"data\" : [ {\"id\":\"é1\",\"v\":1.50},"
                    + " {\"id\":\"b\",\"v\":[1, {\"a\":null}]},{\"v\":\"x\\\"}\",\"id\":\"c\"} ], \"more\":true}";

    private static RecordShape shape(String... settings) {
        ConfigDef def = new ConfigDef();
        ShapeOptions.define(def);
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            props.put(settings[i], settings[i + 1]);
        }
        return ShapeOptions.of(
                new AbstractConfig(def, props, false), props.getOrDefault("topic", "t"), "", Clock.systemUTC());
    }

    private static PageFormat format(Kind kind, String records, int maxRecord, String... columns) {
        return new PageFormat(
                kind,
                JsonPointer.compile(records),
                List.of(JsonPointer.compile("/meta/next"), JsonPointer.compile("/more")),
                List.of(columns),
                false,
                ',',
                new PageFormat.Limits(maxRecord, 20));
    }

    private static List<Shaped> read(PageFormat format, byte[] page, RecordShape shape) throws IOException {
        List<Shaped> records = new ArrayList<>();
        try (PageReader reader = format.open(new ByteArrayInputStream(page), shape)) {
            for (Shaped next = reader.next(); next != null; next = reader.next()) {
                records.add(next);
            }
        }
        return records;
    }

    private static List<Shaped> read(String page, String... settings) throws IOException {
        return read(format(Kind.JSON, "/data", 10_000), page.getBytes(StandardCharsets.UTF_8), shape(settings));
    }

    @Test
    void givesRawRecordsByteForByteAndWhatIsAroundThem() throws IOException {
        try (PageReader reader = format(Kind.JSON, "/data", 10_000)
                .open(
                        new ByteArrayInputStream(PAGE.getBytes(StandardCharsets.UTF_8)),
                        shape("record.shape", "raw", "record.key", "${/id}/${/v}"))) {
            Shaped first = reader.next();
            assertThat(first).isNotNull();
            assertThat(first.value()).isEqualTo("{\"id\":\"é1\",\"v\":1.50}");
            assertThat(first.key()).isEqualTo("é1/1.50");
            assertThat(reader.skip()).isTrue();
            Shaped third = reader.next();
            assertThat(third).isNotNull();
            assertThat(third.value()).isEqualTo("{\"v\":\"x\\\"}\",\"id\":\"c\"}");
            assertThat(reader.next()).isNull();
            assertThat(reader.skip()).isFalse();
            assertThat(reader.count()).isEqualTo(3);
            assertThat(reader.envelope(JsonPointer.compile("/meta/next"))).isEqualTo("c2");
            assertThat(reader.envelope(JsonPointer.compile("/more"))).isEqualTo("true");
            assertThat(reader.bytes()).isEqualTo(PAGE.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    /** Whatever is missing, nothing that was not sent is delivered, and the end is told. */
    @Test
    void deliversNoOtherRecordsWhereverThePageIsCut() throws IOException {
        byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
        List<Object> whole = read(PAGE, "record.shape", "raw").stream()
                .map(shaped -> shaped.value())
                .toList();
        for (int length = 0; length < page.length; length++) {
            List<Object> found = new ArrayList<>();
            PageFormat format = format(Kind.JSON, "/data", 10_000);
            byte[] cut = Arrays.copyOf(page, length);
            assertThatExceptionOfType(UnreadablePageException.class)
                    .as("after %d bytes", length)
                    .isThrownBy(() -> {
                        try (PageReader reader =
                                format.open(new ByteArrayInputStream(cut), shape("record.shape", "raw"))) {
                            for (Shaped next = reader.next(); next != null; next = reader.next()) {
                                found.add(next.value());
                            }
                        }
                    });
            assertThat(found).isEqualTo(whole.subList(0, found.size()));
        }
    }

    @Test
    void readsTheSameHoweverTheBytesCome() throws IOException {
        StringBuilder text = new StringBuilder("{\"data\":[");
        for (int i = 0; i < 3_000; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"")
                    .append(i)
                    .append("\",\"t\":\"")
                    .append("ä".repeat(i % 97))
                    .append("\"}");
        }
        byte[] page = text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        List<Object> whole = read(format(Kind.JSON, "/data", 10_000), page, shape("record.shape", "raw")).stream()
                .map(shaped -> shaped.value())
                .toList();
        for (int step : new int[] {1, 2, 3, 7, 4096}) {
            InputStream slow = new ByteArrayInputStream(page) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    return super.read(target, offset, Math.min(step, length));
                }
            };
            List<Object> found = new ArrayList<>();
            try (PageReader reader = format(Kind.JSON, "/data", 10_000).open(slow, shape("record.shape", "raw"))) {
                for (Shaped next = reader.next(); next != null; next = reader.next()) {
                    found.add(next.value());
                }
            }
            assertThat(found).isEqualTo(whole);
        }
    }

    @Test
    void goesOnAfterABadRecordAndOneThatIsTooLong() throws IOException {
        String page = "{\"data\":[{\"id\":1},{\"id\":\"" + "x".repeat(60_000) + "\"},{\"id\":\"ok\"}]}";
        List<Object> found = new ArrayList<>();
        try (PageReader reader = format(Kind.JSON, "/data", 1_000)
                .open(
                        new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)),
                        shape("record.shape", "declared", "record.schema", "id:string!"))) {
            assertThatExceptionOfType(BadRecordException.class)
                    .isThrownBy(reader::next)
                    .withMessage("an integer (expected a string)")
                    .satisfies(bad -> assertThat(bad.pointer()).isEqualTo("/data/0/id"))
                    .satisfies(bad -> assertThat(bad.text()).isEqualTo("{\"id\":1}"));
            assertThatExceptionOfType(BadRecordException.class)
                    .isThrownBy(reader::next)
                    .withMessage("a record of more than 1000 bytes")
                    .satisfies(bad -> assertThat(bad.text()).isEmpty());
            Shaped last = reader.next();
            assertThat(last).isNotNull();
            found.add(((Struct) last.value()).get("id"));
        }
        assertThat(found).containsExactly("ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"data\":[],\"data\":[]}                          | the same field twice (expected once)",
                "{\"data\":[]} 1                                    | more than one JSON value (expected a page)",
                "{\"meta\":{\"next\":{}},\"data\":[]}               | an object (expected text, a number or a boolean)",
                "{\"data\":7}                                       | an integer (expected an array of records)",
                "{}                                                 | nothing there (expected an array of records)",
            })
    void refusesWhatIsNoPage(String page, String found) {
        assertThatExceptionOfType(UnreadablePageException.class)
                .isThrownBy(() -> read(page, "record.shape", "raw"))
                .withMessage(found);
    }

    /** An I/O exception would have the page asked for again, for ever. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"data\":[{\"id\":7,x}]}                                      | malformed JSON at byte 17",
                "{\"data\":[{\"id\":[1                                         | JSON that ends in the middle, after 17 bytes",
            })
    void refusesWhatIsNoPageAfterAFieldThatDoesNotFit(String page, String found) {
        assertThatExceptionOfType(UnreadablePageException.class)
                .isThrownBy(() -> read(page, "record.shape", "declared", "record.schema", "id:string!"))
                .withMessage(found);
    }

    @ParameterizedTest
    @CsvSource({"JSON, 21, /data/0", "NDJSON, 21, line 1"})
    void putsARecordAsideThatIsTooDeep(Kind kind, int levels, String pointer) throws IOException {
        String deep = "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
        String records = deep + (kind == Kind.JSON ? ",\n" : "\n") + "{\"a\":[1]}";
        String page = kind == Kind.JSON ? "{\"data\":[" + records + "]}" : records;
        try (PageReader reader = format(kind, kind == Kind.JSON ? "/data" : "", 1_000)
                .open(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)), shape("record.shape", "raw"))) {
            assertThatExceptionOfType(BadRecordException.class)
                    .isThrownBy(reader::next)
                    .withMessage("more than 20 levels of nesting")
                    .satisfies(bad -> assertThat(bad.pointer()).isEqualTo(pointer))
                    .satisfies(bad -> assertThat(bad.text()).isEqualTo(deep));
            Shaped next = reader.next();
            assertThat(next).isNotNull();
            assertThat(next.value()).isEqualTo("{\"a\":[1]}");
        }
    }

    @Test
    void refusesAPageThatIsTooDeepAroundItsRecordsOrBeyondMeasure() {
        assertThatExceptionOfType(UnreadablePageException.class)
                .isThrownBy(() -> read("{\"data\":[],\"a\":" + "[".repeat(20) + "]".repeat(20) + "}"))
                .withMessage("more than 20 levels of nesting");
        assertThatExceptionOfType(UnreadablePageException.class)
                .isThrownBy(() -> read("{\"data\":[" + "[".repeat(600) + "]".repeat(600) + "]}", "record.shape", "raw"))
                .withMessage("more than 20 levels of nesting");
    }

    @Test
    void tellsBrokenTextFromARecordThatDoesNotFit() {
        assertThatExceptionOfType(UnreadablePageException.class)
                .isThrownBy(() -> read(
                        "{\"data\":[{\"id\":1,\"x\":nul}]}", "record.shape", "declared", "record.schema", "id:string!"))
                .withMessage("malformed JSON at byte 21");
    }

    @Test
    void measuresARecordToTheByte() throws IOException {
        String page = "{\"data\":[{\"a\":\"" + "x".repeat(20) + "\"}]}";

        assertThat(read(
                        format(Kind.JSON, "/data", 28),
                        page.getBytes(StandardCharsets.UTF_8),
                        shape("record.shape", "raw")))
                .hasSize(1);
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> read(
                        format(Kind.JSON, "/data", 27),
                        page.getBytes(StandardCharsets.UTF_8),
                        shape("record.shape", "raw")))
                .withMessage("a record of more than 27 bytes");
    }

    @Test
    void refusesOtherEncodings() {
        assertThatExceptionOfType(UnreadablePageException.class)
                .isThrownBy(() -> read(
                        format(Kind.JSON, "", 1_000),
                        "[1]".getBytes(StandardCharsets.UTF_16),
                        shape("record.shape", "raw")))
                .withMessage("text in another encoding (expected UTF-8)");
    }

    @Test
    void learnsASchemaThatOnlyBecomesWider() throws IOException {
        List<Shaped> records =
                read("{\"data\":[{\"id\":1},{\"id\":2},{\"id\":3,\"t\":1.5},{\"id\":4}]}", "record.shape", "inferred");

        assertThat(records)
                .extracting(shaped -> ((Struct) shaped.value()).get("id"))
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(records.get(1).valueSchema()).isSameAs(records.get(0).valueSchema());
        assertThat(records.get(3).valueSchema()).isSameAs(records.get(2).valueSchema());
        assertThat(records.get(3).valueSchema().field("t").schema()).isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
    }

    @Test
    void readsDeclaredSchemasOfEveryLanguage() throws IOException {
        String data =
                "{\"data\":[{\"id\":\"a\",\"n\":7,\"at\":\"2026-03-01T12:00:00Z\",\"in\":{\"x\":true},\"l\":[1.5]}]}";
        String json =
                "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"type\":\"string\"},\"n\":{\"type\":"
                        + "[\"integer\",\"null\"]},\"at\":{\"type\":\"string\",\"format\":\"date-time\"},\"in\":{\"$ref\":\"#/$defs/in\"},"
                        + "\"l\":{\"type\":\"array\",\"items\":{\"type\":\"number\"}}},\"$defs\":{\"in\":{\"type\":\"object\",\"properties\":"
                        + "{\"x\":{\"type\":\"boolean\"}}}}}";
        String avro =
                "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"n\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
                        + "{\"name\":\"n\",\"type\":[\"null\",\"long\"]},{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":"
                        + "\"timestamp-millis\"}},{\"name\":\"in\",\"type\":{\"type\":\"record\",\"name\":\"I\",\"fields\":[{\"name\":\"x\","
                        + "\"type\":\"boolean\"}]}},{\"name\":\"l\",\"type\":{\"type\":\"array\",\"items\":\"double\"}}]}";
        for (String[] each : new String[][] {{"json-schema", json}, {"avro", avro}}) {
            Shaped shaped = read(
                            data, "record.shape", "declared", "record.schema.type", each[0], "record.schema", each[1])
                    .get(0);
            Struct value = (Struct) shaped.value();
            value.validate();
            assertThat(value.get("n")).as(each[0]).isEqualTo(7L);
            assertThat(value.schema().field("at").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
            assertThat(value.getStruct("in").get("x")).isEqualTo(true);
            assertThat(value.getArray("l")).containsExactly(1.5);
        }
    }

    @Test
    void readsEveryTypeOfAListOfFields() throws IOException {
        Shaped shaped = read(
                        "{\"data\":[{\"b\":true,\"i\":7,\"f\":1.5,\"d\":12.30,\"deep\":{\"s\":\"x\"},\"at\":1772366400,\"j\":{\"a\": 1},\"type\":\"tap\"}]}",
                        "record.shape",
                        "declared",
                        "record.schema",
                        "b:boolean!, i:int16, f:float32, d:decimal(2), s:string=/deep/s, at:timestamp(epoch-s)!, j:json, type:string, k:string='const'",
                        "record.timestamp.pointer",
                        "/at",
                        "record.header.kind",
                        "/type",
                        "topic",
                        "events.${/type}")
                .get(0);
        Struct value = (Struct) shaped.value();

        value.validate();
        assertThat(value.get("i")).isEqualTo((short) 7);
        assertThat(value.get("d")).hasToString("12.30");
        assertThat(value.schema().field("d").schema().name()).isEqualTo(Decimal.LOGICAL_NAME);
        assertThat(value.get("s")).isEqualTo("x");
        assertThat(value.get("j")).isEqualTo("{\"a\": 1}");
        assertThat(value.get("k")).isEqualTo("const");
        assertThat(shaped.timestampMs()).isEqualTo(1772366400000L);
        assertThat(shaped.topic()).isEqualTo("events.tap");
        assertThat(shaped.headers().lastWithName("kind").value()).isEqualTo("tap");
    }

    @Test
    void leavesGoodLinesAloneBesideABadOne() throws IOException {
        byte[] page = "{\"id\":\"a\"}\r\n\n{\"id\":\n{\"id\":\"c\"}".getBytes(StandardCharsets.UTF_8);
        try (PageReader reader = format(Kind.NDJSON, "", 1_000)
                .open(
                        new ByteArrayInputStream(page),
                        shape("record.shape", "declared", "record.schema", "id:string!"))) {
            assertThat(reader.next()).isNotNull();
            assertThatExceptionOfType(BadRecordException.class)
                    .isThrownBy(reader::next)
                    .satisfies(bad -> assertThat(bad.pointer()).startsWith("line 3"))
                    .satisfies(bad -> assertThat(bad.text()).isEqualTo("{\"id\":"));
            assertThat(reader.next()).isNotNull();
            assertThat(reader.next()).isNull();
            assertThat(reader.count()).isEqualTo(3);
        }
    }

    @Test
    void keepsARowOfAnotherLengthApart() throws IOException {
        byte[] page = "id,n\na,1\nb\nc,x\nd,4\n".getBytes(StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        try (PageReader reader = format(Kind.CSV, "", 1_000)
                .open(
                        new ByteArrayInputStream(page),
                        shape("record.shape", "declared", "record.schema", "id:string!, n:int32"))) {
            while (true) {
                try {
                    Shaped next = reader.next();
                    if (next == null) {
                        break;
                    }
                    found.add(((Struct) next.value()).getString("id"));
                } catch (BadRecordException e) {
                    found.add(e.pointer() + " " + e.found());
                }
            }
        }
        assertThat(found)
                .hasSize(4)
                .startsWith("a", "line 3 1 fields (expected 2)")
                .endsWith("d");
    }
}
