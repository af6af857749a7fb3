// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "millrace, /v1/events, EVENTS_OR_CLOUD, MILLRACE, ''",
        "millrace, /v1/batch, BATCH, MILLRACE, ''",
        "segment, /v1/batch, BATCH, SEGMENT, ''",
        "segment, /v1/import, BATCH, SEGMENT, ''",
        "segment, /v1/b, BATCH, SEGMENT, ''",
        "segment, /v1/track, EVENTS, SEGMENT, track",
        "segment, /v1/alias, EVENTS, SEGMENT, alias",
        "millrace segment, /v1/batch, BATCH, MILLRACE, ''",
        "segment millrace, /v1/batch, BATCH, SEGMENT, ''",
        "posthog, /batch, CAPTURE, POSTHOG, ''",
        "posthog, /batch/, CAPTURE, POSTHOG, ''",
        "posthog, /e/, CAPTURE, POSTHOG, ''",
        "posthog, /capture, CAPTURE, POSTHOG, ''",
        "posthog, /i/v0/e/, CAPTURE, POSTHOG, ''",
        "cloudevents, /, CLOUD, CLOUDEVENTS, ''",
        "cloudevents, /v1/events, CLOUD, CLOUDEVENTS, ''",
        "cloudevents millrace, /v1/events, EVENTS_OR_CLOUD, MILLRACE, ''",
        "millrace cloudevents, /v1/events, EVENTS_OR_CLOUD, MILLRACE, ''"
    })
    void knowsThePathsOfEachApi(String apis, String path, Route.Form form, Api api, String type) {
        assertThat(Route.of("POST", path, apis(apis))).isEqualTo(new Route(form, api, type));
    }

    @ParameterizedTest
    @CsvSource({
        "millrace, /v1/track", "millrace, /", "segment, /v1/events", "segment, /v1/", "segment, /track",
        "posthog, /", "posthog, ''", "posthog, /e//", "cloudevents, /v1/batch", "millrace, /v1/events/"
    })
    void knowsNoOthers(String apis, String path) {
        assertThat(Route.of("POST", path, apis(apis))).isNull();
    }

    @Test
    void knowsOneMethod() {
        assertThat(Route.of("GET", "/v1/events", List.of(Api.MILLRACE))).isNull();
        assertThat(Route.of("/v1/events", List.of(Api.MILLRACE))).isNotNull();
    }

    private static List<Api> apis(String names) {
        return Arrays.stream(names.toUpperCase(Locale.ROOT).split(" ", -1))
                .map(Api::valueOf)
                .toList();
    }
}
