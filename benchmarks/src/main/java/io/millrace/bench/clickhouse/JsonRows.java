// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.bench.sink.Column;
import io.millrace.bench.sink.Kind;
import io.millrace.bench.sink.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Structs as JSONEachRow, as fast as a generator of JSON writes them: one array, used again and again. */
final class JsonRows {
    private static final int MILLIS = 1000;

    private final JsonFactory factory = new JsonFactory();
    private final Body body = new Body();
    private final Shape shape;
    private final List<SerializedString> names;

    /** An array of bytes that can be read without a copy. */
    static final class Body extends ByteArrayOutputStream {
        byte[] array() {
            return buf;
        }
    }

    JsonRows(Shape shape) {
        this.shape = shape;
        this.names = shape.columns().stream()
                .map(column -> new SerializedString(column.name()))
                .toList();
    }

    /** Until the next call. */
    Body write(List<Struct> structs) {
        body.reset();
        try (JsonGenerator json = factory.createGenerator(body)) {
            List<Field> fields = structs.get(0).schema().fields();
            for (Struct struct : structs) {
                json.writeStartObject();
                for (int i = 0; i < names.size(); i++) {
                    json.writeFieldName(names.get(i));
                    field(shape.columns().get(i), struct.get(fields.get(i)), json);
                }
                json.writeEndObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body;
    }

    private static void field(Column column, Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else {
            value(column.kind(), value, json);
        }
    }

    private static void value(Kind kind, Object value, JsonGenerator json) throws IOException {
        switch (kind) {
            case LONG -> json.writeNumber((long) (Long) value);
            case INT -> json.writeNumber((int) (Integer) value);
            case DOUBLE -> json.writeNumber((double) (Double) value);
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case TEXT, JSON -> json.writeString((String) value);
            case DECIMAL -> json.writeNumber((BigDecimal) value);
            case TIMESTAMP ->
                json.writeString(seconds(((Date) value).toInstant().toEpochMilli()));
        }
    }

    /** {@code 1700000000.004}. */
    private static String seconds(long epochMs) {
        return epochMs / MILLIS + "." + Long.toString(MILLIS + epochMs % MILLIS).substring(1);
    }
}
