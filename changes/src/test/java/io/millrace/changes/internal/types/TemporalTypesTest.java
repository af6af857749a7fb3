// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import static io.millrace.changes.internal.types.Types.convert;
import static io.millrace.changes.internal.types.Types.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalTypesTest {
    private static final Schema DATE = schema(SemanticType.DATE, SchemaBuilder.int32());
    private static final Schema TIME = schema(SemanticType.TIME, SchemaBuilder.int32());
    private static final Schema MICRO_TIME = schema(SemanticType.MICRO_TIME, SchemaBuilder.int64());
    private static final Schema NANO_TIME = schema(SemanticType.NANO_TIME, SchemaBuilder.int64());
    private static final Schema MILLIS = schema(SemanticType.TIMESTAMP, SchemaBuilder.int64());
    private static final Schema MICROS = schema(SemanticType.MICRO_TIMESTAMP, SchemaBuilder.int64());
    private static final Schema NANOS = schema(SemanticType.NANO_TIMESTAMP, SchemaBuilder.int64());
    private static final Schema ISO_DATE = schema(SemanticType.ISO_DATE, SchemaBuilder.string());
    private static final Schema ISO_TIME = schema(SemanticType.ISO_TIME, SchemaBuilder.string());
    private static final Schema ISO_TIMESTAMP = schema(SemanticType.ISO_TIMESTAMP, SchemaBuilder.string());
    private static final Schema ZONED_TIMESTAMP = schema(SemanticType.ZONED_TIMESTAMP, SchemaBuilder.string());
    private static final Schema ZONED_TIME = schema(SemanticType.ZONED_TIME, SchemaBuilder.string());
    private static final Schema STRUCTURED_DATE = structured(SemanticType.STRUCTURED_DATE);
    private static final Schema STRUCTURED_TIME = structured(SemanticType.STRUCTURED_TIME);
    private static final Schema STRUCTURED_TIMESTAMP = structured(SemanticType.STRUCTURED_TIMESTAMP);
    private static final Schema STRUCTURED_ZONED_TIME = structured(SemanticType.STRUCTURED_ZONED_TIME);
    private static final Schema STRUCTURED_ZONED = structured(SemanticType.STRUCTURED_ZONED_TIMESTAMP);

    private static Schema structured(SemanticType type) {
        SchemaBuilder builder = SchemaBuilder.struct();
        boolean date = !type.schemaName().endsWith("Time");
        if (date) {
            builder.field("year", Schema.OPTIONAL_INT32_SCHEMA)
                    .field("month", Schema.OPTIONAL_INT8_SCHEMA)
                    .field("day", Schema.OPTIONAL_INT8_SCHEMA);
        }
        if (type != SemanticType.STRUCTURED_DATE) {
            builder.field("hour", Schema.OPTIONAL_INT8_SCHEMA)
                    .field("minute", Schema.OPTIONAL_INT8_SCHEMA)
                    .field("second", Schema.OPTIONAL_INT8_SCHEMA)
                    .field("nanos", Schema.OPTIONAL_INT32_SCHEMA);
        }
        if (type.schemaName().contains("Zoned")) {
            builder.field("offsetSeconds", Schema.OPTIONAL_INT32_SCHEMA).field("zoneId", Schema.OPTIONAL_STRING_SCHEMA);
        }
        return schema(type, date ? builder.field("specialValue", Schema.OPTIONAL_STRING_SCHEMA) : builder);
    }

    private static Struct struct(Schema schema, LocalDateTime at) {
        Struct struct = new Struct(schema);
        if (schema.field("year") != null) {
            struct.put("year", at.getYear())
                    .put("month", (byte) at.getMonthValue())
                    .put("day", (byte) at.getDayOfMonth());
        }
        if (schema.field("hour") != null) {
            struct.put("hour", (byte) at.getHour())
                    .put("minute", (byte) at.getMinute())
                    .put("second", (byte) at.getSecond())
                    .put("nanos", at.getNano());
        }
        return struct;
    }

    private static long epochMicros(LocalDateTime at) {
        return Math.addExact(Math.multiplyExact(at.toEpochSecond(ZoneOffset.UTC), 1_000_000L), at.getNano() / 1_000);
    }

    /** Every encoding of one local date-time gives the same number, the same text and the same Connect timestamp. */
    @Test
    void makesOneOfAllEncodings() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            LocalDateTime at = LocalDateTime.ofEpochSecond(
                    random.nextLong(-9_000_000_000L, 9_000_000_000L),
                    random.nextInt(1_000_000) * 1_000,
                    ZoneOffset.UTC);
            String hint = "seed " + seed + ": " + at;
            long micros = epochMicros(at);
            String iso = at.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            Date connect = Date.from(at.truncatedTo(ChronoUnit.MILLIS).toInstant(ZoneOffset.UTC));
            List<Object[]> encodings = Arrays.asList(
                    new Object[] {MICROS, micros},
                    new Object[] {NANOS, micros * 1_000},
                    new Object[] {ISO_TIMESTAMP, iso + "Z"},
                    new Object[] {ISO_TIMESTAMP, at + ""},
                    new Object[] {STRUCTURED_TIMESTAMP, struct(STRUCTURED_TIMESTAMP, at)});
            for (Object[] encoding : encodings) {
                Schema schema = (Schema) encoding[0];
                assertThat(convert(schema, encoding[1], "temporal", "micros"))
                        .as(hint)
                        .isEqualTo(micros);
                assertThat(convert(schema, encoding[1], "temporal", "iso"))
                        .as(hint)
                        .isEqualTo(iso);
                assertThat(convert(schema, encoding[1], "temporal", "connect", "temporal.digits", "truncate"))
                        .as(hint)
                        .isEqualTo(connect);
            }
            LocalDateTime millis = at.truncatedTo(ChronoUnit.MILLIS);
            assertThat(convert(MILLIS, epochMicros(millis) / 1_000, "temporal", "micros"))
                    .as(hint)
                    .isEqualTo(epochMicros(millis));
            assertThat(convert(Timestamp.SCHEMA, connect, "temporal", "iso"))
                    .as(hint)
                    .isEqualTo(millis.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
        }
    }

    @Test
    void makesOneOfAllEncodingsOfAnInstant() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-60_000_000_000L, 250_000_000_000L), random.nextInt(1_000_000) * 1_000L);
            OffsetDateTime at = instant.atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-64_800, 64_801)));
            String hint = "seed " + seed + ": " + at;
            long micros = epochMicros(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            Struct structured = struct(STRUCTURED_ZONED, at.toLocalDateTime())
                    .put("offsetSeconds", at.getOffset().getTotalSeconds());
            String iso = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC)) + "Z";

            assertThat(convert(ZONED_TIMESTAMP, at.toString(), "temporal", "micros"))
                    .as(hint)
                    .isEqualTo(micros);
            assertThat(convert(ZONED_TIMESTAMP, at.toString(), "temporal", "iso"))
                    .as(hint)
                    .isEqualTo(iso);
            assertThat(convert(STRUCTURED_ZONED, structured, "temporal", "micros"))
                    .as(hint)
                    .isEqualTo(micros);
            assertThat(convert(STRUCTURED_ZONED, structured, "temporal", "iso"))
                    .as(hint)
                    .isEqualTo(iso);
        }
    }

    @Test
    void namesTheTypesOfItsTargets() {
        assertThat(target(DATE, "micros").name()).isEqualTo("io.debezium.time.Date");
        assertThat(target(TIME, "micros").name()).isEqualTo("io.debezium.time.MicroTime");
        assertThat(target(NANOS, "micros").name()).isEqualTo("io.debezium.time.MicroTimestamp");
        assertThat(Kind.of(target(NANOS, "micros"))).isEqualTo(Kind.LOCAL_TIMESTAMP);
        assertThat(target(ZONED_TIMESTAMP, "micros").name()).isEqualTo("io.debezium.time.MicroTimestamp");
        assertThat(Kind.of(target(ZONED_TIMESTAMP, "micros"))).isEqualTo(Kind.INSTANT);
        assertThat(target(DATE, "connect")).isEqualTo(optional(org.apache.kafka.connect.data.Date.builder()));
        assertThat(target(MICRO_TIME, "connect")).isEqualTo(optional(Time.builder()));
        assertThat(target(ZONED_TIMESTAMP, "connect")).isEqualTo(optional(Timestamp.builder()));
        assertThat(target(ISO_DATE, "iso").name()).isEqualTo("io.debezium.time.IsoDate");
        assertThat(target(NANO_TIME, "iso").name()).isEqualTo("io.debezium.time.IsoTime");
        assertThat(target(MILLIS, "iso").name()).isEqualTo("io.debezium.time.IsoTimestamp");
        assertThat(target(STRUCTURED_ZONED, "iso").name()).isEqualTo("io.debezium.time.ZonedTimestamp");
        for (String policy : List.of("connect", "micros", "iso")) {
            assertThat(target(STRUCTURED_ZONED_TIME, policy).name()).isEqualTo("io.debezium.time.ZonedTime");
        }
    }

    private static Schema target(Schema schema, String policy) {
        return ColumnType.of(schema, Types.policy("temporal", policy)).schema();
    }

    private static Schema optional(SchemaBuilder builder) {
        return builder.optional().build();
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01, 0",
        "1969-12-31, -1",
        "0001-01-01, -719162",
        "0000-02-29, -719469",
        "-0043-03-15, -735160",
        "9999-12-31, 2932896",
        "+10000-01-01, 2932897",
        "+5874897-12-31, 2145042905",
        "-4712-01-01, -2440550",
        "1582-10-10, -141432",
    })
    void writesDatesOfEveryYear(String iso, int days) {
        assertThat(LocalDate.parse(iso).toEpochDay()).isEqualTo(days);
        for (Object[] encoding : new Object[][] {
            {DATE, days},
            {ISO_DATE, iso + "Z"},
            {ISO_DATE, iso},
            {STRUCTURED_DATE, struct(STRUCTURED_DATE, LocalDate.parse(iso).atStartOfDay())}
        }) {
            Schema schema = (Schema) encoding[0];
            assertThat(convert(schema, encoding[1], "temporal", "iso")).isEqualTo(iso);
            assertThat(convert(schema, encoding[1], "temporal", "micros")).isEqualTo(days);
            assertThat(convert(schema, encoding[1], "temporal", "connect")).isEqualTo(new Date(days * 86_400_000L));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00:00:00, 0",
        "12:34:56.789012, 45296789012",
        "23:59:59.999999, 86399999999",
        "24:00:00, 86400000000",
        "-12:34:56, -45296000000",
        "-00:00:00.000001, -1",
        "123:45:06.789012, 445506789012",
        "838:59:59, 3020399000000",
        "-838:59:59.999, -3020399999000",
        "00:00:01.5, 1500000",
    })
    void writesTimesBeyondADay(String iso, long micros) {
        assertThat(convert(MICRO_TIME, micros, "temporal", "iso")).isEqualTo(iso);
        assertThat(convert(NANO_TIME, micros * 1_000, "temporal", "iso")).isEqualTo(iso);
        assertThat(convert(NANO_TIME, micros * 1_000, "temporal", "micros")).isEqualTo(micros);
        assertThat(convert(MICRO_TIME, micros, "temporal", "micros")).isEqualTo(micros);
    }

    @Test
    void readsTimesOfEveryEncoding() {
        LocalTime at = LocalTime.of(12, 34, 56, 789_000_000);
        for (Object[] encoding : new Object[][] {
            {TIME, 45_296_789},
            {MICRO_TIME, 45_296_789_000L},
            {NANO_TIME, 45_296_789_000_000L},
            {Time.SCHEMA, new Date(45_296_789)},
            {ISO_TIME, "12:34:56.789Z"},
            {ISO_TIME, "12:34:56.789"},
            {STRUCTURED_TIME, struct(STRUCTURED_TIME, at.atDate(LocalDate.EPOCH))}
        }) {
            Schema schema = (Schema) encoding[0];
            assertThat(convert(schema, encoding[1], "temporal", "micros")).isEqualTo(45_296_789_000L);
            assertThat(convert(schema, encoding[1], "temporal", "iso")).isEqualTo("12:34:56.789");
            assertThat(convert(schema, encoding[1], "temporal", "connect")).isEqualTo(new Date(45_296_789));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "07:04:56.789012Z, 07:04:56.789012Z",
        "12:34:56+05:30, 07:04:56Z",
        "00:00:00-08:00, 08:00:00Z",
        "00:30:00+01, 23:30:00Z",
        "24:00:00Z, 24:00:00Z",
        "16:00-08, 00:00:00Z",
        "15:59:00.500Z, 15:59:00.5Z",
    })
    void movesTimesWithAnOffsetToUtc(String text, String expected) {
        for (String policy : List.of("connect", "micros", "iso")) {
            assertThat(convert(ZONED_TIME, text, "temporal", policy)).isEqualTo(expected);
        }
    }

    @Test
    void movesStructuredTimesWithAnOffsetToUtc() {
        Struct time = struct(STRUCTURED_ZONED_TIME, LocalDateTime.of(1970, 1, 1, 0, 30))
                .put("offsetSeconds", 3_600);

        assertThat(convert(STRUCTURED_ZONED_TIME, time, "temporal", "micros")).isEqualTo("23:30:00Z");
    }

    @Test
    void reachesTheEndsOfTheNumbers() {
        assertThat(convert(NANOS, Long.MAX_VALUE - 1, "temporal", "iso")).isEqualTo("2262-04-11T23:47:16.854775806");
        assertThat(convert(NANOS, Long.MIN_VALUE + 1, "temporal", "iso")).isEqualTo("1677-09-21T00:12:43.145224193");
        assertThat(convert(MICROS, -210_863_520_000_000_000L, "temporal", "iso"))
                .isEqualTo("-4712-01-01T00:00:00");
        assertThat(convert(MICROS, 9_223_371_331_199_999_999L, "temporal", "iso"))
                .isEqualTo("+294247-01-01T23:59:59.999999");
        assertThat(convert(MILLIS, 253_402_300_799_999L, "temporal", "micros")).isEqualTo(253_402_300_799_999_000L);
    }

    /** What the PostgreSQL connector sends for infinity, in each mode and of both versions that were looked at. */
    @Test
    void knowsInfinityInEveryEncoding() {
        Object[][] infinities = {
            {DATE, -622191234, -625821272},
            {DATE, -2147472692, -2147472691},
            {DATE, 2146033979, -2147472691},
            {ISO_DATE, "+292278994-08-16Z", "+292269055-12-02Z"},
            {ISO_DATE, "-5877611-06-21Z", "-5877611-06-22Z"},
            {ISO_DATE, "+5877611-06-21Z", "-5877611-06-22Z"},
            {MICROS, 9223372036825200000L, -9223372036832400000L},
            {MICROS, Long.MAX_VALUE, Long.MIN_VALUE},
            {MILLIS, 9223372036825200L, -9223372036832400L},
            {MILLIS, 9223372036825200000L, -9223372036832400000L},
            {NANOS, Long.MAX_VALUE, Long.MIN_VALUE},
            {Timestamp.SCHEMA, new Date(9223372036825200L), new Date(-9223372036832400L)},
            {Timestamp.SCHEMA, new Date(9223372036825200000L), new Date(-9223372036832400000L)},
            {ISO_TIMESTAMP, "+294247-01-10T04:00:25.2Z", "-290308-12-21T19:59:27.6Z"},
            {ISO_TIMESTAMP, "+292278994-08-16T23:00:00Z", "-292275055-05-16T23:00:00Z"},
            {ZONED_TIMESTAMP, "infinity", "-infinity"},
            {ZONED_TIMESTAMP, "infinity", "+292269055-12-02T23:00:00.000000Z"},
            {STRUCTURED_DATE, special(STRUCTURED_DATE, "POSITIVE"), special(STRUCTURED_DATE, "NEGATIVE")},
            {STRUCTURED_ZONED, special(STRUCTURED_ZONED, "POSITIVE"), special(STRUCTURED_ZONED, "NEGATIVE")},
        };
        for (Object[] row : infinities) {
            Schema schema = (Schema) row[0];
            String hint = schema.name() + " " + row[1];
            for (String policy : List.of("connect", "micros", "iso")) {
                assertThat(convert(schema, row[1], "temporal", policy, "infinity", "string"))
                        .as(hint)
                        .isEqualTo("infinity");
                assertThat(convert(schema, row[2], "temporal", policy, "infinity", "string"))
                        .as(hint)
                        .isEqualTo("-infinity");
                assertThat(convert(schema, row[1], "temporal", policy, "infinity", "null"))
                        .as(hint)
                        .isNull();
                assertThatThrownBy(() -> convert(schema, row[1], "temporal", policy))
                        .as(hint)
                        .isInstanceOf(ArithmeticException.class)
                        .hasMessage("infinity, which the type cannot hold");
                assertThatThrownBy(() -> convert(schema, row[2], "temporal", policy))
                        .as(hint)
                        .hasMessage("-infinity, which the type cannot hold");
            }
        }
    }

    private static Struct special(Schema schema, String sign) {
        return new Struct(schema).put("specialValue", sign + "_INFINITY");
    }

    @Test
    void clampsInfinityToTheYearsThatEveryWarehouseTakes() {
        assertThat(convert(DATE, -622191234, "temporal", "micros", "infinity", "clamp"))
                .isEqualTo(2_932_896);
        assertThat(convert(DATE, -625821272, "temporal", "micros", "infinity", "clamp"))
                .isEqualTo(-719_162);
        assertThat(convert(MICROS, Long.MAX_VALUE, "temporal", "micros", "infinity", "clamp"))
                .isEqualTo(253_402_300_799_999_999L);
        assertThat(convert(ZONED_TIMESTAMP, "infinity", "temporal", "iso", "infinity", "clamp"))
                .isEqualTo("9999-12-31T23:59:59.999999Z");
        assertThat(convert(ZONED_TIMESTAMP, "-infinity", "temporal", "iso", "infinity", "clamp"))
                .isEqualTo("0001-01-01T00:00:00Z");
        assertThat(convert(ZONED_TIMESTAMP, "infinity", "temporal", "connect", "infinity", "clamp"))
                .isEqualTo(new Date(253_402_300_799_999L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00", "2024-00-00", "2024-02-00"})
    void settlesZeroDates(String text) {
        assertThat(convert(ISO_DATE, text, "temporal", "micros", "zero.date", "null"))
                .isNull();
        assertThat(convert(ISO_DATE, text, "temporal", "micros", "zero.date", "string"))
                .isEqualTo(text);
        assertThat(convert(ISO_DATE, text, "temporal", "micros", "zero.date", "clamp"))
                .isEqualTo(-719_162);
        assertThatThrownBy(() -> convert(ISO_DATE, text, "temporal", "micros"))
                .hasMessage("a date with a month or day of 00");
    }

    @Test
    void settlesStructuredZeroDates() {
        Struct zero = new Struct(STRUCTURED_DATE)
                .put("year", 0)
                .put("month", (byte) 0)
                .put("day", (byte) 0);

        assertThat(convert(STRUCTURED_DATE, zero, "temporal", "iso", "zero.date", "null"))
                .isNull();
        assertThat(convert(STRUCTURED_DATE, zero, "temporal", "iso", "zero.date", "string"))
                .isEqualTo("0000-00-00");
    }

    @Test
    void settlesWhatConnectsTimeCannotHold() {
        long hours25 = 90_000_000_000L;
        assertThatThrownBy(() -> convert(MICRO_TIME, hours25, "temporal", "connect"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("a time that is negative or longer than a day, which the type cannot hold");
        assertThatThrownBy(() -> convert(MICRO_TIME, 86_400_000_000L, "temporal", "connect"))
                .isInstanceOf(ArithmeticException.class);
        assertThat(convert(MICRO_TIME, hours25, "temporal", "connect", "out.of.range", "null"))
                .isNull();
        assertThat(convert(MICRO_TIME, hours25, "temporal", "connect", "out.of.range", "clamp"))
                .isEqualTo(new Date(86_399_999));
        assertThat(convert(MICRO_TIME, -1L, "temporal", "connect", "out.of.range", "clamp"))
                .isEqualTo(new Date(0));
        assertThat(convert(MICRO_TIME, hours25, "temporal", "connect", "out.of.range", "string"))
                .isEqualTo("25:00:00");
        assertThat(convert(MICRO_TIME, 0L, "temporal", "connect", "out.of.range", "string"))
                .as("all values of such a column are text")
                .isEqualTo("00:00:00");
    }

    @Test
    void settlesYearsThatMicrosecondsCannotCount() {
        String text = "+294276-12-31T23:59:59.999999Z";
        assertThatThrownBy(() -> convert(ZONED_TIMESTAMP, text, "temporal", "micros"))
                .hasMessage("a date beyond the years that are in range");
        assertThat(convert(ZONED_TIMESTAMP, text, "temporal", "iso")).isEqualTo(text);
        assertThat(convert(ZONED_TIMESTAMP, text, "temporal", "connect", "temporal.digits", "truncate"))
                .isEqualTo(new Date(9_224_318_015_999_999L));
    }

    @Test
    void settlesYearsBeyondTheCommonOnes() {
        assertThat(convert(DATE, 2_932_896, "temporal", "micros", "temporal.years", "common"))
                .isEqualTo(2_932_896);
        assertThatThrownBy(() -> convert(DATE, 2_932_897, "temporal", "micros", "temporal.years", "common"))
                .hasMessage("a date beyond the years that are in range");
        String[] clamped = {"temporal", "iso", "temporal.years", "common", "out.of.range", "clamp"};
        assertThat(convert(DATE, 2_932_897, clamped)).isEqualTo("9999-12-31");
        assertThat(convert(MICROS, -62_135_596_800_000_001L, clamped)).isEqualTo("0001-01-01T00:00:00");
        assertThat(convert(MICROS, 253_402_300_800_000_000L, clamped)).isEqualTo("9999-12-31T23:59:59.999999");
    }

    @Test
    void neverDropsADigitUnasked() {
        assertThatThrownBy(() -> convert(NANOS, 1_500L, "temporal", "micros"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("digits below a microsecond");
        assertThatThrownBy(() -> convert(MICROS, 1_500L, "temporal", "connect"))
                .hasMessage("digits below a millisecond");
        assertThat(convert(NANOS, 1_500L, "temporal", "iso")).isEqualTo("1970-01-01T00:00:00.0000015");
        assertThat(convert(NANOS, 1_500L, "temporal", "micros", "temporal.digits", "truncate"))
                .isEqualTo(1L);
        assertThat(convert(NANOS, 1_500L, "temporal", "micros", "temporal.digits", "round"))
                .isEqualTo(2L);
        assertThat(convert(NANOS, -1_500L, "temporal", "micros", "temporal.digits", "truncate"))
                .isEqualTo(-2L);
        assertThat(convert(NANO_TIME, -1_500L, "temporal", "micros", "temporal.digits", "truncate"))
                .isEqualTo(-1L);
        assertThat(convert(NANOS, 999_999_999L, "temporal", "micros", "temporal.digits", "round"))
                .isEqualTo(1_000_000L);
        assertThat(convert(MICROS, 1_499L, "temporal", "connect", "temporal.digits", "round"))
                .isEqualTo(new Date(1));
    }

    @Test
    void makesInstantsOfLocalTimesInAZone() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (String id : List.of(
                "Europe/Zurich",
                "America/New_York",
                "Asia/Kolkata",
                "Australia/Lord_Howe",
                "UTC",
                "+02:00",
                "Africa/Casablanca",
                "America/Sao_Paulo")) {
            ZoneId zone = ZoneId.of(id);
            for (int i = 0; i < 2_000; i++) {
                LocalDateTime local = LocalDateTime.ofEpochSecond(
                        random.nextLong(-9_000_000_000L, 9_000_000_000L), 0, ZoneOffset.UTC);
                Instant expected = ZonedDateTime.ofLocal(local, zone, null).toInstant();

                assertThat(convert(MICROS, epochMicros(local), "temporal", "micros", "temporal.zone", id))
                        .as("seed %d: %s in %s", seed, local, id)
                        .isEqualTo(expected.getEpochSecond() * 1_000_000);
            }
        }
    }

    /** In Zurich clocks went from 02:00 to 03:00 on 2024-03-31 and from 03:00 to 02:00 on 2024-10-27. */
    @ParameterizedTest
    @CsvSource({
        "2024-03-31T01:59:59.999999, 2024-03-31T00:59:59.999999Z", "2024-03-31T02:00:00, 2024-03-31T01:00:00Z",
        "2024-03-31T02:30:00, 2024-03-31T01:30:00Z", "2024-03-31T03:00:00, 2024-03-31T01:00:00Z",
        "2024-10-27T01:59:59, 2024-10-26T23:59:59Z", "2024-10-27T02:30:00, 2024-10-27T00:30:00Z",
        "2024-10-27T03:00:00, 2024-10-27T02:00:00Z", "2400-07-01T12:00:00, 2400-07-01T10:00:00Z",
    })
    void goesOnAsTheClockDidWhereItSkipsOrRepeats(String local, String instant) {
        assertThat(convert(ISO_TIMESTAMP, local, "temporal", "iso", "temporal.zone", "Europe/Zurich"))
                .isEqualTo(instant);
        assertThat(ZonedDateTime.ofLocal(LocalDateTime.parse(local), ZoneId.of("Europe/Zurich"), null)
                        .toInstant())
                .isEqualTo(Instant.parse(instant));
    }

    @Test
    void leavesDatesTimesAndInstantsOutOfTheZone() {
        String[] zoned = {"temporal", "iso", "temporal.zone", "Asia/Tokyo"};
        assertThat(convert(DATE, 0, zoned)).isEqualTo("1970-01-01");
        assertThat(convert(MICRO_TIME, 0L, zoned)).isEqualTo("00:00:00");
        assertThat(convert(ZONED_TIMESTAMP, "1970-01-01T00:00:00Z", zoned)).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(convert(Timestamp.SCHEMA, new Date(0), zoned))
                .as("Connect's timestamp in a table's row is a local one")
                .isEqualTo("1969-12-31T15:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2024-02-30T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "2024-13-01T00:00:00Z",
                "secret text",
                "2024-01-01T24:00:01Z",
                "2024-01-01T00:60:00Z",
                "2024-01-01",
                "2024-01-01T00:00:00",
                "2024-01-01T00:00:00.Z",
                "2024-01-01T00:00:00.1234567890Z",
                "2024-01-01T00:00:00+1",
                "2024-01-01T00:00:00+19:00",
                "24-01-01T00:00:00Z",
                "2024-01-01X00:00:00Z",
                "1234567890-01-01T00:00:00Z",
                "2024-1-1T0:0:0Z"
            })
    void refusesOtherTextWithoutQuotingIt(String text) {
        for (String policy : List.of("connect", "micros", "iso")) {
            assertThatThrownBy(() -> convert(ZONED_TIMESTAMP, text, "temporal", policy))
                    .hasMessage("text of " + text.length() + " characters that is no ISO-8601 date or time");
        }
    }

    @Test
    void takesNegativePartsOfASecondFromAStructuredTime() {
        Schema column = schema(
                SemanticType.STRUCTURED_TIME,
                SchemaBuilder.struct().field("second", Schema.INT32_SCHEMA).field("nanos", Schema.INT32_SCHEMA));

        assertThat(convert(
                        column, new Struct(column).put("second", -1).put("nanos", -500_000_000), "temporal", "micros"))
                .isEqualTo(-1_500_000L);
        assertThat(convert(
                        column, new Struct(column).put("second", 2).put("nanos", -500_000_000), "temporal", "connect"))
                .isEqualTo(new Date(1_500));
    }

    @Test
    void doesNotTellTheZoneThatItDoesNotKnow() {
        Schema column = schema(
                SemanticType.STRUCTURED_ZONED_TIME,
                SchemaBuilder.struct()
                        .field("hour", Schema.INT32_SCHEMA)
                        .field("offsetSeconds", Schema.OPTIONAL_INT32_SCHEMA)
                        .field("zoneId", Schema.STRING_SCHEMA));

        assertThatThrownBy(() ->
                        convert(column, new Struct(column).put("hour", 1).put("zoneId", "s3cr3t"), "temporal", "iso"))
                .hasMessage("a struct in a zone, or at a time, that is not known");
    }

    @Test
    void clampsADateToAMidnightWhichIsAllThatConnectTakes() {
        Schema column = schema(SemanticType.ISO_DATE, SchemaBuilder.string());

        Object last = convert(column, "infinity", "temporal", "connect", "infinity", "clamp");

        assertThat(last).isEqualTo(Date.from(Instant.parse("9999-12-31T00:00:00Z")));
        assertThat(org.apache.kafka.connect.data.Date.fromLogical(
                        org.apache.kafka.connect.data.Date.SCHEMA, (Date) last))
                .isEqualTo((int) LocalDate.of(9999, 12, 31).toEpochDay());
    }

    @Test
    void isNoNumberWhateverTheDatabaseCallsItsColumn() {
        Schema column = Timestamp.builder()
                .parameter("__debezium.source.column.type", "BIGINT UNSIGNED")
                .build();

        assertThat(convert(column, new Date(7))).isEqualTo(new Date(7));
    }

    @Test
    void leavesEverythingAsItIsByDefault() {
        for (Schema schema : List.of(DATE, NANO_TIME, MICROS, ISO_DATE, ZONED_TIMESTAMP, STRUCTURED_ZONED)) {
            ColumnType type = ColumnType.of(schema, Types.policy());
            assertThat(type.schema()).isSameAs(schema);
            assertThat(type.conversion()).isNull();
        }
    }
}
