// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** Avro schemas as an error text names them. */
final class AvroText {
    private AvroText() {}

    /** {@code long timestamp-micros}, {@code array of string}, {@code union of null, int}, {@code enum shop.Suit}. */
    static String describe(Schema avro) {
        String logicalType = avro.getProp(AvroProps.LOGICAL_TYPE);
        String plain = switch (avro.getType()) {
            case ARRAY -> "array of " + brief(avro.getElementType());
            case MAP -> "map of " + brief(avro.getValueType());
            case UNION ->
                avro.getTypes().stream().map(AvroText::brief).collect(Collectors.joining(", ", "union of ", ""));
            case FIXED -> "fixed " + avro.getFullName() + " of " + avro.getFixedSize() + " bytes";
            case RECORD, ENUM -> brief(avro);
            default -> avro.getType().getName();
        };
        return logicalType == null ? plain : plain + " " + logicalType;
    }

    private static String brief(Schema avro) {
        String type = avro.getType().getName();
        return switch (avro.getType()) {
            case RECORD, ENUM, FIXED -> type + " " + avro.getFullName();
            default -> type;
        };
    }

    /** {@code shop.Order (fields: id, total)}. */
    static String fields(Schema record) {
        return record.getFields().stream()
                .map(Schema.Field::name)
                .collect(Collectors.joining(", ", record.getFullName() + " (fields: ", ")"));
    }
}
