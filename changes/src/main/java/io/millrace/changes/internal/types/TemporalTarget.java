// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Years;
import io.millrace.records.IsoWriter;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * How a date, a time or a timestamp is written.
 *
 * @param schema to be completed
 * @param least seconds that it can write
 * @param greatest seconds that it can write, with any fraction
 * @param unitNanos its finest digit, in nanoseconds
 * @param writer from seconds and units
 */
record TemporalTarget(SchemaBuilder schema, Kind kind, long least, long greatest, int unitNanos, Writer writer) {
    static final long YEAR_1 = -62_135_596_800L;
    static final long YEAR_9999 = 253_402_300_799L;
    private static final long DAY = 86_400;
    private static final long MILLIS_LIMIT = Long.MAX_VALUE / 1_000 - 1;
    private static final long MICROS_LIMIT = Long.MAX_VALUE / 1_000_000 - 1;

    /** Makes a value of whole seconds and of the units that are left. */
    interface Writer {
        Object write(long seconds, int units);
    }

    @SuppressWarnings("JavaUtilDate") // what Connect's own logical types consist of
    static TemporalTarget connect(Kind kind, Years years) {
        return switch (kind) {
            case DATE ->
                date(
                        Date.builder(),
                        years,
                        (seconds, units) -> new java.util.Date(Math.floorDiv(seconds, DAY) * DAY * 1_000));
            case TIME ->
                new TemporalTarget(
                        Time.builder(),
                        kind,
                        0,
                        DAY - 1,
                        1_000_000,
                        (seconds, units) -> new java.util.Date(seconds * 1_000 + units));
            default ->
                dated(
                        Timestamp.builder(),
                        kind,
                        years,
                        MILLIS_LIMIT,
                        1_000_000,
                        (seconds, units) -> new java.util.Date(seconds * 1_000 + units));
        };
    }

    static TemporalTarget micros(Kind kind, Years years) {
        Writer micros = (seconds, units) -> seconds * 1_000_000 + units;
        return switch (kind) {
            case DATE ->
                date(ColumnType.named(SemanticType.DATE, SchemaBuilder.int32()), years, (seconds, units) ->
                        (int) Math.floorDiv(seconds, DAY));
            case TIME ->
                new TemporalTarget(
                        ColumnType.named(SemanticType.MICRO_TIME, SchemaBuilder.int64()),
                        kind,
                        -MICROS_LIMIT,
                        MICROS_LIMIT,
                        1_000,
                        micros);
            default -> dated(microTimestamp(kind), kind, years, MICROS_LIMIT, 1_000, micros);
        };
    }

    private static SchemaBuilder microTimestamp(Kind kind) {
        SchemaBuilder schema = ColumnType.named(SemanticType.MICRO_TIMESTAMP, SchemaBuilder.int64());
        return kind == Kind.INSTANT ? schema.parameter(SemanticType.ZONE, SemanticType.UTC) : schema;
    }

    static TemporalTarget text(Kind kind, Years years) {
        SemanticType type = switch (kind) {
            case DATE -> SemanticType.ISO_DATE;
            case TIME -> SemanticType.ISO_TIME;
            case ZONED_TIME -> SemanticType.ZONED_TIME;
            case INSTANT -> SemanticType.ZONED_TIMESTAMP;
            default -> SemanticType.ISO_TIMESTAMP;
        };
        SchemaBuilder schema = ColumnType.named(type, SchemaBuilder.string());
        Writer writer = (seconds, nanos) -> IsoWriter.write(kind, seconds, nanos);
        if (kind == Kind.TIME || kind == Kind.ZONED_TIME) {
            return new TemporalTarget(schema, kind, Long.MIN_VALUE, Long.MAX_VALUE, 1, writer);
        }
        return dated(schema, kind, years, Long.MAX_VALUE, 1, writer);
    }

    private static TemporalTarget date(SchemaBuilder schema, Years years, Writer writer) {
        return dated(schema, Kind.DATE, years, Integer.MAX_VALUE * DAY, 1_000_000_000, writer);
    }

    private static TemporalTarget dated(
            SchemaBuilder schema, Kind kind, Years years, long limit, int unitNanos, Writer writer) {
        return years == Years.ALL
                ? new TemporalTarget(schema, kind, -limit, limit, unitNanos, writer)
                : new TemporalTarget(schema, kind, YEAR_1, YEAR_9999, unitNanos, writer);
    }

    /** The last moment of year 9999. */
    Object endOfYears() {
        return last(YEAR_9999);
    }

    /** The first moment of year 1. */
    Object beginningOfYears() {
        return writer.write(YEAR_1, 0);
    }

    /** What is nearest to {@code seconds}, which is out of range. */
    Object nearest(long seconds) {
        return seconds < least ? writer.write(least, 0) : last(greatest);
    }

    private Object last(long seconds) {
        int micros = Math.max(unitNanos, 1_000); // text ends with microseconds too
        return writer.write(seconds, (1_000_000_000 / micros - 1) * (micros / unitNanos));
    }
}
