// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

/** Reads numbers out of text without allocating. */
public final class Digits {
    private static final int HEX_DIGITS_OF_64_BITS = 16;

    private Digits() {}

    /** The decimal number between two indexes; -1 if there is none or it is greater than a long holds. */
    public static long decimal(String text, int from, int to) {
        if (from >= to) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > Long.MAX_VALUE / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number < 0 ? -1 : number;
    }

    /** How many hexadecimal digits {@code text} has, not counting {@code :}, {@code .}, {@code x} and spaces; -1 if more. */
    public static int hexLength(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isSeparator(text.charAt(i))) {
                continue;
            }
            if (Character.digit(text.charAt(i), 16) < 0) {
                return -1;
            }
            digits++;
        }
        return digits;
    }

    /** The 64 bits left of the last {@code skip} hexadecimal digits of a text that {@link #hexLength} accepts. */
    public static long hex(String text, int skip) {
        long number = 0;
        int place = 0;
        for (int i = text.length() - 1; i >= 0 && place < skip + HEX_DIGITS_OF_64_BITS; i--) {
            char character = text.charAt(i);
            if (isSeparator(character)) {
                continue;
            }
            if (place >= skip) {
                number |= (long) Character.digit(character, 16) << (4 * (place - skip));
            }
            place++;
        }
        return number;
    }

    /** The 16 hexadecimal digits from an index on, with zeros where the text, which has no separators, ends before. */
    public static long hexFrom(String text, int from) {
        long number = 0;
        for (int i = from; i < from + HEX_DIGITS_OF_64_BITS; i++) {
            number = (number << 4) | (i < text.length() ? Character.digit(text.charAt(i), 16) : 0);
        }
        return number;
    }

    private static boolean isSeparator(char character) {
        return character == ':' || character == '.' || character == 'x' || character == ' ';
    }
}
