// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.TableRows.Place;
import io.millrace.connect.sink.TableRows.Run;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is dropped, and however rows are regrouped, the table comes out as if they were written one by one. */
class TableRowsTest {
    /** A change: a layout is the columns that it sets, one letter each. */
    private record Change(Effect effect, String layout, int key, int second, int order) {}

    private final TableRows<String> rows = new TableRows<>(
            (fresh, old) -> old.chars().allMatch(column -> fresh.indexOf(column) >= 0), new ArrayDeque<>());
    private final List<Change> changes = new ArrayList<>();
    private final Place place = new Place();

    private void add(Change change, boolean ordered) {
        Run<String> run = rows.run(change.effect(), change.layout().intern());
        ByteSink sink = run.rows().sink();
        int start = sink.size();
        place.clear();
        sink.putInt(change.key());
        place.key(start, sink.size());
        if (change.effect() == Effect.MOVE) {
            sink.putInt(change.second());
            place.secondKey(start + 4, sink.size());
        }
        sink.putInt(change.order());
        if (ordered && change.effect() != Effect.MOVE) {
            place.order(sink.size() - 4, sink.size());
        }
        sink.putInt(changes.size());
        changes.add(change);
        rows.admit(run, start, place, ordered ? RowOrder.SIGNED : null);
    }

    private void add(Effect effect, String layout, int key) {
        add(new Change(effect, layout, key, 0, 0), false);
    }

    /** What is to be written, run by run, each as its effect, its layout and its changes' numbers. */
    private List<String> written() {
        List<String> written = new ArrayList<>();
        for (Run<String> run : rows.runs()) {
            List<Integer> numbers = numbers(run);
            if (!numbers.isEmpty()) {
                written.add(run.effect() + " " + run.layout() + " " + numbers);
            }
        }
        return written;
    }

    private static List<Integer> numbers(Run<String> run) {
        int length = run.effect() == Effect.MOVE ? 16 : 12;
        List<Integer> numbers = new ArrayList<>();
        run.rows().forEach((bytes, from, total) -> {
            assertThat(total % length).isZero();
            for (int at = from; at < from + total; at += length) {
                numbers.add(ByteBuffer.wrap(bytes, at + length - 4, 4).getInt());
            }
        });
        assertThat(numbers).hasSize(run.rows().size());
        return numbers;
    }

    @Test
    void keepsTheLastRowOfAKey() {
        add(Effect.REPLACE, "ab", 1);
        add(Effect.REPLACE, "ab", 2);
        add(Effect.REPLACE, "ab", 1);

        assertThat(written()).containsExactly("REPLACE ab [1, 2]");
        assertThat(rows.replaced()).isEqualTo(1);
    }

    @Test
    void writesAnEndlessToAndFroAsThreeRuns() {
        for (int i = 0; i < 100; i++) {
            add(Effect.REPLACE, "ab", 1);
            add(Effect.REMOVE, "", 1);
        }
        add(Effect.REPLACE, "ab", 1);

        assertThat(written()).containsExactly("REMOVE  [199]", "REPLACE ab [200]");
    }

    @Test
    void mixesShapesInFewRuns() {
        for (int key = 0; key < 1_000; key++) {
            add(key % 3 == 0 ? Effect.PATCH : Effect.REPLACE, key % 3 == 0 ? "a" : key % 3 == 1 ? "ab" : "abc", key);
        }

        assertThat(rows.runs()).hasSize(3);
    }

    @Test
    void keepsWhatANarrowerRowDoesNotSet() {
        add(Effect.REPLACE, "abc", 1);
        add(Effect.REPLACE, "ab", 1);
        add(Effect.PATCH, "a", 1);

        assertThat(written()).containsExactly("REPLACE abc [0]", "REPLACE ab [1]", "PATCH a [2]");
    }

    @Test
    void keepsEveryVersionInItsOrder() {
        add(Effect.VERSION, "ab", 1);
        add(Effect.VERSION, "ab", 2);
        add(Effect.VERSION, "ab", 1);
        add(Effect.VERSION_PATCH, "a", 1);
        add(Effect.VERSION_PATCH, "a", 1);
        add(Effect.VERSION, "ab", 1);

        assertThat(written())
                .containsExactly(
                        "VERSION ab [0, 1, 2]", "VERSION_PATCH a [3]", "VERSION_PATCH a [4]", "VERSION ab [5]");
    }

