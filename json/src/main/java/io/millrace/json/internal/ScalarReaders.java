// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static io.millrace.json.internal.JsonReader.unexpected;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.records.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Readers of single values. Each reads what it can without changing it, and refuses the rest. */
final class ScalarReaders {
    private ScalarReaders() {}

    static Object bool(JsonInput in, JsonToken token) {
        if (!token.isBoolean()) {
            throw unexpected(token, "a boolean");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    static Object int64(JsonInput in, JsonToken token) throws IOException {
        return whole(in, token);
    }

    /** An integer of 64 bits. */
    static long whole(JsonInput in, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw unexpected(token, "an integer");
        }
        if (in.parser().getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new Fault("an integer of " + in.parser().getTextLength() + " characters (expected one of 64 bits)");
        }
        return in.parser().getLongValue();
    }

    static Object float64(JsonInput in, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = in.parser().getDoubleValue();
            if (!Numbers.isExactDouble(in.parser(), value)) {
                throw moreDigits("float64");
            }
            return value;
        }
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw unexpected(token, "a number");
        }
        long value = whole(in, token);
        if (!Numbers.isExactInDouble(value)) {
            throw moreDigits("float64");
        }
        return (double) value;
    }

    static Fault moreDigits(String type) {
        return new Fault("a number with more digits than " + type + " holds");
    }

    /** Numbers only, as they were written. */
    static Object numberText(JsonInput in, JsonToken token) throws IOException {
        if (!token.isNumeric()) {
            throw unexpected(token, "a number");
        }
        return in.parser().getText();
    }

    static Object text(JsonInput in, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw unexpected(token, "a string");
        }
        return in.parser().getText();
    }

    /** Text, and numbers and booleans as they were written. */
    static Object anyScalar(JsonInput in, JsonToken token) throws IOException {
        if (!token.isScalarValue()) {
            throw unexpected(token, "a string");
        }
        return in.parser().getText();
    }

    static Object json(JsonInput in, JsonToken token) throws IOException {
        return in.slice();
    }

    /** Text that is a point in time, as it was written. */
    static Object zoned(JsonInput in, JsonToken token) throws IOException {
        String text = (String) text(in, token);
        if (!Moments.isZoned(text)) {
            throw new Fault(
                    "a string of " + text.length() + " characters (expected a time such as 2026-03-01T12:00:00Z)");
        }
        return text;
    }

    /** The same as milliseconds. */
    @SuppressWarnings("JavaUtilDate") // Connect's Timestamp is one
    static Object timestamp(JsonInput in, JsonToken token) throws IOException {
        String text = (String) text(in, token);
        long millis = Moments.millis(text);
        if (millis == Moments.NONE) {
            throw new Fault("a string of " + text.length()
                    + " characters (expected a time such as 2026-03-01T12:00:00.123Z, no finer)");
        }
        return new Date(millis);
    }

    /** Decimals with at most so many digits after the point. */
    static JsonReader decimal(int scale) {
        return (in, token) -> {
            if (!token.isNumeric()) {
                throw unexpected(token, "a number");
            }
            return scaled(Numbers.decimal(in.parser()), scale);
        };
    }

    static BigDecimal scaled(@Nullable BigDecimal value, int scale) {
        if (value == null || (long) value.precision() - value.scale() + scale > JsonType.Num.MAX_DIGITS) {
            throw new Fault("a number of more than " + JsonType.Num.MAX_DIGITS + " digits");
        }
        try {
            return value.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new Fault("a number with more digits after the point than the schema's " + scale);
        }
    }
}
