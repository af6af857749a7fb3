// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private final AtomicInteger compiled = new AtomicInteger();
    private final PlanCache<String> cache = new PlanCache<>(schema -> "plan " + compiled.incrementAndGet());

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