    @Test
    void movesManyRowsInOneRun() {
        for (int i = 0; i < 10; i++) {
            add(new Change(Effect.MOVE, "", i, 100 + i, 0), false);
            add(Effect.REPLACE, "ab", 100 + i);
        }

        assertThat(rows.runs()).hasSize(2);
    }

    @Test
    void appendsWithoutComparing() {
        add(Effect.APPEND, "ab", 7);
        add(Effect.APPEND, "ab", 7);

        assertThat(written()).containsExactly("APPEND ab [0, 1]");
    }

    @Test
    void handsAdjoiningRowsOutAtOnce() {
        add(Effect.REPLACE, "ab", 1);
        add(Effect.REPLACE, "ab", 2);
        add(Effect.REPLACE, "ab", 3);

        int[] calls = {0};
        rows.runs().get(0).rows().forEach((array, from, length) -> calls[0]++);
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void tellsWhereTheRowsBeginThatAreKept() {
        add(Effect.REPLACE, "ab", 1);
        add(Effect.REPLACE, "ab", 2);
        add(Effect.REPLACE, "ab", 1);

        assertThat(rows.runs().get(0).rows().starts()).containsExactly(12, 24);
    }

    @Test
    void letsNothingPassATruncate() {
        add(Effect.REPLACE, "ab", 1);
        Run<String> truncate = rows.run(Effect.TRUNCATE, "");
        rows.admitForAll(truncate, truncate.rows().sink().size());
        add(Effect.REPLACE, "ab", 1);

        assertThat(rows.runs())
                .extracting(Run::effect)
                .containsExactly(Effect.REPLACE, Effect.TRUNCATE, Effect.REPLACE);
        assertThat(rows.runs().get(0).rows().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void comesOutAsIfWrittenOneByOne(boolean ordered) {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            rows.clear();
            changes.clear();
            int keys = 1 + random.nextInt(30);
            for (int i = 0; i < 300; i++) {
                add(random(random, keys), ordered);
            }

            Model expected = new Model(ordered);
            for (int i = 0; i < changes.size(); i++) {
                expected.apply(changes.get(i), i);
            }
            Model found = new Model(ordered);
            for (Run<String> run : rows.runs()) {
                numbers(run).forEach(i -> found.apply(changes.get(i), i));
            }
            assertThat(found.table).as("seed " + seed + ", round " + round).isEqualTo(expected.table);
        }
    }

    private static Change random(Random random, int keys) {
        int key = random.nextInt(keys);
        int order = random.nextInt(200) - 100;
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Change(Effect.REMOVE, "", key, 0, order);
            case 2 -> new Change(Effect.PATCH, "a", key, 0, order);
            case 3 -> new Change(Effect.PATCH, "bc", key, 0, order);
            case 4 -> new Change(Effect.MARK, "d", key, 0, order);
            case 5 -> new Change(Effect.MOVE, "", key, keys + random.nextInt(keys), order);
            case 6, 7 -> new Change(Effect.REPLACE, "ab", key + (random.nextBoolean() ? keys : 0), 0, order);
            default -> new Change(Effect.REPLACE, "abcd", key, 0, order);
        };
    }

    /** A table, and where in the order its removed rows were. */
    private static final class Model {
        private final boolean ordered;
        private final Map<Integer, Map<Character, Integer>> table = new TreeMap<>();
        private final Map<Integer, Integer> orders = new HashMap<>();

        Model(boolean ordered) {
            this.ordered = ordered;
        }

        void apply(Change change, int number) {
            if (change.effect() == Effect.MOVE) {
                Map<Character, Integer> moved = table.remove(change.key());
                Integer order = orders.get(change.key());
                if (moved != null && order != null && !table.containsKey(change.second())) {
                    table.put(change.second(), moved);
                    orders.merge(change.second(), order, Math::max);
                }
                return;
            }
            if (ordered && orders.getOrDefault(change.key(), Integer.MIN_VALUE) > change.order()) {
                return;
            }
            orders.put(change.key(), change.order());
            if (change.effect() == Effect.REMOVE) {
                table.remove(change.key());
                return;
            }
            Map<Character, Integer> row = table.computeIfAbsent(change.key(), absent -> new TreeMap<>());
            change.layout().chars().forEach(column -> row.put((char) column, number));
        }
    }
}
