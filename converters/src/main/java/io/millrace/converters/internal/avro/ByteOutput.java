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
 * A growing buffer that values are appended to in Avro's binary encoding (Avro 1.12 specification, "Binary encoding").
 *
 * <p>Not thread-safe.
 */
public final class ByteOutput {
    /** Deeper nesting than this is taken for a loop in the data. */
    static final int MAX_DEPTH = 1000;

    /** Up to here one character after the other is as fast as the JDK's vectors, and needs no array. */
    private static final int SHORT_STRING_CHARS = 100;

    private static final VarHandle LITTLE_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final long QUESTION_MARKS = '?' * LOWEST_BITS;

    private byte[] bytes = new byte[512];
    private int position;
    private int depth;

    /** Forgets what was written, keeps the room. */
    public void reset() {
        position = 0;
        depth = 0;
    }

    int position() {
        return position;
    }

    public int capacity() {
        return bytes.length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, position);
    }

    /** Counts a level of nesting; pair with {@link #leave}. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new Fault("more than " + MAX_DEPTH + " levels of nesting");
        }
    }

    void leave() {
        depth--;
    }

    public void writeByte(int b) {
        room(1);
        bytes[position++] = (byte) b;
    }

    /** Four bytes, most significant first: not Avro, but the schema id in front of it. */
    public void writeBigEndianInt(int n) {
        room(4);
        BIG_INT.set(bytes, position, n);
        position += 4;
    }

    void writeBoolean(boolean b) {
        writeByte(b ? 1 : 0);
    }

    void writeInt(int n) {
        room(5);
        int zigzag = (n << 1) ^ (n >> 31);
        byte[] out = bytes;
        int at = position;
        while ((zigzag & ~0x7f) != 0) {
            out[at++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        out[at++] = (byte) zigzag;
        position = at;
    }

    void writeLong(long n) {
        room(10);
        long zigzag = (n << 1) ^ (n >> 63);
        byte[] out = bytes;
        int at = position;
        while ((zigzag & ~0x7fL) != 0) {
            out[at++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        out[at++] = (byte) zigzag;
        position = at;
    }

    /** Takes back the int or long that was written last, from {@code start} on. */
    long takeLong(int start) {
        long zigzag = 0;
        for (int at = start, shift = 0; at < position; at++, shift += 7) {
            zigzag |= (bytes[at] & 0x7fL) << shift;
        }
        position = start;
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    void writeFloat(float f) {
        room(4);
        LITTLE_INT.set(bytes, position, Float.floatToRawIntBits(f));
        position += 4;
    }

    void writeDouble(double d) {
        room(8);
        LITTLE_LONG.set(bytes, position, Double.doubleToRawLongBits(d));
        position += 8;
    }

    void writeString(String s) {
        int length = s.length();
        if (length > SHORT_STRING_CHARS || !writeAscii(s, length)) {
            byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
            if (hasQuestionMark(utf8)) {
                requireWholeCharacters(s);
            }
            writeBytes(utf8);
        }
    }

    /** Half of a surrogate pair becomes one, so only text that has one needs a closer look. */
    private static boolean hasQuestionMark(byte[] utf8) {
        int at = 0;
        for (; at <= utf8.length - Long.BYTES; at += Long.BYTES) {
            long zeroWhereFound = (long) LITTLE_LONG.get(utf8, at) ^ QUESTION_MARKS;
            if (((zeroWhereFound - LOWEST_BITS) & ~zeroWhereFound & HIGHEST_BITS) != 0) {
                return true;
            }
        }
        for (; at < utf8.length; at++) {
            if (utf8[at] == '?') {
                return true;
            }
        }
        return false;
    }

    private static void requireWholeCharacters(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (Character.isSurrogate(s.charAt(i))) {
                if (Character.charCount(s.codePointAt(i)) == 1) {
                    throw new Fault("half of a surrogate pair at character " + i + " (expected Unicode text)");
                }
                i++;
            }
        }
    }

    /** False, with nothing written, where a character is not ASCII: the length in bytes is another one then. */
    private boolean writeAscii(String s, int length) {
        int start = position;
        writeInt(length);
        room(length);
        byte[] out = bytes;
        int at = position;
        int all = 0; // looked at once: a loop with one way out is unrolled
        for (int i = 0; i < length; i++) {
            char c = s.charAt(i);
            all |= c;
            out[at + i] = (byte) c;
        }
        position = all < 0x80 ? at + length : start;
        return all < 0x80;
    }

    void writeBytes(byte[] value) {
        writeInt(value.length);
        writeFixed(value);
    }

    /** What remains of {@code value}, which is left as it was. */
    void writeBytes(ByteBuffer value) {
        writeInt(value.remaining());
        writeFixed(value);
    }

    void writeFixed(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, position, value.length);
        position += value.length;
    }

    void writeFixed(ByteBuffer value) {
        int length = value.remaining();
        room(length);
        value.get(value.position(), bytes, position, length);
        position += length;
    }

    /** The shortest two's complement form, most significant byte first, as Avro's {@code decimal} wants it. */
    void writeUnscaled(long unscaled) {
        int length = unscaledLength(unscaled);
        writeInt(length);
        writeUnscaled(unscaled, length);
    }

    /** Two's complement in exactly {@code length} bytes, extended by its sign. */
    void writeUnscaled(long unscaled, int length) {
        room(length);
        byte[] out = bytes;
        int at = position;
        for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
            out[at++] = (byte) (unscaled >> Math.min(63, shift));
        }
        position = at;
    }

    /** How many bytes the shortest two's complement form has. */
    static int unscaledLength(long unscaled) {
        int bits = 65 - Long.numberOfLeadingZeros(unscaled < 0 ? ~unscaled : unscaled);
        return (bits + 7) / 8;
    }

    /** Takes the length out that begins at {@code from}, moving what follows. */
    void cutLength(int from) {
        int end = from;
        while (bytes[end++] < 0) {
            // the last byte of a length has its highest bit clear
        }
        System.arraycopy(bytes, end, bytes, from, position - end);
        position -= end - from;
    }

    private void room(int length) {
        if (bytes.length - position < length) {
            grow(length);
        }
    }

    private void grow(int length) {
        long needed = (long) position + length;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new Fault("more than " + (Integer.MAX_VALUE - 8) + " bytes");
        }
        long doubled = Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8L);
        bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, needed));
    }
}
