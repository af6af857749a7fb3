// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.records.GeometryReader;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import io.millrace.records.Structs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Arrays and maps, whose number of elements stands before them, and tuples, whose elements follow one another. */
final class NestedEncoders {
    private final Encoders encoders;

    NestedEncoders(Encoders encoders) {
        this.encoders = encoders;
    }

    @Nullable ColumnEncoder of(Schema schema, ClickHouseType column) {
        Kind kind = Kind.of(schema);
        return switch (column.name()) {
            case "Array" ->
                kind == Kind.ARRAY
                        ? array(schema.valueSchema(), column.element())
                        : SemanticType.trusted(schema) == SemanticType.ENUM_SET ? set(column.element()) : null;
            case "Map" -> kind == Kind.MAP ? map(schema, column.parts().types()) : null;
            default -> kind == Kind.STRUCT ? tuple(schema, column) : null;
        };
    }

    private @Nullable ColumnEncoder array(Schema schema, ClickHouseType type) {
        ColumnEncoder element = encoders.value(schema, type);
        return element == null
                ? null
                : (value, out) -> {
                    List<?> values = (List<?>) value;
                    out.putVarUInt(values.size());
                    for (int i = 0; i < values.size(); i++) {
                        Encoders.element(values.get(i), element, type, out);
                    }
                };
    }

    /** MySQL's sets are texts joined by commas, which none of them may contain. */
    private @Nullable ColumnEncoder set(ClickHouseType type) {
        ColumnEncoder element = encoders.value(Schema.STRING_SCHEMA, type);
        boolean holdsWords = type.name().equals("String") || type.name().startsWith("Enum");
        return element == null || !holdsWords ? null : (value, out) -> set((String) value, element, out);
    }

    private static void set(String set, ColumnEncoder element, ByteSink out) {
        int members =
                set.isEmpty() ? 0 : 1 + (int) set.chars().filter(c -> c == ',').count();
        out.putVarUInt(members);
        int from = 0;
        for (int i = 0; i < members; i++) {
            int comma = set.indexOf(',', from);
            int end = comma < 0 ? set.length() : comma;
            element.encode(set.substring(from, end), out);
            from = end + 1;
        }
    }

    private @Nullable ColumnEncoder map(Schema schema, List<ClickHouseType> types) {
        ClickHouseType keyType = types.get(0);
        ClickHouseType valueType = types.get(1);
        ColumnEncoder keys = encoders.value(schema.keySchema(), keyType);
        ColumnEncoder values = encoders.value(schema.valueSchema(), valueType);
        return keys == null || values == null
                ? null
                : (value, out) -> {
                    Map<?, ?> map = (Map<?, ?>) value;
                    out.putVarUInt(map.size());
                    for (Map.Entry<?, ?> entry : map.entrySet()) {
                        Encoders.element(entry.getKey(), keys, keyType, out);
                        Encoders.element(entry.getValue(), values, valueType, out);
                    }
                };
    }

    /** By name, or by position where the tuple has no names; every field has to have its element. */
    private @Nullable ColumnEncoder tuple(Schema schema, ClickHouseType column) {
        List<String> names = column.parts().names();
        List<ClickHouseType> types = column.parts().types();
        if (names.isEmpty() && SemanticType.trusted(schema) == SemanticType.POINT) {
            return point(schema, types);
        }
        if (names.isEmpty() && types.size() != schema.fields().size()) {
            return null;
        }
        List<Element> elements = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < types.size(); i++) {
            Field field = names.isEmpty() ? schema.fields().get(i) : schema.field(names.get(i));
            ColumnEncoder encoder = field == null ? null : encoders.value(field.schema(), types.get(i));
            boolean isLeftNull = field == null && types.get(i).isNullable();
            if (encoder == null && !isLeftNull) {
                return null;
            }
            found += field == null ? 0 : 1;
            elements.add(new Element(field, encoder, types.get(i)));
        }
        return found < schema.fields().size() ? null : new Elements(elements)::encode;
    }

    private static @Nullable ColumnEncoder point(Schema schema, List<ClickHouseType> types) {
        boolean isPlane = types.size() == 2
                && types.stream().allMatch(type -> type.name().equals("Float64") && !type.isNullable());
        if (!isPlane) {
            return null;
        }
        GeometryReader reader = new GeometryReader(schema);
        return (value, out) -> {
            Struct struct = (Struct) value;
            out.putLongLe(Double.doubleToRawLongBits(reader.x(struct)));
            out.putLongLe(Double.doubleToRawLongBits(reader.y(struct)));
        };
    }

    /** An element of a tuple, and the field that it comes from. */
    private record Element(@Nullable Field field, @Nullable ColumnEncoder encoder, ClickHouseType type) {
        void encode(@Nullable Object[] values, ByteSink out) {
            Object value = field == null ? null : values[field.index()];
            if (value == null && field != null && !field.schema().isOptional()) {
                value = field.schema().defaultValue();
            }
            Encoders.element(value, encoder, type, out);
        }
    }

    private static final class Elements {
        private final Element[] elements;

        Elements(List<Element> elements) {
            this.elements = elements.toArray(new Element[0]);
        }

        void encode(Object value, ByteSink out) {
            @Nullable Object[] values = Structs.values((Struct) value);
            for (Element element : elements) {
                element.encode(values, out);
            }
        }
    }
}
