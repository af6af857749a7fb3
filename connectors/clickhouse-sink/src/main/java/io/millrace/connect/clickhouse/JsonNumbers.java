// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.millrace.connect.sink.Unfit;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Finds numbers in JSON that a column of type {@code JSON} would not keep: it makes {@code Int64} or {@code UInt64} of
 * whole numbers, and a double of all others, rounded without a word. Larger whole numbers make it refuse the whole insert.
 */
final class JsonNumbers {
    private static final int SAFE_WHOLE_DIGITS = 18;
    private static final int SAFE_DIGITS = 15;
    private static final int SHORT = 64; // so that a double is neither infinite nor zero
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final int MAX_BITS = 64;

    private JsonNumbers() {}

    /**
     * Looks at the JSON in UTF-8 between the indexes.
     *
     * @throws Unfit if there is a number with more digits than are kept
     */
    static void requireKept(byte[] json, int from, int end) {
        for (int i = from; i < end; i++) {
            byte c = json[i];
            if (c == '"') {
                i = stringEnd(json, i + 1, end);
            } else if (c == '-' || isDigit(c)) {
                int to = numberEnd(json, i, end);
                if (!isShort(json, i, to) && !isKept(new String(json, i, to - i, ISO_8859_1))) {
                    throw new Unfit(
                            "JSON with a number that the column would round",
                            "Alter the column to String to keep such values.");
                }
                i = to - 1;
            }
        }
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
