// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.jspecify.annotations.Nullable;

/**
 * Connect data as JSON, for reading: bytes are Base64, decimals are numbers, points in time are ISO 8601. Types that only a
 * database's connector knows are shown as what carries them.
 */
final class DataText {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DataText() {}

    static String of(SchemaAndValue data) {
        return of(data.schema(), data.value());
    }

    static String of(@Nullable Schema schema, @Nullable Object value) {
        return node(schema, value).toString();
    }

    static JsonNode node(@Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Struct struct) {
            return struct(struct);
        }
        if (value instanceof Map<?, ?> map) {
            return map(schema, map);
        }
        if (value instanceof List<?> list) {
            return list(schema, list);
        }
        if (value instanceof java.util.Date date) {
            return NODES.textNode(time(schema, date.toInstant()));
        }
        return scalar(value);
    }

    private static ObjectNode struct(Struct struct) {
        ObjectNode object = NODES.objectNode();
        for (Field field : struct.schema().fields()) {
            object.set(field.name(), node(field.schema(), struct.getWithoutDefault(field.name())));
        }
        return object;
    }

    /** By name: maps have no order of their own. */
    private static ObjectNode map(@Nullable Schema schema, Map<?, ?> map) {
        ObjectNode object = NODES.objectNode();
        Schema values = schema == null ? null : schema.valueSchema();
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        sorted.forEach((name, value) -> object.set(name, node(values, value)));
        return object;
    }

    private static ArrayNode list(@Nullable Schema schema, List<?> list) {
        ArrayNode array = NODES.arrayNode();
        Schema values = schema == null ? null : schema.valueSchema();
        list.forEach(value -> array.add(node(values, value)));
        return array;
    }

    private static String time(@Nullable Schema schema, Instant instant) {
        String name = schema == null ? null : schema.name();
        if (Date.LOGICAL_NAME.equals(name)) {
            return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
        }
        return Time.LOGICAL_NAME.equals(name)
                ? instant.atZone(ZoneOffset.UTC).toLocalTime().toString()
                : instant.toString();
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof byte[] bytes) {
            return BinaryNode.valueOf(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            return BinaryNode.valueOf(Datum.Bytes.copy(buffer));
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        return value instanceof Number number ? number(number) : NODES.textNode(value.toString());
    }

    private static JsonNode number(Number number) {
        if (number instanceof BigDecimal decimal) {
            return NODES.numberNode(decimal);
        }
        if (number instanceof BigInteger integer) {
            return NODES.numberNode(integer);
        }
        if (number instanceof Float single) {
            return single.isNaN() || single.isInfinite() ? NODES.textNode(single.toString()) : NODES.numberNode(single);
        }
        if (number instanceof Double twice) {
            return twice.isNaN() || twice.isInfinite() ? NODES.textNode(twice.toString()) : NODES.numberNode(twice);
        }
        return NODES.numberNode(number.longValue());
    }
}
