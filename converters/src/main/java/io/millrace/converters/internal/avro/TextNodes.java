// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Decode;
import io.millrace.records.Fault;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.util.UUID;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The nodes of strings that are fixed types in Avro: UUIDs and durations (Avro specification, "Logical Types"). */
final class TextNodes {
    private static final int UUID_BYTES = 16;
    private static final int UUID_CHARACTERS = 36;
    private static final int DURATION_BYTES = 12;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
    private static final long MICROS_PER_MILLI = 1_000;

    private TextNodes() {}

    /** The node that writes a string as {@code fixed}; null when that has no text. */
    static @Nullable WriteNode writer(Schema fixed) {
        return switch (String.valueOf(fixed.getProp(AvroProps.LOGICAL_TYPE))) {
            case "uuid" -> fixed.getFixedSize() == UUID_BYTES ? new UuidWriter() : null;
            case "duration" -> fixed.getFixedSize() == DURATION_BYTES ? new DurationWriter() : null;
            default -> null;
        };
    }

    /** The node that reads a fixed type as a string. */
    static ReadNode reader(Schema fixed) {
        return fixed.getFixedSize() == UUID_BYTES ? new UuidReader() : new DurationReader();
    }

    /** Sixteen bytes, most significant first (RFC 9562). */
    private static final class UuidWriter extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            UUID uuid = parse((String) value);
            out.writeFixed(ByteBuffer.allocate(UUID_BYTES)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .flip());
        }

        private static UUID parse(String text) {
            try {
                if (text.length() == UUID_CHARACTERS) { // it takes shorter ones too
                    return UUID.fromString(text);
                }
            } catch (IllegalArgumentException e) {
                throw refusal(text);
            }
            throw refusal(text);
        }

        private static Fault refusal(String text) {
            return new Fault("text of " + text.length() + " characters that is no UUID (expected 36 characters)");
        }

        @Override
        String expected() {
            return "UUID, a String";
        }
    }

    private static final class UuidReader extends ReadNode {
        @Override
        Object read(ByteInput in) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readFixed(UUID_BYTES));
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        }
    }

    /** Months, days and milliseconds: three unsigned numbers of four bytes, least significant first. */
    private static final class DurationWriter extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            Decode.Period period = parse((String) value);
            long millis = Math.floorDiv(period.micros(), MICROS_PER_MILLI);
            boolean fits = period.months() >= 0
                    && period.days() >= 0
                    && millis >= 0
                    && millis <= MAX_UNSIGNED
                    && millis * MICROS_PER_MILLI == period.micros();
            if (!fits) {
                throw new Fault("a period that is negative, has digits below a millisecond or more than 49 days of"
                        + " hours (expected an Avro duration)");
            }
            out.writeFixed(ByteBuffer.allocate(DURATION_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(period.months())
                    .putInt(period.days())
                    .putInt((int) millis)
                    .flip());
        }

        private static Decode.Period parse(String text) {
            try {
                return Decode.period(text);
            } catch (DateTimeException | ArithmeticException e) {
                throw new Fault("text of " + text.length() + " characters that is no period (expected ISO-8601)");
            }
        }

        @Override
        String expected() {
            return "ISO-8601 period, a String";
        }
    }

    private static final class DurationReader extends ReadNode {
        @Override
        Object read(ByteInput in) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readFixed(DURATION_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            long months = bytes.getInt() & MAX_UNSIGNED;
            long days = bytes.getInt() & MAX_UNSIGNED;
            return text(months, days, bytes.getInt() & MAX_UNSIGNED);
        }

        private static String text(long months, long days, long millis) {
            StringBuilder text = new StringBuilder("P");
            part(text, months / 12, 'Y');
            part(text, months % 12, 'M');
            part(text, days, 'D');
            if (millis > 0 || text.length() == 1) {
                text.append('T');
                part(text, millis / 3_600_000, 'H');
                part(text, millis / 60_000 % 60, 'M');
                seconds(text, millis % 60_000);
            }
            return text.toString();
        }

        private static void part(StringBuilder text, long number, char unit) {
            if (number > 0) {
                text.append(number).append(unit);
            }
        }

        private static void seconds(StringBuilder text, long millis) {
            if (millis == 0 && text.charAt(text.length() - 1) != 'T') {
                return;
            }
            text.append(millis / 1_000);
            if (millis % 1_000 > 0) {
                text.append('.').append(Long.toString(1_000 + millis % 1_000).substring(1));
            }
            text.append('S');
        }
    }
}
