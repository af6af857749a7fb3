// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Random schemas of every Connect type, and random values of them. */
@SuppressWarnings("JavaUtilDate") // Connect's own types are
public final class RandomData {
    private static final String ENUM = "io.confluent.connect.avro.Enum";
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final Random random;
    private int names;

    public RandomData(long seed) {
        random = new Random(seed);
    }

    /** One of any type, nested at most three levels. */
    public Schema schema() {
        return schema(3);
    }

    private Schema schema(int depth) {
        SchemaBuilder builder = builder(depth);
        if (random.nextInt(3) == 0) {
            builder.optional();
        }
        if (random.nextInt(6) == 0) {
            builder.doc("about " + names);
        }
        if (random.nextInt(6) == 0 && builder.version() == null) {
            builder.version(random.nextInt(9));
        }
        if (random.nextInt(6) == 0) {
            builder.parameter("unit", "€ & \"more\"");
        }
        if (random.nextInt(5) == 0 && !builder.type().equals(Schema.Type.STRUCT)) {
            builder.defaultValue(value(builder));
        }
        return builder.build();
    }

    private SchemaBuilder builder(int depth) {
        return switch (random.nextInt(depth > 0 ? 22 : 17)) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7 -> SchemaBuilder.string();
            case 8 -> SchemaBuilder.bytes();
            case 9 -> Decimal.builder(random.nextInt(12));
            case 10 -> Date.builder();
            case 11 -> Time.builder();
            case 12 -> Timestamp.builder();
            case 13 ->
                SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").version(1);
            case 14 -> SchemaBuilder.int32().name("io.debezium.time.Date").version(1);
            case 15 -> SchemaBuilder.string().name("io.debezium.data.Uuid").version(1);
            case 16 -> enumeration();
            case 17 -> SchemaBuilder.array(schema(depth - 1));
            case 18 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1));
            case 19 -> SchemaBuilder.map(Schema.INT64_SCHEMA, schema(depth - 1));
            default -> struct(depth);
        };
    }

    private SchemaBuilder enumeration() {
        String name = "test.Enum" + names++;
        SchemaBuilder builder = SchemaBuilder.string().name(name).parameter(ENUM, name);
        for (int i = random.nextInt(4); i >= 0; i--) {
            builder.parameter(ENUM + ".S" + i, "S" + i);
        }
        return builder;
    }

    private SchemaBuilder struct(int depth) {
        SchemaBuilder struct = SchemaBuilder.struct();
        if (random.nextInt(4) > 0) {
            struct.name("test.Part" + names++);
        }
        int fields = random.nextInt(6);
        for (int i = 0; i < fields; i++) {
            struct.field("f" + i, schema(depth - 1));
        }
        return struct;
    }

    /** Null at times where the schema lets it. */
    public @Nullable Object value(Schema schema) {
        return schema.isOptional() && random.nextInt(4) == 0 ? null : present(schema);
    }

    /** Never null itself. */
    public Object present(Schema schema) {
        if (schema.parameters() != null && schema.parameters().containsKey(ENUM)) {
            return "S0";
        }
        return switch (String.valueOf(schema.name())) {
            case Decimal.LOGICAL_NAME ->
                new BigDecimal(
                        new BigInteger(random.nextInt(140) + 1, random).subtract(BigInteger.valueOf(1000)),
                        Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
            case Date.LOGICAL_NAME -> new java.util.Date(random.nextInt() * MILLIS_PER_DAY);
            case Time.LOGICAL_NAME -> new java.util.Date(random.nextInt((int) MILLIS_PER_DAY));
            case Timestamp.LOGICAL_NAME -> new java.util.Date(random.nextLong());
            default -> plain(schema);
        };
    }

    private Object plain(Schema schema) {
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> number().intValue();
            case INT64 -> number();
            case FLOAT32 -> random.nextFloat() * 1000;
            case FLOAT64 -> random.nextGaussian();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTES -> ByteBuffer.wrap(bytes());
            case ARRAY -> list(schema);
            case MAP -> map(schema);
            case STRUCT -> struct(schema);
        };
    }

    private Long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            int[] alphabet = {'a', 'Z', '0', '"', '\\', '\n', 0, 0x7f, 0x80, 0xe9, 0x20ac, 0x1f600};
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<Object> list(Schema schema) {
        List<Object> list = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            list.add(value(schema.valueSchema()));
        }
        return list;
    }

    private Map<Object, Object> map(Schema schema) {
        Map<Object, Object> map = new LinkedHashMap<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            map.put(present(schema.keySchema()), value(schema.valueSchema()));
        }
        return map;
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = value(field.schema());
            if (value != null) {
                struct.put(field, value);
            }
        }
        return struct;
    }
}
