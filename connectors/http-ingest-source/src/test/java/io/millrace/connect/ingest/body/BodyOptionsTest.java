// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyOptionsTest {
    @Test
    void hasDefaults() {
        AbstractConfig config = Bodies.config(Map.of());

        assertThat(BodyOptions.apis(config)).containsExactly(Api.MILLRACE);
        assertThat(BodyOptions.bodyMaxBytes(config)).isEqualTo(1 << 20);
        assertThat(BodyOptions.decodedMaxBytes(config)).isEqualTo(1 << 24);
        assertThat(config.getInt(BodyOptions.EVENT_MAX_BYTES)).isEqualTo(1 << 18);
        assertThat(config.getInt(BodyOptions.BATCH_MAX_EVENTS)).isEqualTo(10_000);
        assertThat(config.getInt(BodyOptions.MAX_DEPTH)).isEqualTo(64);
        assertThat(config.getString(BodyOptions.ID_MISSING)).isEqualTo("drop");
        assertThat(config.getBoolean(BodyOptions.CLOCK_CORRECTION)).isTrue();
        assertThat(config.getLong(BodyOptions.CLOCK_FUTURE_MAX_MS)).isEqualTo(60_000);
        assertThat(BodyOptions.problems(Map.of())).isEmpty();
    }

    @Test
    void takesEverySetting() {
        Map<String, String> all = Map.of(
                "http.apis", "posthog, segment,cloudevents ,millrace",
                "http.body.max.bytes", "2048",
                "http.body.decoded.max.bytes", "4096",
                "http.body.max.depth", "10",
                "event.max.bytes", "4096",
                "batch.max.events", "5",
                "event.id.missing", "generate",
                "clock.correction", "false",
                "clock.future.max.ms", "0");

        AbstractConfig config = Bodies.config(all);

        assertThat(BodyOptions.apis(config)).containsExactly(Api.POSTHOG, Api.SEGMENT, Api.CLOUDEVENTS, Api.MILLRACE);
        assertThat(BodyOptions.bodyMaxBytes(config)).isEqualTo(2048);
        assertThat(BodyOptions.problems(all)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http.apis                   | segmnt           | [segmnt]",
                "http.apis                   | millrace,millrace | [millrace, millrace]",
                "http.apis                   | ''               | []",
                "http.body.max.bytes         | 0                | 0",
                "http.body.decoded.max.bytes | 1                | 1",
                "http.body.max.depth         | 401              | 401",
                "event.max.bytes             | 63               | 63",
                "batch.max.events            | 0                | 0",
                "event.id.missing            | keep             | keep",
                "clock.future.max.ms         | -1               | -1"
            })
    void refusesBadValues(String key, String value, String shown) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Bodies.config(Map.of(key, value)))
                .withMessageStartingWith("Invalid value " + shown + " for configuration " + key + ": expected ")
                .withMessageContaining(". Omit it for the default, ");
    }

    @Test
    void saysWhatIsWrongWithSettingsTogether() {
        Map<String, String> props = new HashMap<>(Map.of(
                "http.body.decoded.max.bytes", "1000",
                "http.body.max.bytes", "1001",
                "event.id.missing", "generate",
                "record.shape", "raw",
                "record.fields", "device_id=/a|"));

        assertThat(BodyOptions.problems(props))
                .containsEntry(
                        "http.body.max.bytes",
                        "Invalid value 1001 for configuration http.body.max.bytes: expected at most"
                                + " http.body.decoded.max.bytes, 1000. Lower it, or raise that.")
                .containsEntry(
                        "event.max.bytes",
                        "Invalid value 262144 for configuration event.max.bytes: expected at most"
                                + " http.body.decoded.max.bytes, 1000. Lower it, or raise that.")
                .containsEntry(
                        "event.id.missing",
                        "Unused configuration event.id.missing: it is used only with record.shape=device-event. Omit it, or"
                                + " set that.");
        assertThat(BodyOptions.problems(Map.of("record.fields", "nothing=/a")))
                .containsEntry(
                        "record.fields",
                        "Invalid value for configuration record.fields: found nothing, which a device event does not have."
                                + " Correct it.");
        assertThat(BodyOptions.problems(Map.of("http.body.max.bytes", "many"))).isEmpty();
    }
}
