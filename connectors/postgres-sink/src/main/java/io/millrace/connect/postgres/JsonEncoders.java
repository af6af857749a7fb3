// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.JsonWriter;
import io.millrace.connect.sink.Utf8;
import io.millrace.connect.sink.Utf8.Nul;
import org.apache.kafka.connect.data.Schema;

/** Writes JSON: as text, and as {@code jsonb}, whose binary format is a version and the text. */
final class JsonEncoders {
    private static final int JSONB_VERSION = 1;

    private JsonEncoders() {}

    /** Arrays, maps and structs into {@code jsonb}. */
    static ColumnEncoder nestedAsJsonb(Schema schema) {
        JsonWriter writer = JsonWriter.of(schema, Nul.REFUSED);
        return (value, out) -> {
            int at = out.size();
            out.putInt(0);
            out.put(JSONB_VERSION);
            writer.write(value, out);
            out.patchInt(at, out.size() - at - 4);
        };
    }

    /** Arrays, maps and structs into columns of text. */
    static ColumnEncoder nestedAsText(Schema schema) {
        JsonWriter writer = JsonWriter.of(schema, Nul.REFUSED);
        return (value, out) -> {
            int at = out.size();
            out.putInt(0);
            writer.write(value, out);
            out.patchInt(at, out.size() - at - 4);
        };
    }

    /** A value of type text that is JSON, into {@code jsonb}. */
    static void textAsJsonb(Object value, ByteSink out) {
        int at = out.size();
        out.putInt(0);
        out.put(JSONB_VERSION);
        Utf8.write((String) value, Nul.REFUSED, out);
        out.patchInt(at, out.size() - at - 4);
    }
}
