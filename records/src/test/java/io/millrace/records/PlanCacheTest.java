// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private final AtomicInteger compiled = new AtomicInteger();
    private final PlanCache<String> cache = new PlanCache<>(schema -> "plan " + compiled.incrementAndGet());

    private final PlanCache<String> cacheOfNames =
            new PlanCache<>(schema -> schema.fields().get(0).name());

    @Test
    void compilesOncePerSchemaObject() {
        Schema schema = struct("a");

        assertThat(cache.get(schema)).isEqualTo("plan 1");
        assertThat(cache.get(schema)).isEqualTo("plan 1");
    }

    @Test
    void sharesThePlanOfAnEqualSchema() {
        assertThat(cache.get(struct("a"))).isSameAs(cache.get(struct("a")));
        assertThat(compiled).hasValue(1);
    }

    @Test
    void keepsPlansApartWhileSchemasAlternate() {
        Schema a = struct("a");
        Schema b = struct("b");

        for (int i = 0; i < 3; i++) {
            assertThat(cache.get(a)).isEqualTo("plan 1");
            assertThat(cache.get(b)).isEqualTo("plan 2");
        }
    }

    @Test
    void staysCorrectWhenMoreSchemaObjectsArriveThanItRemembers() {
        for (int i = 0; i < 20_000; i++) {
            assertThat(cache.get(struct("field" + i % 10))).isEqualTo("plan " + (i % 10 + 1));
        }
    }

    @Test
    void forgetsSchemasBeyondItsBoundAndCompilesThemAgain() {
        Schema first = struct("first");
        cache.get(first);
        for (int i = 0; i < 20_000; i++) {
            cache.get(struct("field" + i));
        }

        assertThat(cache.get(struct("first"))).isEqualTo("plan 20002");
    }

    @Test
    void keepsNoSchemaObjectThatIsOnlyEqualToAKnownOne() throws InterruptedException {
        Schema known = struct("a");
        cache.get(known);
        ReferenceQueue<Schema> gone = new ReferenceQueue<>();
        List<Reference<Schema>> copies = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Schema copy = struct("a");
            cache.get(copy);
            copies.add(new WeakReference<>(copy, gone));
        }
        cache.get(known);

        System.gc();

        assertThat(gone.remove(10_000)).isIn(copies);
        assertThat(cache.get(struct("a"))).isEqualTo("plan 1");
    }

    @Test
    void servesThreadsAtOnce() throws Exception {
        List<Schema> schemas =
                IntStream.range(0, 500).mapToObj(i -> struct("f" + i)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> first = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int seed = thread;
                first.add(threads.submit(() -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < 50_000; i++) {
                        int n = random.nextInt(schemas.size());
                        Schema schema = i % 10 == 0 ? struct("f" + n) : schemas.get(n);
                        assertThat(cacheOfNames.get(schema)).isEqualTo("f" + n);
                    }
                    return "done";
                }));
            }
            for (Future<String> each : first) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("done");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void doesNotRememberAFailedCompilation() {
        AtomicInteger attempts = new AtomicInteger();
        PlanCache<String> failing = new PlanCache<>(schema -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("first attempt");
            }
            return "plan";
        });
        Schema schema = struct("a");

        assertThatThrownBy(() -> failing.get(schema)).hasMessage("first attempt");
        assertThat(failing.get(schema)).isEqualTo("plan");
    }

    private static Schema struct(String field) {
        return SchemaBuilder.struct().field(field, Schema.INT32_SCHEMA).build();
    }
}
