// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Passes over parts of a JSON text (RFC 8259) in UTF-8 that lie in one array of bytes, without looking at what they say. A
 * negative answer means that they go on beyond the array, or that something is wrong with them, or so deep or long that a
 * parser had better look at it.
 */
final class JsonScan {
    static final byte[][] ANY = new byte[0][];

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;
    private static final int NO = -1;
    private static final int TRUE = literal("true");
    private static final int NULL = literal("null");
    private static final int ALSE = literal("alse");
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private JsonScan() {}

    /**
     * Where a scan begins.
     *
     * @param isFirst whether right behind the bracket, and not behind a value
     * @param levels how many objects and arrays may be inside each other, this one included
     */
    record Start(boolean isObject, boolean isFirst, int levels) {}

    private static int literal(String text) {
        return text.charAt(0) | text.charAt(1) << 8 | text.charAt(2) << 16 | text.charAt(3) << 24;
    }

    /**
     * Where the first byte is that is a quote, a backslash, a control character or not ASCII; {@code end} for none. Of
     * eight bytes looked at together, each that is one of those has its highest bit set in the end: the lowest such bit is
     * right, those above it need not be.
     */
    static int plain(byte[] bytes, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = (long) LONGS.get(bytes, at);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long found = ((word - SPACES & ~word) | (quote - ONES & ~quote) | (backslash - ONES & ~backslash) | word)
                    & HIGHS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Just past the closing quote of the string whose first byte is at {@code from}. */
    static int pastString(byte[] bytes, int from, int end) {
        int at = plain(bytes, from, end);
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                return at + 1;
            }
            int length = b == '\\' ? escape(bytes, at, end) : sequence(bytes, at, end);
            if (length < 0) {
                return NO;
            }
            at = plain(bytes, at + length, end);
        }
        return NO;
    }

    /** How long the escape is. */
    private static int escape(byte[] bytes, int at, int end) {
        if (at + 1 >= end) {
            return NO;
        }
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'n', 't', 'r', 'b', 'f' -> 2;
            case 'u' -> {
                if (at + 6 > end) {
                    yield NO;
                }
                for (int i = at + 2; i < at + 6; i++) {
                    if (Character.digit(bytes[i], 16) < 0) {
                        yield NO;
                    }
                }
                yield 6;
            }
            default -> NO;
        };
    }

    /** How long the character is: what its first byte says, as far as the following ones go with that. */
    private static int sequence(byte[] bytes, int at, int end) {
        int b = bytes[at] & 0xff;
        int length = b >= 0xf8 || b < 0xc0 ? NO : b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
        if (at + length > end) {
            return NO;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return NO;
            }
        }
        return length;
    }

    /** Just past the end of an object or array. */
    static int pastRest(byte[] bytes, int from, int end, Start start, byte[][] known) {
        int levels = Math.min(start.levels, Long.SIZE);
        long objects = start.isObject ? 1 : 0; // one bit for each level, the innermost the lowest
        int depth = 1;
        boolean isFirst = start.isFirst;
        int at = from;
        while (true) {
            at = pastSpace(bytes, at, end);
            if (at == end) {
                return NO;
            }
            byte b = bytes[at];
            if (b == '}' || b == ']') {
                if ((b == '}') != ((objects & 1) != 0)) {
                    return NO;
                }
                at++;
                depth--;
                if (depth == 0) {
                    return at;
                }
                objects >>>= 1;
                isFirst = false;
                continue;
            }
            if (!isFirst) {
                at = b == ',' ? pastSpace(bytes, at + 1, end) : end;
            }
            if ((objects & 1) != 0) {
                at = pastName(bytes, at, end, depth == 1 ? known : ANY);
            }
            if (at < 0 || at == end) {
                return NO;
            }
            b = bytes[at];
            isFirst = b == '{' || b == '[';
            if (isFirst) {
                if (depth == levels) {
                    return NO;
                }
                depth++;
                objects = objects << 1 | (b == '{' ? 1 : 0);
                at++;
            } else {
                at = pastScalar(bytes, at, end);
                if (at < 0) {
                    return NO;
                }
            }
        }
    }

    /** Where the value begins of the field whose name begins here. */
    private static int pastName(byte[] bytes, int from, int end, byte[][] known) {
        if (from >= end || bytes[from] != '"') {
            return NO;
        }
        int past = pastString(bytes, from + 1, end);
        if (past < 0 || (known.length > 0 && mayBe(known, bytes, from + 1, past - 1))) {
            return NO;
        }
        int colon = pastSpace(bytes, past, end);
        return colon < end && bytes[colon] == ':' ? pastSpace(bytes, colon + 1, end) : NO;
    }

    /** A name with escapes may be any. */
    private static boolean mayBe(byte[][] known, byte[] bytes, int from, int to) {
        for (byte[] name : known) {
            if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
                return true;
            }
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static int pastSpace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end
                && bytes[at] <= ' '
                && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static int pastScalar(byte[] bytes, int from, int end) {
        byte b = bytes[from];
        if (b == '"') {
            return pastString(bytes, from + 1, end);
        }
        if (b == '-' || isDigit(b)) {
            return pastNumber(bytes, from, end);
        }
        if (from + 5 > end) { // at least one byte follows
            return NO;
        }
        int word = (int) INTS.get(bytes, from);
        if (word == TRUE || word == NULL) {
            return from + 4;
        }
        return b == 'f' && (int) INTS.get(bytes, from + 1) == ALSE ? from + 5 : NO;
    }

    private static int pastNumber(byte[] bytes, int from, int end) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int point = pastDigits(bytes, at, end);
        if (point == at || (bytes[at] == '0' && point > at + 1)) {
            return NO;
        }
        at = point;
        if (at < end && bytes[at] == '.') {
            int past = pastDigits(bytes, at + 1, end);
            if (past == at + 1) {
                return NO;
            }
            at = past;
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            int digits = at + 1 < end && (bytes[at + 1] == '+' || bytes[at + 1] == '-') ? at + 2 : at + 1;
            int past = pastDigits(bytes, digits, end);
            if (past == digits) {
                return NO;
            }
            at = past;
        }
        return at - from > JsonInput.MAX_NUMBER_LENGTH ? NO : at;
    }

    private static int pastDigits(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
