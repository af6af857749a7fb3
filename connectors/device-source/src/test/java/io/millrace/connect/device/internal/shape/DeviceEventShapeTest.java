// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.page.BadRecordException;
import io.millrace.connect.device.internal.page.PageFormat;
import io.millrace.connect.device.internal.page.PageReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceEventShapeTest {
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
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
                "sequence    | \"1\"          | a string (expected an integer)",
                "sequence    | 1.0            | a number with a fraction or exponent (expected an integer)",
                "sequence    | 9223372036854775808 | an integer of 19 characters (expected one of 64 bits)",
                "occurred_at | 1700000000     | an integer (expected an instant such as 2026-03-01T12:00:00.123Z)",
                "occurred_at | \"yesterday\"  | a string of 9 characters (expected an instant such as 2026-03-01T12:00:00.123Z)"
            })
    void refusesAnUnfittingField(String field, String json, String found) {
        String event =
                "{" + MINIMAL.replaceFirst("\"" + field + "\":\"[^\"]*\",", "") + ",\"" + field + "\":" + json + "}";

        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> read(event))
                .withMessage(found)
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/0/" + field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_id", "device_id", "type", "occurred_at"})
    void refusesAnEventWithoutARequiredField(String field) {
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> read("{" + MINIMAL.replaceFirst("\"" + field + "\":\"[^\"]*\",", "") + "}"))
                .withMessageStartingWith("no such field (expected a")
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/0/" + field));
    }

    @Test
    void refusesAFieldGivenTwice() {
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> read("{" + MINIMAL + ",\"locale\":null,\"locale\":\"de\"}"))
                .withMessage("the same field twice (expected once)");
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatExceptionOfType(BadRecordException.class)
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
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> read("{" + MINIMAL + ",\"new\":1,\"properties\":" + properties + "}"))
                .withMessage("no room for the record's unknown fields (expected an object without _unknown_fields)");
    }

    @Test
    void dropsOrRefusesUnknownFieldsWhenTold() throws IOException {
        String event = "{\"a/b\":{\"x\":[1]}," + MINIMAL + "}";

        assertThat(read(event, UnknownFields.DROP).get("properties")).isNull();
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> read(event, UnknownFields.FAIL))
                .withMessage("a field that the shape does not have")
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/0/a~1b"));
    }

    @Test
    void readsFieldsFromWhereAMappingSays() throws IOException {
        Struct event = read(
                "{\"id\":17,\"device\":{\"serial\":\"d1\",\"model\":\"x\"},\"ts\":1772366400,\"v\":[1]}",
                "event_id=/id, device_id=/device/serial, type='reading', occurred_at=/ts(epoch-s), received_at=now");

        event.validate();
        assertThat(event)
                .isEqualTo(new Struct(DeviceEventShape.SCHEMA)
                        .put("event_id", "17")
                        .put("device_id", "d1")
                        .put("type", "reading")
                        .put("occurred_at", Date.from(Instant.parse("2026-03-01T12:00:00Z")))
                        .put("received_at", Date.from(NOW))
                        .put("properties", "{\"_unknown_fields\":{\"/device/model\":\"x\",\"v\":[1]}}"));
    }

    @Test
    void keepsTheWholeRecordAsPropertiesWhenTold() throws IOException {
        String json = "{ \"id\":\"e\", \"d\":\"d1\", \"n\":1.50 }";

        assertThat(read(json, "event_id=/id, device_id=/d, type='x', occurred_at=now, received_at=now, properties=.")
                        .get("properties"))
                .isEqualTo(json);
    }

    private static Struct read(String json) throws IOException {
        return read(json, UnknownFields.KEEP);
    }

    private static Struct read(String json, UnknownFields unknown) throws IOException {
        return read(json, unknown, "");
    }

    private static Struct read(String json, String mapping) throws IOException {
        return read(json, UnknownFields.KEEP, mapping);
    }

    private static Struct read(String json, UnknownFields unknown, String mapping) throws IOException {
        ConfigDef def = new ConfigDef();
        ShapeOptions.define(def);
        AbstractConfig config = new AbstractConfig(
                def, Map.of("record.unknown.fields", unknown.label(), "record.fields", mapping), false);
        RecordShape shape = ShapeOptions.of(config, "t", "", Clock.fixed(NOW, ZoneOffset.UTC));
        byte[] page = (json.startsWith("\uFEFF") ? json : "[" + json + "]").getBytes(StandardCharsets.UTF_8);
        PageFormat format = new PageFormat(
                PageFormat.Kind.JSON,
                JsonPointer.empty(),
                List.of(),
                List.of(),
                false,
                ',',
                new PageFormat.Limits(100_000, 100));
        try (PageReader reader = format.open(new ByteArrayInputStream(page), shape)) {
            Shaped shaped = Objects.requireNonNull(reader.next());
            assertThat(shaped.key()).isEqualTo("d1");
            return (Struct) shaped.value();
        }
    }
}
