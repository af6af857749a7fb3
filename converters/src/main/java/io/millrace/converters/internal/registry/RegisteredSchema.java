// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A schema as a registry has it.
 *
 * @param references the texts that {@code text} needs, each after those that it needs itself
 */
public record RegisteredSchema(Registered registered, String text, List<String> references) {
    public RegisteredSchema {
        references = List.copyOf(references);
    }

    /** This schema, called {@code other}. */
    RegisteredSchema named(Registered other) {
        return new RegisteredSchema(other, text, references);
    }

    /** Throws an {@link AvroRuntimeException} where a text is no Avro schema. */
    public Schema parse() {
        try {
            Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
            references.forEach(parser::parse);
            return parser.parse(text);
        } catch (AvroRuntimeException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) { // Avro does not expect every text
            throw new SchemaParseException(e);
        }
    }
}
