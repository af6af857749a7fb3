// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Errors;
import io.millrace.records.Fault;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Decimal;

/**
 * The nodes that write one value without parts in whatever Avro type is there for it, when it holds every such value
 * exactly or can tell those that it does not hold.
 *
 * <p>Numbers go into wider ones; counts of time are converted between units where both sides say what they count, and
 * go as they are where one of them does not; text and bytes go into each other as Avro promotes them.
 */
final class ScalarTargets {
    private static final int TWO_TO_THE_24TH = 1 << 24;
    private static final long TWO_TO_THE_53RD = 1L << 53;

    private final org.apache.kafka.connect.data.Schema connect;
    private final Schema avro;

    private ScalarTargets(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        this.connect = connect;
        this.avro = avro;
    }

    /** Throws a {@link Fault} where {@code avro} is no type for values of {@code connect}. */
    static WriteNode of(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        return new ScalarTargets(connect, avro).node();
    }

    /** What a Connect type without a place in the Avro type is told. */
    static Fault mismatch(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        return new Fault(
                Errors.describe(connect) + " (expected " + AvroText.describe(avro) + ", as registered)",
                "Change the field's type, or register a schema that has it.");
    }

    private WriteNode node() {
        return switch (connect.type()) {
            case INT8, INT16, INT32, INT64 -> integer();
            case FLOAT32 -> avro.getType() == Schema.Type.DOUBLE ? new FloatAsDouble() : same(Schema.Type.FLOAT);
            case FLOAT64 -> same(Schema.Type.DOUBLE);
            case BOOLEAN -> same(Schema.Type.BOOLEAN);
            case STRING -> text();
            case BYTES -> Decimal.LOGICAL_NAME.equals(connect.name()) ? decimal() : bytes();
            case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException("not a scalar: " + connect.type());
        };
    }

    private WriteNode same(Schema.Type type) {
        if (avro.getType() != type) {
            throw mismatch(connect, avro);
        }
        return ScalarWriters.of(connect, avro);
    }

    private WriteNode integer() {
        Clock from = Clock.of(connect);
        Clock to = Clock.of(avro);
        if (from != null && to != null && !from.equals(to)) {
            return clock(from, to);
        }
        boolean wide = connect.type() == org.apache.kafka.connect.data.Schema.Type.INT64;
        return switch (avro.getType()) {
            case INT -> wide ? none() : narrowed();
            case LONG -> ScalarWriters.of(connect, avro); // an int has the same bytes as the long that it is
            case FLOAT, DOUBLE -> from != null ? none() : new WholeAsFloating(ScalarWriters.of(connect, avro), avro);
            default -> none();
        };
    }

    private WriteNode none() {
        throw mismatch(connect, avro);
    }

    private WriteNode clock(Clock from, Clock to) {
        if (from.meaning() != to.meaning()) {
            throw mismatch(connect, avro);
        }
        int bits = avro.getType() == Schema.Type.INT ? Integer.SIZE : Long.SIZE;
        return new Recounted(ScalarWriters.of(connect, avro), count -> from.to(to, count), bits);
    }

    private WriteNode narrowed() {
        WriteNode node = ScalarWriters.of(connect, avro);
        String type = avro.getProp(AvroProps.TYPE);
        int bits = "int8".equals(type) ? Byte.SIZE : "int16".equals(type) ? Short.SIZE : Integer.SIZE;
        int own = switch (connect.type()) {
            case INT8 -> Byte.SIZE;
            case INT16 -> Short.SIZE;
            default -> Integer.SIZE;
        };
        return own <= bits ? node : new Recounted(node, count -> count, bits);
    }

    private WriteNode text() {
        return switch (avro.getType()) {
            case STRING -> ScalarWriters.of(connect, avro);
            case BYTES -> isDecimal(avro) ? none() : ScalarWriters.STRING; // a length and UTF-8, either way
            case ENUM -> new Symbols(avro.getEnumSymbols());
            case FIXED -> {
                WriteNode node = TextNodes.writer(avro);
                yield node == null ? none() : node;
            }
            default -> none();
        };
    }

    private WriteNode bytes() {
        return switch (avro.getType()) {
            case BYTES -> isDecimal(avro) ? none() : ScalarWriters.of(connect, avro);
            case FIXED -> isDecimal(avro) || !hasSize(avro.getFixedSize()) ? none() : ScalarWriters.of(connect, avro);
            case STRING -> new BytesAsText();
            default -> none();
        };
    }

    private boolean hasSize(int size) {
        Map<String, String> parameters = connect.parameters();
        String own = parameters == null ? null : parameters.get(AvroProps.FIXED_SIZE);
        return own == null || own.equals(Integer.toString(size));
    }

