// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.records.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Each digit becomes another, all else stays: {@code +49 (170) 12-34} may become {@code +83 (402) 77-19}.
 *
 * <p>The new digits come from a keyed hash of the digits alone, so that a number has one mask however it is punctuated.
 * This is a one-way hash, no encryption: nothing turns it back, and two numbers may get the same mask.
 *
 * <p>A whole number keeps its sign and its number of digits; the first is never 0 (unless it is the only one) and small
 * enough for the type, the same for all types.
 */
final class DigitsMask implements Mask {
    private static final byte DOMAIN = 0; // no text of digits begins like this: sets these hashes apart from others
    private static final int FAIR = 250; // bytes below are evenly spread over ten digits

    private final KeyedHash hash;

    DigitsMask(KeyedHash hash) {
        this.hash = hash;
    }

    @Override
    public @Nullable Masked on(Schema schema) {
        Change change = change(schema);
        if (change == null) {
            return null;
        }
        return new Masked(
                schema.type() == Schema.Type.STRING ? MaskSchemas.textLike(schema) : MaskSchemas.withoutDefault(schema),
                change);
    }

    private @Nullable Change change(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return value -> ofDecimal((BigDecimal) value);
        }
        return switch (Kind.of(schema)) {
            case TEXT, UUID -> value -> ofText((String) value);
            case INT16 -> value -> (short) ofLong((Short) value);
            case INT32 -> value -> (int) ofLong((Integer) value);
            case INT64 -> value -> ofLong((Long) value);
            default -> null;
        };
    }

    private String ofText(String text) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int digit = Character.digit(text.codePointAt(i), 10);
            if (digit >= 0) {
                digits.append(digit);
            }
        }
        return digits.isEmpty() ? text : replaced(text, masked(digits.toString()));
    }

    private static String replaced(String text, char[] digits) {
        StringBuilder result = new StringBuilder(text.length());
        int next = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int each = text.codePointAt(i);
            result.appendCodePoint(Character.digit(each, 10) >= 0 ? digits[next++] : each);
        }
        return result.toString();
    }

    private long ofLong(long value) {
        String text = Long.toString(value);
        String masked = number(value < 0 ? text.substring(1) : text);
        return value < 0 ? -Long.parseLong(masked) : Long.parseLong(masked);
    }

    private BigDecimal ofDecimal(BigDecimal value) {
        BigInteger masked = new BigInteger(number(value.unscaledValue().abs().toString()));
        return new BigDecimal(value.signum() < 0 ? masked.negate() : masked, value.scale());
    }

    private String number(String digits) {
        char[] masked = masked(digits);
        if (masked.length > 1) {
            masked[0] = (char) ('1' + (masked[0] - '0') % greatestFirstDigit(masked.length));
        }
        return new String(masked);
    }

    /** With which every number of this many digits fits the types that have numbers of this length. */
    private static int greatestFirstDigit(int digits) {
        return switch (digits) {
            case 5 -> 2; // int16 ends at 32,767
            case 10 -> 1; // int32 at 2,147,483,647
            case 19 -> 8; // int64 at 9,223,372,036,854,775,807
            default -> 9;
        };
    }

    private char[] masked(String digits) {
        byte[] message = new byte[digits.length() + 3];
        message[0] = DOMAIN;
        System.arraycopy(digits.getBytes(StandardCharsets.US_ASCII), 0, message, 3, digits.length());
        char[] masked = new char[digits.length()];
        int filled = 0;
        for (int block = 0; filled < masked.length; block++) {
            message[1] = (byte) (block >> 8);
            message[2] = (byte) block;
            byte[] random = hash.of(message);
            for (int i = 0; i < random.length && filled < masked.length; i++) {
                int fair = random[i] & 0xFF;
                if (fair < FAIR) {
                    masked[filled++] = (char) ('0' + fair % 10);
                }
            }
        }
        return masked;
    }

    @Override
    public String fits() {
        return "text, int16, int32, int64, decimals";
    }

    @Override
    public String name() {
        return "digits";
    }
}
