// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.JsonWriter;
import io.millrace.connect.sink.ScalarText;
import io.millrace.connect.sink.Unfit;
import io.millrace.connect.sink.Utf8;
import io.millrace.connect.sink.Utf8.Nul;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.TemporalReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Text and bytes as they are, other values as text with every digit: strings, documents, and the words of enums. */
final class TextEncoders {
    private static final int SHORT = 1;
    private static final int LONG = 128;

    private TextEncoders() {}

    /** {@code String}: the length, then the bytes. */
    static ColumnEncoder of(Schema schema) {
        if (schema.type() == Schema.Type.STRING) {
            return TextEncoders::prefixed;
        }
        ColumnEncoder content = content(schema);
        int expected = isNested(schema) ? LONG : SHORT;
        return (value, out) -> Lengths.prefixed(content, value, expected, out);
    }

    private static void prefixed(Object value, ByteSink out) {
        String text = (String) value;
        if (Utf8.isPlain(text)) { // its length is known
            out.putVarUInt(text.length());
            Utf8.ascii(text, out);
        } else {
            Lengths.prefixed(TextEncoders::mixed, text, text.length(), out);
        }
    }

    private static boolean isNested(Schema schema) {
        return switch (Kind.of(schema)) {
            case ARRAY, MAP, STRUCT -> true;
            default -> false;
        };
    }

    /** The bytes alone. */
    private static ColumnEncoder content(Schema schema) {
        if (schema.type() == Schema.Type.STRING) {
            return TextEncoders::text;
        }
        Kind kind = Kind.meaningOf(schema);
        return switch (kind) {
            case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 ->
                (value, out) -> Utf8.ascii(value.toString(), out);
            case DECIMAL -> (value, out) -> Utf8.ascii(ScalarText.plain(Decode.decimal(value)), out);
            case DATE, TIME, LOCAL_TIMESTAMP, INSTANT, DURATION, ZONED_TIME, ZONED_TIMESTAMP -> {
                TemporalReader reader = Objects.requireNonNull(TemporalReader.of(schema));
                yield (value, out) -> Utf8.ascii(ScalarText.of(kind, reader, value), out);
            }
            case BYTES -> TextEncoders::bytes;
            case BITS -> {
                int bits = Declared.bits(schema);
                yield (value, out) -> bits(Decode.bytes(value), bits, out);
            }
            default -> {
                JsonWriter writer = JsonWriter.of(schema, Nul.KEPT);
                yield writer::write;
            }
        };
    }

    private static void mixed(Object value, ByteSink out) {
        Utf8.writeMixed((String) value, Nul.KEPT, out);
    }

    private static void text(Object value, ByteSink out) {
        Utf8.write((String) value, Nul.KEPT, out);
    }

    private static void bytes(Object value, ByteSink out) {
        byte[] bytes = Decode.bytes(value);
        out.put(bytes, 0, bytes.length);
    }

    /** Zeros and ones, the most significant first; whole bytes where it is not known how many there are. */
    private static void bits(byte[] littleEndian, int declared, ByteSink out) {
        int bits = declared == Declared.NONE ? littleEndian.length * 8 : declared;
        for (int i = Math.max(bits, littleEndian.length * 8) - 1; i >= 0; i--) {
            int bit = i / 8 < littleEndian.length ? littleEndian[i / 8] >> (i % 8) & 1 : 0;
            if (i < bits) {
                out.put('0' + bit);
            } else if (bit == 1) {
                throw new Unfit("a bit set beyond the " + bits + " declared", "Correct the schema's 'length'.");
            }
        }
    }

    /** {@code FixedString}: zeros stand behind text that is shorter, as the server would put them; bytes must be as long. */
    static ColumnEncoder fixed(Schema schema, int length) {
        ColumnEncoder content = content(schema);
        boolean isPadded = Kind.meaningOf(schema) != Kind.BYTES;
        return (value, out) -> {
            int at = out.size();
            content.encode(value, out);
            int written = out.size() - at;
            boolean endsInZero = written > 0 && out.array()[out.size() - 1] == 0;
            if (written > length || (written < length && (!isPadded || endsInZero))) {
                throw new Unfit(
                        written + " bytes (expected " + length + ", the column's length)",
                        "Alter the column to String.");
            }
            for (int i = written; i < length; i++) {
                out.put(0);
            }
        };
    }

    /** {@code JSON}, whose values are objects with numbers of a certain size. */
    static @Nullable ColumnEncoder document(Schema schema) {
        Kind kind = Kind.meaningOf(schema);
        boolean isText = kind == Kind.JSON || kind == Kind.TEXT;
        if (!isText && kind != Kind.MAP && kind != Kind.STRUCT) {
            return null;
        }
        ColumnEncoder content = content(schema);
        ColumnEncoder checked = (value, out) -> {
            int from = out.size();
            content.encode(value, out);
            JsonNumbers.requireKept(out.array(), from, out.size());
        };
        return (value, out) -> {
            if (isText) {
                requireObject((String) value);
            }
            Lengths.prefixed(checked, value, isText ? ((String) value).length() : LONG, out);
        };
    }

    private static void requireObject(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                return;
            }
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                break;
            }
        }
        throw new Unfit("JSON that is no object", "Alter the column to String to keep such values.");
    }

    /** {@code Enum8} and {@code Enum16}: the number that stands for the word. */
    static ColumnEncoder word(ClickHouseType column) {
        int bytes = column.name().equals("Enum8") ? 1 : 2;
        List<String> words = column.parts().names();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            numbers.put(words.get(i), column.parts().values().get(i));
        }
        return (value, out) -> {
            Integer number = numbers.get((String) value);
            if (number == null) {
                throw new Unfit(
                        "a word of " + ((String) value).length() + " characters that is not among the column's "
                                + words.size(),
                        "Alter the column to an Enum with it, or to String.");
            }
            NumberEncoders.putLe(number, bytes, out);
        };
    }
}
