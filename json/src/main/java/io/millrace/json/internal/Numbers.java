// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.json.internal.JsonType.Fit;
import io.millrace.json.internal.JsonType.Num;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Which types hold a JSON number without changing it. */
final class Numbers {
    /** Integers up to here have a double each. */
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    /** Any decimal of so many digits comes back from a double as it went in. */
    private static final int DIGITS_OF_DOUBLE = 15;

    private Numbers() {}

    static boolean isExactInDouble(long value) {
        return -EXACT_IN_DOUBLE <= value && value <= EXACT_IN_DOUBLE;
    }

    /** What the number that the parser stands on needs. */
    static Num type(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return integer(parser);
        }
        Fit fit = isExactDouble(parser, parser.getDoubleValue()) ? Fit.FLOAT64 : Fit.NEITHER;
        BigDecimal exact = decimal(parser);
        if (exact == null) {
            return new Num(Fit.NEITHER, Num.MAX_DIGITS + 1, 0);
        }
        BigDecimal shortest = exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
        return new Num(fit, bounded((long) shortest.precision() - shortest.scale()), bounded(shortest.scale()));
    }

    private static int bounded(long digits) {
        return (int) Math.max(0, Math.min(digits, Num.MAX_DIGITS + 1L));
    }

    private static Num integer(JsonParser parser) throws IOException {
        int digits = parser.getTextLength();
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return new Num(Fit.NEITHER, digits, 0);
        }
        return new Num(isExactInDouble(parser.getLongValue()) ? Fit.INT53 : Fit.INT64, digits, 0);
    }

    /** Whether {@code value}, written as shortly as a double can be, is the number in the text. */
    static boolean isExactDouble(JsonParser parser, double value) throws IOException {
        if (hasFewDigits(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength())) {
            return true;
        }
        if (Double.isInfinite(value)) {
            return false;
        }
        BigDecimal exact = decimal(parser);
        return exact != null && exact.compareTo(BigDecimal.valueOf(value)) == 0;
    }

    /** At most 15 digits and no exponent: the usual case, decided without an object. */
    static boolean hasFewDigits(char[] text, int offset, int length) {
        if (length > DIGITS_OF_DOUBLE + 1) {
            return false;
        }
        for (int i = offset; i < offset + length; i++) {
            char c = text[i];
            if (c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    /** The number in full; null if its exponent is beyond all reason. */
    static @Nullable BigDecimal decimal(JsonParser parser) throws IOException {
        try {
            return new BigDecimal(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
