// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceEventShapeTest {
    private static final String MINIMAL = "\"event_id\":\"e1\",\"device_id\":\"d1\",\"type\":\"tap\","
            + "\"occurred_at\":\"2026-03-01T12:00:00.123Z\",\"received_at\":\"2026-03-01T14:00:01+02:00\"";

    @Test
    void readsEveryField() throws IOException {
        Struct event = read(
                "{" + MINIMAL
                        + ",\"user_id\":\"u1\",\"session_id\":\"s1\",\"sequence\":9007199254740993,\"platform\":\"ios\","
                        + "\"app_version\":\"4.7.0\",\"locale\":\"uk-UA\",\"properties\":{\"a\": [1, 1.50, {\"é\":\"\\u00e9\"}]}}");

        event.validate();
        assertThat(event)
                .isEqualTo(new Struct(DeviceEventShape.SCHEMA)
                        .put("event_id", "e1")
                        .put("device_id", "d1")
                        .put("user_id", "u1")
                        .put("session_id", "s1")
                        .put("sequence", 9007199254740993L)
                        .put("type", "tap")
                        .put("occurred_at", Date.from(Instant.parse("2026-03-01T12:00:00.123Z")))
                        .put("received_at", Date.from(Instant.parse("2026-03-01T12:00:01Z")))
                        .put("platform", "ios")
                        .put("app_version", "4.7.0")
                        .put("locale", "uk-UA")
                        .put("properties", "{\"a\": [1, 1.50, {\"é\":\"\\u00e9\"}]}"));
        assertThat(new DeviceEventShape(UnknownFields.KEEP).key(event)).isEqualTo("d1");
    }

    @Test
    void leavesAbsentAndNullFieldsUnset() throws IOException {
        Struct event = read("{" + MINIMAL + ",\"user_id\":null,\"sequence\":null,\"properties\":null}");

        event.validate();
        assertThat(event.get("user_id")).isNull();
        assertThat(event.get("session_id")).isNull();
        assertThat(event.get("sequence")).isNull();
        assertThat(event.get("properties")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ \"a\" : 1 }",
                "[]",
                "[ 1,\n\t2 ]",
                "12",
                "-1.50e+10",
                "true",
                "false",
                "\"\"",
                "\"text \\\"quoted\\\" \\\\ \\u0041 é 👪\"",
                "{\"deep\":{\"deeper\":[[[{\"x\":\"}]\"}]]]}}",
                "123456789012345678901234567890.123456789012345678901234567890"
            })
    void keepsPropertiesAsTheTextThatWasSent(String json) throws IOException {
        assertThat(read("{\"properties\":  " + json + " ," + MINIMAL + "}").get("properties"))
                .isEqualTo(json);
        assertThat(read("{" + MINIMAL + ",\"properties\":" + json + "}").get("properties"))
                .isEqualTo(json);
        assertThat(read("\uFEFF{" + MINIMAL + ",\"properties\":" + json + "}").get("properties"))
                .isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "event_id    | 1              | an integer (expected a string)",
                "event_id    | null           | null (expected a string)",
                "type        | {}             | an object (expected a string)",
                "type        | [1]            | an array (expected a string)",
                "locale      | true           | a boolean (expected a string)",
                "sequence    | \"1\"          | a string (expected a 64-bit integer)",
                "sequence    | 1.0            | a number with a fraction or exponent (expected a 64-bit integer)",
                "sequence    | 9223372036854775808 | an integer of 19 digits (expected a 64-bit integer)",
                "occurred_at | 1700000000     | an integer (expected an instant such as 2026-03-01T12:00:00.123Z)",
                "occurred_at | \"yesterday\"  | a string of 9 characters (expected an instant such as 2026-03-01T12:00:00.123Z)"
            })
    void refusesAnUnfittingField(String field, String json, String found) {
        String event =
                "{" + MINIMAL.replaceFirst("\"" + field + "\":\"[^\"]*\",", "") + ",\"" + field + "\":" + json + "}";

        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> read(event))
                .withMessage(found)
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/" + field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_id", "device_id", "type", "occurred_at"})
    void refusesAnEventWithoutARequiredField(String field) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> read("{" + MINIMAL.replaceFirst("\"" + field + "\":\"[^\"]*\",", "") + "}"))
                .withMessageStartingWith("no such field (expected a")
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/" + field));
    }

    @Test
    void refusesAFieldGivenTwice() {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> read("{" + MINIMAL + ",\"locale\":null,\"locale\":\"de\"}"))
                .withMessage("the same field twice (expected once)");
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> read("[1]"))
                .withMessage("an array (expected an object)");
    }

    @Test
    void keepsUnknownFieldsInProperties() throws IOException {
        String unknown = ",\"battery\":0.50,\"o\\\"k\":[ 1 ],\"text\":\"a\\nb\"";
        String kept = "\"_unknown_fields\":{\"battery\":0.50,\"o\\\"k\":[ 1 ],\"text\":\"a\\nb\"}}";

        assertThat(read("{" + MINIMAL + unknown + "}").get("properties")).isEqualTo("{" + kept);
        assertThat(read("{\"properties\":{ }," + MINIMAL + unknown + "}").get("properties"))
                .isEqualTo("{" + kept);
        assertThat(read("{" + MINIMAL + unknown + ",\"properties\":{\"x\":1}}").get("properties"))
                .isEqualTo("{\"x\":1," + kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "\"text\"", "{\"a\":{},\"_unknown_fields\":1}"})
    void refusesUnknownFieldsThatPropertiesHasNoRoomFor(String properties) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> read("{" + MINIMAL + ",\"new\":1,\"properties\":" + properties + "}"))
                .withMessage("no room for the record's unknown fields (expected an object without _unknown_fields)");
    }

    @Test
    void dropsOrRefusesUnknownFieldsWhenTold() throws IOException {
        String event = "{\"a/b\":{\"x\":[1]}," + MINIMAL + "}";

        assertThat(read(event, UnknownFields.DROP).get("properties")).isNull();
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> read(event, UnknownFields.FAIL))
                .withMessage("a field that the shape does not have")
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/a~1b"));
    }

    private static Struct read(String json) throws IOException {
        return read(json, UnknownFields.KEEP);
    }

    private static Struct read(String json, UnknownFields unknownFields) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = new JsonFactory().createParser(bytes, 0, bytes.length)) {
            parser.nextToken();
            return new DeviceEventShape(unknownFields).read(parser, bytes);
        }
    }
}
