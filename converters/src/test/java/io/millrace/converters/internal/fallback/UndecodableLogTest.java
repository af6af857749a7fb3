// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UndecodableLogTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void warnsOfTheFirstAndThenOnceAMinute() {
        List<String> warnings = new ArrayList<>();
        AtomicLong clock = new AtomicLong(-5);
        UndecodableLog log = new UndecodableLog(clock::get, warnings::add);

        for (int second = 0; second <= 60; second++) {
            log.count("orders", "because " + second);
            clock.addAndGet(SECOND);
        }
        log.count("returns", "because");

        assertThat(warnings)
                .containsExactly(
                        "Passing on a record of orders as undecodable bytes: because 0",
                        "Passed on 61 records of orders as undecodable bytes so far, the last one: because 60",
                        "Passing on a record of returns as undecodable bytes: because");
    }
}
