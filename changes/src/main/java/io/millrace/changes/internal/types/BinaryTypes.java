// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Misfit;
import io.millrace.records.Decode;
import io.millrace.records.SemanticType;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** Bytes, and strings of bits, which Debezium sends with the least significant byte first. */
final class BinaryTypes {
    private static final HexFormat HEX = HexFormat.of();
    private static final int MAX_TEXT_BITS = 1 << 20;

    private BinaryTypes() {}

    static @Nullable ColumnType of(Schema column, TypePolicy policy) {
        if (SemanticType.trusted(column) == SemanticType.BITS) {
            return bits(column, policy);
        }
        if (column.name() != null) {
            return null;
        }
        Conversion conversion = switch (policy.others().binary()) {
            case KEEP -> null;
            case BASE64 -> value -> Base64.getEncoder().encodeToString(Decode.bytes(value));
            case BASE64_URL_SAFE -> value -> Base64.getUrlEncoder().encodeToString(Decode.bytes(value));
            case HEX -> value -> HEX.formatHex(Decode.bytes(value));
        };
        return conversion == null ? null : new ColumnType(ColumnType.like(column, SchemaBuilder.string()), conversion);
    }

    private static @Nullable ColumnType bits(Schema column, TypePolicy policy) {
        int length = length(column);
        return switch (policy.others().bits()) {
            case KEEP -> null;
            case BYTES ->
                new ColumnType(
                        ColumnType.like(column, SchemaBuilder.bytes()),
                        value -> bigEndian(Decode.bytes(value), length));
            case STRING -> digits(column, length);
            case INT64 ->
                policy.outOfRange() == Misfit.STRING && length > 63
                        ? digits(column, length)
                        : new ColumnType(
                                ColumnType.like(column, SchemaBuilder.int64()),
                                value -> number(Decode.bytes(value), policy.outOfRange()));
        };
    }

    /** How many bits the column declares; 0 if it does not say, or sets no limit. */
    private static int length(Schema column) {
        String text = column.parameters() == null ? null : column.parameters().get("length");
        try {
            int length = text == null ? 0 : Integer.parseInt(text);
            return length > 0 && length <= MAX_TEXT_BITS ? length : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static ColumnType digits(Schema column, int length) {
        return new ColumnType(
                ColumnType.like(column, SchemaBuilder.string()), value -> digits(Decode.bytes(value), length));
    }

    private static byte[] bigEndian(byte[] littleEndian, int length) {
        int size = Math.max(littleEndian.length, (length + 7) / 8);
        byte[] bytes = new byte[size];
        for (int i = 0; i < littleEndian.length; i++) {
            bytes[size - 1 - i] = littleEndian[i];
        }
        return bytes;
    }

    private static @Nullable Object number(byte[] littleEndian, Misfit outOfRange) {
        long number = 0;
        for (int i = 0; i < littleEndian.length; i++) {
            int bits = littleEndian[i] & 0xff;
            if (bits != 0 && (i > 7 || (i == 7 && bits > 127))) {
                return Misfits.settle(
                        outOfRange, Long.MAX_VALUE, null, "bits beyond the 63 that an int64 can count with");
            }
            number |= i > 7 ? 0 : (long) bits << (8 * i);
        }
        return number;
    }

    private static String digits(byte[] littleEndian, int length) {
        int count = littleEndian.length * 8;
        while (count > length && (length > 0 || count > 8) && !isSet(littleEndian, count - 1)) {
            count--;
        }
        count = Math.max(count, length);
        byte[] text = new byte[count];
        for (int i = 0; i < count; i++) {
            text[count - 1 - i] = (byte) (i < littleEndian.length * 8 && isSet(littleEndian, i) ? '1' : '0');
        }
        return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static boolean isSet(byte[] littleEndian, int bit) {
        return (littleEndian[bit / 8] >> (bit % 8) & 1) == 1;
    }
}
