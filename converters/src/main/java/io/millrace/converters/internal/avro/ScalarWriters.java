// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** The nodes that write one value without parts. */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are made of it
final class ScalarWriters {
    static final WriteNode INT8 = new Int8();
    static final WriteNode INT16 = new Int16();
    static final WriteNode INT32 = new Int32();
    static final WriteNode INT64 = new Int64();
    static final WriteNode FLOAT32 = new Float32();
    static final WriteNode FLOAT64 = new Float64();
    static final WriteNode BOOLEAN = new Bool();
    static final WriteNode STRING = new Text();
    static final WriteNode BYTES = new Bytes();
    static final WriteNode DATE = new Days();
    static final WriteNode TIME = new TimeMillis();
    static final WriteNode TIMESTAMP = new TimestampMillis();

    private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);
    private static final int MAX_LONG_DIGITS = 18;

    private ScalarWriters() {}

    /** The node for a Connect schema that is neither array, map nor struct. */
    static WriteNode of(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        String name = connect.name();
        return switch (connect.type()) {
            case INT8 -> INT8;
            case INT16 -> INT16;
            case INT32 ->
                org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(name)
                        ? DATE
                        : Time.LOGICAL_NAME.equals(name) ? TIME : INT32;
            case INT64 -> Timestamp.LOGICAL_NAME.equals(name) ? TIMESTAMP : INT64;
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case BOOLEAN -> BOOLEAN;
            case STRING -> STRING;
            case BYTES -> bytes(connect, avro);
            case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException("not a scalar: " + connect.type());
        };
    }

    private static WriteNode bytes(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        int fixedBytes = avro.getType() == Schema.Type.FIXED ? avro.getFixedSize() : -1;
        if (Decimal.LOGICAL_NAME.equals(connect.name())) {
            int scale = ConnectToAvro.scale(connect);
            return fixedBytes < 0 ? new DecimalBytes(scale) : new DecimalFixed(scale, fixedBytes);
        }
        return fixedBytes < 0 ? BYTES : new Fixed(fixedBytes);
    }

    private static final class Int8 extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeInt((Byte) value);
        }

        @Override
        String expected() {
            return "int8, a Byte";
        }
    }

    private static final class Int16 extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeInt((Short) value);
        }

        @Override
        String expected() {
            return "int16, a Short";
        }
    }

    private static final class Int32 extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeInt((Integer) value);
        }

        @Override
        String expected() {
            return "int32, an Integer";
        }
    }

    private static final class Int64 extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeLong((Long) value);
        }

        @Override
        String expected() {
            return "int64, a Long";
        }
    }

    private static final class Float32 extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeFloat((Float) value);
        }

        @Override
        String expected() {
            return "float32, a Float";
        }
    }

    private static final class Float64 extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeDouble((Double) value);
        }

        @Override
        String expected() {
            return "float64, a Double";
        }
    }

    private static final class Bool extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeBoolean((Boolean) value);
        }

        @Override
        String expected() {
            return "boolean, a Boolean";
        }
    }

    private static final class Text extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeString((String) value);
        }

        @Override
        String expected() {
            return "string, a String";
        }
    }

    private static final class Bytes extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            if (value instanceof byte[] array) {
                out.writeBytes(array);
            } else {
                out.writeBytes((ByteBuffer) value);
            }
        }

        @Override
        String expected() {
            return "bytes, a byte[] or ByteBuffer";
        }
    }

    private static final class Fixed extends WriteNode {
        private final int length;

        Fixed(int length) {
            this.length = length;
        }

        @Override
        void write(Object value, ByteOutput out) {
            ByteBuffer buffer = value instanceof byte[] array ? ByteBuffer.wrap(array) : (ByteBuffer) value;
            if (buffer.remaining() != length) {
                throw new Fault(buffer.remaining() + " bytes (expected " + length + ", the fixed size)");
            }
            out.writeFixed(buffer);
        }

        @Override
        String expected() {
            return length + " bytes, a byte[] or ByteBuffer";
        }
    }

    private static void checkScale(BigDecimal value, int scale) {
        if (value.scale() != scale) {
            throw new Fault("a decimal of scale " + value.scale() + " (expected scale " + scale + ", the schema's)");
        }
    }

    private static final class DecimalBytes extends WriteNode {
        private final int scale;

        DecimalBytes(int scale) {
            this.scale = scale;
        }

        @Override
        void write(Object value, ByteOutput out) {
            BigDecimal decimal = (BigDecimal) value;
            checkScale(decimal, scale);
            if (decimal.precision() <= MAX_LONG_DIGITS) {
                out.writeUnscaled(
                        decimal.scaleByPowerOfTen(scale).longValue()); // the unscaled value, no BigInteger made
            } else {
                out.writeBytes(decimal.unscaledValue().toByteArray());
            }
        }

        @Override
        String expected() {
            return "Decimal, a BigDecimal";
        }
    }

    private static final class DecimalFixed extends WriteNode {
        private final int scale;
        private final int length;

        DecimalFixed(int scale, int length) {
            this.scale = scale;
            this.length = length;
        }

        @Override
        void write(Object value, ByteOutput out) {
            BigDecimal decimal = (BigDecimal) value;
            checkScale(decimal, scale);
            byte[] shortest = decimal.unscaledValue().toByteArray();
            if (shortest.length > length) {
                throw new Fault(
                        "a decimal of " + shortest.length + " bytes (expected at most " + length + ", the fixed size)");
            }
            out.writeUnscaled(decimal.signum() < 0 ? -1 : 0, length - shortest.length);
            out.writeFixed(shortest);
        }

        @Override
        String expected() {
            return "Decimal, a BigDecimal";
        }
    }

    private static final class Days extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            long millis = ((Date) value).getTime();
            long days = Math.floorDiv(millis, MILLIS_PER_DAY);
            if (days * MILLIS_PER_DAY != millis) {
                throw new Fault("a Date with a time of day (expected midnight UTC)");
            }
            if (days != (int) days) {
                throw new Fault("a Date too far from 1970 (expected fewer than 2^31 days)");
            }
            out.writeInt((int) days);
        }

        @Override
        String expected() {
            return "Date, a java.util.Date";
        }
    }

    private static final class TimeMillis extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            long millis = ((Date) value).getTime();
            if (millis < 0 || millis > MILLIS_PER_DAY) { // as Connect's own Time does, 24:00 included
                throw new Fault("a Time of another day (expected 0 to " + MILLIS_PER_DAY + " ms)");
            }
            out.writeInt((int) millis);
        }

        @Override
        String expected() {
            return "Time, a java.util.Date";
        }
    }

    private static final class TimestampMillis extends WriteNode {
        @Override
        void write(Object value, ByteOutput out) {
            out.writeLong(((Date) value).getTime());
        }

        @Override
        String expected() {
            return "Timestamp, a java.util.Date";
        }
    }
}
