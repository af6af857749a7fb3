// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.records.Fault;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** A schema that every record has, and how it is read. */
public record PinnedSchema(Schema schema, JsonReader reader) {
    /** What becomes of fields that the schema does not have. */
    public enum UnknownFields {
        FAIL,
        DROP
    }

    /**
     * The schema with its readers.
     *
     * @throws Fault if JSON has no way to write values of {@code schema}
     */
    public static PinnedSchema of(Schema schema, UnknownFields unknown) {
        return new PinnedSchema(schema, reader(schema, unknown));
    }

    private static JsonReader reader(Schema schema, UnknownFields unknown) {
        return switch (schema.type()) {
            case ARRAY -> ContainerReaders.array(element(schema.valueSchema(), unknown), schema.valueSchema());
            case MAP -> {
                if (schema.keySchema().type() != Schema.Type.STRING) {
                    throw new Fault("a map whose keys are "
                            + schema.keySchema().type().getName() + " (expected string, all that a JSON object has)");
                }
                yield ContainerReaders.map(element(schema.valueSchema(), unknown), schema.valueSchema());
            }
            case STRUCT -> struct(schema, unknown);
            default -> PinnedScalars.reader(schema);
        };
    }

    private static JsonReader element(Schema schema, UnknownFields unknown) {
        try {
            return reader(schema, unknown);
        } catch (Fault fault) {
            throw fault.inElement();
        }
    }

    private static JsonReader struct(Schema schema, UnknownFields unknown) {
        List<JsonReader> readers =
                schema.fields().stream().map(field -> field(field, unknown)).toList();
        return new StructReader(
                schema,
                readers,
                unknown == UnknownFields.FAIL ? StructReader.Unknown.REFUSED : StructReader.Unknown.DROPPED);
    }

    private static JsonReader field(Field field, UnknownFields unknown) {
        try {
            return reader(field.schema(), unknown);
        } catch (Fault fault) {
            throw fault.under(field.name());
        }
    }
}
