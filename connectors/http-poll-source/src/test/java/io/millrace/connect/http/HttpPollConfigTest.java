// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.RetryLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPollConfigTest {
    @Test
    void hasDefaults() {
        HttpPollConfig config = new HttpPollConfig(minimal());

        assertThat(config.topic()).isEqualTo("devices.events");
        assertThat(config.url()).hasToString("https://api.example.com/v1/events");
        assertThat(config.token()).isNull();
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.cursorParameter()).isEqualTo("after");
        assertThat(config.cursorPointer()).isEqualTo(JsonPointer.compile("/next"));
        assertThat(config.morePointer()).isNull();
        assertThat(config.limitParameter()).isEqualTo("limit");
        assertThat(config.limit()).isEqualTo(1000);
        assertThat(config.pageMaxBytes()).isEqualTo(16 * 1024 * 1024);
        assertThat(config.recordsPointer()).isEqualTo(JsonPointer.compile("/data"));
        assertThat(config.recordShape().label()).isEqualTo("device event");
        assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.retryLimits())
                .isEqualTo(
                        new RetryLimits(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMinutes(10), null));
    }

    @Test
    void readsEveryKey() {
        HttpPollConfig config = new HttpPollConfig(Map.ofEntries(
                Map.entry("topic", "t"),
                Map.entry("http.url", "http://localhost:1/x?a=b"),
                Map.entry("http.auth.type", "bearer"),
                Map.entry("http.auth.token", "s3cr3t"),
                Map.entry("http.connect.timeout.ms", "1"),
                Map.entry("http.read.timeout.ms", "2"),
                Map.entry("http.request.timeout.ms", "3"),
                Map.entry("pagination.type", "cursor"),
                Map.entry("pagination.cursor.parameter", "starting_after"),
                Map.entry("pagination.cursor.pointer", "/page/next"),
                Map.entry("pagination.more.pointer", "/page/more"),
                Map.entry("pagination.limit.parameter", ""),
                Map.entry("pagination.limit", "50"),
                Map.entry("page.max.bytes", "2048"),
                Map.entry("records.pointer", "/page/items"),
                Map.entry("record.shape", "device-event"),
                Map.entry("record.unknown.fields", "fail"),
                Map.entry("poll.interval.ms", "4"),
                Map.entry("retry.initial.ms", "5"),
                Map.entry("retry.max.ms", "6"),
                Map.entry("retry.after.max.ms", "7"),
                Map.entry("retry.timeout.ms", "8")));

        assertThat(config.url()).hasToString("http://localhost:1/x?a=b");
        assertThat(config.token()).isEqualTo(new Password("s3cr3t"));
        assertThat(List.of(
                        config.connectTimeout(), config.readTimeout(), config.requestTimeout(), config.pollInterval()))
                .containsExactly(
                        Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3), Duration.ofMillis(4));
        assertThat(config.cursorParameter()).isEqualTo("starting_after");
        assertThat(config.cursorPointer()).hasToString("/page/next");
        assertThat(config.morePointer()).hasToString("/page/more");
        assertThat(config.limitParameter()).isEmpty();
        assertThat(config.limit()).isEqualTo(50);
        assertThat(config.pageMaxBytes()).isEqualTo(2048);
        assertThat(config.recordsPointer()).hasToString("/page/items");
        assertThat(config.retryLimits())
                .isEqualTo(new RetryLimits(
                        Duration.ofMillis(5), Duration.ofMillis(6), Duration.ofMillis(7), Duration.ofMillis(8)));
    }

    @Test
    void documentsEveryKey() {
        HttpPollConfig.DEF.configKeys().values().forEach(key -> {
            assertThat(key.documentation).as(key.name).endsWith(".");
            assertThat(key.displayName).as(key.name).isNotEqualTo(key.name);
            assertThat(key.group).as(key.name).isNotNull();
        });
        assertThat(HttpPollConfig.DEF.configKeys().get("http.auth.token").type).isEqualTo(Type.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "topic | a b | Invalid value a b for configuration topic: expected 1 to 249 letters, digits, dots, underscores and dashes. Name a topic.",
                "http.url | ftp://x/ | Invalid value for configuration http.url: expected an http or https address. Give an address such as https://api.example.com/v1/events.",
                "http.url | https://u:hush@x/ | Invalid value for configuration http.url: found a user or password in it. Give an address such as https://api.example.com/v1/events.",
                "http.url | https://x/#a | Invalid value for configuration http.url: found a fragment (#) in it. Give an address such as https://api.example.com/v1/events.",
                "http.url | https://x/?after=1 | Invalid value for configuration http.url: its query has the parameter after, which pagination.cursor.parameter sets. Remove it from the URL.",
                "http.url | https://x/?limit=1 | Invalid value for configuration http.url: its query has the parameter limit, which pagination.limit.parameter sets. Remove it from the URL.",
                "http.auth.type | basic | Invalid value basic for configuration http.auth.type: expected none or bearer. Omit it for the default, none.",
                "http.connect.timeout.ms | 0 | Invalid value 0 for configuration http.connect.timeout.ms: expected 1 to 86400000. Omit it for the default, 10000.",
                "http.read.timeout.ms | -1 | Invalid value -1 for configuration http.read.timeout.ms: expected 1 to 86400000. Omit it for the default, 30000.",
                "http.request.timeout.ms | 0 | Invalid value 0 for configuration http.request.timeout.ms: expected 1 to 86400000. Omit it for the default, 120000.",
                "pagination.type | page | Invalid value page for configuration pagination.type: expected cursor. Omit it for the default, cursor.",
                "pagination.cursor.parameter | `` | Invalid value  for configuration pagination.cursor.parameter: expected the name of a query parameter. Omit it for the default, after.",
                "pagination.cursor.pointer | next | Invalid value next for configuration pagination.cursor.pointer: expected a JSON pointer such as /next. Omit it for the default, /next.",
                "pagination.cursor.pointer | /data/0/id | Invalid value /data/0/id for configuration pagination.cursor.pointer: inside the records, which are at /data. Give a place outside them.",
                "pagination.more.pointer | more | Invalid value more for configuration pagination.more.pointer: expected a JSON pointer such as /has_more. Omit it for the default, none.",
                "pagination.limit.parameter | after | Invalid value after for configuration pagination.limit.parameter: expected another parameter than pagination.cursor.parameter. Correct one.",
                "pagination.limit | 0 | Invalid value 0 for configuration pagination.limit: expected 1 to 100000. Omit it for the default, 1000.",
                "pagination.limit | many | Invalid value many for configuration pagination.limit: Not a number of type INT. Give a whole number, or omit it for the default, 1000.",
                "page.max.bytes | 1 | Invalid value 1 for configuration page.max.bytes: expected 1024 to 1073741824. Omit it for the default, 16777216.",
                "records.pointer | data | Invalid value data for configuration records.pointer: expected a JSON pointer such as /data. Omit it for the default, /data.",
                "record.shape | raw | Invalid value raw for configuration record.shape: expected device-event. Omit it for the default, device-event.",
                "record.unknown.fields | ignore | Invalid value ignore for configuration record.unknown.fields: expected keep, drop or fail. Omit it for the default, keep.",
                "poll.interval.ms | 0 | Invalid value 0 for configuration poll.interval.ms: expected 1 to 86400000. Omit it for the default, 100.",
                "retry.initial.ms | 0 | Invalid value 0 for configuration retry.initial.ms: expected 1 to 86400000. Omit it for the default, 200.",
                "retry.max.ms | 100 | Invalid value 100 for configuration retry.max.ms: expected at least 200, the value of retry.initial.ms. Correct one.",
                "retry.after.max.ms | -1 | Invalid value -1 for configuration retry.after.max.ms: expected 0 to 86400000. Omit it for the default, 600000.",
                "retry.timeout.ms | -2 | Invalid value -2 for configuration retry.timeout.ms: expected -1 to 9223372036854. Omit it for the default, -1.",
                "poll.intervall.ms | 100 | Unknown configuration poll.intervall.ms. Did you mean poll.interval.ms?",
                "http.auth.tokn | x | Unknown configuration http.auth.tokn. Did you mean http.auth.token?",
                "http.auth.token | x | Unused configuration http.auth.token: it is sent only with http.auth.type=bearer. Set that, or omit the token.",
            })
    void refusesABadValue(String key, String value, String message) {
        Map<String, String> props = minimal();
        props.put(key, value);

        assertThat(errors(props)).isEqualTo(Map.of(key, List.of(message)));
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> new HttpPollConfig(props));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t\ns3cr3t", "s3cr3t s3cr3t", "\"s3cr3té\""})
    void refusesATokenThatNoHeaderCanCarryWithoutShowingIt(String token) {
        Map<String, String> props = minimal();
        props.put("http.auth.type", "bearer");
        props.put("http.auth.token", token);

        assertThat(errors(props))
                .isEqualTo(Map.of(
                        "http.auth.token",
                        List.of("Invalid value [hidden] for configuration http.auth.token: expected printable ASCII "
                                + "without spaces. Check for a line end or quotes copied with it.")));
    }

    @Test
    void wantsATokenForBearer() {
        Map<String, String> props = minimal();
        props.put("http.auth.type", "bearer");

        assertThat(errors(props))
                .isEqualTo(Map.of(
                        "http.auth.token",
                        List.of("Missing configuration http.auth.token: needed with http.auth.type=bearer. Set it, or "
                                + "omit http.auth.type.")));
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        Map<String, String> props = new HashMap<>(
                Map.of("http.auth.type", "bearer", "poll.interval.ms", "0", "http.urll", "x", "retry.max.ms", "1"));

        assertThat(errors(props).keySet())
                .containsExactlyInAnyOrder(
                        "topic", "http.url", "http.auth.token", "poll.interval.ms", "http.urll", "retry.max.ms");
        assertThat(errors(props).get("topic"))
                .containsExactly("Missing required configuration \"topic\" which has no default value. Set it.");
    }

    @Test
    void leavesOtherKeysAlone() {
        Map<String, String> props = minimal();
        props.put("transforms", "x");
        props.put("producer.override.linger.ms", "1");
        props.put("key.converter", "y");
        props.put("errors.retry.timeout", "1");

        assertThat(errors(props)).isEmpty();
    }

    private static Map<String, String> minimal() {
        return new HashMap<>(Map.of("topic", "devices.events", "http.url", "https://api.example.com/v1/events"));
    }

    private static Map<String, List<String>> errors(Map<String, String> props) {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : new HttpPollSourceConnector().validate(props).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
