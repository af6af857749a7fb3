// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import io.millrace.records.Fault;
import io.millrace.records.IsoWriter;
import io.millrace.records.Kind;
import io.millrace.records.TemporalReader;
import io.millrace.records.TemporalReader.Special;
import java.time.DateTimeException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** The conversions of dates, times and timestamps. */
final class Temporals {
    private static final int NANOS_PER_MICRO = 1_000;
    private static final long SECONDS_PER_DAY = TimeUnit.DAYS.toSeconds(1);

    private Temporals() {}

    private static void requirePoint(TemporalReader reader, Object value) {
        Special special = reader.special(value);
        if (special != Special.NONE) {
            throw new Fault(
                    special.name() + " (expected a point in time, Spark has no other)",
                    "Set 'types.infinity' or 'types.zero.date' of NormalizeEnvelope.");
        }
    }

    /** Microseconds: of a point in time, of a local one as if it were UTC, or of a length of time. */
    static final class Micros extends Conversion {
        private final TemporalReader reader;

        Micros(DataType type, TemporalReader reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        Object convert(Object value) {
            try {
                requirePoint(reader, value);
                int nanos = reader.nanos(value);
                if (nanos % NANOS_PER_MICRO != 0) {
                    throw new Fault("digits below a microsecond (expected none, Spark has no room for them)");
                }
                return Math.addExact(
                        Math.multiplyExact(reader.seconds(value), TimeUnit.SECONDS.toMicros(1)),
                        nanos / NANOS_PER_MICRO);
            } catch (DateTimeException | ArithmeticException e) {
                throw new Fault(String.valueOf(e.getMessage()));
            }
        }
    }

    static final class Days extends Conversion {
        private final TemporalReader reader;

        Days(TemporalReader reader) {
            super(DataTypes.DateType);
            this.reader = reader;
        }

        @Override
        Object convert(Object value) {
            try {
                requirePoint(reader, value);
                return Math.toIntExact(Math.floorDiv(reader.seconds(value), SECONDS_PER_DAY));
            } catch (DateTimeException | ArithmeticException e) {
                throw new Fault(String.valueOf(e.getMessage()));
            }
        }
    }

    /** ISO-8601, for what Spark has no type for. */
    static final class Text extends Conversion {
        private final Kind kind;
        private final TemporalReader reader;

        Text(Kind kind, TemporalReader reader) {
            super(DataTypes.StringType);
            this.kind = kind;
            this.reader = reader;
        }

        @Override
        Object convert(Object value) {
            try {
                return UTF8String.fromString(IsoWriter.write(kind, reader.seconds(value), reader.nanos(value)));
            } catch (DateTimeException | ArithmeticException e) {
                throw new Fault(String.valueOf(e.getMessage()));
            }
        }
    }
}
