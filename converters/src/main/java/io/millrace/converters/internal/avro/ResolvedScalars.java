// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.converters.internal.avro.ResolvingReaders.Refused;
import io.millrace.records.Fault;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Decimal;

/**
 * The nodes that read a writer's value without parts as one of the reader's type: the same, or one that Avro promotes it to.
 *
 * <p>Avro leaves it open what becomes of two different logical types. Here counts of time and decimals are converted where
 * that is exact, and refused where it is not; where one side has no logical type, the number is taken as it is.
 */
final class ResolvedScalars {
    /** More zeros than any number has, and few enough to write them. */
    private static final int MAX_ZEROS = 1000;

    private ResolvedScalars() {}

    static ReadNode of(org.apache.kafka.connect.data.Schema connect, Schema writer, Schema reader) {
        Clock from = Clock.of(writer);
        Clock to = Clock.of(reader);
        if (from != null && to != null && !from.equals(to)) {
            return from.meaning() == to.meaning()
                    ? new Recounted(ScalarReaders.of(connect, reader), writer, from, to)
                    : mismatch(writer, reader);
        }
        if (ScalarTargets.isDecimal(writer) || ScalarTargets.isDecimal(reader)) {
            return decimal(connect, writer, reader);
        }
        return switch (reader.getType()) {
            case LONG -> writer.getType() == Schema.Type.INT ? widened(connect, writer, reader) : same(connect, reader);
            case FLOAT -> writer.getType() == Schema.Type.FLOAT ? same(connect, reader) : new AsFloat(writer.getType());
            case DOUBLE ->
                writer.getType() == Schema.Type.DOUBLE ? same(connect, reader) : new AsDouble(writer.getType());
            default -> same(connect, reader); // text and bytes are promoted to each other: they have the same form
        };
    }

    static Refused mismatch(Schema writer, Schema reader) {
        return new Refused(AvroText.describe(writer) + " (expected " + AvroText.describe(reader)
                + ", as the reader's schema has it)");
    }

    private static ReadNode same(org.apache.kafka.connect.data.Schema connect, Schema reader) {
        return ScalarReaders.of(connect, reader);
    }

    private static ReadNode widened(org.apache.kafka.connect.data.Schema connect, Schema writer, Schema reader) {
        Clock plain = new Clock(Clock.Meaning.DATE, 0);
        return new Recounted(ScalarReaders.of(connect, reader), writer, plain, plain);
    }

    private static ReadNode decimal(org.apache.kafka.connect.data.Schema connect, Schema writer, Schema reader) {
        if (writer.getType() != reader.getType()) {
            return mismatch(writer, reader);
        }
        boolean both = ScalarTargets.isDecimal(writer) && ScalarTargets.isDecimal(reader);
        int from = scale(writer);
        int to = scale(reader);
        ReadNode node = ScalarReaders.of(connect, reader);
        if (!both || from == to || !Decimal.LOGICAL_NAME.equals(connect.name())) {
            return node;
        }
        return Math.abs((long) from - to) > MAX_ZEROS ? mismatch(writer, reader) : new Rescaled(node, from, to);
    }

    private static int scale(Schema avro) {
        return avro.getObjectProp(AvroProps.SCALE) instanceof Number number ? number.intValue() : 0;
    }

    /** A count in another unit. */
    private static final class Recounted extends ReadNode {
        private final ReadNode node;
        private final boolean fromInt;
        private final Clock from;
        private final Clock to;

        Recounted(ReadNode node, Schema writer, Clock from, Clock to) {
            this.node = node;
            this.fromInt = writer.getType() == Schema.Type.INT;
            this.from = from;
            this.to = to;
        }

        @Override
        Object read(ByteInput in) {
            long count = fromInt ? in.readInt() : in.readLong();
            return Objects.requireNonNull(node.read(ByteInput.of(from.to(to, count))));
        }
    }

    private static final class Rescaled extends ReadNode {
        private final ReadNode node;
        private final int from;
        private final int to;

        Rescaled(ReadNode node, int from, int to) {
            this.node = node;
            this.from = from;
            this.to = to;
        }

        @Override
        Object read(ByteInput in) {
            BigDecimal read = (BigDecimal) Objects.requireNonNull(node.read(in));
            BigDecimal value = new BigDecimal(read.unscaledValue(), from);
            try {
                return value.setScale(to, RoundingMode.UNNECESSARY);
            } catch (ArithmeticException e) {
                throw new Fault("a decimal of scale " + from + " that would have to be rounded (expected scale " + to
                        + ", as the reader's schema has it)");
            }
        }
    }

    private static final class AsFloat extends ReadNode {
        private final Schema.Type writer;

        AsFloat(Schema.Type writer) {
            this.writer = writer;
        }

        @Override
        Object read(ByteInput in) {
            return writer == Schema.Type.INT ? (float) in.readInt() : (float) in.readLong();
        }
    }

    private static final class AsDouble extends ReadNode {
        private final Schema.Type writer;

        AsDouble(Schema.Type writer) {
            this.writer = writer;
        }

        @Override
        Object read(ByteInput in) {
            return switch (writer) {
                case INT -> (double) in.readInt();
                case LONG -> (double) in.readLong();
                default -> (double) in.readFloat();
            };
        }
    }
}
