// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.SemanticType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Random columns of every type that Connect and Debezium know, and values for them, most of which carry a mark. */
public final class RandomColumns {
    /** What every text holds that stands for a secret, and ... */
    public static final String MARK = "s3cr3t";
    /** ... what numbers begin with. */
    public static final String MARKED_DIGITS = "777000";

    private static final int DEPTH = 2;
    private static final long MARKED = 777_000_777L;
    private static final long DAY_MS = 86_400_000L;
    private static final List<String> DATES =
            List.of("2024-02-29", "2024-02-29Z", "0000-00-00", "infinity", "-infinity", "12024-02-29", MARK);
    private static final List<String> TIMES = List.of("23:59:59.777000777", "25:00:00", "00:00:00Z", "-01:00:00", MARK);
    private static final List<String> TIMESTAMPS = List.of(
            "2024-02-29T23:59:59.777000777Z",
            "2024-02-29T23:59:59",
            "+12024-02-29T23:59:59Z",
            "infinity",
            "-infinity",
            "0000-00-00T00:00:00Z",
            "1970-01-01T00:00:00Z",
            MARK);
    private static final List<String> PERIODS =
            List.of("P1Y2M3DT4H5M6.777000777S", "P0Y0M0DT0H0M0S", "P-1Y2M-3DT4H-5M6S", "P777000777Y", MARK);

    private final Random random;
    private final String placeholder;

    public RandomColumns(Random random, String placeholder) {
        this.random = random;
        this.placeholder = placeholder;
    }

    /** A column, its schema new each time. */
    public Schema column() {
        SemanticType type = pick(List.of(SemanticType.values()));
        SchemaBuilder builder = random.nextInt(3) == 0 ? plain(0) : builder(type);
        if (builder.name() == null && random.nextInt(12) == 0) {
            builder.name("io.debezium.time.Date"); // a name on another type than it belongs to
        }
        if (random.nextInt(4) == 0) {
            builder.doc("what " + type + " is for");
        }
        if (random.nextInt(4) == 0) {
            builder.parameter(
                    "__debezium.source.column.type", pick(List.of("NUMERIC", "TEXT", "BIGINT UNSIGNED", "X")));
        }
        if (random.nextInt(3) == 0 && builder.type() != Schema.Type.STRUCT) {
            builder.defaultValue(value(builder.build()));
        }
        return (random.nextBoolean() ? builder.optional() : builder).build();
    }

    /** A column that a key may have: required. */
    public Schema keyColumn() {
        return switch (random.nextInt(4)) {
            case 0 -> Schema.STRING_SCHEMA;
            case 1 -> SchemaBuilder.int32().defaultValue(0).build();
            case 2 ->
                SchemaBuilder.string()
                        .name(SemanticType.UUID.schemaName())
                        .version(1)
                        .build();
            default -> Schema.INT64_SCHEMA;
        };
    }

