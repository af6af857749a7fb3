// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import io.millrace.records.Decode;
import io.millrace.records.Fault;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import io.millrace.records.TemporalReader;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Which of Spark's types each Connect and Debezium type becomes, and how.
 *
 * <p>Points in time are {@code TIMESTAMP}, dates and times without a zone {@code TIMESTAMP_NTZ}; decimals keep their scale,
 * with Spark's 38 digits where the schema tells no precision. What Spark, or a lakehouse table, has no type for is exact text:
 * times of day, periods, decimals of varying scale. Exact lengths of time are microseconds.
 */
final class Conversions {
    private static final String PRECISION = "connect.decimal.precision";
    private static final String SCALE = "scale";
    private static final int MAX_DIGITS = 38;

    /** The structs around what is being compiled: one that holds itself has no end. */
    private final Deque<Schema> around = new ArrayDeque<>();

    private Conversions() {}

    /** Throws a {@link Fault} with the path to a schema that Spark has no type for. */
    static Conversion of(Schema schema) {
        return new Conversions().compile(schema);
    }

    private Conversion compile(Schema schema) {
        return switch (Kind.of(schema)) {
            case BOOLEAN -> same(DataTypes.BooleanType);
            case INT8 -> same(DataTypes.ByteType);
            case INT16 -> same(DataTypes.ShortType);
            case INT32 -> same(DataTypes.IntegerType);
            case INT64 -> same(DataTypes.LongType);
            case FLOAT32 -> same(DataTypes.FloatType);
            case FLOAT64 -> same(DataTypes.DoubleType);
            case BYTES, BITS -> as(DataTypes.BinaryType, Decode::bytes);
            case TEXT -> temporalOrText(schema);
            case JSON, UUID, PERIOD -> periodOrText(schema);
            case DECIMAL -> decimal(schema);
            case DATE, TIME, ZONED_TIME, LOCAL_TIMESTAMP, INSTANT, ZONED_TIMESTAMP, DURATION ->
                temporal(schema, Objects.requireNonNull(TemporalReader.of(schema)));
            case ARRAY -> new Containers.ArrayOf(element(schema.valueSchema()));
            case MAP -> new Containers.MapOf(element(schema.keySchema()), element(schema.valueSchema()));
            case STRUCT -> structOrTemporal(schema);
        };
    }

    private static Conversion same(DataType type) {
        return as(type, UnaryOperator.identity()::apply);
    }

    private static Conversion as(DataType type, UnaryOperator<Object> convert) {
        return new Conversion(type) {
            @Override
            Object convert(Object value) {
                return convert.apply(value);
            }
        };
    }

    private static Conversion text() {
        return as(
                DataTypes.StringType,
                value -> value instanceof UTF8String text ? text : UTF8String.fromString((String) value));
    }

    private static Conversion temporalOrText(Schema schema) {
        TemporalReader reader = TemporalReader.of(schema);
        return reader == null ? text() : temporal(schema, reader);
    }

    private Conversion periodOrText(Schema schema) {
        return schema.type() == Schema.Type.STRUCT ? struct(schema) : text();
    }

    private Conversion structOrTemporal(Schema schema) {
        TemporalReader reader = TemporalReader.of(schema);
        return reader == null ? struct(schema) : temporal(schema, reader);
    }

    private static Conversion temporal(Schema schema, TemporalReader reader) {
        Conversion conversion = temporalOf(schema, reader);
        return schema.type() == Schema.Type.STRING
                ? as(conversion.type(), value -> conversion.convert(value.toString()))
                : conversion;
    }

    private static Conversion temporalOf(Schema schema, TemporalReader reader) {
        return switch (Kind.meaningOf(schema)) {
            case DATE -> new Temporals.Days(reader);
            case LOCAL_TIMESTAMP -> new Temporals.Micros(DataTypes.TimestampNTZType, reader);
            case INSTANT, ZONED_TIMESTAMP -> new Temporals.Micros(DataTypes.TimestampType, reader);
            case DURATION -> new Temporals.Micros(DataTypes.LongType, reader);
            default -> new Temporals.Text(Kind.meaningOf(schema), reader);
        };
    }

    private static Conversion decimal(Schema schema) {
        if (SemanticType.of(schema) == SemanticType.VARIABLE_SCALE_DECIMAL) {
            return as(
                    DataTypes.StringType,
                    value -> UTF8String.fromString(Decode.decimal(value).toPlainString()));
        }
        int scale = number(schema, SCALE, 0);
        if (scale < 0 || scale > MAX_DIGITS) {
            throw new Fault("a decimal of scale " + scale + " (expected 0 to " + MAX_DIGITS + ", which Spark has)");
        }
        int precision = Math.max(scale, number(schema, PRECISION, MAX_DIGITS));
        return precision > MAX_DIGITS
                ? as(DataTypes.StringType, value -> UTF8String.fromString(((BigDecimal) value).toPlainString()))
                : fixed(new DecimalType(precision, scale));
    }

    private static Conversion fixed(DecimalType type) {
        return as(type, value -> {
            BigDecimal decimal = (BigDecimal) value;
            if (decimal.precision() > type.precision()) {
                throw new Fault(
                        "a decimal of " + decimal.precision() + " digits (expected at most " + type.precision() + ")");
            }
            return new Decimal()
                    .set(scala.math.BigDecimal.javaBigDecimal2bigDecimal(decimal), type.precision(), type.scale());
        });
    }

    private static int number(Schema schema, String parameter, int absent) {
        String text = schema.parameters() == null ? null : schema.parameters().get(parameter);
        return text == null ? absent : Integer.parseInt(text);
    }

    private Conversion element(@Nullable Schema schema) {
        try {
            return compile(Objects.requireNonNull(schema));
        } catch (Fault fault) {
            throw fault.inElement();
        }
    }

    private static boolean isNamed(Schema schema, @Nullable String name) {
        return name != null && name.equals(schema.name());
    }

    private Conversion struct(Schema schema) {
        if (around.stream().anyMatch(outer -> outer == schema || isNamed(outer, schema.name()))) {
            throw new Fault("a schema that holds itself (expected one of an end)", "Leave the field out of the topic.");
        }
        around.push(schema);
        Conversion[] fields = schema.fields().stream()
                .map(field -> {
                    try {
                        return compile(field.schema());
                    } catch (Fault fault) {
                        throw fault.under(field.name());
                    }
                })
                .toArray(Conversion[]::new);
        around.pop();
        return new Containers.StructOf(schema, fields);
    }
}
