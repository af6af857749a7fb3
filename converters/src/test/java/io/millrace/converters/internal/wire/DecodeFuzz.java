// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.millrace.converters.internal.avro.Anything;
import java.util.List;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;

/**
 * What Jazzer runs again and again: a decoder on whatever bytes come, behind an id or not. All that may be thrown is a
 * DataException with the topic; and what is read fits its schema.
 */
public final class DecodeFuzz {
    private static final List<String> SCHEMAS = List.of(
            "\"string\"",
            "\"bytes\"",
            "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":20,\"scale\":3}",
            "{\"type\":\"map\",\"values\":[\"null\",\"double\",{\"type\":\"array\",\"items\":\"string\"}]}",
            "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}}}",
            "{\"type\":\"record\",\"name\":\"Tree\",\"fields\":[{\"name\":\"n\",\"type\":\"long\"},"
                    + "{\"name\":\"children\",\"type\":{\"type\":\"array\",\"items\":\"Tree\"}},"
                    + "{\"name\":\"next\",\"type\":[\"null\",\"Tree\"]}]}",
            """
            {"type":"record","name":"Order","fields":[
            {"name":"id","type":"int"},{"name":"paid","type":"boolean"},{"name":"total","type":"float"},
            {"name":"small","type":{"type":"int","connect.type":"int8"}},
            {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
            {"name":"day","type":{"type":"int","logicalType":"date"}},
            {"name":"time","type":{"type":"int","logicalType":"time-millis"}},
            {"name":"suit","type":{"type":"enum","name":"Suit","symbols":["HEARTS","SPADES"]}},
            {"name":"hash","type":{"type":"fixed","name":"Hash","size":3}},
            {"name":"either","type":["null","int","string",{"type":"map","values":"bytes"}]}]}""",
            Anything.SCHEMA.toString());
    private static final Codec CODEC = new Codec();

    static {
        SCHEMAS.forEach(CODEC.registry::add);
    }

    private DecodeFuzz() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        int id = data.consumeInt(0, SCHEMAS.size());
        byte[] bytes = data.consumeRemainingAsBytes();
        try {
            SchemaAndValue read = CODEC.read(id == 0 ? bytes : Codec.framed(id, bytes));
            if (read.schema() != null) {
                ConnectSchema.validateValue(read.schema(), read.value());
            }
        } catch (DataException refused) {
            if (!String.valueOf(refused.getMessage()).contains(" at orders value")) {
                throw new IllegalStateException("a refusal without its place", refused);
            }
        }
    }
}