    private SchemaBuilder builder(SemanticType type) {
        return switch (type) {
            case PLAIN -> plain(0);
            case CONNECT_DATE -> org.apache.kafka.connect.data.Date.builder();
            case CONNECT_TIME -> Time.builder();
            case CONNECT_TIMESTAMP -> Timestamp.builder();
            case CONNECT_DECIMAL -> Decimal.builder(random.nextInt(7));
            case DATE, TIME, YEAR -> named(type, SchemaBuilder.int32());
            case MICRO_TIMESTAMP ->
                random.nextBoolean()
                        ? named(type, SchemaBuilder.int64())
                        : named(type, SchemaBuilder.int64()).parameter(SemanticType.ZONE, SemanticType.UTC);
            case MICRO_TIME, NANO_TIME, TIMESTAMP, NANO_TIMESTAMP, MICRO_DURATION, NANO_DURATION ->
                named(type, SchemaBuilder.int64());
            case ENUM, ENUM_SET -> named(type, SchemaBuilder.string()).parameter("allowed", "a,b," + MARK);
            case ZONED_TIMESTAMP,
                    ZONED_TIME,
                    ISO_DATE,
                    ISO_TIME,
                    ISO_TIMESTAMP,
                    INTERVAL,
                    JSON,
                    XML,
                    UUID,
                    LTREE,
                    TSVECTOR -> named(type, SchemaBuilder.string());
            case BITS -> named(type, SchemaBuilder.bytes()).parameter("length", String.valueOf(1 + random.nextInt(80)));
            case DOUBLE_VECTOR -> named(type, SchemaBuilder.array(Schema.FLOAT64_SCHEMA));
            case FLOAT_VECTOR -> named(type, SchemaBuilder.array(Schema.FLOAT32_SCHEMA));
            case STRUCTURED_DATE ->
                ints(type, "year", "month", "day").field("specialValue", Schema.OPTIONAL_STRING_SCHEMA);
            case STRUCTURED_TIME -> ints(type, "hour", "minute", "second", "nanos");
            case STRUCTURED_TIMESTAMP -> ints(type, "year", "month", "day", "hour", "minute", "second", "nanos");
            case STRUCTURED_ZONED_TIME -> ints(type, "hour", "minute", "second", "nanos", "offsetSeconds");
            case STRUCTURED_ZONED_TIMESTAMP ->
                ints(type, "year", "month", "day", "hour", "minute", "second", "nanos", "offsetSeconds")
                        .field("zoneId", Schema.OPTIONAL_STRING_SCHEMA);
            case STRUCTURED_DURATION -> ints(type, "years", "months", "days", "hours", "minutes", "seconds", "nanos");
            case VARIABLE_SCALE_DECIMAL ->
                named(type, SchemaBuilder.struct())
                        .field("scale", Schema.INT32_SCHEMA)
                        .field("value", Schema.BYTES_SCHEMA);
            case SPARSE_DOUBLE_VECTOR ->
                named(type, SchemaBuilder.struct())
                        .field("dimensions", Schema.INT16_SCHEMA)
                        .field(
                                "vector",
                                SchemaBuilder.map(Schema.INT16_SCHEMA, Schema.FLOAT64_SCHEMA)
                                        .build());
            case GEOMETRY, GEOGRAPHY -> shape(named(type, SchemaBuilder.struct()));
            case POINT ->
                shape(named(type, SchemaBuilder.struct())
                        .field("x", Schema.FLOAT64_SCHEMA)
                        .field("y", Schema.FLOAT64_SCHEMA));
            case CIRCLE ->
                named(type, SchemaBuilder.struct())
                        .field("center", builder(SemanticType.POINT).build())
                        .field("radius", Schema.FLOAT64_SCHEMA);
            case LINE ->
                named(type, SchemaBuilder.struct())
                        .field("a", Schema.FLOAT64_SCHEMA)
                        .field("b", Schema.FLOAT64_SCHEMA)
                        .field("c", Schema.FLOAT64_SCHEMA);
        };
    }

    private static SchemaBuilder named(SemanticType type, SchemaBuilder builder) {
        return builder.name(type.schemaName()).version(1);
    }

    private static SchemaBuilder shape(SchemaBuilder builder) {
        return builder.field("wkb", Schema.BYTES_SCHEMA).field("srid", Schema.OPTIONAL_INT32_SCHEMA);
    }

    private static SchemaBuilder ints(SemanticType type, String... names) {
        SchemaBuilder builder = named(type, SchemaBuilder.struct());
        for (String name : names) {
            builder.field(name, Schema.OPTIONAL_INT32_SCHEMA);
        }
        return builder;
    }

