// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Rows of values without names: they become objects, so that shapes need to know nothing else. */
final class Rows {
    private static final JsonFactory JSON = new JsonFactory();

    private Rows() {}

    /** The array that {@code in} stands on as an object with the names of {@code columns}. */
    static byte[] object(JsonInput in, List<String> columns) throws IOException {
        JsonParser parser = in.parser();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
            generator.writeStartObject();
            int column = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (column == columns.size()) {
                    throw new Fault("more than " + columns.size() + " elements (expected one for each of the columns)");
                }
                generator.writeFieldName(columns.get(column++));
                generator.writeRawValue(in.slice());
            }
            generator.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Fields of text as an object of strings; an empty one is null. */
    static byte[] object(List<String> names, List<String> fields) {
        if (fields.size() != names.size()) {
            throw new Fault(fields.size() + " fields (expected " + names.size() + ")");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
            generator.writeStartObject();
            for (int i = 0; i < names.size(); i++) {
                generator.writeFieldName(names.get(i));
                if (fields.get(i).isEmpty()) {
                    generator.writeNull();
                } else {
                    generator.writeString(fields.get(i));
                }
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