    private WriteNode decimal() {
        boolean bytes = avro.getType() == Schema.Type.BYTES || avro.getType() == Schema.Type.FIXED;
        if (!bytes || !isDecimal(avro)) {
            throw mismatch(connect, avro);
        }
        int scale = number(AvroProps.SCALE, 0);
        if (scale != ConnectToAvro.scale(connect)) {
            throw new Fault(
                    "a decimal of scale " + ConnectToAvro.scale(connect) + " (expected scale " + scale
                            + ", as registered)",
                    "Change the scale at the source, or register a schema that has it.");
        }
        WriteNode node = ScalarWriters.of(connect, avro);
        int digits = number(AvroProps.PRECISION, AvroProps.DEFAULT_PRECISION);
        return digits < precision() ? new DecimalWithin(node, digits) : node;
    }

    private int precision() {
        Map<String, String> parameters = connect.parameters();
        String own = parameters == null ? null : parameters.get(AvroProps.DECIMAL_PRECISION);
        return own == null ? AvroProps.DEFAULT_PRECISION : Integer.parseInt(own);
    }

    private int number(String property, int other) {
        return avro.getObjectProp(property) instanceof Number number ? number.intValue() : other;
    }

    static boolean isDecimal(Schema avro) {
        return "decimal".equals(avro.getProp(AvroProps.LOGICAL_TYPE));
    }

    /** What is done to a count on its way. */
    private interface Recount {
        long apply(long count);
    }

    /** A whole number that another node has written, changed and checked. */
    private static final class Recounted extends TargetWriters.Wrapper {
        private final Recount recount;
        private final int bits;

        Recounted(WriteNode node, Recount recount, int bits) {
            super(node);
            this.recount = recount;
            this.bits = bits;
        }

        @Override
        void write(Object value, ByteOutput out) {
            int start = out.position();
            node.write(value, out);
            long count = recount.apply(out.takeLong(start));
            if (count >> (bits - 1) != count >> 63) {
                throw new Fault("a number of more than " + bits + " bits (expected " + bits + ", as registered)");
            }
            out.writeLong(count);
        }
    }

    /** A whole number as a float or double, when that is exact. */
    private static final class WholeAsFloating extends TargetWriters.Wrapper {
        private final boolean single;

        WholeAsFloating(WriteNode node, Schema avro) {
            super(node);
            single = avro.getType() == Schema.Type.FLOAT;
        }

        @Override
        void write(Object value, ByteOutput out) {
            int start = out.position();
            node.write(value, out);
            long number = out.takeLong(start);
            long limit = single ? TWO_TO_THE_24TH : TWO_TO_THE_53RD;
            if (number > limit || number < -limit) {
                String type = single ? "float" : "double";
                throw new Fault(
                        "a whole number that a " + type + " does not hold exactly (expected at most " + limit + ")");
            }
            if (single) {
                out.writeFloat((float) number);
            } else {
                out.writeDouble((double) number);
            }
        }
    }

    private static final class FloatAsDouble extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeDouble((Float) value);
        }

        @Override
        String expected() {
            return ScalarWriters.FLOAT32.expected();
        }
    }

    /** A string that is one of an enum's symbols. */
    private static final class Symbols extends WriteNode {
        private final Map<String, Integer> indexes = new HashMap<>();

        Symbols(List<String> symbols) {
            symbols.forEach(symbol -> indexes.put(symbol, indexes.size()));
        }

        @Override
        void write(Object value, ByteOutput out) {
            Integer index = indexes.get((String) value);
            if (index == null) {
                throw new Fault("a string that is no symbol of the enum (expected one of its " + indexes.size() + ")");
            }
            out.writeInt(index);
        }

        @Override
        String expected() {
            return "enum, a String";
        }
    }

    /** Bytes that are text. */
    private static final class BytesAsText extends TargetWriters.Wrapper {
        BytesAsText() {
            super(ScalarWriters.BYTES);
        }

        @Override
        void write(Object value, ByteOutput out) {
            Utf8.check(value instanceof byte[] array ? ByteBuffer.wrap(array) : ((ByteBuffer) value).duplicate());
            node.write(value, out);
        }
    }

    /** A decimal of at most so many digits. */
    private static final class DecimalWithin extends TargetWriters.Wrapper {
        private final int digits;

        DecimalWithin(WriteNode node, int digits) {
            super(node);
            this.digits = digits;
        }

        @Override
        void write(Object value, ByteOutput out) {
            int precision = ((BigDecimal) value).precision();
            if (precision > digits) {
                throw new Fault("a decimal of " + precision + " digits (expected at most " + digits + ")");
            }
            node.write(value, out);
        }
    }
}
