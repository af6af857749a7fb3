// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which device sends event number {@code n}, and which of its events that is.
 *
 * <p>Time runs in blocks of {@link #ROUNDS} rounds; in a round every device emits one event. A device that is offline
 * during a block uploads all of that block's events at its end, one after the other. So event {@code n} can be worked
 * out alone, without the ones before it, and every device's sequence is free of gaps. Thread-safe.
 */
final class Schedule {
    static final int ROUNDS = 8;
    private static final int OFFLINE_PERCENT = 4;

    private final long seed;
    private final int devices;
    private final AtomicReference<@Nullable Block> latest = new AtomicReference<>();

    Schedule(long seed, int devices) {
        this.seed = seed;
        this.devices = devices;
    }

    /** The turn in which event {@code n} is sent. */
    Turn turn(int n) {
        int perBlock = devices * ROUNDS;
        Block block = block(n / perBlock);
        int place = n % perBlock;
        int online = block.online.length;
        int base = block.number * perBlock;
        if (place < online * ROUNDS) {
            int round = place / online;
            int turned = Mix.below(Mix.hash(seed, block.number, round), online);
            int device = block.online[(place % online + turned) % online];
            return new Turn(device, block.number * ROUNDS + round, n, false, block.number);
        }
        int late = place - online * ROUNDS;
        int round = late % ROUNDS;
        int device = block.offline[late / ROUNDS];
        return new Turn(device, block.number * ROUNDS + round, base + round * online, true, block.number);
    }

    private Block block(int number) {
        Block recent = latest.get();
        if (recent != null && recent.number == number) {
            return recent;
        }
        Block block = layout(number);
        latest.set(block);
        return block;
    }

    private Block layout(int number) {
        int[] order = shuffled(number);
        int late = 0;
        for (int i = 0; i < devices; i++) { // offline devices first, the rest keep their shuffled order
            if (isOffline(order[i], number) && late < devices - 1) {
                int device = order[i];
                System.arraycopy(order, late, order, late + 1, i - late);
                order[late++] = device;
            }
        }
        int[] offline = Arrays.copyOf(order, late);
        return new Block(number, Arrays.copyOfRange(order, late, devices), offline);
    }

    private boolean isOffline(int device, int number) {
        return Mix.below(Mix.hash(seed + 1, device, number), 100) < OFFLINE_PERCENT;
    }

    private int[] shuffled(int number) {
        int[] order = new int[devices];
        for (int i = 0; i < devices; i++) {
            int j = Mix.below(Mix.hash(seed + 2, number, i), i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /**
     * One event's place in the life of its device.
     *
     * @param step the how-manieth event of this device, from 0
     * @param happenedWith the event number that was sent when this one happened; less than its own number if late
     * @param wasOffline whether it was uploaded late, in a burst
     */
    record Turn(int device, int step, int happenedWith, boolean wasOffline, int block) {}

    private static final class Block {
        private final int number;
        private final int[] online;
        private final int[] offline;

        Block(int number, int[] online, int[] offline) {
            this.number = number;
            this.online = online;
            this.offline = offline;
        }
    }
}
