// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.ScalarText;
import io.millrace.connect.sink.Unfit;
import io.millrace.connect.sink.Utf8;
import io.millrace.connect.sink.Utf8.Nul;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.TemporalReader;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Text as it is, and other values as text with every digit. */
final class TextEncoders {
    static final ColumnEncoder TEXT = (value, out) -> withLength((String) value, out);

    private static final int MODIFIER_OFFSET = 4;

    private TextEncoders() {}

    /** For {@code text}, {@code varchar}, {@code bpchar} and the like. */
    static @Nullable ColumnEncoder of(Schema schema, PgType column) {
        ColumnEncoder encoder = unbounded(schema);
        if (encoder == null || column.modifier() < 0) {
            return encoder;
        }
        int limit = column.modifier() - MODIFIER_OFFSET;
        return column.name().equals("bpchar") ? padded(encoder, limit) : bounded(encoder, limit);
    }

    private static @Nullable ColumnEncoder unbounded(Schema schema) {
        if (schema.type() == Schema.Type.STRING) {
            return TEXT;
        }
        Kind kind = Kind.meaningOf(schema);
        return switch (kind) {
            case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 ->
                (value, out) -> asciiWithLength(value.toString(), out);
            case DECIMAL -> (value, out) -> asciiWithLength(ScalarText.plain(Decode.decimal(value)), out);
            case DATE, TIME, LOCAL_TIMESTAMP, INSTANT, DURATION, ZONED_TIME, ZONED_TIMESTAMP -> {
                TemporalReader reader = Objects.requireNonNull(TemporalReader.of(schema));
                yield (value, out) -> asciiWithLength(ScalarText.of(kind, reader, value), out);
            }
            case ARRAY, MAP, STRUCT -> JsonEncoders.nestedAsText(schema);
            default -> null;
        };
    }

    /** Text of any length, preceded by it. */
    static void withLength(String text, ByteSink out) {
        int at = out.size();
        out.putInt(0);
        Utf8.write(text, Nul.REFUSED, out);
        out.patchInt(at, out.size() - at - 4);
    }

    private static void asciiWithLength(String text, ByteSink out) {
        out.putInt(text.length());
        Utf8.ascii(text, out);
    }

    private static ColumnEncoder bounded(ColumnEncoder encoder, int limit) {
        return (value, out) -> {
            int at = out.size();
            encoder.encode(value, out);
            requireFits(out.array(), at + 4, out.size(), limit);
        };
    }

    /** Spaces at the end of a {@code char(n)} mean nothing, so those beyond its length may go. */
    private static ColumnEncoder padded(ColumnEncoder encoder, int limit) {
        return (value, out) -> {
            int at = out.size();
            encoder.encode(value, out);
            int end = out.size();
            while (end > at + 4 && out.array()[end - 1] == ' ') {
                end--;
            }
            requireFits(out.array(), at + 4, end, limit);
        };
    }

    private static void requireFits(byte[] bytes, int from, int end, int limit) {
        if (end - from <= limit) {
            return;
        }
        int characters = 0;
        for (int i = from; i < end; i++) {
            if ((bytes[i] & 0xC0) != 0x80) { // not within a character
                characters++;
            }
        }
        if (characters > limit) {
            throw new Unfit(
                    "text of " + characters + " characters (expected at most " + limit + ", the column's length)",
                    "Alter the column to text.");
        }
    }

    /** PostgreSQL's one-byte {@code "char"}. */
    static void singleByte(Object value, ByteSink out) {
        String text = (String) value;
        if (text.length() > 1 || (text.length() == 1 && text.charAt(0) >= 0x80)) {
            throw new Unfit(
                    "text that is more than one ASCII character, of length " + text.length(),
                    "Alter the column to text.");
        }
        out.putInt(1);
        out.put(text.isEmpty() ? 0 : text.charAt(0));
    }
}
