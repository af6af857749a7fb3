// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"avro", "clickhouse-sink", "http-ingest", "http-poll", "normalize", "postgres-sink"})
    void showsHelp(String benchmark) {
        assertThat(run(benchmark, "--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--quick", "--json", "--case");
    }

    @Test
    void saysThatABenchmarkIsMissing() {
        assertThat(run()).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Say what to measure.");
    }

    @Test
    void namesTheCasesIfNoneIsMeant() {
        assertThat(run("normalize", "--quick", "--case", "delete")).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("No case begins with 'delete': there are [update-10-columns, ");
    }

    @Test
    void namesTheContendersIfOneIsUnknown() {
        assertThat(run("postgres-sink", "--contender", "millrace,debezium")).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("No contender is called 'debezium': there are [raw-copy, raw-upsert, millrace, ");
    }

    private int run(String... args) {
        return Bench.run(args, new PrintStream(out, true), new PrintStream(err, true));
    }
}
