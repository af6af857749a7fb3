// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of ids that have gone before they are served again. */
class OverlapTest {
    private static Endpoint endpoint(String... settings) {
        Map<String, String> props = new HashMap<>(Map.of(
                "topic",
                "t",
                "http.url",
                "https://api.example.com/v1/events?key=hush",
                "record.id.pointer",
                "/id",
                "record.id.max",
                "10"));
        for (int i = 0; i < settings.length; i += 2) {
            props.put(settings[i], settings[i + 1]);
        }
        return new HttpPollConfig(props).endpoints().get(0);
    }

    /** Ten are kept; of a list of so many. */
    private static SeenIds served(int count) {
        SeenIds ids = new SeenIds(10, "");
        for (int i = 0; i < count; i++) {
            ids.add("id" + i);
        }
        return ids;
    }

    @ParameterizedTest
    @CsvSource({
        "pagination.type, page, 0",
        "pagination.list, changing, 0",
        "pagination.order, newest-first, 0",
        "pagination.list, append-only, 1000",
    })
    void failsWhereOnceIsRequiredAndIdsHaveGoneThatMayComeAgain(String key, String value, String step) {
        Overlap overlap = new Overlap(endpoint(key, value, "window.step.ms", step, "exactly.once.support", "required"));

        assertThatCode(() -> overlap.check(served(10))).doesNotThrowAnyException();
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> overlap.check(served(11)))
                .withMessage("Cannot tell records apart: found more than 10 records that may be served again"
                        + " (record.id.max) at https://api.example.com/v1/events. Raise it, or read less at a time, then"
                        + " restart the task; it goes on where it stopped.");
    }

    @Test
    void goesOnWhereOnceIsNotRequired() {
        Overlap overlap = new Overlap(endpoint("pagination.list", "changing"));

        assertThatCode(() -> {
                    overlap.check(served(11));
                    overlap.check(served(200));
                })
                .doesNotThrowAnyException();
    }

    /** A list that only grows serves nothing again but a page of which some has been delivered, by place. */
    @Test
    void doesNotMindIdsOfAListThatOnlyGrows() {
        Overlap overlap = new Overlap(endpoint("pagination.list", "append-only", "exactly.once.support", "required"));

        assertThatCode(() -> overlap.check(served(200))).doesNotThrowAnyException();
    }

    @Test
    void doesNotMindIdsThatWereNotServedForTwoRounds() {
        Overlap overlap = new Overlap(endpoint("pagination.list", "changing", "exactly.once.support", "required"));
        SeenIds ids = served(10);
        ids.nextCycle();
        ids.nextCycle();
        for (int i = 0; i < 9; i++) { // room for as many as are kept free
            ids.add("new" + i);
        }

        assertThatCode(() -> overlap.check(ids)).doesNotThrowAnyException();
        assertThat(ids.contains("id0")).isFalse();
    }
}
