// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** The conversions of {@link Floor}: none, as {@code NormalizeEnvelope} has none by default. */
final class FloorTypes {
    FloorTypes(Schema row) {}

    void convert(@Nullable Object[] row) {}

    Schema target(Schema column) {
        return column.isOptional() ? column : optional(column);
    }

    private static Schema optional(Schema column) {
        SchemaBuilder builder = new SchemaBuilder(column.type());
        if (column.name() != null) {
            builder.name(column.name());
        }
        if (column.parameters() != null) {
            builder.parameters(column.parameters());
        }
        return builder.version(column.version()).optional().build();
    }
}
