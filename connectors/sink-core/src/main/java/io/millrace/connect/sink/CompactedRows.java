// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Encoded rows, of which only the last per key is kept: a set-based merge may be fed one row per key only, and a write
 * followed by a delete must come out as the delete. Keys are compared by their encoded bytes. Holds no object per row.
 * Not thread-safe.
 */
public final class CompactedRows {
    /** Takes adjoining rows at once. */
    @FunctionalInterface
    public interface Range<E extends Exception> {
        void accept(byte[] bytes, int from, int length) throws E;
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int KEPT_BYTES = 1 << 20;
    private static final byte WRITTEN = 1;
    private static final byte DELETED = 2;
    private static final byte REPLACED = 0;

    private final ByteSink sink = new ByteSink(1 << 14);
    private int rows;
    private int written;
    private int deleted;
    private int[] starts = new int[256];
    private int[] keyEnds = new int[256];
    private int[] keyStarts = new int[256];
    private byte[] states = new byte[256];
    private int[] slots = new int[512]; // row number + 1; 0 is free

    /** Where the next row is to be encoded; then call one of the methods below, or {@link ByteSink#truncate}. */
    public ByteSink sink() {
        return sink;
    }

    /** The row from {@code start} to the sink's end is a new one, whatever its key. */
    public void append(int start) {
        admit(start, start, start, WRITTEN);
        written++;
    }

    /** The row from {@code start} replaces the one with the same key. */
    public void write(int start, int keyStart, int keyEnd) {
        admit(start, keyStart, keyEnd, WRITTEN);
        written++;
        index(rows - 1);
    }

    /** The row from {@code start}, which holds the key only, removes the one with the same key. */
    public void delete(int start, int keyStart, int keyEnd) {
        admit(start, keyStart, keyEnd, DELETED);
        deleted++;
        index(rows - 1);
    }

    public int written() {
        return written;
    }

    public int deleted() {
        return deleted;
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    public <E extends Exception> void forEachWritten(Range<E> range) throws E {
        forEach(WRITTEN, range);
    }

    public <E extends Exception> void forEachDeleted(Range<E> range) throws E {
        forEach(DELETED, range);
    }

    public void clear() {
        sink.clear(KEPT_BYTES);
        rows = 0;
        written = 0;
        deleted = 0;
        Arrays.fill(slots, 0);
    }

    private <E extends Exception> void forEach(byte state, Range<E> range) throws E {
        int row = 0;
        while (row < rows) {
            if (states[row] != state) {
                row++;
                continue;
            }
            int first = row;
            while (row < rows && states[row] == state) {
                row++;
            }
            int end = row < rows ? starts[row] : sink.size();
            range.accept(sink.array(), starts[first], end - starts[first]);
        }
    }

    private void admit(int start, int keyStart, int keyEnd, byte state) {
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, rows * 2);
            keyStarts = Arrays.copyOf(keyStarts, rows * 2);
            keyEnds = Arrays.copyOf(keyEnds, rows * 2);
            states = Arrays.copyOf(states, rows * 2);
        }
        starts[rows] = start;
        keyStarts[rows] = keyStart;
        keyEnds[rows] = keyEnd;
        states[rows] = state;
        rows++;
    }

    private void index(int row) {
        if (rows * 2 > slots.length) {
            rehash();
        }
        int slot = find(row);
        int earlier = slots[slot] - 1;
        if (earlier >= 0) {
            forget(earlier);
        }
        slots[slot] = row + 1;
    }

    private void forget(int row) {
        if (states[row] == WRITTEN) {
            written--;
        } else {
            deleted--;
        }
        states[row] = REPLACED;
    }

    private int find(int row) {
        int mask = slots.length - 1;
        int slot = hash(row) & mask;
        while (slots[slot] != 0 && !sameKey(slots[slot] - 1, row)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void rehash() {
        int[] old = slots;
        slots = new int[old.length * 2];
        for (int entry : old) {
            if (entry != 0) {
                slots[find(entry - 1)] = entry;
            }
        }
    }

    private boolean sameKey(int one, int other) {
        byte[] bytes = sink.array();
        return Arrays.equals(bytes, keyStarts[one], keyEnds[one], bytes, keyStarts[other], keyEnds[other]);
    }

    /** Eight bytes at a time, each spread over the whole word: keys are often numbers in a row. */
    private int hash(int row) {
        byte[] bytes = sink.array();
        int at = keyStarts[row];
        int end = keyEnds[row];
        long hash = (long) end - at;
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
