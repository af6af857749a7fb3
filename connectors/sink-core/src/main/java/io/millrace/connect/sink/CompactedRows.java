// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Encoded rows and where in them their keys are, so that of rows with one key the last can be kept: a set-based merge may
 * be fed one row per key only. Keys are compared by their encoded bytes. A row may have two keys. Holds no object per row.
 * Not thread-safe.
 */
public final class CompactedRows {
    /** Takes adjoining rows at once. */
    @FunctionalInterface
    public interface Range<E extends Exception> {
        void accept(byte[] bytes, int from, int length) throws E;
    }

    /** What {@link #find} gives where there is no such row. */
    static final int NONE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int INITIAL = 256;

    private final ByteSink sink = new ByteSink(1 << 14);
    private int rows;
    private int kept;
    private int[] starts = new int[INITIAL];
    private boolean[] dropped = new boolean[INITIAL];
    private int[] orderStarts = new int[0];
    private int[] orderEnds = new int[0];
    private int keys;
    private int[] keyRows = new int[INITIAL];
    private int[] keyStarts = new int[INITIAL];
    private int[] keyEnds = new int[INITIAL];
    private int[] slots = new int[2 * INITIAL]; // key number + 1; 0 is free

    /** Size of the array that the rows are in. */
    public int allocatedBytes() {
        return sink.array().length;
    }

    /** Where the next row is to be encoded; then call {@link #add}, or {@link ByteSink#truncate} to forget it. */
    public ByteSink sink() {
        return sink;
    }

    /** The row from {@code start} to the sink's end; gives its number. */
    int add(int start) {
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, rows * 2);
            dropped = Arrays.copyOf(dropped, rows * 2);
        }
        starts[rows] = start;
        dropped[rows] = false;
        kept++;
        return rows++;
    }

    /** Says where in the sink a key of the row is. It is found by it from now on, instead of any earlier one. */
    void key(int row, int from, int to) {
        if (keys == keyRows.length) {
            keyRows = Arrays.copyOf(keyRows, keys * 2);
            keyStarts = Arrays.copyOf(keyStarts, keys * 2);
            keyEnds = Arrays.copyOf(keyEnds, keys * 2);
        }
        keyRows[keys] = row;
        keyStarts[keys] = from;
        keyEnds[keys] = to;
        keys++;
        if (keys * 2 > slots.length) {
            rehash();
        }
        slots[slot(sink.array(), from, to)] = keys;
    }

    /** Says where in the sink the value is that the row is ordered by. */
    void order(int row, int from, int to) {
        if (orderStarts.length < starts.length) {
            orderStarts = Arrays.copyOf(orderStarts, starts.length);
            orderEnds = Arrays.copyOf(orderEnds, starts.length);
        }
        orderStarts[row] = from;
        orderEnds[row] = to;
    }

    /** The kept row with the key, or {@link #NONE}. */
    int find(byte[] bytes, int from, int to) {
        int key = slots[slot(bytes, from, to)] - 1;
        return key < 0 || dropped[keyRows[key]] ? NONE : keyRows[key];
    }

    /** Drops the row: it is not written. */
    void drop(int row) {
        dropped[row] = true;
        kept--;
    }

    int orderStart(int row) {
        return row < orderStarts.length ? orderStarts[row] : 0;
    }

    int orderEnd(int row) {
        return row < orderEnds.length ? orderEnds[row] : 0;
    }

    /** How many rows are kept. */
    public int size() {
        return kept;
    }

    public boolean isEmpty() {
        return kept == 0;
    }

    /** Where in the sink each of the kept rows begins, in their order; the caller's to change. */
    public int[] starts() {
        int[] all = new int[kept];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (!dropped[row]) {
                all[count++] = starts[row];
            }
        }
        return all;
    }

    /** Hands out the kept rows, in their order. */
    public <E extends Exception> void forEach(Range<E> range) throws E {
        int row = 0;
        while (row < rows) {
            if (dropped[row]) {
                row++;
                continue;
            }
            int first = row;
            while (row < rows && !dropped[row]) {
                row++;
            }
            int end = row < rows ? starts[row] : sink.size();
            range.accept(sink.array(), starts[first], end - starts[first]);
        }
    }

    public void clear() {
        sink.clear();
        rows = 0;
        kept = 0;
        Arrays.fill(orderEnds, 0);
        Arrays.fill(orderStarts, 0);
        if (keys > 0) {
            Arrays.fill(slots, 0);
            keys = 0;
        }
    }

    private int slot(byte[] bytes, int from, int to) {
        int mask = slots.length - 1;
        int slot = hash(bytes, from, to) & mask;
        while (slots[slot] != 0 && !isKey(slots[slot] - 1, bytes, from, to)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isKey(int key, byte[] bytes, int from, int to) {
        return Arrays.equals(sink.array(), keyStarts[key], keyEnds[key], bytes, from, to);
    }

    private void rehash() {
        int[] old = slots;
        slots = new int[old.length * 2];
        for (int entry : old) {
            if (entry != 0) {
                slots[slot(sink.array(), keyStarts[entry - 1], keyEnds[entry - 1])] = entry;
            }
        }
    }

    /** Eight bytes at a time, each spread over the whole word: keys are often numbers in a row. */
    private static int hash(byte[] bytes, int from, int end) {
        int at = from;
        long hash = (long) end - from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, at));
        }
        for (; at < end; at++) {
            hash = mix(hash ^ bytes[at]);
        }
        return (int) hash;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014), shortened. */
    private static long mix(long word) {
        long mixed = (word ^ (word >>> 30)) * 0xbf58476d1ce4e5b9L;
        return mixed ^ (mixed >>> 31);
    }
}
