// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.RandomData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.junit.jupiter.api.Test;

/** Connect gives each task a converter of its own, but Debezium's engine shares one among threads. */
class SharedConverterTest {
    private static final int THREADS = 4;
    private static final int SCHEMAS = 40;
    private static final int ROUNDS = 50;

    private record Sample(Schema schema, Object value, byte[] bytes) {}

    @Test
    void everyThreadWritesAndReadsAsOneAloneDoes() throws InterruptedException, ExecutionException {
        Codec codec = new Codec();
        List<Sample> samples = samples(new Codec());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random order = new Random(thread);
                running.add(threads.submit(() -> writeAndRead(codec, samples, order)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Sample> samples(Codec alone) {
        RandomData data = new RandomData(1);
        return IntStream.range(0, SCHEMAS)
                .mapToObj(i -> {
                    Schema schema = data.schema();
                    Object value = data.present(schema);
                    return new Sample(schema, value, Codec.payload(alone.write(schema, value)));
                })
                .toList();
    }

    private static void writeAndRead(Codec codec, List<Sample> samples, Random order) {
        List<Sample> shuffled = new ArrayList<>(samples);
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(shuffled, order);
            for (Sample sample : shuffled) {
                byte[] bytes = codec.write(sample.schema, sample.value);
                SchemaAndValue read = codec.read(bytes);

                assertThat(Codec.payload(bytes)).isEqualTo(sample.bytes);
                assertThat(read.schema()).isEqualTo(sample.schema);
                assertThat(read.value()).isEqualTo(sample.value);
            }
        }
    }
}
