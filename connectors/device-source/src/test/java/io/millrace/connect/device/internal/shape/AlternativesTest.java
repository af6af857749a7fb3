// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.page.OneRecord;
import io.millrace.records.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields that may come from several places. */
class AlternativesTest {
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
    private static final String FIELDS = "event_id=/event_id|/messageId|/id, device_id=/context/device/id|/user,"
            + " user_id=/user, type=/type|'none', occurred_at=/at|/ts(epoch-s)|now, received_at=now,"
            + " sequence=/sequence|/seq, properties=/properties|/traits";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"event_id\":\"a\",\"messageId\":\"b\",\"id\":\"c\" | a | {\"messageId\":\"b\",\"id\":\"c\"}",
                "\"id\":\"c\",\"messageId\":\"b\",\"event_id\":\"a\" | a | {\"messageId\":\"b\",\"id\":\"c\"}",
                "\"id\":\"c\",\"messageId\":\"b\"                    | b | {\"id\":\"c\"}",
                "\"event_id\":null,\"id\":17                         | 17 |",
                "\"event_id\":\"a\",\"id\":null                      | a |",
                "\"id\":{\"x\": [1]},\"event_id\":\"a\"              | a | {\"id\":{\"x\": [1]}}",
                "\"event_id\":\"a\",\"id\":[ 1.50 ],\"more\":\"é\"   | a | {\"more\":\"é\",\"id\":[ 1.50 ]}"
            })
    void takesTheFirstThatHasAValueAndKeepsTheOthers(String members, String id, String unknown) {
        Struct event = read(FIELDS, "{\"user\":\"d1\"," + members + "}");

        event.validate();
        assertThat(event.get("event_id")).isEqualTo(id);
        assertThat(event.get("properties")).isEqualTo(unknown == null ? null : "{\"_unknown_fields\":" + unknown + "}");
        assertThat(event.get("device_id")).isEqualTo("d1");
        assertThat(event.get("user_id")).isEqualTo("d1");
        assertThat(event.get("type")).isEqualTo("none");
        assertThat(event.get("occurred_at")).isEqualTo(Date.from(NOW));
    }

    @Test
    void readsTheSameWhateverTheOrder() {
        List<String> members = new ArrayList<>(List.of(
                "\"event_id\":\"a\"",
                "\"messageId\":\"b\"",
                "\"context\":{\"os\":1,\"device\":{\"id\":\"d\"}}",
                "\"user\":\"u\"",
                "\"ts\":1772366400",
                "\"seq\":\"not a number\"",
                "\"sequence\":7",
                "\"traits\":{\"t\":1}",
                "\"properties\":{\"p\":2}"));
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Collections.shuffle(members, random);
            Struct event = read(FIELDS, "{" + String.join(",", members) + "}");

            assertThat(event.get("event_id")).as("seed %d", seed).isEqualTo("a");
            assertThat(event.get("device_id")).isEqualTo("d");
            assertThat(event.get("sequence")).isEqualTo(7L);
            assertThat(event.get("occurred_at")).isEqualTo(Date.from(Instant.parse("2026-03-01T12:00:00Z")));
            assertThat(event.getString("properties"))
                    .startsWith("{\"p\":2,\"_unknown_fields\":{")
                    .contains(
                            "\"messageId\":\"b\"",
                            "\"/context/os\":1",
                            "\"seq\":\"not a number\"",
                            "\"traits\":{\"t\":1}")
                    .doesNotContain("\"user\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"user\":\"d\"}                                   | none of /event_id, /messageId, /id (expected a string) |",
                "{\"user\":\"d\",\"id\":{}}                         | an object (expected a string) | /id",
                "{\"user\":\"d\",\"event_id\":[],\"id\":\"a\"}      | an array (expected a string)  | /event_id",
                "{\"user\":\"d\",\"id\":\"a\",\"seq\":\"x\"}        | a string (expected an integer) | /seq",
                "{\"user\":\"d\",\"id\":\"a\",\"id\":\"b\"}         | the same field twice (expected once) | /id",
                "{\"user\":\"d\",\"id\":\"a\",\"ts\":\"noon\"}      | a string of 4 characters (expected an instant in seconds since 1970) | /ts"
            })
    void refusesWhatNoPlaceHasAndWhatTheFirstHasWrong(String event, String found, String pointer) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> read(FIELDS, event))
                .withMessage(found)
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo(pointer == null ? "" : pointer));
    }

    @Test
    void takesAFieldFromInsideAnother() {
        String fields = "event_id=/uuid, device_id=/properties/$device_id|/distinct_id|/properties/distinct_id,"
                + " user_id=/distinct_id|/properties/distinct_id, type=/event, occurred_at=now, received_at=now,"
                + " properties=/properties, platform=/properties/$os";
        String properties = "{ \"$os\" : \"iOS\", \"deep\":{\"$os\":1}, \"$device_id\":\"d\", \"distinct_id\": \"u\" }";

        Struct event = read(fields, "{\"uuid\":\"1\",\"event\":\"tap\",\"properties\":" + properties + "}");

        assertThat(event.get("device_id")).isEqualTo("d");
        assertThat(event.get("user_id")).isEqualTo("u");
        assertThat(event.get("platform")).isEqualTo("iOS");
        assertThat(event.get("properties")).isEqualTo(properties);
        assertThat(read(fields, "{\"uuid\":\"1\",\"event\":\"tap\",\"distinct_id\":5,\"properties\":[1]}")
                        .get("device_id"))
                .isEqualTo("5");
    }

    @Test
    void countsWhatIsNoObjectAsUnknownWhereFieldsMayBeElsewhere() {
        assertThat(read(FIELDS, "{\"id\":\"a\",\"context\":\"shop\",\"user\":\"d\"}")
                        .get("properties"))
                .isEqualTo("{\"_unknown_fields\":{\"context\":\"shop\"}}");
    }

    @Test
    void readsAnObjectOrAValueAtOnePlace() {
        String fields = "event_id=/id, device_id=/device/id|/device, type='t', occurred_at=now, received_at=now";

        assertThat(read(fields, "{\"id\":\"a\",\"device\":\"d\"}").get("device_id"))
                .isEqualTo("d");
        assertThat(read(fields, "{\"id\":\"a\",\"device\":{\"id\":\"e\"}}").get("device_id"))
                .isEqualTo("e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "event_id=now|/id; found a place behind the now of event_id (expected that last)",
                "event_id='x'|/id; found a place behind the text of event_id (expected that last)",
                "event_id=/id|.; found . among other places of event_id (expected it alone)",
                "event_id=/id|; found no field at character 1",
                "type=/type, event_id=|/id; found no field at character 12",
                "event_id=/id|now; found now for event_id, which is no time",
                "device_id=/a|/b(iso); found a time format for device_id, which is no time",
                "occurred_at=/a|/b(noon); found time format noon of occurred_at (expected auto, iso, epoch-s or epoch-ms)"
            })
    void refusesAListThatMakesNoSense(String fields, String found) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> DeviceEventShape.of(
                        FieldSpec.parse(fields),
                        EventDefaults.NONE,
                        UnknownFields.KEEP,
                        new Parts(new Parts.Settings("", "", "", InstantFormat.AUTO, Map.of(), "", "")),
                        Clock.systemUTC()))
                .withMessage(found);
    }

    @Test
    void fallsBackOnDefaultsFieldByField() {
        EventDefaults defaults = new EventDefaults(
                "event_id=/id|/messageId, device_id=/device, type=/event, occurred_at=/at|now, received_at=now",
                Map.of("event_id", () -> "made", "type", () -> "identify", "device_id", () -> "unused"));
        RecordShape shape = shape("device_id=/serial|'d0'", defaults);

        Struct event = (Struct) OneRecord.read(shape, "{\"device\":\"x\"}".getBytes(StandardCharsets.UTF_8), 64)
                .value();

        assertThat(event.get("event_id")).isEqualTo("made");
        assertThat(event.get("device_id")).isEqualTo("d0");
        assertThat(event.get("type")).isEqualTo("identify");
        assertThat(event.get("properties")).isEqualTo("{\"_unknown_fields\":{\"device\":\"x\"}}");
        assertThat(ShapeOptions.idPlaces(config(""), defaults))
                .containsExactly(JsonPointer.compile("/id"), JsonPointer.compile("/messageId"));
    }

    @Test
    void takesTheFirstInADeclaredListToo() {
        AbstractConfig config = config(
                "",
                "record.shape",
                "declared",
                "record.schema",
                "id:string!=/id|/key, n:int32=/n|/m, at:timestamp=/t|now");
        RecordShape shape = ShapeOptions.of(config, "t", "", Clock.fixed(NOW, ZoneOffset.UTC));

        Struct value = (Struct)
                OneRecord.read(shape, "{\"m\":\"2\",\"key\":\"k\",\"n\":1}".getBytes(StandardCharsets.UTF_8), 64)
                        .value();

        assertThat(value.get("id")).isEqualTo("k");
        assertThat(value.get("n")).isEqualTo(1);
        assertThat(value.get("at")).isEqualTo(Date.from(NOW));
    }

    private static Struct read(String fields, String json) {
        return (Struct) OneRecord.read(shape(fields, EventDefaults.NONE), json.getBytes(StandardCharsets.UTF_8), 64)
                .value();
    }

    private static RecordShape shape(String fields, EventDefaults defaults) {
        return ShapeOptions.of(config(fields), "t", "", Clock.fixed(NOW, ZoneOffset.UTC), defaults);
    }

    private static AbstractConfig config(String fields, String... more) {
        ConfigDef def = new ConfigDef();
        ShapeOptions.define(def);
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        props.put("record.fields", fields);
        return new AbstractConfig(def, props, false);
    }
}
