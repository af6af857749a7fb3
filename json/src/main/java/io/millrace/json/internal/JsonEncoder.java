// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.millrace.records.Errors;
import io.millrace.records.Fault;
import io.millrace.records.PlanCache;
import io.millrace.records.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Turns Connect data into plain JSON text, without its schema and without losing a digit: structs and maps are objects,
 * bytes are base64, NaN and infinities are strings, JSON fields are put in as they are. Thread-safe.
 */
public final class JsonEncoder {
    /** How decimals are written. */
    public enum Decimals {
        NUMBER,
        TEXT
    }

    /** How dates, times and timestamps are written. */
    public enum Times {
        ISO,
        NUMBER
    }

    /** The ways of writing. */
    public record Style(Decimals decimals, Times times) {}

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final Side side;
    private final PlanCache<JsonWriter> plans;
    private final SchemalessWriter schemaless;

    public JsonEncoder(Side side, Style style) {
        this.side = side;
        plans = new PlanCache<>(schema -> new WriterCompiler(style).compile(schema));
        schemaless = new SchemalessWriter(style, plans);
    }

    /** The JSON of {@code value}; null for null, whatever the schema. */
    public byte @Nullable [] encode(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            JsonWriter writer = schema == null ? schemaless : plans.get(schema);
            writer.write(value, out);
        } catch (Fault fault) {
            throw refusal(fault, topic);
        } catch (IOException e) {
            throw refusal(new Fault("data nested too deeply, or text that is not Unicode"), topic);
        }
        return bytes.toByteArray();
    }

    private DataException refusal(Fault fault, String topic) {
        return new DataException(Errors.sentence(
                "write JSON",
                fault.found(),
                fault.at(topic + " " + side.label()),
                fault.remedyOr("Mend the schema or the source.")));
    }
}
