// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactedRowsTest {
    private final CompactedRows rows = new CompactedRows();

    private void write(int key, int value) {
        int start = rows.sink().size();
        rows.sink().putInt(key);
        rows.sink().putInt(value);
        rows.write(start, start, start + 4);
    }

    private void delete(int key) {
        int start = rows.sink().size();
        rows.sink().putInt(key);
        rows.delete(start, start, start + 4);
    }

    private Map<Integer, Integer> written() {
        Map<Integer, Integer> found = new HashMap<>();
        rows.forEachWritten((bytes, from, length) -> {
            assertThat(length % 8).isZero();
            for (int at = from; at < from + length; at += 8) {
                assertThat(found.put(intAt(bytes, at), intAt(bytes, at + 4))).isNull();
            }
        });
        return found;
    }

    private List<Integer> deleted() {
        List<Integer> found = new ArrayList<>();
        rows.forEachDeleted((bytes, from, length) -> {
            for (int at = from; at < from + length; at += 4) {
                found.add(intAt(bytes, at));
            }
        });
        return found;
    }

    private static int intAt(byte[] bytes, int at) {
        return java.nio.ByteBuffer.wrap(bytes, at, 4).getInt();
    }

    @Test
    void keepsTheLastRowOfAKey() {
        write(1, 10);
        write(2, 20);
        write(1, 11);

        assertThat(written()).containsExactlyInAnyOrderEntriesOf(Map.of(1, 11, 2, 20));
        assertThat(rows.written()).isEqualTo(2);
    }

    @Test
    void deleteThenWriteIsAWriteAndWriteThenDeleteIsADelete() {
        delete(1);
        write(1, 10);
        write(2, 20);
        delete(2);

        assertThat(written()).containsExactly(Map.entry(1, 10));
        assertThat(deleted()).containsExactly(2);
        assertThat(rows.deleted()).isEqualTo(1);
    }

    @Test
    void appendsWithoutComparing() {
        for (int i = 0; i < 3; i++) {
            int start = rows.sink().size();
            rows.sink().putInt(7);
            rows.append(start);
        }

        int[] bytes = {0};
        rows.forEachWritten((array, from, length) -> bytes[0] += length);
        assertThat(bytes[0]).isEqualTo(12);
    }

    @Test
    void handsAdjoiningRowsOutAtOnce() {
        write(1, 10);
        write(2, 20);
        write(3, 30);

        int[] calls = {0};
        rows.forEachWritten((array, from, length) -> calls[0]++);
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void agreesWithAMapUnderRandomUse() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 3; round++) {
            Map<Integer, Integer> model = new HashMap<>();
            Map<Integer, Boolean> gone = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                int key = random.nextInt(5_000);
                if (random.nextInt(4) == 0) {
                    delete(key);
                    model.remove(key);
                    gone.put(key, true);
                } else {
                    write(key, i);
                    model.put(key, i);
                    gone.remove(key);
                }
            }

            assertThat(written()).as("seed " + seed).isEqualTo(model);
            assertThat(deleted()).as("seed " + seed).containsExactlyInAnyOrderElementsOf(gone.keySet());
            rows.clear();
            assertThat(rows.isEmpty()).isTrue();
        }
    }
}
