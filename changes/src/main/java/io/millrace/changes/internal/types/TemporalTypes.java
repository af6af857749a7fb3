// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Temporal;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import io.millrace.records.TemporalReader;
import java.time.ZoneId;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Dates, times and timestamps. Connect's own Timestamp, which Debezium writes with {@code time.precision.mode=connect},
 * is a local date-time in a table's row, whatever its name says: instants are text there.
 */
final class TemporalTypes {
    private TemporalTypes() {}

    static @Nullable ColumnType of(Schema column, TypePolicy policy) {
        if (policy.temporal() == Temporal.KEEP) {
            return null;
        }
        TemporalReader reader = Objects.requireNonNull(TemporalReader.of(column));
        Kind kind = kind(column);
        ZoneId zone = kind == Kind.LOCAL_TIMESTAMP ? policy.zone() : null;
        TemporalTarget target = target(zone == null ? kind : Kind.INSTANT, policy);
        Schema schema = ColumnType.like(column, target.schema());
        Conversion conversion =
                new TemporalConversion(reader, target, zone == null ? null : LocalZone.of(zone), policy);
        return new ColumnType(schema, zone == null ? ConnectDates.of(column, target, conversion) : conversion);
    }

    private static Kind kind(Schema column) {
        if (SemanticType.of(column) == SemanticType.CONNECT_TIMESTAMP) {
            return Kind.LOCAL_TIMESTAMP;
        }
        Kind kind = Kind.meaningOf(column);
        return kind == Kind.ZONED_TIMESTAMP ? Kind.INSTANT : kind;
    }

    private static TemporalTarget target(Kind kind, TypePolicy policy) {
        boolean hasDate = kind != Kind.TIME && kind != Kind.ZONED_TIME;
        boolean inText = hasDate && TypePolicy.anyText(policy.infinity(), policy.zeroDate());
        if (kind == Kind.ZONED_TIME
                || policy.temporal() == Temporal.ISO
                || inText
                || TypePolicy.anyText(policy.outOfRange())) {
            return TemporalTarget.text(kind, policy.years());
        }
        return policy.temporal() == Temporal.CONNECT
                ? TemporalTarget.connect(kind, policy.years())
                : TemporalTarget.micros(kind, policy.years());
    }
}
