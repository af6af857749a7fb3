// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** Hexadecimal digits, in either case. */
public final class Hex {
    private Hex() {}

    /** What the digit stands for; -1 for any other character. */
    public static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
