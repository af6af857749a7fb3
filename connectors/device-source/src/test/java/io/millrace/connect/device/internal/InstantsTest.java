// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-03-01T12:00:00.123Z",
                "2026-03-01T12:00:00.1Z",
                "2026-03-01T12:00:00.123456789Z",
                "2024-02-29T23:59:59.999+05:30",
                "2000-02-29T00:00:00-11:00",
                "1969-12-31T23:59:59.999Z",
                "0000-01-01T00:00:00Z",
                "0001-03-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z"
            })
    void readsWhatJavaReads(String text) {
        assertThat(parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    }

    @Test
    void agreesWithJavaOnRandomInstants() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        long earliest = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
        long latest = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        for (int i = 0; i < 20_000; i++) {
            long millis = earliest + (long) (random.nextDouble() * (latest - earliest));
            assertThat(parse(Instant.ofEpochMilli(millis).toString()))
                    .as("seed %d", seed)
                    .isEqualTo(millis);
            OffsetDateTime local = Instant.ofEpochMilli(millis)
                    .atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 17 * 60) - 17 * 60)));
            if (local.getSecond() != 0 && local.getYear() >= 0 && local.getYear() <= 9999) {
                assertThat(parse(local.toString())).as("seed %d", seed).isEqualTo(millis);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-03-01",
                "2026-03-01T12:00:00",
                "2026-03-01T12:00Z",
                "2026-13-01T12:00:00Z",
                "2026-00-01T12:00:00Z",
                "2026-02-29T12:00:00Z",
                "1900-02-29T12:00:00Z",
                "2026-03-01T24:00:00Z",
                "2026-03-01T12:60:00Z",
                "2026-03-01T12:00:60Z",
                "2026-03-01T12:00:00.Z",
                "2026-03-01T12:00:00.123",
                "2026-03-01T12:00:00+0200",
                "2026-03-01T12:00:00+24:00",
                "2026-03-01T12:00:00ZZ",
                "2026/03/01T12:00:00Z",
                "20a6-03-01T12:00:00Z",
                "2026-03-01T12:0x:00Z",
                "１２３４-03-01T12:00:00Z"
            })
    void refusesAnythingElse(String text) {
        assertThat(parse(text)).isEqualTo(Instants.INVALID);
    }

    @Test
    void readsInsideALargerArray() {
        char[] text = "xx2026-03-01T12:00:00.5Z99".toCharArray();

        assertThat(Instants.parseMillis(text, 2, 22))
                .isEqualTo(Instant.parse("2026-03-01T12:00:00.5Z").toEpochMilli());
    }

    private static long parse(String text) {
        return Instants.parseMillis(text.toCharArray(), 0, text.length());
    }
}
