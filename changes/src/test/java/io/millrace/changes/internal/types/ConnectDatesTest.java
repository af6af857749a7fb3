// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.changes.internal.types.TypePolicy.Years;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectDatesTest {
    private static final String UNUSUAL = "unusual";

    @Test
    void readsTextAsJavaTimeDoes() {
        Conversion dates = dates(SemanticType.ZONED_TIMESTAMP, SchemaBuilder.string(), Kind.INSTANT);
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(TemporalTarget.YEAR_1, TemporalTarget.YEAR_9999),
                    random.nextInt(1000) * 1_000_000L);
            assertThat(dates.apply(instant.toString())).as("seed %d", seed).isEqualTo(Date.from(instant));
        }
        for (String text : List.of("2024-02-29T23:59:59Z", "1900-02-28T00:00:00.5Z", "0001-01-01T00:00:00.01Z")) {
            assertThat(dates.apply(text))
                    .isEqualTo(Date.from(OffsetDateTime.parse(text).toInstant()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "infinity",
                "2026-11-22T09:50:13",
                "2026-11-22T09:50:13+00:00",
                "2026-11-22T09:50:13.Z",
                "2026-11-22T09:50:13.1234Z",
                "2026-11-22T09:50:13,518Z",
                "2026-11-22 09:50:13.518Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T09:60:00Z",
                "2026-11-22T09:50:60Z",
                "2026-00-22T09:50:13Z",
                "2026-13-22T09:50:13Z",
                "2026-11-00T09:50:13Z",
                "2026-11-31T09:50:13Z",
                "2026-02-29T09:50:13Z",
                "0000-11-22T09:50:13Z",
                "-026-11-22T09:50:13Z",
                "20a6-11-22T09:50:13Z",
                "2026-1a-22T09:50:13Z",
                "2026-11-22T09:50:1:Z",
                "2026-11-22T09:50:13.5/Z",
                "+12026-11-22T09:50:13Z"
            })
    void leavesOtherTextToTheOther(String text) {
        assertThat(dates(SemanticType.ZONED_TIMESTAMP, SchemaBuilder.string(), Kind.INSTANT)
                        .apply(text))
                .isEqualTo(UNUSUAL);
    }

    @Test
    void readsCountsUpToTheEdges() {
        Conversion date = dates(SemanticType.DATE, SchemaBuilder.int32(), Kind.DATE);
        assertThat(date.apply(-1)).isEqualTo(new Date(-86_400_000L));
        assertThat(date.apply(2_932_896)).isEqualTo(Date.from(Instant.parse("9999-12-31T00:00:00Z")));
        assertThat(date.apply(2_932_897)).isEqualTo(UNUSUAL);
        assertThat(date.apply(Integer.MIN_VALUE)).isEqualTo(UNUSUAL);

        Conversion micros = dates(SemanticType.MICRO_TIMESTAMP, SchemaBuilder.int64(), Kind.LOCAL_TIMESTAMP);
        assertThat(micros.apply(-1_000L)).isEqualTo(new Date(-1));
        assertThat(micros.apply(1L)).isEqualTo(UNUSUAL);
        assertThat(micros.apply(-1L)).isEqualTo(UNUSUAL);
        assertThat(micros.apply(Long.MAX_VALUE)).isEqualTo(UNUSUAL);

        Conversion millis = dates(SemanticType.TIMESTAMP, SchemaBuilder.int64(), Kind.LOCAL_TIMESTAMP);
        Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
        assertThat(millis.apply(last.toEpochMilli())).isEqualTo(Date.from(last));
        assertThat(millis.apply(last.plus(1, ChronoUnit.MILLIS).toEpochMilli())).isEqualTo(UNUSUAL);
        assertThat(millis.apply(Long.MIN_VALUE)).isEqualTo(UNUSUAL);
        assertThat(millis.apply("text")).isEqualTo(UNUSUAL);

        Conversion time = dates(SemanticType.MICRO_TIME, SchemaBuilder.int64(), Kind.TIME);
        assertThat(time.apply(86_399_999_000L)).isEqualTo(new Date(86_399_999));
        assertThat(time.apply(86_400_000_000L)).isEqualTo(UNUSUAL);
        assertThat(time.apply(-1_000L)).isEqualTo(UNUSUAL);
    }

    @Test
    void leavesTextTargetsToTheOther() {
        Schema column = named(SemanticType.DATE, SchemaBuilder.int32());
        Conversion other = value -> UNUSUAL;

        assertThat(ConnectDates.of(column, TemporalTarget.text(Kind.DATE, Years.ALL), other))
                .isSameAs(other);
    }

    private static Conversion dates(SemanticType type, SchemaBuilder schema, Kind kind) {
        return ConnectDates.of(named(type, schema), TemporalTarget.connect(kind, Years.ALL), value -> UNUSUAL);
    }

    private static Schema named(SemanticType type, SchemaBuilder schema) {
        return ColumnType.named(type, schema).build();
    }
}
