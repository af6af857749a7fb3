// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

/** Hexadecimal digits, in either case. */
final class Hex {
    private Hex() {}

    /** -1 for any other character. */
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
