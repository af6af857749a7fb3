// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Arrays;
import org.apache.kafka.connect.errors.DataException;

/** A growing array that rows are encoded into, big-endian, and that is used again after each flush. Not thread-safe. */
public final class ByteSink {
    private static final int LARGE_BYTES = 4 << 20;
    private static final int KEPT_BYTES = 1 << 20;
    private static final int MAX_SIZE = Integer.MAX_VALUE - 64;

    private byte[] bytes;
    private int size;

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    /** The array itself: only the first {@link #size} bytes mean anything, and only until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Forgets everything from {@code newSize} on. */
    public void truncate(int newSize) {
        size = newSize;
    }

    /** Empties the sink. A large array is kept while its like is needed, and given back when much less was. */
    public void clear() {
        if (bytes.length > KEPT_BYTES && size < bytes.length / 8) {
            bytes = new byte[Math.max(KEPT_BYTES, size * 2)];
        }
        size = 0;
    }

    /** Makes room and returns where to write; the caller fills the array and calls {@link #advance}. */
    public int reserve(int more) {
        long needed = (long) size + more;
        if (needed > bytes.length) {
            if (needed > MAX_SIZE) {
                throw new DataException("Cannot buffer the record: more than 2 GiB of rows. Lower 'batch.max.bytes'.");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_SIZE, Math.max(needed, grown())));
        }
        return size;
    }

    /** By half once doubling would waste much. */
    private long grown() {
        return bytes.length < LARGE_BYTES ? bytes.length * 2L : bytes.length * 3L / 2;
    }

    public void advance(int written) {
        size += written;
    }

    public void put(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
        size = at + 1;
    }

    public void putShort(int value) {
        int at = reserve(2);
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
        size = at + 2;
    }

    public void putInt(int value) {
        int at = reserve(4);
        writeInt(at, value);
        size = at + 4;
    }

    public void putLong(long value) {
        int at = reserve(8);
        writeInt(at, (int) (value >> 32));
        writeInt(at + 4, (int) value);
        size = at + 8;
    }

    public void put(byte[] source, int from, int length) {
        int at = reserve(length);
        System.arraycopy(source, from, bytes, at, length);
        size = at + length;
    }

    /** Overwrites four bytes that were written before, for a length that was not known then. */
    public void patchInt(int at, int value) {
        writeInt(at, value);
    }

    private void writeInt(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }
}
