// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagTest {
    @Test
    void isThatOfThePartitionThatIsFarthestBehind() {
        assertThat(Lag.of("{\"a\":{\"0\":5,\"1\":7}}", "{\"a\":{\"0\":6,\"1\":10},\"b\":{\"0\":2}}"))
                .hasValue(3);
        assertThat(Lag.of("{\"a\":{\"0\":5}}", "{\"a\":{\"0\":5}}")).hasValue(0);
    }

    @Test
    void isUnknownWhereTheSourceDoesNotTell() {
        assertThat(Lag.of("{\"a\":{\"0\":5}}", null)).isEmpty();
        assertThat(Lag.of("{\"a\":{\"0\":5}}", "none")).isEmpty();
    }
}
