// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import io.millrace.converters.internal.registry.RegisteredSchema;
import io.millrace.records.Side;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.Schema;

/**
 * What one column of bytes is decoded as. Travels from the driver to the executors, which keep one {@link RowDecoder} for each.
 *
 * @param place what errors call the bytes' place: the topic
 * @param text the schema that records are resolved to, which {@code references} precede
 */
record Decoding(CuratedSettings settings, String place, Side side, String text, List<String> references)
        implements Serializable {
    Decoding {
        references = List.copyOf(references);
    }

    static Decoding of(CuratedSettings settings, String place, Side side, RegisteredSchema schema) {
        return new Decoding(settings, place, side, schema.text(), schema.references());
    }

    Schema schema() {
        Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
        references.forEach(parser::parse);
        return parser.parse(text);
    }

    @Override
    public String toString() {
        return place + " " + side.label();
    }
}
