// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Structs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.JsonProperties;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Default values, between Connect's objects and the JSON of an Avro schema (as the objects Avro's library takes).
 * Immutable.
 */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are made of it
final class Defaults {
    private static final Logger LOG = LoggerFactory.getLogger(Defaults.class);
    private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);

    private final DataOptions options;

    Defaults(DataOptions options) {
        this.options = options;
    }

    /** The form of {@code connect.default}. */
    Object toJson(Schema schema, @Nullable Object value) {
        if (value == null) {
            return JsonProperties.NULL_VALUE;
        }
        return switch (schema.type()) {
            case INT8, INT16 -> ((Number) value).intValue();
            case INT32 -> value instanceof Date date ? days(schema, date) : value;
            case INT64 -> value instanceof Date date ? date.getTime() : value;
            case FLOAT32, FLOAT64, BOOLEAN, STRING -> value;
            case BYTES -> new String(bytes(value), StandardCharsets.ISO_8859_1);
            case ARRAY ->
                ((List<?>) value)
                        .stream()
                                .map(element -> toJson(schema.valueSchema(), element))
                                .toList();
            case MAP ->
                ConnectToAvro.hasTextKeys(schema, options)
                        ? object((Map<?, ?>) value, schema.valueSchema())
                        : pairs((Map<?, ?>) value, schema);
            case STRUCT ->
                SumTypes.isUnion(schema) ? unionJson((Struct) value, schema) : struct((Struct) value, schema);
        };
    }

    /** The form of an Avro field's default: floats as the doubles they are, so the text equals Confluent's. */
    Object toFieldDefault(Schema schema, @Nullable Object value) {
        return widened(toJson(schema, value));
    }

    private static Object widened(Object json) {
        if (json instanceof Float number) {
            return number.doubleValue();
        }
        if (json instanceof List<?> list) {
            return list.stream().map(Defaults::widened).toList();
        }
        if (json instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, widened(value)));
            return copy;
        }
        return json;
    }

    private static int days(Schema schema, Date date) {
        return Time.LOGICAL_NAME.equals(schema.name())
                ? (int) date.getTime()
                : (int) Math.floorDiv(date.getTime(), MILLIS_PER_DAY);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.unscaledValue().toByteArray();
        }
        if (value instanceof byte[] array) {
            return array;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] array = new byte[buffer.remaining()];
        buffer.get(array);
        return array;
    }

    private Map<String, Object> object(Map<?, ?> map, Schema values) {
        Map<String, Object> json = new LinkedHashMap<>();
        map.forEach((key, value) -> json.put((String) key, toJson(values, value)));
        return json;
    }

    private List<Object> pairs(Map<?, ?> map, Schema schema) {
        List<Object> json = new ArrayList<>();
        map.forEach((key, value) ->
                json.add(List.of(toJson(schema.keySchema(), key), toJson(schema.valueSchema(), value))));
        return json;
    }

    private Map<String, Object> struct(Struct struct, Schema schema) {
        boolean scrubs = options.has(DataOption.SCRUB_INVALID_NAMES);
        boolean keepsNull = options.has(DataOption.IGNORE_DEFAULT_FOR_NULLABLES);
        Map<String, Object> json = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            boolean own = keepsNull && field.schema().isOptional(); // then null is a value, not a place for the default
            json.put(
                    scrubs ? AvroNames.scrub(field.name()) : field.name(),
                    toJson(field.schema(), own ? Structs.get(struct, field) : struct.get(field)));
        }
        return json;
    }

    /** The value of the one field that is set. */
    private Object unionJson(Struct struct, Schema schema) {
        for (Field field : schema.fields()) {
            Object value = Structs.get(struct, field);
            if (value != null) {
                return toJson(field.schema(), value);
            }
        }
        return JsonProperties.NULL_VALUE;
    }

    /**
     * The default that {@code json} stands for, be it from {@code connect.default} or from an Avro field; null for none.
     * Throws whatever the JSON deserves when it does not fit: the caller goes without the default then.
     */
    static @Nullable Object fromJson(Schema schema, @Nullable Object json) {
        if (json == null || json == JsonProperties.NULL_VALUE) {
            return null;
        }
        return switch (schema.type()) {
            case INT8 -> ((Number) json).byteValue();
            case INT16 -> ((Number) json).shortValue();
            case INT32 -> int32(schema, ((Number) json).intValue());
            case INT64 -> int64(schema, ((Number) json).longValue());
            case FLOAT32 -> json instanceof String text ? Float.valueOf(text) : (Object) ((Number) json).floatValue();
            case FLOAT64 -> json instanceof String text ? Double.valueOf(text) : (Object) ((Number) json).doubleValue();
            case BOOLEAN -> (Boolean) json;
            case STRING -> ((CharSequence) json).toString();
            case BYTES ->
                fromBytes(
                        schema,
                        json instanceof byte[] array ? array : ((String) json).getBytes(StandardCharsets.ISO_8859_1));
            case ARRAY -> list((List<?>) json, schema.valueSchema());
            case MAP ->
                json instanceof Map<?, ?> map ? map(map, schema.valueSchema()) : entries((List<?>) json, schema);
            case STRUCT -> SumTypes.isUnion(schema) ? union(json, schema) : struct((Map<?, ?>) json, schema);
        };
    }

    private static Object int32(Schema schema, int number) {
        if (org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(schema.name())) {
            return new Date(number * MILLIS_PER_DAY);
        }
        return Time.LOGICAL_NAME.equals(schema.name()) ? new Date(number) : (Object) number;
    }

    private static Object int64(Schema schema, long number) {
        return Timestamp.LOGICAL_NAME.equals(schema.name()) ? new Date(number) : (Object) number;
    }

    private static Object fromBytes(Schema schema, byte[] bytes) {
        return Decimal.LOGICAL_NAME.equals(schema.name())
                ? new BigDecimal(new BigInteger(bytes), ConnectToAvro.scale(schema))
                : ByteBuffer.wrap(bytes);
    }

    private static List<@Nullable Object> list(List<?> json, Schema values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object element : json) {
            list.add(fromJson(values, element));
        }
        return list;
    }

    private static Map<Object, @Nullable Object> map(Map<?, ?> json, Schema values) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        json.forEach((key, value) -> map.put(key, fromJson(values, value)));
        return map;
    }

    /** Entries as pairs, Confluent's form, or as records with key and value, Avro's. */
    private static Map<@Nullable Object, @Nullable Object> entries(List<?> json, Schema schema) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Object entry : json) {
            Object key = entry instanceof List<?> pair ? pair.get(0) : ((Map<?, ?>) entry).get("key");
            Object value = entry instanceof List<?> pair ? pair.get(1) : ((Map<?, ?>) entry).get("value");
            map.put(fromJson(schema.keySchema(), key), fromJson(schema.valueSchema(), value));
        }
        return map;
    }

    private static Struct struct(Map<?, ?> json, Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, fromJson(field.schema(), json.get(field.name())));
        }
        return struct;
    }

    /** The first type that it is a value of: the JSON does not say which it was. */
    private static Struct union(Object json, Schema schema) {
        for (Field field : schema.fields()) {
            try {
                return new Struct(schema).put(field, fromJson(field.schema(), json));
            } catch (RuntimeException e) {
                LOG.trace("Not a default of {}", field.name());
            }
        }
        throw new ClassCastException("a default of none of a union's types");
    }
}
