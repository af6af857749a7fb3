// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes an order key: four 16-digit hexadecimal sections joined by {@code /}, the most significant first. Sections that
 * are not negative order the same as text and as numbers.
 *
 * <p>Thread-safe; allocates only the text.
 */
final class SequenceText {
    private static final int DIGITS = 16;
    private static final int SECTION = DIGITS + 1;
    private static final byte[] TEMPLATE =
            "0000000000000000/0000000000000000/0000000000000000/0000000000000000".getBytes(StandardCharsets.US_ASCII);
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Holds nothing but bytes, so that a thread which outlives the plugin does not keep its classes. */
    private static final ThreadLocal<byte[]> TEXT = ThreadLocal.withInitial(TEMPLATE::clone);

    String of(long first, long second, long third, long fourth) {
        byte[] text = TEXT.get();
        write(text, 0, first);
        write(text, SECTION, second);
        write(text, 2 * SECTION, third);
        write(text, 3 * SECTION, fourth);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void write(byte[] text, int from, long section) {
        EIGHT_BYTES.set(text, from, eightDigits(section >>> Integer.SIZE));
        EIGHT_BYTES.set(text, from + DIGITS / 2, eightDigits(section & 0xffff_ffffL));
    }

    /** The digits of 32 bits, a byte each: the four-bit groups are spread over the bytes, then all made text at once. */
    private static long eightDigits(long bits) {
        long spread = (bits << 16 | bits) & 0x0000_ffff_0000_ffffL;
        spread = (spread << 8 | spread) & 0x00ff_00ff_00ff_00ffL;
        spread = (spread << 4 | spread) & 0x0f0f_0f0f_0f0f_0f0fL;
        long letters = (spread + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L; // 1 where the digit is above 9
        return spread + 0x3030_3030_3030_3030L + letters * ('a' - '0' - 10);
    }
}
