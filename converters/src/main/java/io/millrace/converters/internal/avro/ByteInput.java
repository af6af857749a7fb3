// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes read in Avro's binary encoding. Believes nothing: every length is compared with what is there before anything
 * is allocated, and whatever does not fit is a {@link Fault}.
 */
public class ByteInput {
    /** Makes the inputs of a reader. */
    @FunctionalInterface
    public interface Source {
        ByteInput of(byte[] bytes, int position);
    }

    private static final VarHandle LITTLE_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Elements that take no bytes cannot be checked against what is there: so many of them may be in one record. */
    private static final int MAX_EMPTY_ELEMENTS = 10_000;

    private static final char REPLACEMENT = '\uFFFD';
    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] bytes;
    private int position;
    private int depth;
    private int emptyElementsLeft = MAX_EMPTY_ELEMENTS;

    public ByteInput(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    /** Of one number. */
    static ByteInput of(long number) {
        byte[] bytes = new byte[MAX_VARINT_BYTES];
        long zigzag = (number << 1) ^ (number >> 63);
        int at = 0;
        for (; (zigzag & ~0x7fL) != 0; zigzag >>>= 7) {
            bytes[at++] = (byte) (zigzag | 0x80);
        }
        bytes[at] = (byte) zigzag;
        return new ByteInput(bytes, 0);
    }

    int remaining() {
        return bytes.length - position;
    }

    /** Where the next byte is read. */
    int position() {
        return position;
    }

    /** Counts a level of nesting; pair with {@link #leave}. */
    void enter() {
        if (++depth > ByteOutput.MAX_DEPTH) {
            throw new Fault("more than " + ByteOutput.MAX_DEPTH + " levels of nesting");
        }
    }

    void leave() {
        depth--;
    }

    boolean readBoolean() {
        need(1);
        byte b = bytes[position++];
        if ((b & ~1) != 0) {
            throw new Fault("another byte than 0 and 1 (expected a boolean)");
        }
        return b == 1;
    }

    int readInt() {
        int at = position;
        byte[] in = bytes;
        if (at < in.length) {
            int only = in[at];
            if (only >= 0) { // most are this short
                position = at + 1;
                return (only >>> 1) ^ -(only & 1);
            }
        }
        return readLongInt();
    }

    private int readLongInt() {
        int zigzag = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            need(1);
            byte b = bytes[position++];
            if (shift == 28 && (b & 0xf0) != 0) {
                break;
            }
            zigzag |= (b & 0x7f) << shift;
            if (b >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new Fault("an int of more than 32 bits");
    }

    long readLong() {
        byte[] in = bytes;
        int start = position;
        int at = start;
        int end = Math.min(in.length, start + MAX_VARINT_BYTES);
        long zigzag = 0;
        for (int shift = 0; at < end; shift += 7) {
            byte b = in[at++];
            zigzag |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                if (shift == 63 && b > 1) {
                    break;
                }
                position = at;
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        position = at;
        if (at - start < MAX_VARINT_BYTES) {
            need(1);
        }
        throw new Fault("a long of more than 64 bits");
    }

    float readFloat() {
        need(4);
        float value = Float.intBitsToFloat((int) LITTLE_INT.get(bytes, position));
        position += 4;
        return value;
    }

    double readDouble() {
        need(8);
        double value = Double.longBitsToDouble((long) LITTLE_LONG.get(bytes, position));
        position += 8;
        return value;
    }

    /** The length of a string or of bytes, all of which are there. */
    int readLength() {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new Fault("length " + length + " (expected 0 to " + remaining() + ", the bytes left)");
        }
        return (int) length;
    }

    /** The branch of a union, or the symbol of an enum. */
    int readIndex(int count) {
        int index = readInt();
        if (index < 0 || index >= count) {
            throw new Fault("index " + index + " (expected 0 to " + (count - 1) + ")");
        }
        return index;
    }

    final String readString() {
        int length = readLength();
        String value = string(bytes, position, length);
        position += length;
        return value;
    }

    /** A text, as {@link #text} makes it. */
    final Object readText() {
        int length = readLength();
        Object value = text(bytes, position, length);
        position += length;
        return value;
    }

    /**
     * The text that these bytes are in UTF-8: a String, unless whoever reads has another form for it. Throws a {@link Fault} for
     * other bytes.
     */
    protected Object text(byte[] utf8, int from, int length) {
        return string(utf8, from, length);
    }

    private static String string(byte[] utf8, int from, int length) {
        String value = new String(utf8, from, length, StandardCharsets.UTF_8);
        if (value.indexOf(REPLACEMENT) >= 0) { // what a damaged text is full of, and a few whole ones have
            Utf8.check(ByteBuffer.wrap(utf8, from, length));
        }
        return value;
    }

    byte[] readFixed(int length) {
        need(length);
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    /** Two's complement in {@code length} bytes, at most eight, most significant first. */
    long readUnscaled(int length) {
        need(length);
        long value = length == 0 ? 0 : bytes[position++];
        for (int i = 1; i < length; i++) {
            value = value << 8 | (bytes[position++] & 0xff);
        }
        return value;
    }

    /**
     * The number of elements in the next block of an array or map; 0 ends it.
     *
     * @param emptyElements whether elements may take no bytes at all
     */
    int readBlock(boolean emptyElements) {
        long count = readLong();
        if (count < 0) { // a size in bytes follows, for readers that skip
            count = -count;
            readSize();
        }
        return checked(count, emptyElements);
    }

    /** The same, but a block that tells its size in bytes has been passed over already. */
    int skipBlock(boolean emptyElements) {
        long count = readLong();
        while (count < 0) {
            int size = readSize();
            position += size;
            count = readLong();
        }
        return checked(count, emptyElements);
    }

    private int checked(long count, boolean emptyElements) {
        int limit = emptyElements ? emptyElementsLeft : remaining();
        if (count < 0 || count > limit) {
            throw new Fault("a block of " + count + " elements (expected at most " + limit + ")");
        }
        if (emptyElements) {
            emptyElementsLeft -= (int) count;
        }
        return (int) count;
    }

    private int readSize() {
        long size = readLong();
        if (size < 0 || size > remaining()) {
            throw new Fault("a block of " + size + " bytes (expected 0 to " + remaining() + ", the bytes left)");
        }
        return (int) size;
    }

    void skip(int length) {
        need(length);
        position += length;
    }

    private void need(int length) {
        if (bytes.length - position < length) {
            throw new Fault("the end of the data (expected " + length + " more bytes, " + remaining() + " are left)");
        }
    }
}
