// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** The nodes that read one value without parts. */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are made of it
final class ScalarReaders {
    static final ReadNode STRING = new Text();

    private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);

    private ScalarReaders() {}

    /** The node for an Avro schema that is neither array, map, record nor union. */
    static ReadNode of(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        return switch (avro.getType()) {
            case BOOLEAN -> new Bool();
            case INT -> integer(connect);
            case LONG -> Timestamp.LOGICAL_NAME.equals(connect.name()) ? new TimestampMillis() : new Int64();
            case FLOAT -> new Float32();
            case DOUBLE -> new Float64();
            case STRING -> STRING;
            case BYTES -> bytes(connect);
            case FIXED ->
                connect.type() == org.apache.kafka.connect.data.Schema.Type.STRING
                        ? TextNodes.reader(avro)
                        : new Fixed(bytes(connect), avro.getFixedSize());
            case ENUM -> new Symbol(avro.getEnumSymbols().toArray(String[]::new));
            default -> throw new IllegalArgumentException("not a scalar: " + avro.getType());
        };
    }

    /** The node for a value whose length is not in the data. */
    static OfBytes bytes(org.apache.kafka.connect.data.Schema connect) {
        return Decimal.LOGICAL_NAME.equals(connect.name())
                ? new DecimalBytes(ConnectToAvro.scale(connect))
                : new Bytes();
    }

    private static ReadNode integer(org.apache.kafka.connect.data.Schema connect) {
        return switch (connect.type()) {
            case INT8 -> new Int8();
            case INT16 -> new Int16();
            default ->
                org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(connect.name())
                        ? new Days()
                        : Time.LOGICAL_NAME.equals(connect.name()) ? new TimeMillis() : new Int32();
        };
    }

    private static final class Bool extends ReadNode {
        @Override
        Object read(ByteInput in) {
            return in.readBoolean();
        }
    }

    private static final class Int8 extends ReadNode {
        @Override
        Object read(ByteInput in) {
            int value = in.readInt();
            if (value != (byte) value) {
                throw new Fault("a number of more than 8 bits (expected int8)");
            }
            return (byte) value;
        }
    }

    private static final class Int16 extends ReadNode {
        @Override
        Object read(ByteInput in) {
            int value = in.readInt();
            if (value != (short) value) {
                throw new Fault("a number of more than 16 bits (expected int16)");
            }
            return (short) value;
        }
    }

    private static final class Int32 extends ReadNode {
        @Override
        Object read(ByteInput in) {
            return in.readInt();
        }
    }

    private static final class Int64 extends ReadNode {
        @Override
        Object read(ByteInput in) {
            return in.readLong();
        }
    }

    private static final class Float32 extends ReadNode {
        @Override
        Object read(ByteInput in) {
            return in.readFloat();
        }
    }

    private static final class Float64 extends ReadNode {
        @Override
        Object read(ByteInput in) {
            return in.readDouble();
        }
    }

    private static final class Text extends ReadNode {
        @Override
        Object read(ByteInput in) {
            return in.readText();
        }
    }

    private static final class Symbol extends ReadNode {
        private final String[] symbols;

        Symbol(String[] symbols) {
            this.symbols = symbols;
        }

        @Override
        Object read(ByteInput in) {
            return symbols[in.readIndex(symbols.length)];
        }
    }

    /** A value made of bytes; the length comes first, from the schema, or is all there is. */
    abstract static class OfBytes extends ReadNode {
        @Override
        final Object read(ByteInput in) {
            return read(in, in.readLength());
        }

        abstract Object read(ByteInput in, int length);
    }

    private static final class Bytes extends OfBytes {
        @Override
        Object read(ByteInput in, int length) {
            return ByteBuffer.wrap(in.readFixed(length));
        }
    }

    private static final class DecimalBytes extends OfBytes {
        private final int scale;

        DecimalBytes(int scale) {
            this.scale = scale;
        }

        @Override
        Object read(ByteInput in, int length) {
            if (length == 0) {
                throw new Fault("no bytes (expected at least 1, a decimal)");
            }
            return length <= Long.BYTES
                    ? BigDecimal.valueOf(in.readUnscaled(length), scale)
                    : new BigDecimal(new BigInteger(in.readFixed(length)), scale);
        }
    }

    private static final class Fixed extends ReadNode {
        private final OfBytes node;
        private final int length;

        Fixed(OfBytes node, int length) {
            this.node = node;
            this.length = length;
        }

        @Override
        Object read(ByteInput in) {
            return node.read(in, length);
        }
    }

    private static final class Days extends ReadNode {
        @Override
        Object read(ByteInput in) {
            return new Date(in.readInt() * MILLIS_PER_DAY);
        }
    }

    private static final class TimeMillis extends ReadNode {
        @Override
        Object read(ByteInput in) {
            int millis = in.readInt();
            if (millis < 0 || millis > MILLIS_PER_DAY) { // as Connect's own Time does, 24:00 included
                throw new Fault("a Time of another day (expected 0 to " + MILLIS_PER_DAY + " ms)");
            }
            return new Date(millis);
        }
    }

    private static final class TimestampMillis extends ReadNode {
        @Override
        Object read(ByteInput in) {
            return new Date(in.readLong());
        }
    }
}
