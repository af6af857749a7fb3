// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is taken for a typing error. */
class ClosestTest {
    @Test
    void findsTheNameWithTheFewestEdits() {
        assertThat(Closest.of("orders-snik", List.of("users-sink", "orders-sink", "orders")))
                .contains("orders-sink");
        assertThat(Closest.of("b", List.of("c", "a"))).as("the first in order").contains("a");
        assertThat(Closest.of("x", Set.of())).isEmpty();
    }

    @Test
    void twoLettersMayBeWrong() {
        assertThat(Closest.isTypo("orders-snik", "orders-sink")).isTrue();
        assertThat(Closest.isTypo("orders", "order")).isTrue();
        assertThat(Closest.isTypo("abcdef", "abcxyz")).isFalse();
    }
}
