// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A change in the log of a made-up database: its own position, and that of its transaction's commit, which is where
 * connectors put it.
 *
 * @param op Debezium's letter
 * @param number in its transaction, from 1; 0 for a row that a snapshot read
 * @param snapshot what {@code source.snapshot} holds; null while streaming
 * @param oldKey the key before, on the create of a key change; else 0
 */
record Logged(
        String op, long id, String transaction, long commit, long change, int number, String snapshot, long oldKey) {
    static Logged streamed(String op, long id, long commit, long change, int number) {
        return new Logged(op, id, "tx" + commit, commit, change, number, null, 0);
    }

    static Logged read(long id, long position, String snapshot) {
        return new Logged("r", id, null, position, position, 0, snapshot, 0);
    }

    Logged afterKey(long old) {
        return new Logged(op, id, transaction, commit, change, number, snapshot, old);
    }

    /**
     * A snapshot row, a create, an update, a delete, a change of key, and two transactions whose changes alternate in the
     * log, in the order of their commits.
     */
    static List<Logged> story() {
        return List.of(
                read(1, 10, "true"),
                read(3, 10, "last"),
                streamed("c", 2, 12, 11, 1),
                streamed("u", 2, 14, 13, 1),
                streamed("d", 2, 16, 15, 1),
                streamed("d", 1, 18, 17, 1),
                streamed("c", 9, 18, 17, 2).afterKey(1),
                streamed("u", 9, 24, 20, 1),
                streamed("u", 9, 24, 23, 2),
                streamed("u", 3, 25, 19, 1),
                streamed("u", 9, 26, 21, 1),
                streamed("u", 3, 27, 22, 1));
    }

    /** Transactions that write in turn and commit when they like, in the order of their commits. */
    static List<Logged> random(Random random, int transactions) {
        Map<Integer, List<Long>> open = new LinkedHashMap<>();
        List<Logged> committed = new ArrayList<>();
        long position = 100;
        for (int begun = 0; begun < transactions || !open.isEmpty(); ) {
            position += 1 + random.nextInt(3);
            if (begun < transactions && (open.isEmpty() || random.nextInt(4) == 0)) {
                open.put(begun++, new ArrayList<>(List.of(position)));
                continue;
            }
            int one = List.copyOf(open.keySet()).get(random.nextInt(open.size()));
            if (random.nextInt(3) > 0) {
                open.get(one).add(position);
                continue;
            }
            List<Long> changes = open.remove(one);
            for (int i = 0; i < changes.size(); i++) {
                committed.add(streamed("u", random.nextInt(5), position, changes.get(i), i + 1));
            }
        }
        return committed;
    }
}
