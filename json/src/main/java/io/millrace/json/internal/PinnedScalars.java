// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static io.millrace.json.internal.JsonReader.unexpected;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.records.Fault;
import io.millrace.records.SemanticType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Readers of single values of a given type: what {@link JsonEncoder} writes for it, in any of its ways. */
final class PinnedScalars {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private PinnedScalars() {}

    static JsonReader reader(Schema schema) {
        SemanticType type = SemanticType.trusted(schema);
        IsoTime time = IsoTime.of(schema);
        if (time != null) {
            return time(schema, type, time);
        }
        if (type == SemanticType.CONNECT_DECIMAL) {
            return decimal(scale(schema));
        }
        if (type == SemanticType.JSON) {
            return ScalarReaders::json;
        }
        return switch (schema.type()) {
            case BOOLEAN -> ScalarReaders::bool;
            case INT8 -> (in, token) -> (byte) ranged(in, token, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> (in, token) -> (short) ranged(in, token, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> (in, token) -> (int) ranged(in, token, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> ScalarReaders::int64;
            case FLOAT32 -> PinnedScalars::float32;
            case FLOAT64 -> PinnedScalars::float64;
            case STRING -> ScalarReaders::text;
            case BYTES -> PinnedScalars::bytes;
            case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException("not a single value");
        };
    }

    private static int scale(Schema schema) {
        String scale = schema.parameters() == null ? null : schema.parameters().get(Decimal.SCALE_FIELD);
        try {
            return Integer.parseInt(String.valueOf(scale));
        } catch (NumberFormatException e) {
            throw new Fault("a Decimal without a whole number as its parameter 'scale'");
        }
    }

    private static long ranged(JsonInput in, JsonToken token, long least, long most) throws IOException {
        long value = ScalarReaders.whole(in, token);
        if (value < least || value > most) {
            throw new Fault("an integer out of range (expected " + least + " to " + most + ")");
        }
        return value;
    }

    private static Object float64(JsonInput in, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING
                ? special(in.parser().getText(), "float64")
                : ScalarReaders.float64(in, token);
    }

    private static Object float32(JsonInput in, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return (float) special(in.parser().getText(), "float32");
        }
        if (!token.isNumeric()) {
            throw unexpected(token, "a number");
        }
        BigDecimal exact = Numbers.decimal(in.parser());
        float value = exact == null ? Float.NaN : exact.floatValue();
        if (exact == null || !Float.isFinite(value) || exact.compareTo(new BigDecimal(Float.toString(value))) != 0) {
            throw ScalarReaders.moreDigits("float32");
        }
        return value;
    }

    /** What JSON has no numbers for. */
    private static double special(String text, String type) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new Fault("a string (expected " + type + ")");
        };
    }

    private static Object bytes(JsonInput in, JsonToken token) throws IOException {
        String text = (String) ScalarReaders.text(in, token);
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new Fault("a string of " + text.length() + " characters (expected base64)");
        }
    }

    private static JsonReader decimal(int scale) {
        return (in, token) -> {
            if (token.isNumeric()) {
                return ScalarReaders.scaled(Numbers.decimal(in.parser()), scale);
            }
            if (token != JsonToken.VALUE_STRING) {
                throw unexpected(token, "a number, or a string of one");
            }
            return ScalarReaders.scaled(parsed(in.parser().getText()), scale);
        };
    }

    private static @Nullable BigDecimal parsed(String text) {
        if (text.length() > JsonInput.MAX_NUMBER_LENGTH) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Fault("a string of " + text.length() + " characters (expected a number)");
        }
    }

    private static JsonReader time(Schema schema, SemanticType type, IsoTime time) {
        boolean isInt = schema.type() == Schema.Type.INT32;
        long least = isInt ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long most = isInt ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return (in, token) -> {
            long count = token == JsonToken.VALUE_STRING
                    ? parsed(in.parser().getText(), time, isInt)
                    : ranged(in, token, least, most);
            return value(type, isInt, count);
        };
    }

    private static long parsed(String text, IsoTime time, boolean isInt) {
        try {
            return isInt ? Math.toIntExact(time.count(text)) : time.count(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new Fault("a string of " + text.length() + " characters (expected such as " + time.example()
                    + ", no finer than the type holds)");
        }
    }

    @SuppressWarnings("JavaUtilDate") // Connect's own types are
    private static Object value(SemanticType type, boolean isInt, long count) {
        return switch (type) {
            case CONNECT_DATE -> new Date(count * MILLIS_PER_DAY);
            case CONNECT_TIME, CONNECT_TIMESTAMP -> new Date(count);
            default -> isInt ? (Object) (int) count : (Object) count;
        };
    }
}
