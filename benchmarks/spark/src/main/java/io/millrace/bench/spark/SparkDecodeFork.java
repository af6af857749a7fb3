// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.spark;

import io.millrace.bench.Effort;
import io.millrace.bench.Fork;
import io.millrace.bench.Interleaved;
import io.millrace.bench.avro.StubRegistry;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/** Measures the contenders of one case in this JVM: case, effort. */
final class SparkDecodeFork {
    private SparkDecodeFork() {}

    public static void main(String[] args) throws IOException {
        try (SparkSession session = session();
                StubRegistry registry = new StubRegistry()) {
            Fork.answer(Interleaved.measureAllThreads(
                    Case.of(args[0]).contenders(session, registry), Effort.valueOf(args[1])));
        }
    }

    /** One task at a time, on this machine. */
    static SparkSession session() {
        return SparkSession.builder()
                .master("local[1]")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", false)
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
    }
}
