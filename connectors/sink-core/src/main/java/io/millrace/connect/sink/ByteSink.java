// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.kafka.connect.errors.DataException;

/**
 * A growing array that rows are encoded into, and that is used again after each flush. Numbers are big-endian where their
 * method does not say otherwise. Not thread-safe.
 */
public final class ByteSink {
    private static final int LARGE_BYTES = 4 << 20;
    private static final int KEPT_BYTES = 1 << 20;
    private static final int MAX_SIZE = Integer.MAX_VALUE - 64;

    private static final VarHandle SHORT_LE = littleEndian(short[].class);
    private static final VarHandle INT_LE = littleEndian(int[].class);
    private static final VarHandle LONG_LE = littleEndian(long[].class);

    private byte[] bytes;
    private int size;

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    private static VarHandle littleEndian(Class<?> numbers) {
        return MethodHandles.byteArrayViewVarHandle(numbers, ByteOrder.LITTLE_ENDIAN);
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

    /** The low two bytes, the lowest first. */
    public void putShortLe(int value) {
        int at = reserve(2);
        SHORT_LE.set(bytes, at, (short) value);
        size = at + 2;
    }

    /** Four bytes, the lowest first. */
    public void putIntLe(int value) {
        int at = reserve(4);
        INT_LE.set(bytes, at, value);
        size = at + 4;
    }

    /** Eight bytes, the lowest first. */
    public void putLongLe(long value) {
        int at = reserve(8);
        LONG_LE.set(bytes, at, value);
        size = at + 8;
    }

    /** An unsigned number in LEB128: seven bits a byte, the lowest first. */
    public void putVarUInt(int value) {
        int at = reserve(varUIntBytes(value));
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
    }

    /** How many bytes {@link #putVarUInt} writes for it. */
    public static int varUIntBytes(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
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
