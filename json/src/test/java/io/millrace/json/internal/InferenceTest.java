// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.json.internal.Inference.Conflicts;
import io.millrace.json.internal.Inference.Empty;
import io.millrace.json.internal.Inference.Timestamps;
import io.millrace.json.internal.Inference.WideNumbers;
import io.millrace.json.internal.Inference.WideObjects;
import io.millrace.records.Side;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceTest {
    @Test
    void givesEveryTypeOfJsonItsConnectType() {
        Json json = Json.learning();

        Struct order = json.struct("""
                {"id": 7, "price": 1.5, "paid": true, "note": "é", "tags": ["a", null], "to": {"zip": "x", "no": -1}}""");

        assertThat(Json.describe(order.schema()))
                .isEqualTo("{id int64?, price float64?, paid boolean?, note string?, tags [string?]?,"
                        + " to {zip string?, no int64?}?}");
        assertThat(order.get("id")).isEqualTo(7L);
        assertThat(order.get("price")).isEqualTo(1.5);
        assertThat(order.get("paid")).isEqualTo(true);
        assertThat(order.get("note")).isEqualTo("é");
        assertThat(order.get("tags")).isEqualTo(Arrays.asList("a", null));
        assertThat(order.getStruct("to").get("no")).isEqualTo(-1L);
        order.validate();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | int64
            1.5 | float64
            true | boolean
            "x" | string
            [1] | [int64?]
            [] | [string?]
            {} | {}
            [[1.5], [1]] | [[float64?]?]
            [{"a": 1}, {"b": true}] | [{a int64?, b boolean?}?]
            [1, "x"] | string<Json>
            [[1], {}] | string<Json>
            12345678901234567890 | string
            """)
    void givesWholeRecordsARequiredSchema(String record, String schema) {
        assertThat(Json.learning().schemaAfter(record)).isEqualTo(schema);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a": 1}                | {"b": 2}                | {a int64?, b int64?}
            {"a": 1, "b": 2}        | {"b": 2, "c": 3, "a": 1} | {a int64?, b int64?, c int64?}
            {"a": 1}                | {"a": 1.5}              | {a float64?}
            {"a": 1.5}              | {"a": 1}                | {a float64?}
            {"a": 1}                | {"a": "x"}              | {a string?}
            {"a": true}             | {"a": 1}                | {a string?}
            {"a": "x"}              | {"a": true}             | {a string?}
            {"a": 1}                | {"a": [1]}              | {a string<Json>?}
            {"a": {"b": 1}}         | {"a": 1}                | {a string<Json>?}
            {"a": [1]}              | {"a": {"b": 1}}         | {a string<Json>?}
            {"a": [1]}              | {"a": [1.5]}            | {a [float64?]?}
            {"a": [1]}              | {"a": ["x"]}            | {a string<Json>?}
            {"a": [[1]]}            | {"a": [["x"]]}          | {a string<Json>?}
            {"a": [{"b": 1}]}       | {"a": [{"b": "x"}]}     | {a [{b string?}?]?}
            {"a": {"b": 1}}         | {"a": {"c": 1.5}}       | {a {b int64?, c float64?}?}
            {"a": null}             | {"b": 1, "a": 1}        | {b int64?, a int64?}
            {"a": null, "b": 1}     | {"a": 1}                | {b int64?, a int64?}
            {"a": 1}                | {"a": null}             | {a int64?}
            {"a": []}               | {"a": [1]}              | {a [int64?]?}
            {"a": [[]]}             | {"a": [[1]]}            | {a [[int64?]?]?}
            {"a": [1]}              | {"a": []}               | {a [int64?]?}
            {"a": {}}               | {"a": {"b": 1}}         | {a {b int64?}?}
            {"a": [1]}              | {"a": {}}               | {a string<Json>?}
            {"a": 1}                | {"a": []}               | {a string<Json>?}
            {"a": {"b": []}, "c": 1} | {"c": 1}               | {c int64?}
            {"a": 9007199254740993} | {"a": 1.5}              | {a string?}
            {"a": 1.5}              | {"a": 9007199254740993} | {a string?}
            {"a": 9007199254740992} | {"a": 1.5}              | {a float64?}
            {"a": 1}                | {"a": 9223372036854775808} | {a string?}
            {"a": 0.1}              | {"a": 0.10000000000000000001} | {a string?}
            {"a": 1}                | {"a": 1e400}            | {a string?}
            {"a": 1e400}            | {"a": "x"}              | {a string?}
            """)
    void widens(String first, String second, String schema) {
        assertThat(Json.learning().schemaAfter(first, second)).isEqualTo(schema);
    }

    @Test
    void keepsEveryDigit() {
        Json json = Json.learning();
        for (String number : List.of(
                "0",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "0.1",
                "1e22",
                "123456789012345.6789",
                "0.30000000000000004",
                "1.7976931348623157e308",
                "5e-324",
                "1e-400",
                "1e400",
                "123456789.12345678901234567890",
                "1E+99999999999")) {
            SchemaAndValue read = Json.learning().read("{\"a\": " + number + "}");

            Object value = ((Struct) read.value()).get("a");
            if (value instanceof String text) {
                assertThat(text).isEqualTo(number);
            } else {
                BigDecimal exact = new BigDecimal(value.toString());
                assertThat(exact).as(number).isEqualByComparingTo(number);
            }
            Object later = json.struct("{\"a\": " + number + "}").get("a");
            if (later instanceof String text) {
                assertThat(text).isEqualTo(number);
            }
        }
        assertThat(json.struct("{\"a\": 1.50}").get("a")).isEqualTo("1.50");
    }

    @Test
    void givesDecimalsTheScaleThatWasSeen() {
        Json json = Json.learning(Json.numbers(WideNumbers.DECIMAL));

        assertThat(json.schemaAfter("{\"a\": 1}", "{\"a\": 12345678901234567890}"))
                .isEqualTo("{a bytes<Decimal 0>?}");
        assertThat(json.schemaAfter("{\"a\": 0.25}")).isEqualTo("{a bytes<Decimal 2>?}");
        assertThat(json.struct("{\"a\": 1}").get("a")).isEqualTo(new BigDecimal("1.00"));
        assertThat(json.struct("{\"a\": 0.500}").get("a")).isEqualTo(new BigDecimal("0.50"));
        assertThat(json.schemaAfter("{\"a\": 1e2000}")).isEqualTo("{a string?}");
    }

    @Test
    void refusesNumbersThatNothingHoldsWhereThatIsAsked() {
        Json json = Json.learning(Json.numbers(WideNumbers.FAIL));
        json.read("{\"a\": {\"b\": [1]}}");

        assertThatThrownBy(() -> json.read("{\"a\": {\"b\": [1, 12345678901234567890]}}"))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read JSON: a number of 20 digits before the point and 0 after it (expected one that"
                        + " int64 or float64 holds, as the others here) at orders value.a.b[]. Set 'wide.numbers' to"
                        + " string or decimal.");
        assertThat(json.schemaAfter("{\"a\": {\"b\": [2]}}")).isEqualTo("{a {b [int64?]?}?}");
    }

    @Test
    void refusesConflictsWhereThatIsAskedAndGoesOn() {
        Json json = Json.learning(Json.conflicts(Conflicts.FAIL));
        json.read("{\"a\": {\"b\": 1}, \"c\": [{\"d\": \"x\"}]}");

        assertThatThrownBy(() -> json.read("{\"a\": {\"b\": \"secret\"}, \"new\": 1}"))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read JSON: a string (expected a number, as before) at orders value.a.b."
                        + " Correct the producer, or set 'type.conflicts=string'.");
        assertThatThrownBy(() -> json.read("{\"c\": [{\"d\": 1}]}"))
                .hasMessageContaining("a number (expected a string, as before) at orders value.c[].d. ");
        assertThatThrownBy(() -> json.read("{\"a\": [1]}"))
                .hasMessageContaining("an array (expected an object, as before) at orders value.a. ");
        assertThat(json.schemaAfter("{\"a\": {\"b\": 2}}")).isEqualTo("{a {b int64?}?, c [{d string?}?]?}");
    }

    @Test
    void writesWhatWasANumberOnceAsItWasWritten() {
        Json json = Json.learning();
        json.read("{\"a\": \"x\"}");

        assertThat(json.struct("{\"a\": 1.50}").get("a")).isEqualTo("1.50");
        assertThat(json.struct("{\"a\": true}").get("a")).isEqualTo("true");
    }

    @Test
    void keepsJsonTextAsItWasSent() {
        Json json = Json.learning();
        json.read("{\"a\": 1, \"z\": 1}");

        assertThat(json.struct("{\"a\":  [ 1, {\"b\": 1.50}, \"é\"] , \"z\": 2}")
                        .get("a"))
                .isEqualTo("[ 1, {\"b\": 1.50}, \"é\"]");
        assertThat(json.struct("{\"a\":  \"é\\n\" }").get("a")).isEqualTo("\"é\\n\"");
        assertThat(json.struct("\uFEFF{\"a\": {}, \"z\": 1}").get("a")).isEqualTo("{}");
        assertThat(json.struct("{\"a\": 12 , \"z\": 1}").get("a")).isEqualTo("12");
        assertThat(json.struct("{\"a\": null}").get("a")).isNull();
    }

    @Test
    void keepsTheSchemaObjectUntilItWidensAndThoseOfUnchangedPartsThen() {
        Json json = Json.learning();
        Schema first = json.read("{\"a\": {\"b\": 1}, \"c\": 9007199254740993}").schema();

        assertThat(json.read("{\"c\": 5, \"n\": null, \"e\": [], \"f\": {\"g\": [null]}}")
                        .schema())
                .isSameAs(first);
        Schema second = json.read("{\"d\": 1}").schema();
        assertThat(second).isNotEqualTo(first);
        assertThat(second.field("a").schema()).isSameAs(first.field("a").schema());
        assertThat(json.read("{\"a\": {\"b\": 2}}").schema()).isSameAs(second);
    }

    @Test
    void keepsTheSchemaObjectWhereOnlyTheReadingChanges() {
        Json json = Json.learning();
        Schema first = json.read("{\"a\": 12345678901234567890}").schema();

        assertThat(json.read("{\"a\": \"x\"}").schema()).isSameAs(first);
        assertThat(json.struct("{\"a\": true}").get("a")).isEqualTo("true");
    }

    @Test
    void learnsTopicsApart() {
        JsonDecoder decoder = JsonDecoder.of(new JsonDecoder.Settings(Side.VALUE, 1_000), Inference.DEFAULTS);
        decoder.decode("a", "{\"x\": 1}".getBytes());
        decoder.decode("b", "{\"y\": 1}".getBytes());

        assertThat(Json.describe(decoder.decode("a", "{}".getBytes()).schema())).isEqualTo("{x int64?}");
        assertThat(Json.describe(decoder.decode("b", "{}".getBytes()).schema())).isEqualTo("{y int64?}");
    }

    @Test
    void forgetsTheTopicThatWasNotReadForTheLongestTime() {
        Topics<Object> topics = new Topics<>(Object::new);
        Object first = topics.get("0");
        Object second = topics.get("1");
        for (int i = 2; i < Topics.MAX_TOPICS; i++) {
            topics.get(String.valueOf(i));
        }
        assertThat(topics.get("0")).isSameAs(first);
        topics.get("one more");

        assertThat(topics.get("0")).isSameAs(first);
        assertThat(topics.get("1")).isNotSameAs(second);
    }

    @Test
    void aStrayRecordChangesNothingForTheOthers() {
        Json json = Json.learning();

        assertThat(json.schemaAfter("\"stray\"")).isEqualTo("string");
        assertThat(json.schemaAfter("{\"a\": 1}", "[1]", "5", "{\"a\": 2}")).isEqualTo("{a int64?}");
        assertThat(json.read("null")).isEqualTo(SchemaAndValue.NULL);
        assertThat(json.read((byte[]) null)).isEqualTo(SchemaAndValue.NULL);
    }

    @Test
    void makesJsonTextOfEmptyValuesWhereThatIsAsked() {
        Json json = Json.learning(Json.empty(Empty.JSON));

        assertThat(json.schemaAfter("{\"a\": [], \"b\": {}, \"c\": null, \"d\": [{}]}"))
                .isEqualTo("{a string<Json>?, b string<Json>?, d string<Json>?}");
        assertThat(json.struct("{\"a\": [1]}").get("a")).isEqualTo("[1]");
        assertThat(json.schemaAfter("{\"c\": [1]}", "{\"c\": []}", "{\"e\": 1, \"c\": []}"))
                .isEqualTo("{a string<Json>?, b string<Json>?, d string<Json>?, c [int64?]?, e int64?}");
    }

    @Test
    void findsTimestampsWhereThatIsAsked() {
        Json none = Json.learning();
        Json connect = Json.learning(Json.timestamps(Timestamps.TIMESTAMP));
        Json zoned = Json.learning(Json.timestamps(Timestamps.ZONED_TIMESTAMP));
        String millis = "{\"at\": \"2026-03-01T12:00:00.123+02:00\"}";

        assertThat(none.schemaAfter(millis)).isEqualTo("{at string?}");
        assertThat(connect.schemaAfter(millis)).isEqualTo("{at int64<Timestamp>?}");
        assertThat(connect.struct(millis).get("at")).isEqualTo(new Date(1772359200123L));
        assertThat(zoned.schemaAfter(millis)).isEqualTo("{at string<ZonedTimestamp>?}");
        assertThat(zoned.struct(millis).get("at")).isEqualTo("2026-03-01T12:00:00.123+02:00");

        String nanos = "{\"at\": \"2026-03-01T12:00:00.123456789Z\"}";
        assertThat(zoned.schemaAfter(nanos)).isEqualTo("{at string<ZonedTimestamp>?}");
        assertThat(connect.schemaAfter(nanos)).isEqualTo("{at string?}");
        assertThat(connect.struct(millis).get("at")).isEqualTo("2026-03-01T12:00:00.123+02:00");
        assertThat(zoned.schemaAfter("{\"at\": \"2026-13-01T12:00:00Z\"}")).isEqualTo("{at string?}");
    }

    @Test
    void boundsTheFieldsOfAnObject() {
        String wide =
                IntStream.range(0, 4).mapToObj(i -> "\"f" + i + "\": " + i).collect(Collectors.joining(", ", "{", "}"));

        assertThat(Json.learning(Json.bounds(WideObjects.JSON, 3, 100, 16)).schemaAfter("{\"a\": " + wide + "}"))
                .isEqualTo("{a string<Json>?}");
        Json map = Json.learning(Json.bounds(WideObjects.MAP, 3, 100, 16));
        assertThat(map.schemaAfter("{\"a\": {\"x\": 1.5}}", "{\"a\": " + wide + "}"))
                .isEqualTo("{a map float64??}");
        assertThat(map.struct("{\"a\": {\"x\": 2.5, \"y\": null}}").getMap("a"))
                .containsEntry("x", 2.5)
                .containsEntry("y", null)
                .hasSize(2);
        assertThat(map.schemaAfter("{\"a\": {\"x\": \"s\"}}")).isEqualTo("{a string<Json>?}");
    }

    @Test
    void boundsTheFieldsOfASchema() {
        Json json = Json.learning(Json.bounds(WideObjects.JSON, 3, 4, 16));
        json.read("{\"a\": 1, \"b\": {\"c\": 1}}");
        json.read("{\"d\": 1}");

        assertThatThrownBy(() -> json.read("{\"e\": 1}"))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read JSON: a record that makes it 5 fields (expected at most 4) at orders value."
                        + " Raise 'schema.max.fields', or lower 'object.max.fields' if names are data.");
        assertThat(json.schemaAfter("{\"a\": 2}")).isEqualTo("{a int64?, b {c int64?}?, d int64?}");
    }

    @Test
    void boundsTheDepthOfASchema() {
        Json json = Json.learning(Json.bounds(WideObjects.JSON, 3, 100, 2));

        assertThat(json.schemaAfter("{\"a\": {\"b\": {\"c\": 1}}}")).isEqualTo("{a {b string<Json>?}?}");
        assertThat(json.struct("{\"a\": {\"b\": {\"c\": [2]}}}").getStruct("a").get("b"))
                .isEqualTo("{\"c\": [2]}");
    }

    @Test
    void readsWideRecordsInAnyOrder() {
        Json json = Json.learning();
        List<String> fields =
                IntStream.range(0, 150).mapToObj(i -> "\"f" + i + "\":" + i).collect(Collectors.toList());
        String inOrder = "{" + String.join(",", fields) + "}";
        json.read(inOrder);
        Collections.reverse(fields);

        assertThat(json.struct("{" + String.join(",", fields) + "}")).isEqualTo(json.struct(inOrder));
        assertThatThrownBy(() -> json.read(inOrder.replace("f149", "f148")))
                .hasMessage("Cannot read JSON: the same name twice in an object at orders value.f148."
                        + " Correct the producer.");
    }
}
