// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.json.internal.JsonEncoder.Decimals;
import io.millrace.json.internal.JsonEncoder.Style;
import io.millrace.records.Fault;
import io.millrace.records.PlanCache;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Writes data that has no schema by the classes of its values. */
final class SchemalessWriter implements JsonWriter {
    private final Style style;
    private final PlanCache<JsonWriter> plans;

    SchemalessWriter(Style style, PlanCache<JsonWriter> plans) {
        this.style = style;
        this.plans = plans;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        if (value instanceof Map<?, ?> map) {
            object(map, out);
        } else if (value instanceof List<?> list) {
            array(list, out);
        } else if (value instanceof CharSequence text) {
            out.writeString(text.toString());
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Number number) {
            number(number, out);
        } else {
            other(value, out);
        }
    }

    private void object(Map<?, ?> map, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = ContainerWriters.key(entry.getKey());
            out.writeFieldName(name);
            try {
                writeNullable(entry.getValue(), out, true);
            } catch (Fault fault) {
                throw fault.under(name);
            }
        }
        out.writeEndObject();
    }

    private void array(List<?> list, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (@Nullable Object each : list) {
            try {
                writeNullable(each, out, true);
            } catch (Fault fault) {
                throw fault.inElement();
            }
        }
        out.writeEndArray();
    }

    private void number(Number number, JsonGenerator out) throws IOException {
        if (number instanceof BigDecimal decimal) {
            if (style.decimals() == Decimals.NUMBER) {
                ScalarWriters.decimal(decimal, out);
            } else {
                out.writeString(ScalarWriters.plain(decimal));
            }
        } else if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (Double.isFinite(value)) {
                out.writeNumber(number.toString());
            } else {
                out.writeNumber(value); // quoted
            }
        } else if (number instanceof BigInteger integer) {
            out.writeNumber(integer);
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte) {
            out.writeNumber(number.longValue());
        } else {
            throw Fault.wrongType(number, "a number that Connect knows");
        }
    }

    private void other(Object value, JsonGenerator out) throws IOException {
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            ScalarWriters.bytes(value, out);
        } else if (value instanceof Struct struct) {
            plans.get(struct.schema()).write(struct, out);
        } else if (value instanceof Date) {
            plans.get(Timestamp.SCHEMA).write(value, out);
        } else {
            throw Fault.wrongType(value, "data without a schema");
        }
    }
}
