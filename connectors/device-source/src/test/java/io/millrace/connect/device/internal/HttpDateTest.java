// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HttpDateTest {
    @Test
    void readsOneDateAfterAnother() {
        for (int repeat = 0; repeat < 2; repeat++) {
            assertThat(HttpDate.parse("Sun, 22 Nov 2026 12:00:30 GMT"))
                    .isEqualTo(Instant.parse("2026-11-22T12:00:30Z"));
            assertThat(HttpDate.parse("Sun, 22 Nov 2026 12:00:30 GMT"))
                    .isEqualTo(Instant.parse("2026-11-22T12:00:30Z"));
            assertThat(HttpDate.parse(" Sun, 22 Nov 2026 12:00:31 GMT "))
                    .isEqualTo(Instant.parse("2026-11-22T12:00:31Z"));
            assertThat(HttpDate.parse("now")).isNull();
            assertThat(HttpDate.parse("")).isNull();
            assertThat(HttpDate.parse(null)).isNull();
        }
    }
}
