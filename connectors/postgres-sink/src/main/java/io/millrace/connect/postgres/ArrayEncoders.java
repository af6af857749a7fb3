// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Arrays of one dimension, nulls among their elements or not ({@code array_recv} in {@code arrayfuncs.c}). */
final class ArrayEncoders {
    private static final int LENGTH_AT = 12;

    private ArrayEncoders() {}

    static @Nullable Encoding of(Schema schema, PgType elementType) {
        if (Kind.of(schema) == Kind.ARRAY) {
            return ofList(schema.valueSchema(), elementType);
        }
        return SemanticType.trusted(schema) == SemanticType.ENUM_SET ? ofSet(elementType) : null;
    }

    private static @Nullable Encoding ofList(Schema elementSchema, PgType elementType) {
        if (ColumnTypes.isNested(elementSchema)) {
            return null;
        }
        Encoding element = Encoders.of(elementSchema, elementType);
        if (element == null) {
            return null;
        }
        ColumnEncoder encoder = element.encoder();
        String stagedAs = element.stagedAs();
        if (stagedAs == null) {
            int oid = elementType.oid();
            return Encoding.direct((value, out) -> list((List<?>) value, encoder, oid, out));
        }
        int oid = PgType.oidOfStaged(stagedAs);
        return Encoding.cast((value, out) -> list((List<?>) value, encoder, oid, out), stagedAs + "[]");
    }

    private static void list(List<?> values, ColumnEncoder element, int elementOid, ByteSink out) {
        int at = begin(elementOid, values.size(), out);
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null) {
                out.putInt(-1);
                out.patchInt(at + 8, 1);
            } else {
                element.encode(value, out);
            }
        }
        out.patchInt(at, out.size() - at - 4);
    }

    /** MySQL's sets are texts joined by commas, which none of them may contain. */
    private static @Nullable Encoding ofSet(PgType elementType) {
        Encoding element = Encoders.of(Schema.STRING_SCHEMA, elementType);
        boolean holdsText = elementType.isEnum()
                || elementType.name().equals("text")
                || elementType.name().equals("varchar");
        if (element == null || !holdsText) {
            return null;
        }
        ColumnEncoder encoder = element.encoder();
        int oid = elementType.oid();
        return Encoding.direct((value, out) -> set((String) value, encoder, oid, out));
    }

    private static void set(String set, ColumnEncoder element, int elementOid, ByteSink out) {
        int at = begin(elementOid, set.isEmpty() ? 0 : 1, out);
        int members = 0;
        for (int from = 0; from <= set.length() && !set.isEmpty(); members++) {
            int comma = set.indexOf(',', from);
            int end = comma < 0 ? set.length() : comma;
            element.encode(set.substring(from, end), out);
            from = end + 1;
        }
        if (members > 0) {
            out.patchInt(at + 4 + LENGTH_AT, members);
        }
        out.patchInt(at, out.size() - at - 4);
    }

    /** Dimensions, whether there are nulls, element type, then length and lower bound of the one dimension. */
    private static int begin(int elementOid, int length, ByteSink out) {
        int at = out.size();
        out.putInt(0);
        out.putInt(length == 0 ? 0 : 1);
        out.putInt(0);
        out.putInt(elementOid);
        if (length > 0) {
            out.putInt(length);
            out.putInt(1);
        }
        return at;
    }
}
