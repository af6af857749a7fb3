// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.transforms.Copies;
import io.millrace.transforms.Json;
import io.millrace.transforms.NormalizeEnvelope;
import io.millrace.transforms.RandomColumns;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/**
 * Random tables, changes and settings. {@code -Dmillrace.seed} repeats a failure, which says its seed;
 * {@code -Dmillrace.random.rounds} makes more tables. In this package because what is expected is read from the settings'
 * own parts, in this module because it holds of the transform.
 */
class NormalizePropertyTest {
    private static final int ROUNDS = Integer.getInteger("millrace.random.rounds", 1200);
    private static final int CHANGES = 12;
    private static final int THREADS = 4;

    private enum Outcome {
        ROW,
        NOTHING,
        ERROR
    }

    @Test
    void keepsWhatItIsGivenAndLosesNothing() {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        withEachSeed(1, (seed, random) -> {
            RandomCase made = new RandomCase(random);
            NormalizeEnvelope<SourceRecord> sources = transform(made.settings);
            NormalizeEnvelope<org.apache.kafka.connect.sink.SinkRecord> sinks = transform(made.settings);
            for (int i = 0; i < CHANGES; i++) {
                Struct event = random.nextInt(10) == 0 ? null : made.changes.event();
                Outcome outcome = random.nextBoolean()
                        ? check(made, sources, made.changes.source(event))
                        : check(made, sinks, made.changes.sink(event));
                outcomes.merge(outcome, 1, Integer::sum);
            }
        });

        requireShares(outcomes);
    }

    @Test
    void keepsWhatItIsGivenAndLosesNothingWithoutSchemas() {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        withEachSeed(2, (seed, random) -> {
            RandomCase made = new RandomCase(random);
            NormalizeEnvelope<SourceRecord> transform = transform(made.settings);
            for (int i = 0; i < CHANGES; i++) {
                SourceRecord record = made.changes.source(made.changes.event());
                outcomes.merge(check(made, transform, Json.schemaless(record)), 1, Integer::sum);
            }
        });

        requireShares(outcomes);
    }

    @Test
    void givesEqualSchemasOneSchema() {
        withEachSeed(3, (seed, random) -> {
            long half = random.nextLong();
            RandomCase one = new RandomCase(new Random(half));
            RandomCase two = new RandomCase(new Random(half));
            NormalizeEnvelope<SourceRecord> transform = transform(one.settings);
            for (int i = 0; i < 2; i++) {
                SourceRecord first = applied(transform, one.changes.source(one.changes.event()));
                SourceRecord second = applied(transform, two.changes.source(two.changes.event()));

                assertThat(one.changes.envelope).isNotSameAs(two.changes.envelope);
                boolean equal =
                        one.changes.envelope.equals(two.changes.envelope); // a default of bytes in a list is not
                if (equal && first != null && second != null) {
                    assertThat(second.valueSchema()).isSameAs(first.valueSchema());
                    assertThat(second.keySchema() == first.keySchema() || first.keySchema() == one.changes.key)
                            .as("one key schema")
                            .isTrue();
                }
            }
        });
    }

    @Test
    void doesTheSameInManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            withEachSeed(20, (seed, random) -> {
                RandomCase made = new RandomCase(random);
                List<SourceRecord> records = new ArrayList<>();
                for (int i = 0; i < 5 * CHANGES; i++) {
                    records.add(made.changes.source(made.changes.event()));
                }
                NormalizeEnvelope<SourceRecord> alone = transform(made.settings);
                List<Object> expected =
                        records.stream().map(record -> outcome(alone, record)).toList();
                NormalizeEnvelope<SourceRecord> shared = transform(made.settings);
                List<Future<List<Object>>> results = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Callable<List<Object>> all = () -> records.stream()
                            .map(record -> outcome(shared, record))
                            .toList();
                    results.add(threads.submit(all));
                }
                for (Future<List<Object>> result : results) {
                    assertThatCode(() -> assertThat(result.get()).isEqualTo(expected))
                            .doesNotThrowAnyException();
                }
            });
        } finally {
            threads.shutdownNow();
        }
    }

    /** That the settings and records that were drawn are not all of the kind that gives nothing to look at. */
    private static void requireShares(Map<Outcome, Integer> outcomes) {
        if (Long.getLong("millrace.seed") == null) {
            assertThat(outcomes.get(Outcome.ROW)).as("rows of %s", outcomes).isGreaterThan(ROUNDS * CHANGES / 10);
            assertThat(outcomes.get(Outcome.ERROR)).as("errors of %s", outcomes).isPositive();
        }
    }

    /** All that has to hold of one record, whatever becomes of it. */
    private static <R extends ConnectRecord<R>> Outcome check(
            RandomCase made, NormalizeEnvelope<R> transform, R record) {
        Object before = Copies.of(record);
        try {
            R result = transform.apply(record);
            if (result == null) {
                return Outcome.NOTHING;
            }
            Copies.requireValid(result.keySchema(), result.key());
            Copies.requireValid(result.valueSchema(), result.value());
            Json.write(result);
            if (result.value() == null) {
                assertThat(result.valueSchema()).as("schema of a tombstone").isNull();
                return Outcome.NOTHING;
            }
            made.expected(record).check(result);
            return Outcome.ROW;
        } catch (DataException e) {
            assertThat(e.getMessage())
                    .startsWith("Cannot ")
                    .doesNotContain(RandomColumns.MARK)
                    .doesNotContain(RandomColumns.MARKED_DIGITS);
            made.expected(record).checkError(e);
            return Outcome.ERROR;
        } finally {
            assertThat(Copies.of(record)).as("the input afterwards").isEqualTo(before);
        }
    }

    private static SourceRecord applied(NormalizeEnvelope<SourceRecord> transform, SourceRecord record) {
        try {
            SourceRecord result = transform.apply(record);
            return result == null || result.value() == null || result.headers().lastWithName("millrace.error") != null
                    ? null
                    : result;
        } catch (DataException e) {
            return null;
        }
    }

    private static Object outcome(NormalizeEnvelope<SourceRecord> transform, SourceRecord record) {
        try {
            return Copies.of(transform.apply(record));
        } catch (DataException e) {
            return e.getMessage();
        }
    }

    private static <R extends ConnectRecord<R>> NormalizeEnvelope<R> transform(Map<String, String> settings) {
        NormalizeEnvelope<R> transform = new NormalizeEnvelope<>();
        transform.configure(settings);
        return transform;
    }

    private static void withEachSeed(int share, BiConsumer<Long, Random> property) {
        Long given = Long.getLong("millrace.seed");
        Random seeds = new Random(1); // the same on every build
        for (int round = 0; round < (given == null ? ROUNDS / share : 1); round++) {
            long seed = given == null ? seeds.nextLong() : given;
            try {
                property.accept(seed, new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dmillrace.seed=" + seed + " failed: " + e.getMessage(), e);
            }
        }
    }
}
