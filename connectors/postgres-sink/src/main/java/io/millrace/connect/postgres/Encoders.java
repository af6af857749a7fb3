// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Chooses how a field's values are written into a column: only where every value keeps its meaning and its digits. */
final class Encoders {
    private static final int JSONB_VERSION = 1;
    private static final ColumnEncoder TEXT = (value, out) -> Utf8.encodeWithLength((String) value, out);

    /** Names of the types that {@link #direct} knows: what does not fit their binary format is not tried as text. */
    private static final Set<String> ENCODED = Set.of(
            "bool",
            "int2",
            "int4",
            "int8",
            "float4",
            "float8",
            "numeric",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "text",
            "varchar",
            "bpchar",
            "citext",
            "name",
            "json",
            "jsonb",
            "bytea",
            "uuid",
            "bit",
            "varbit");

    private Encoders() {}

    /** Null if the column's type cannot hold what the schema describes. */
    static @Nullable Encoding of(Schema schema, PgType column) {
        ColumnEncoder direct = direct(schema, column);
        if (direct != null) {
            return Encoding.direct(direct);
        }
        return Kind.of(schema) == Kind.TEXT && isReadFromText(column) ? Encoding.cast(TEXT, "text") : null;
    }

    /** Types whose binary format is not known here; the server reads their text. */
    private static boolean isReadFromText(PgType column) {
        return column.element() == null && !column.isEnum() && !ENCODED.contains(column.name());
    }

    /** Writes the column's own binary format. */
    private static @Nullable ColumnEncoder direct(Schema schema, PgType column) {
        Kind kind = Kind.of(schema);
        if (column.isEnum()) {
            return kind == Kind.TEXT ? TEXT : null;
        }
        return switch (column.name()) {
            case "bool" -> kind == Kind.BOOLEAN ? NumberEncoders.BOOLEAN : null;
            case "int2", "int4", "int8", "float4", "float8", "numeric" -> NumberEncoders.of(kind, column);
            case "date", "time", "timetz", "timestamp", "timestamptz", "interval" ->
                TimeEncoders.of(kind, SemanticType.of(schema), column);
            case "text", "varchar", "bpchar", "citext", "name" -> text(kind, SemanticType.of(schema));
            case "json" -> json(kind, schema, false);
            case "jsonb" -> json(kind, schema, true);
            case "bytea" -> kind == Kind.BYTES ? Encoders::bytes : null;
            case "uuid" -> kind == Kind.UUID || kind == Kind.TEXT ? Encoders::uuid : null;
            case "bit", "varbit" -> kind == Kind.BITS ? bits(schema) : null;
            default -> column.element() != null && kind == Kind.ARRAY ? array(schema, column.element()) : null;
        };
    }

    private static @Nullable ColumnEncoder text(Kind kind, SemanticType type) {
        return switch (kind) {
            case TEXT, JSON, UUID, ZONED_TIME, ZONED_TIMESTAMP, PERIOD -> TEXT;
            case DATE, TIME, LOCAL_TIMESTAMP, INSTANT, DURATION ->
                (value, out) -> Utf8.encodeWithLength(IsoText.of(kind, type, value), out);
            default -> null;
        };
    }

    private static @Nullable ColumnEncoder json(Kind kind, Schema schema, boolean binary) {
        return switch (kind) {
            case JSON, TEXT ->
                (value, out) -> {
                    int at = beginJson(binary, out);
                    Utf8.write((String) value, out);
                    out.patchInt(at, out.size() - at - 4);
                };
            case ARRAY, MAP, STRUCT ->
                (value, out) -> {
                    int at = beginJson(binary, out);
                    JsonWriter.write(value, schema, out);
                    out.patchInt(at, out.size() - at - 4);
                };
            default -> null;
        };
    }

    private static int beginJson(boolean binary, ByteSink out) {
        int at = out.size();
        out.putInt(0);
        if (binary) {
            out.put(JSONB_VERSION);
        }
        return at;
    }

    private static void bytes(Object value, ByteSink out) {
        byte[] bytes = Decode.bytes(value);
        out.putInt(bytes.length);
        out.put(bytes, 0, bytes.length);
    }

    private static void uuid(Object value, ByteSink out) {
        String text = (String) value;
        try {
            if (text.length() == 36) { // UUID.fromString takes shorter groups too
                java.util.UUID uuid = java.util.UUID.fromString(text);
                out.putInt(16);
                out.putLong(uuid.getMostSignificantBits());
                out.putLong(uuid.getLeastSignificantBits());
                return;
            }
        } catch (IllegalArgumentException e) {
            throw notUuid(text);
        }
        throw notUuid(text);
    }

    private static Unfit notUuid(String text) {
        return new Unfit(
                "text of " + text.length() + " characters that is no UUID", "Correct the value, or use a text column.");
    }

    private static ColumnEncoder bits(Schema schema) {
        String length = schema.parameters() == null ? null : schema.parameters().get("length");
        int declared = length == null ? -1 : Integer.parseInt(length);
        return (value, out) -> {
            byte[] littleEndian = Decode.bytes(value);
            int bits = declared > 0 ? declared : littleEndian.length * 8;
            byte[] aligned = Decode.bitsLeftAligned(littleEndian, bits);
            out.putInt(4 + aligned.length);
            out.putInt(bits);
            out.put(aligned, 0, aligned.length);
        };
    }

    private static @Nullable ColumnEncoder array(Schema schema, PgType elementType) {
        ColumnEncoder element =
                ColumnTypes.isNested(schema.valueSchema()) ? null : direct(schema.valueSchema(), elementType);
        return element == null ? null : (value, out) -> array((List<?>) value, element, elementType.oid(), out);
    }

    /** Dimensions, whether there are nulls, element type, then length and lower bound of the one dimension. */
    private static void array(List<?> values, ColumnEncoder element, int elementOid, ByteSink out) {
        int at = out.size();
        out.putInt(0);
        out.putInt(values.isEmpty() ? 0 : 1);
        int nullFlagAt = out.size();
        out.putInt(0);
        out.putInt(elementOid);
        if (!values.isEmpty()) {
            out.putInt(values.size());
            out.putInt(1);
        }
        for (Object value : values) {
            if (value == null) {
                out.putInt(-1);
                out.patchInt(nullFlagAt, 1);
            } else {
                element.encode(value, out);
            }
        }
        out.patchInt(at, out.size() - at - 4);
    }
}
