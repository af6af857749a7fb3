// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.rest.PartitionOffset;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** The time that a source's offset carries, as Debezium's do: when the database made the change that it has come to. */
final class OffsetTime {
    private static final Map<String, ChronoUnit> FIELDS =
            Map.of("ts_usec", ChronoUnit.MICROS, "ts_ms", ChronoUnit.MILLIS, "ts_sec", ChronoUnit.SECONDS);

    private OffsetTime() {}

    /** Empty where the offset has none. */
    static Optional<Instant> of(JsonNode offset) {
        return FIELDS.entrySet().stream()
                .filter(field -> offset.path(field.getKey()).isIntegralNumber()
                        && offset.path(field.getKey()).asLong() > 0)
                .findFirst()
                .map(field -> Instant.EPOCH.plus(offset.path(field.getKey()).asLong(), field.getValue()));
    }

    /** The newest of several. */
    static Optional<Instant> newest(Collection<PartitionOffset> offsets) {
        return offsets.stream().flatMap(each -> of(each.offset()).stream()).max(Comparator.naturalOrder());
    }

    /** How long ago: {@code 42 s}, {@code 3 min}, {@code 5 h}, {@code 9 d}. */
    static String age(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }
}