    private SchemaBuilder plain(int depth) {
        return switch (random.nextInt(depth < DEPTH ? 12 : 9)) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7 -> SchemaBuilder.string();
            case 8 -> SchemaBuilder.bytes();
            case 9 -> SchemaBuilder.array(part(depth));
            case 10 -> SchemaBuilder.map(Schema.STRING_SCHEMA, part(depth));
            default -> {
                SchemaBuilder builder = SchemaBuilder.struct().name("nested" + depth);
                for (int i = random.nextInt(3); i >= 0; i--) {
                    builder.field("f" + i, part(depth));
                }
                yield builder;
            }
        };
    }

    private Schema part(int depth) {
        SchemaBuilder builder =
                random.nextInt(3) == 0 ? builder(pick(List.of(SemanticType.values()))) : plain(depth + 1);
        return (random.nextBoolean() ? builder.optional() : builder).build();
    }

    /** A value, null now and then where it may be. */
    public @Nullable Object nullable(Schema schema) {
        return schema.isOptional() && random.nextInt(3) == 0 ? null : value(schema);
    }

    public Object value(Schema schema) {
        SemanticType type = SemanticType.trusted(schema);
        return switch (type) {
            case CONNECT_DATE -> new Date(DAY_MS * (random.nextInt(60_000) - 20_000));
            case CONNECT_TIME -> new Date(random.nextInt((int) DAY_MS));
            case CONNECT_TIMESTAMP -> new Date(random.nextBoolean() ? MARKED * 1000 : random.nextLong() >> 12);
            case CONNECT_DECIMAL -> new BigDecimal(BigInteger.valueOf(number()), scale(schema));
            case ZONED_TIMESTAMP, ISO_TIMESTAMP -> pick(TIMESTAMPS);
            case ZONED_TIME, ISO_TIME -> pick(TIMES);
            case ISO_DATE -> pick(DATES);
            case INTERVAL -> pick(PERIODS);
            case JSON -> pick(List.of("{\"a\":\"" + MARK + "\"}", "null", MARK));
            case UUID -> pick(List.of("6f1a2b3c-4d5e-4f60-8a7b-777000777000", MARK));
            default -> plainValue(schema);
        };
    }

    private static int scale(Schema schema) {
        return Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
    }

    private Object plainValue(Schema schema) {
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> pick(List.of((int) MARKED, random.nextInt(), random.nextInt(13), 0));
            case INT64 -> number();
            case FLOAT32 -> pick(List.of(777000.7f, random.nextFloat(), 0f));
            case FLOAT64 -> pick(List.of(777000.777, random.nextDouble(), -0.0));
            case BOOLEAN -> random.nextBoolean();
            case STRING -> pick(List.of(MARK, MARK + "'\u00e9\u4e16", "", "777000.777", "-" + MARKED, "a,b", "NaN"));
            case BYTES -> bytes();
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(nullable(schema.valueSchema()));
                }
                yield list;
            }
            case MAP -> {
                Map<Object, Object> map = new HashMap<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    map.put(value(schema.keySchema()), nullable(schema.valueSchema()));
                }
                yield map;
            }
            case STRUCT -> filled(schema);
        };
    }

    private long number() {
        return pick(List.of(MARKED, MARKED * 1_000_000, -MARKED, random.nextLong(), (long) random.nextInt(), 0L));
    }

    private Object bytes() {
        byte[] bytes = random.nextBoolean() ? MARK.getBytes(StandardCharsets.UTF_8) : new byte[random.nextInt(5)];
        return random.nextBoolean() ? bytes : ByteBuffer.wrap(bytes);
    }

    /** A struct whose fields hold values, or null where they may. */
    public Struct filled(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = nullable(field.schema());
            if (value != null) {
                struct.put(field, value);
            }
        }
        return struct;
    }

    /** Debezium's mark for a value that was not sent, as a column of this schema holds it; null where it has no room. */
    public @Nullable Object placeholder(Schema schema) {
        byte[] encoded = placeholder.getBytes(StandardCharsets.UTF_8);
        return switch (schema.type()) {
            case STRING -> random.nextBoolean() ? placeholder : "{\"" + placeholder + "\":\"" + placeholder + "\"}";
            case BYTES ->
                schema.name() != null && schema.name().equals(Decimal.LOGICAL_NAME)
                        ? null
                        : random.nextBoolean() ? encoded : ByteBuffer.wrap(encoded);
            case ARRAY -> inList(schema.valueSchema(), encoded);
            case MAP ->
                schema.keySchema().type() == Schema.Type.STRING && isPlainText(schema.valueSchema())
                        ? Map.of(placeholder, placeholder)
                        : null;
            default -> null;
        };
    }

    private static boolean isPlainText(Schema schema) {
        return schema.type() == Schema.Type.STRING;
    }

    private @Nullable Object inList(Schema element, byte[] encoded) {
        if (element.name() != null && element.type() != Schema.Type.STRING) {
            return null;
        }
        return switch (element.type()) {
            case STRING ->
                List.of(
                        random.nextBoolean()
                                ? placeholder
                                : UUID.nameUUIDFromBytes(encoded).toString());
            case BYTES -> List.of(random.nextBoolean() ? encoded : ByteBuffer.wrap(encoded));
            case INT32 -> {
                List<Integer> ints = new ArrayList<>();
                for (byte each : encoded) {
                    ints.add((int) each);
                }
                yield ints;
            }
            case INT64 -> {
                List<Long> longs = new ArrayList<>();
                for (byte each : encoded) {
                    longs.add((long) each);
                }
                yield longs;
            }
            default -> null;
        };
    }

    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
