// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.millrace.connect.sink.Unfit;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Finds numbers in JSON that a column of type {@code JSON} would not keep: it makes {@code Int64} or {@code UInt64} of
 * whole numbers, and a double of all others, rounded without a word; in an array with one of these, of whole numbers too.
 * Larger whole numbers make it refuse the whole insert.
 */
final class JsonNumbers {
    private static final int SAFE_WHOLE_DIGITS = 18;
    private static final int SAFE_DIGITS = 15;
    private static final int SHORT = 64; // so that a double is neither infinite nor zero
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final int MAX_BITS = 64;
    private static final int MAX_DEPTH = 1_000; // the server's, too

    /** The kinds of numbers in what an array or object has of its own, and whether it is an array. */
    private static final int ARRAY = 1;

    private static final int FRACTION = 2;
    private static final int LONG_WHOLE = 4;
    private static final int MIXED = ARRAY | FRACTION | LONG_WHOLE;

    private final byte[] json;
    private final int end;
    private int at;

    private JsonNumbers(byte[] json, int from, int end) {
        this.json = json;
        this.at = from;
        this.end = end;
    }

    /**
     * Looks at the JSON in UTF-8 between the indexes.
     *
     * @throws Unfit if there is a number with more digits than are kept
     */
    static void requireKept(byte[] json, int from, int end) {
        new JsonNumbers(json, from, end).container(0, 0);
    }

    /** Goes to the end of an array or object, and says what numbers it has. */
    private int container(int kind, int depth) {
        int found = kind;
        while (at < end) {
            byte c = json[at];
            switch (c) {
                case '"' -> at = stringEnd(json, at + 1, end) + 1;
                case '[', '{' -> {
                    at++;
                    int inner = nested(c == '[' ? ARRAY : 0, depth + 1);
                    found |= (inner & ARRAY) == 0 ? 0 : inner & ~ARRAY; // arrays in arrays have one type
                }
                case ']', '}' -> {
                    at++;
                    return found;
                }
                default -> {
                    if (c == '-' || isDigit(c)) {
                        found |= number();
                    } else {
                        at++;
                    }
                }
            }
        }
        return found;
    }

    private int nested(int kind, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Unfit("JSON nested deeper than " + MAX_DEPTH, "Alter the column to String.");
        }
        int found = container(kind, depth);
        if ((found & MIXED) == MIXED) {
            throw rounded();
        }
        return found;
    }

    private int number() {
        int from = at;
        at = numberEnd(json, from, end);
        if (isShort(json, from, at)) {
            return isFraction(from) ? FRACTION : at - from > SAFE_DIGITS ? LONG_WHOLE : 0;
        }
        if (!isKept(new String(json, from, at - from, ISO_8859_1))) {
            throw rounded();
        }
        return isFraction(from) ? FRACTION : LONG_WHOLE;
    }

    private boolean isFraction(int from) {
        for (int i = from + 1; i < at; i++) {
            if (!isDigit(json[i])) {
                return true;
            }
        }
        return false;
    }

    private static Unfit rounded() {
        return new Unfit(
                "JSON with a number that the column would round", "Alter the column to String to keep such values.");
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static int stringEnd(byte[] json, int from, int end) {
        int i = from;
        while (i < end && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i;
    }

    private static int numberEnd(byte[] json, int from, int end) {
        int i = from + 1;
        while (i < end
                && (isDigit(json[i])
                        || switch (json[i]) {
                            case '.', 'e', 'E', '+', '-' -> true;
                            default -> false;
                        })) {
            i++;
        }
        return i;
    }

    /** Whether it has so few digits that it is kept in any case. */
    private static boolean isShort(byte[] json, int from, int end) {
        int digits = 0;
        boolean isWhole = true;
        for (int i = from; i < end; i++) {
            byte c = json[i];
            if (c == '.') {
                isWhole = false;
            } else if (isDigit(c)) {
                digits += digits > 0 || c != '0' ? 1 : 0;
            } else if (c != '-' || i > from) {
                return false;
            }
        }
        return digits <= (isWhole ? SAFE_WHOLE_DIGITS : SAFE_DIGITS) && end - from <= SHORT;
    }

    private static boolean isKept(String number) {
        try {
            BigDecimal exact = new BigDecimal(number);
            if (number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
                BigInteger whole = exact.toBigIntegerExact();
                return whole.signum() < 0 ? whole.compareTo(MIN) >= 0 : whole.bitLength() <= MAX_BITS;
            }
            double nearest = Double.parseDouble(number);
            return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(exact) == 0;
        } catch (NumberFormatException e) { // of an exponent without end, or of what is no number
            return false;
        }
    }
}
