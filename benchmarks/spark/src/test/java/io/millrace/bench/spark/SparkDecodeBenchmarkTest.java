// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Fork;
import io.millrace.bench.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparkDecodeBenchmarkTest {
    /** One case, for a session takes long to start; each proves its contenders whenever it is measured. */
    @Test
    void measuresContendersThatReadTheSame() throws Exception {
        List<Measurement> measurements = Fork.run(
                SparkDecodeFork.class, SparkDecodeBenchmark.flags(), List.of(Case.DEVICE_EVENT.text(), "SMOKE"));

        assertThat(measurements)
                .extracting(Measurement::contender)
                .containsExactly("millrace", "millrace-two-schemas", "from-avro");
    }
}
