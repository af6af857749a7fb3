// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Variants: values whose own bytes say their type (Parquet's variant encoding), a struct and a record of metadata and
 * value.
 */
final class Variants {
    static final String LOGICAL_TYPE = "variant";

    private static final String CONNECT_NAME = "org.apache.kafka.connect.data.Variant";

    private Variants() {}

    static boolean isVariant(org.apache.kafka.connect.data.Schema connect) {
        return CONNECT_NAME.equals(connect.name())
                && connect.type() == org.apache.kafka.connect.data.Schema.Type.STRUCT
                && connect.fields().size() == 2
                && isBytes(connect, "metadata")
                && isBytes(connect, "value");
    }

    private static boolean isBytes(org.apache.kafka.connect.data.Schema connect, String field) {
        return connect.field(field) != null
                && connect.field(field).schema().type() == org.apache.kafka.connect.data.Schema.Type.BYTES;
    }

    /** Names {@code builder} when {@code avro} is a variant that no one has named. */
    static void name(SchemaBuilder builder, Schema avro) {
        if (LOGICAL_TYPE.equals(avro.getProp(AvroProps.LOGICAL_TYPE))
                && avro.getProp(AvroProps.NAME) == null
                && avro.getFields().size() == 2
                && isBytes(avro, "metadata")
                && isBytes(avro, "value")) {
            builder.name(CONNECT_NAME);
        }
    }

    private static boolean isBytes(Schema avro, String field) {
        return avro.getField(field) != null && avro.getField(field).schema().getType() == Schema.Type.BYTES;
    }
}
