// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Writes what a transform makes of records, as one JSON object a line, so that no type and no digit is left to guess: a
 * line with the schema wherever it changes, then one line a record, each value as {@code <Java type> <text>}.
 */
final class GoldenText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Transformation<SinkRecord> transform;
    private final List<String> lines = new ArrayList<>();
    private Schema lastSchema;

    private GoldenText(Transformation<SinkRecord> transform) {
        this.transform = transform;
    }

    static List<String> of(Transformation<SinkRecord> transform, List<SinkRecord> records) {
        GoldenText text = new GoldenText(transform);
        records.forEach(text::add);
        return text.lines;
    }

    private void add(SinkRecord record) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("offset", record.kafkaOffset());
        line.put("key", value(record.key()));
        try {
            SinkRecord result = transform.apply(record);
            line.put("key", value(result == null ? record.key() : result.key()));
            if (result == null) {
                line.put("dropped", true);
            } else if (result.value() == null) {
                line.put(result.valueSchema() == null ? "tombstone" : "null", true);
            } else if (result == record) {
                line.put("passed", record.valueSchema().name());
            } else {
                addSchema(result);
                line.put("row", value(result.value()));
            }
        } catch (DataException e) {
            line.put("error", e.getMessage());
        }
        add(line);
    }

    private void addSchema(ConnectRecord<?> result) {
        if (!result.valueSchema().equals(lastSchema)) {
            lastSchema = result.valueSchema();
            Map<String, String> fields = new LinkedHashMap<>();
            for (Field field : lastSchema.fields()) {
                fields.put(field.name(), schema(field.schema()));
            }
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("schema", lastSchema.name() + (lastSchema.isOptional() ? "?" : ""));
            line.put("fields", fields);
            add(line);
        }
    }

    private void add(Map<String, Object> line) {
        try {
            lines.add(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String schema(Schema schema) {
        StringBuilder text = new StringBuilder(schema.type().getName());
        switch (schema.type()) {
            case ARRAY -> text.append('<').append(schema(schema.valueSchema())).append('>');
            case MAP ->
                text.append('<')
                        .append(schema(schema.keySchema()))
                        .append(',')
                        .append(schema(schema.valueSchema()))
                        .append('>');
            case STRUCT -> {
                List<String> fields = new ArrayList<>();
                schema.fields().forEach(field -> fields.add(field.name() + " " + schema(field.schema())));
                text.append(fields);
            }
            default -> {}
        }
        text.append(schema.isOptional() ? "?" : "");
        text.append(schema.name() == null ? "" : " " + schema.name());
        text.append(schema.version() == null ? "" : " v" + schema.version());
        text.append(schema.parameters() == null ? "" : " " + schema.parameters());
        text.append(schema.defaultValue() == null ? "" : " default " + value(schema.defaultValue()));
        return text.toString();
    }

    private static Object value(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Struct struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            struct.schema()
                    .fields()
                    .forEach(field -> fields.put(field.name(), value(struct.getWithoutDefault(field.name()))));
            return fields;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(GoldenText::value).toList();
        }
        if (value instanceof BigDecimal decimal) {
            return "BigDecimal " + decimal.toPlainString();
        }
        if (value instanceof Date date) {
            return "Date " + date.toInstant();
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return value(copy);
        }
        if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof String text
                && text.length() == 3000
                && text.chars().distinct().count() == 1) {
            return "String " + text.charAt(0) + " 3000 times";
        }
        return value.getClass().getSimpleName() + " " + value;
    }
}
