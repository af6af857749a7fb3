// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Hex;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import org.jspecify.annotations.Nullable;

/** UUIDs from text in the standard form (RFC 9562, section 4), or from their 16 bytes. */
final class UuidEncoders {
    private static final int LENGTH = 36;
    private static final int BYTES = 16;

    private UuidEncoders() {}

    static @Nullable ColumnEncoder of(Kind kind) {
        return switch (kind) {
            case UUID, TEXT -> UuidEncoders::text;
            case BYTES -> UuidEncoders::bytes;
            default -> null;
        };
    }

    private static void text(Object value, ByteSink out) {
        String text = (String) value;
        if (text.length() != LENGTH) {
            throw notUuid(text);
        }
        long bits = 0;
        out.putInt(BYTES);
        for (int i = 0, digits = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    throw notUuid(text);
                }
                continue;
            }
            int digit = Hex.digit(c);
            if (digit < 0) {
                throw notUuid(text);
            }
            bits = (bits << 4) | digit;
            if (++digits % 16 == 0) {
                out.putLong(bits);
            }
        }
    }

    private static void bytes(Object value, ByteSink out) {
        byte[] bytes = Decode.bytes(value);
        if (bytes.length != BYTES) {
            throw new Unfit(bytes.length + " bytes (expected 16, a UUID)", "Correct the value, or use a bytea column.");
        }
        out.putInt(BYTES);
        out.put(bytes, 0, BYTES);
    }

    private static Unfit notUuid(String text) {
        return new Unfit(
                "text of " + text.length() + " characters that is no UUID", "Correct the value, or use a text column.");
    }
}
