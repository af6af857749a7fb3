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
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPollConfigTest {
    @Test
    void hasDefaults() {
        Endpoint endpoint = only(minimal());

        assertThat(endpoint.topic()).isEqualTo("devices.events");
        assertThat(endpoint.address()).isEqualTo("https://api.example.com/v1/events");
        assertThat(endpoint.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(endpoint.readTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(endpoint.requestTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(endpoint.cursorParameter()).isEqualTo("after");
        assertThat(endpoint.envelope()).containsExactly(JsonPointer.compile("/next"));
        assertThat(endpoint.limitParameter()).isEqualTo("limit");
        assertThat(endpoint.limit()).isEqualTo(1000);
        assertThat(endpoint.isAppendOnly()).isTrue();
        assertThat(endpoint.pageMaxBytes()).isEqualTo(256L * 1024 * 1024);
        assertThat(endpoint.recordsPointer()).isEqualTo(JsonPointer.compile("/data"));
        assertThat(endpoint.pollInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(endpoint.retryLimits())
                .isEqualTo(
                        new RetryLimits(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMinutes(10), null));
        assertThat(List.of(408, 425, 429, 500, 503)).allMatch(endpoint.retryStatuses()::contains);
        assertThat(endpoint.emptyStatuses().contains(204)).isTrue();
        assertThat(endpoint.windows(java.time.Clock.systemUTC())).isNull();
    }

    @Test
    void letsAnEndpointSetWhatOthersShare() {
        Map<String, String> props = minimal();
        props.put("endpoints", "vehicles, positions");
        props.put("pagination.limit", "50");
        props.put("endpoint.vehicles.http.path", "/vehicles");
        props.put("endpoint.positions.http.path", "/vehicles/${parent./id}/positions");
        props.put("endpoint.positions.parent", "vehicles");
        props.put("endpoint.positions.topic", "positions");
        props.put("endpoint.positions.pagination.limit", "10");

        assertThat(errors(props)).isEmpty();
        List<Endpoint> endpoints = new HttpPollConfig(props).endpoints();
        assertThat(endpoints).extracting(Endpoint::name).containsExactly("vehicles", "positions");
        assertThat(endpoints).extracting(Endpoint::topic).containsExactly("devices.events", "positions");
        assertThat(endpoints).extracting(Endpoint::limit).containsExactly(50, 10);
        assertThat(endpoints.get(1).parent()).isEqualTo("vehicles");
        assertThat(endpoints.get(1).address())
                .isEqualTo("https://api.example.com/v1/events/vehicles/${parent./id}/positions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint.b.http.path | /x | Unknown configuration endpoint.b.http.path: found no endpoint b in endpoints. Add it there, or remove this.",
                "endpoint.a.parent | c | Invalid value c for configuration endpoint.a.parent: expected another of endpoints. Correct it.",
                "endpoint.a.http.pth | /x | Unknown configuration endpoint.a.http.pth. Did you mean http.path?",
                "endpoint.a.pagination.limit | 0 | Invalid value 0 for configuration pagination.limit: expected 1 to 100000. Omit it for the default, 1000.",
            })
    void namesTheEndpointWhoseSettingIsWrong(String key, String value, String message) {
        Map<String, String> props = minimal();
        props.put("endpoints", "a");
        props.put(key, value);

        assertThat(errors(props).get(key)).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "cursor, , , true",
        "next-url, , , true",
        "last-key, , , true",
        "page, , , false",
        "offset, , , false",
        "link-header, , , false",
        "none, , , false",
        "page, append-only, , true",
        "cursor, changing, , false",
        "page, , /id, true",
        "none, , /id, true",
    })
    void isExactlyOnceWherePlacesOrIdsTellRecordsApart(String type, String list, String id, boolean expected) {
        Map<String, String> props = minimal();
        props.put("pagination.type", type);
        props.computeIfAbsent("pagination.list", key -> list);
        props.computeIfAbsent("record.id.pointer", key -> id);

        assertThat(new HttpPollSourceConnector().exactlyOnceSupport(props))
                .isEqualTo(expected ? ExactlyOnceSupport.SUPPORTED : ExactlyOnceSupport.UNSUPPORTED);

        props.put("exactly.once.support", "required");
        assertThat(errors(props))
                .isEqualTo(
                        expected
                                ? Map.of()
                                : Map.of(
                                        "pagination.list",
                                        List.of(
                                                "Cannot deliver exactly once: the list may change while it is read, and nothing tells its records apart. Set record.id.pointer; or pagination.list=append-only, if a page, asked again, has the same records, followed by newer ones; or omit exactly.once.support=required.")));
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
                "http.auth.type | digest | Invalid value digest for configuration http.auth.type: expected none, basic, bearer, api-key, oauth2-client-credentials, oauth2-refresh-token, jwt-bearer or hmac. Omit it for the default, none.",
                "http.connect.timeout.ms | 0 | Invalid value 0 for configuration http.connect.timeout.ms: expected 1 to 86400000. Omit it for the default, 10000.",
                "http.read.timeout.ms | -1 | Invalid value -1 for configuration http.read.timeout.ms: expected 1 to 86400000. Omit it for the default, 30000.",
                "http.request.timeout.ms | 0 | Invalid value 0 for configuration http.request.timeout.ms: expected 1 to 86400000. Omit it for the default, 120000.",
                "pagination.type | pages | Invalid value pages for configuration pagination.type: expected none, cursor, next-url, link-header, page, offset or last-key. Omit it for the default, cursor.",
                "pagination.cursor.pointer | next | Invalid value next for configuration pagination.cursor.pointer: expected a JSON pointer such as /next. Omit it for the default, /next.",
                "pagination.cursor.pointer | /data/0/id | Invalid value /data/0/id for configuration pagination.cursor.pointer: inside the records, which are at /data. Give a place outside them.",
                "pagination.more.pointer | more | Invalid value more for configuration pagination.more.pointer: expected a JSON pointer such as /has_more. Omit it for the default, none.",
                "pagination.limit.parameter | after | Invalid value after for configuration pagination.limit.parameter: expected another parameter than pagination.cursor.parameter. Correct one.",
                "pagination.limit | 0 | Invalid value 0 for configuration pagination.limit: expected 1 to 100000. Omit it for the default, 1000.",
                "pagination.limit | many | Invalid value many for configuration pagination.limit: Not a number of type INT. Give a whole number, or omit it for the default, 1000.",
                "page.max.bytes | 1 | Invalid value 1 for configuration page.max.bytes: expected 1024 to 1125899906842624. Omit it for the default, 268435456.",
                "records.pointer | data | Invalid value data for configuration records.pointer: expected a JSON pointer such as /data. Omit it for the default, /data.",
                "record.shape | xml | Invalid value xml for configuration record.shape: expected device-event, declared, inferred or raw. Omit it for the default, device-event.",
                "record.unknown.fields | ignore | Invalid value ignore for configuration record.unknown.fields: expected keep, drop or fail. Omit it for the default, keep.",
                "poll.interval.ms | 0 | Invalid value 0 for configuration poll.interval.ms: expected 1 to 86400000. Omit it for the default, 100.",
                "retry.initial.ms | 0 | Invalid value 0 for configuration retry.initial.ms: expected 1 to 86400000. Omit it for the default, 200.",
                "retry.max.ms | 100 | Invalid value 100 for configuration retry.max.ms: expected at least 200, the value of retry.initial.ms. Correct one.",
                "retry.after.max.ms | -1 | Invalid value -1 for configuration retry.after.max.ms: expected 0 to 86400000. Omit it for the default, 600000.",
                "retry.timeout.ms | -2 | Invalid value -2 for configuration retry.timeout.ms: expected -1 to 9223372036854. Omit it for the default, -1.",
                "poll.intervall.ms | 100 | Unknown configuration poll.intervall.ms. Did you mean poll.interval.ms?",
                "http.auth.tokn | x | Unknown configuration http.auth.tokn. Did you mean http.auth.token?",
                "http.auth.token | x | Unused configuration http.auth.token: http.auth.type=none does not use it. Set the type that does, or omit it.",
                "http.addresses.deny | everything | Invalid value for configuration http.addresses.deny: found everything (expected loopback, private, link-local, metadata, multicast, unspecified, reserved, an address, or a range such as 10.0.0.0/8). Correct it.",
                "http.path | /${cursor | Invalid value for configuration http.path: found ${ without }. Correct it.",
                "http.path | /${parent./id} | Cannot fill ${parent./id}: found no such value (expected cursor, limit, window.start, window.end, or parent.<JSON pointer> with parent). Correct the template.",
                "retry.statuses | 429,6xx | Invalid value 429,6xx for configuration retry.statuses: found 6xx (expected statuses such as 408,5xx). Correct it.",
                "bad.records | dead-letter | Missing configuration bad.records.topic: needed with bad.records=dead-letter. Set it.",
                "pagination.order | newest-first | Missing configuration record.id.pointer: needed with pagination.order=newest-first. Set it.",
                "window.start | yesterday | Invalid value yesterday for configuration window.start: expected such as 2026-03-01T00:00:00Z, now or now-P7D. Correct it.",
                "record.shape | declared | Missing configuration record.schema: needed with record.shape=declared. Set it.",
            })
    void refusesABadValue(String key, String value, String message) {
        Map<String, String> props = minimal();
        props.put(key, value);

        assertThat(errors(props).values()).as(key).containsExactly(List.of(message));
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
        return new HashMap<>(Map.of(
                "topic", "devices.events", "http.url", "https://api.example.com/v1/events", "validate.probe", "false"));
    }

    private static Endpoint only(Map<String, String> props) {
        return new HttpPollConfig(props).endpoints().get(0);
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
