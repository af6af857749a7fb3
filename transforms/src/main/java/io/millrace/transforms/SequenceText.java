// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes an order key: four 16-digit hexadecimal sections joined by {@code /}, the most significant first. Sections that
 * are not negative order the same as text and as numbers.
 *
 * <p>Thread-safe; allocates only the text while one thread writes at a time.
 */
final class SequenceText {
    private static final int DIGITS = 16;
    private static final int LENGTH = 4 * DIGITS + 3;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final AtomicReference<byte[]> spare = new AtomicReference<>(new byte[LENGTH]);

    String of(long first, long second, long third, long fourth) {
        byte[] taken = spare.getAndSet(null);
        byte[] text = taken == null ? new byte[LENGTH] : taken;
        write(text, 0, first);
        text[DIGITS] = '/';
        write(text, DIGITS + 1, second);
        text[2 * DIGITS + 1] = '/';
        write(text, 2 * (DIGITS + 1), third);
        text[3 * DIGITS + 2] = '/';
        write(text, 3 * (DIGITS + 1), fourth);
        String result = new String(text, StandardCharsets.ISO_8859_1);
        spare.set(text);
        return result;
    }

    private static void write(byte[] text, int from, long section) {
        long rest = section;
        for (int i = from + DIGITS - 1; i >= from; i--) {
            text[i] = HEX[(int) rest & 0xf];
            rest >>>= 4;
        }
    }
}
