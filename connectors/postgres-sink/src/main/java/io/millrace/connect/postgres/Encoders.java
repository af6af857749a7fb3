// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Chooses how a field's values are written into a column: only where every value keeps its meaning and its digits. */
final class Encoders {
    /** Types that the server is not asked to read from text, since it might round or cut it. */
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
            "char",
            "json",
            "jsonb",
            "bytea",
            "uuid",
            "bit",
            "varbit",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "xid8",
            "vector",
            "halfvec",
            "sparsevec");

    private Encoders() {}

    /** Null if the column's type cannot hold what the schema describes. */
    static @Nullable Encoding of(Schema schema, PgType column) {
        if (column.element() != null) {
            return ArrayEncoders.of(schema, column.element());
        }
        ColumnEncoder direct = direct(schema, column);
        if (direct != null) {
            return Encoding.direct(direct);
        }
        Kind kind = Kind.of(schema);
        if (column.name().equals("money")) {
            return NumberEncoders.money(kind);
        }
        return kind == Kind.TEXT && !column.isEnum() && !ENCODED.contains(column.name())
                ? Encoding.cast(TextEncoders.TEXT, "text")
                : null;
    }

    /** Writes the column's own binary format. */
    private static @Nullable ColumnEncoder direct(Schema schema, PgType column) {
        Kind kind = Kind.of(schema);
        if (column.isEnum()) {
            return kind == Kind.TEXT ? TextEncoders.TEXT : null;
        }
        return switch (column.name()) {
            case "bool" -> kind == Kind.BOOLEAN ? NumberEncoders.BOOLEAN : null;
            case "int2", "int4", "int8", "float4", "float8", "numeric" -> NumberEncoders.of(kind, column);
            case "oid", "xid", "cid" -> NumberEncoders.unsigned(kind);
            case "date", "time", "timetz", "timestamp", "timestamptz", "interval" -> TimeEncoders.of(schema, column);
            case "text", "varchar", "bpchar", "citext", "name" -> TextEncoders.of(schema, column);
            case "char" -> kind == Kind.TEXT ? TextEncoders::singleByte : null;
            case "json" -> json(kind, schema);
            case "jsonb" -> jsonb(kind, schema);
            case "bytea" -> kind == Kind.BYTES ? Encoders::bytes : GeometryEncoders.ewkb(schema);
            case "uuid" -> UuidEncoders.of(kind);
            case "bit", "varbit" -> BitEncoders.of(kind, schema, column);
            default -> special(kind, schema, column);
        };
    }

    /** Types of few databases. */
    private static @Nullable ColumnEncoder special(Kind kind, Schema schema, PgType column) {
        return switch (column.name()) {
            case "inet" -> kind == Kind.TEXT ? NetworkEncoders::inet : null;
            case "cidr" -> kind == Kind.TEXT ? NetworkEncoders::cidr : null;
            case "macaddr" -> kind == Kind.TEXT ? NetworkEncoders::macaddr : null;
            case "macaddr8" -> kind == Kind.TEXT ? NetworkEncoders::macaddr8 : null;
            case "point", "circle", "line" -> GeometryEncoders.plane(schema, column);
            case "geometry", "geography" -> kind == Kind.BYTES ? Encoders::bytes : GeometryEncoders.ewkb(schema);
            case "vector", "halfvec", "sparsevec" -> VectorEncoders.of(schema, column);
            case "hstore" -> HstoreEncoders.of(kind, schema);
            default -> null;
        };
    }

    private static @Nullable ColumnEncoder json(Kind kind, Schema schema) {
        return switch (kind) {
            case JSON, TEXT -> TextEncoders.TEXT;
            case ARRAY, MAP, STRUCT -> JsonEncoders.nestedAsText(schema);
            default -> null;
        };
    }

    private static @Nullable ColumnEncoder jsonb(Kind kind, Schema schema) {
        return switch (kind) {
            case JSON, TEXT -> JsonEncoders::textAsJsonb;
            case ARRAY, MAP, STRUCT -> JsonEncoders.nestedAsJsonb(schema);
            default -> null;
        };
    }

    private static void bytes(Object value, ByteSink out) {
        byte[] bytes = Decode.bytes(value);
        out.putInt(bytes.length);
        out.put(bytes, 0, bytes.length);
    }
}
