// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The feed: an append-only list of entries, each an event or the repeat of an earlier one.
 *
 * <p>In every {@link #GROUP} entries the last {@link #REPEATS} repeat a stretch of earlier events, as a device does
 * that lost the answer to its upload. Entries are worked out when they are read; what is kept is one line per
 * {@link #append}: when it was and how many entries it brought. Thread-safe.
 */
final class Feed {
    static final int GROUP = 250;
    static final int REPEATS = 5;
    private static final int ORIGINALS = GROUP - REPEATS;
    private static final int REPEATED_WITHIN = 3000;
    private static final long USUAL_SPACING_MS = 2;

    private final long seed;
    private final Clock clock;
    private final Fleet fleet;
    private final Schedule schedule;
    private volatile Runs runs = new Runs(0, 0, new int[64], new long[64], new long[64]);

    Feed(long seed, int devices, Clock clock) {
        this.seed = seed;
        this.clock = clock;
        this.fleet = new Fleet(seed, devices);
        this.schedule = new Schedule(seed, devices);
    }

    /** Adds entries, received now and spread over the time since the last ones. */
    synchronized void append(int entries) {
        if (entries < 0) {
            throw new IllegalArgumentException("Cannot append " + entries + " entries: expected 0 or more.");
        }
        if (entries > 0) {
            runs = runs.with(Math.addExact(runs.size, entries), clock.millis());
        }
    }

    /** Adds entries until {@code events} more distinct events are in the feed. */
    synchronized void generate(int events) {
        if (events > 0) {
            append(position(distinct() + events - 1) + 1 - size());
        }
    }

    int size() {
        return runs.size;
    }

    int distinct() {
        int size = size();
        return size / GROUP * ORIGINALS + Math.min(size % GROUP, ORIGINALS);
    }

    /** At most {@code limit} entries from position {@code from} on. */
    List<DeviceEvent> page(int from, int limit) {
        int to = Math.min(size(), from + limit);
        List<DeviceEvent> page = new ArrayList<>(Math.max(0, to - from));
        for (int i = from; i < to; i++) {
            page.add(event(numberAt(i)));
        }
        return page;
    }

    /** Event number {@code n}, for {@code n} below {@link #distinct()}. */
    DeviceEvent event(int n) {
        Runs known = runs;
        Schedule.Turn turn = schedule.turn(n);
        long receivedMs = known.receivedMs(position(n));
        long occurredMs = known.spreadMs(position(turn.happenedWith()));
        Duration delay = fleet.networkDelay(turn.device()).plus(fleet.longOffline(turn));
        return fleet.event(n, turn, Instant.ofEpochMilli(occurredMs).minus(delay), Instant.ofEpochMilli(receivedMs));
    }

    Fleet fleet() {
        return fleet;
    }

    /** The number of the event that entry {@code i} holds. */
    int numberAt(int i) {
        int group = i / GROUP;
        int offset = i % GROUP;
        if (offset < ORIGINALS) {
            return group * ORIGINALS + offset;
        }
        int end = (group + 1) * ORIGINALS - REPEATS;
        int start = Math.max(0, end - REPEATED_WITHIN);
        return start + Mix.below(Mix.hash(seed, 3, group), end - start) + offset - ORIGINALS;
    }

    /** The entry that holds event {@code n} for the first time. */
    private static int position(int n) {
        return n / ORIGINALS * GROUP + n % ORIGINALS;
    }

    /** Every append so far: where it began, and the time it spans. Arrays are only ever written past {@code count}. */
    private static final class Runs {
        private final int size;
        private final int count;
        private final int[] starts;
        private final long[] fromMs;
        private final long[] toMs;

        Runs(int size, int count, int[] starts, long[] fromMs, long[] toMs) {
            this.size = size;
            this.count = count;
            this.starts = starts;
            this.fromMs = fromMs;
            this.toMs = toMs;
        }

        Runs with(int newSize, long nowMs) {
            int capacity = count == starts.length ? count * 2 : count;
            int[] newStarts = count == starts.length ? Arrays.copyOf(starts, capacity) : starts;
            long[] newFrom = count == starts.length ? Arrays.copyOf(fromMs, capacity) : fromMs;
            long[] newTo = count == starts.length ? Arrays.copyOf(toMs, capacity) : toMs;
            long usual = nowMs - (newSize - size) * USUAL_SPACING_MS;
            newStarts[count] = size;
            newFrom[count] = count == 0 ? usual : Math.max(usual, toMs[count - 1]);
            newTo[count] = count == 0 ? nowMs : Math.max(nowMs, toMs[count - 1]); // a clock may step back
            return new Runs(newSize, count + 1, newStarts, newFrom, newTo);
        }

        long receivedMs(int position) {
            return toMs[run(position)];
        }

        /** When the entry's event happened, were every device online: evenly between this append and the last. */
        long spreadMs(int position) {
            int run = run(position);
            int end = run + 1 < count ? starts[run + 1] : size;
            long span = toMs[run] - fromMs[run];
            return fromMs[run] + span * (position - starts[run] + 1) / (end - starts[run]);
        }

        private int run(int position) {
            int found = Arrays.binarySearch(starts, 0, count, position);
            return found >= 0 ? found : -found - 2;
        }
    }
}
