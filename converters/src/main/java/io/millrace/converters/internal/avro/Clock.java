// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a number counts: days, or parts of a second of a time of day or of a timestamp. Told by an Avro schema's logical
 * type (Avro 1.12 specification, "Logical Types") or a Connect schema's name.
 *
 * @param perSecond how many of them make a second; 0 for days
 */
record Clock(Meaning meaning, long perSecond) {
    enum Meaning {
        DATE,
        TIME,
        TIMESTAMP
    }

    /** Null for a plain number. */
    static @Nullable Clock of(Schema avro) {
        String logicalType = avro.getProp(AvroProps.LOGICAL_TYPE);
        if (logicalType == null) {
            return null;
        }
        return switch (avro.getType()) {
            case INT -> ofInt(logicalType);
            case LONG -> ofLong(logicalType);
            default -> null;
        };
    }

    private static @Nullable Clock ofInt(String logicalType) {
        return switch (logicalType) {
            case "date" -> new Clock(Meaning.DATE, 0);
            case "time-millis" -> new Clock(Meaning.TIME, 1_000);
            default -> null;
        };
    }

    private static @Nullable Clock ofLong(String logicalType) {
        return switch (logicalType) {
            case "time-micros" -> new Clock(Meaning.TIME, 1_000_000);
            case "timestamp-millis", "local-timestamp-millis" -> new Clock(Meaning.TIMESTAMP, 1_000);
            case "timestamp-micros", "local-timestamp-micros" -> new Clock(Meaning.TIMESTAMP, 1_000_000);
            case "timestamp-nanos", "local-timestamp-nanos" -> new Clock(Meaning.TIMESTAMP, 1_000_000_000);
            default -> null;
        };
    }

    /** Null for a plain number. */
    static @Nullable Clock of(org.apache.kafka.connect.data.Schema connect) {
        long perSecond = SemanticType.of(connect).unitsPerSecond();
        return switch (Kind.of(connect)) {
            case DATE -> new Clock(Meaning.DATE, 0);
            case TIME -> new Clock(Meaning.TIME, perSecond);
            case INSTANT, LOCAL_TIMESTAMP -> new Clock(Meaning.TIMESTAMP, perSecond);
            default -> null;
        };
    }

    /** {@code count}, counted by {@code target}; a {@link Fault} where it is not a whole number of a long's range. */
    long to(Clock target, long count) {
        if (target.perSecond >= perSecond) {
            long factor = perSecond == 0 ? 1 : target.perSecond / perSecond;
            long high = Math.multiplyHigh(count, factor);
            long product = count * factor;
            if (high != product >> 63) {
                throw new Fault("a time that is out of the range of 64 bits in the unit of its schema");
            }
            return product;
        }
        long divisor = perSecond / target.perSecond;
        if (count % divisor != 0) {
            throw new Fault("a time finer than the unit of its schema (expected a multiple of 1/" + target.perSecond
                    + " of a second)");
        }
        return count / divisor;
    }
}
