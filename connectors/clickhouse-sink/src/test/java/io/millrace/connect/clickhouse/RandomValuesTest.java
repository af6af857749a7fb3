// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static io.millrace.connect.clickhouse.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.SemanticType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values of every size, against the arithmetic of {@link BigInteger}, {@link BigDecimal} and {@code java.time}. */
class RandomValuesTest {
    private static final int VALUES = 20_000;
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** Null where the value is refused. */
    private static byte @Nullable [] written(ColumnEncoder encoder, Object value) {
        try {
            return Encoded.bytes(encoder, value);
        } catch (Unfit e) {
            return null;
        }
    }

    private static ColumnEncoder encoder(Schema schema, String column) {
        return Encoded.encoder(schema, column);
    }

    /** As often small as large. */
    private long anyLong() {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    @Test
    void writesWholeNumbersThatFitAndNoOthers() {
        for (int i = 0; i < VALUES; i++) {
            int bits = 8 << random.nextInt(6);
            boolean isUnsigned = random.nextBoolean();
            boolean isLong = random.nextBoolean();
            BigInteger number =
                    isLong ? BigInteger.valueOf(anyLong()) : new BigInteger(random.nextInt(260), random).negate();
            BigInteger value = random.nextBoolean() ? number : number.negate();
            boolean fitsLong = value.bitLength() < Long.SIZE;
            ColumnEncoder encoder =
                    encoder(fitsLong ? Schema.INT64_SCHEMA : Decimal.schema(0), (isUnsigned ? "UInt" : "Int") + bits);
            boolean fits = isUnsigned ? value.signum() >= 0 && value.bitLength() <= bits : value.bitLength() < bits;

            byte[] bytes = written(encoder, fitsLong ? value.longValue() : new BigDecimal(value));

            assertThat(bytes != null)
                    .as("%s into %d bits, seed %d", value, bits, seed)
                    .isEqualTo(fits);
            if (bytes != null) {
                assertThat(bytes).hasSize(bits / 8);
                assertThat(isUnsigned ? Encoded.unsigned(bytes) : Encoded.signed(bytes))
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void writesDecimalsThatFitAndNoOthers() {
        for (int i = 0; i < VALUES; i++) {
            int digits = 1 + random.nextInt(76);
            int scale = random.nextInt(digits + 1);
            BigDecimal value = new BigDecimal(
                    new BigInteger(random.nextInt(260), random)
                            .multiply(random.nextBoolean() ? BigInteger.ONE : BigInteger.TEN),
                    random.nextInt(90) - 10);
            value = random.nextBoolean() ? value : value.negate();
            ColumnEncoder encoder = encoder(Decimal.schema(scale), "Decimal(" + digits + ", " + scale + ")");

            byte[] bytes = written(encoder, value);

            BigDecimal cut = value.setScale(scale, RoundingMode.DOWN);
            boolean fits =
                    cut.compareTo(value) == 0 && cut.unscaledValue().abs().compareTo(BigInteger.TEN.pow(digits)) < 0;
            assertThat(bytes != null)
                    .as("%s into Decimal(%d, %d), seed %d", value, digits, scale, seed)
                    .isEqualTo(fits);
            if (bytes != null) {
                assertThat(bytes).hasSize(digits <= 9 ? 4 : digits <= 18 ? 8 : digits <= 38 ? 16 : 32);
                assertThat(Encoded.signed(bytes)).isEqualTo(cut.unscaledValue());
            }
        }
    }

    @Test
    void writesTimestampsThatFitAndNoOthers() {
        for (int i = 0; i < VALUES; i++) {
            int digits = random.nextInt(10);
            Years years = Years.values()[random.nextInt(2)];
            SemanticType type = new SemanticType[] {
                        SemanticType.TIMESTAMP, SemanticType.MICRO_TIMESTAMP, SemanticType.NANO_TIMESTAMP
                    }
                    [random.nextInt(3)];
            long count = random.nextInt(50) == 0 ? boundary(type, years, digits) : anyLong();
            ColumnEncoder encoder = Objects.requireNonNull(
                    Encoders.of(sample(type), ClickHouseType.parse("DateTime64(" + digits + ")"), years));

            byte[] bytes = written(encoder, count);

            BigInteger nanos =
                    BigInteger.valueOf(count).multiply(NANOS.divide(BigInteger.valueOf(type.unitsPerSecond())));
            BigInteger perTick = BigInteger.TEN.pow(9 - digits);
            int first = years == Years.FROM_0_TO_9999 ? 0 : 1900;
            int last = years == Years.FROM_0_TO_9999 ? 9999 : 2299;
            boolean fits = nanos.mod(perTick).signum() == 0
                    && nanos.divide(perTick).bitLength() < Long.SIZE
                    && nanos.compareTo(midnight(first)) >= 0
                    && nanos.compareTo(midnight(last + 1)) < 0
                    && nanos.divide(perTick).longValue() != Long.MAX_VALUE; // which is infinity
            boolean isLastSecond = nanos.divide(perTick).bitLength() >= Long.SIZE - 1 && digits == 9;
            if (!isLastSecond) {
                assertThat(bytes != null)
                        .as("%d of %s into DateTime64(%d) of %s, seed %d", count, type, digits, years, seed)
                        .isEqualTo(fits);
            }
            if (bytes != null) {
                assertThat(Encoded.signed(bytes)).isEqualTo(nanos.divide(perTick));
            }
        }
    }

    private static BigInteger midnight(int year) {
        return BigInteger.valueOf(LocalDate.of(year, 1, 1).toEpochDay())
                .multiply(BigInteger.valueOf(86_400))
                .multiply(NANOS);
    }

    private long boundary(SemanticType type, Years years, int digits) {
        long second = random.nextBoolean() ? years.minSecond() : years.endSecond();
        return second * (type.unitsPerSecond() > 1_000_000 ? 1 : type.unitsPerSecond())
                + random.nextInt(3)
                - 1
                - digits % 2;
    }

    @Test
    void writesTheSameWhateverTheEncodingOfTheTime() {
        ColumnEncoder counted = encoder(sample(SemanticType.MICRO_TIMESTAMP), "DateTime64(6, 'UTC')");
        ColumnEncoder local = encoder(sample(SemanticType.ISO_TIMESTAMP), "DateTime64(6, 'UTC')");
        ColumnEncoder zoned = encoder(sample(SemanticType.ZONED_TIMESTAMP), "DateTime64(6, 'UTC')");
        for (int i = 0; i < VALUES; i++) {
            long micros = random.nextLong() % 10_000_000_000_000_000L;
            Instant instant = Instant.EPOCH
                    .plusSeconds(Math.floorDiv(micros, 1_000_000L))
                    .plusNanos(Math.floorMod(micros, 1_000_000L) * 1_000);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(120) * 60 - 3_600);

            byte[] bytes = written(counted, micros);

            assertThat(bytes != null).as("%s, seed %d", instant, seed).isEqualTo(micros >= -2_208_988_800_000_000L);
            assertThat(written(zoned, instant.toString())).isEqualTo(bytes);
            assertThat(written(zoned, instant.atOffset(offset).toString())).isEqualTo(bytes);
            assertThat(written(local, instant.toString())).isEqualTo(bytes);
        }
    }

    @Test
    void writesDatesThatFitAndNoOthers() {
        ColumnEncoder date = encoder(sample(SemanticType.DATE), "Date");
        ColumnEncoder date32 = encoder(sample(SemanticType.DATE), "Date32");
        for (int i = 0; i < VALUES; i++) {
            int day = (int) (anyLong() >> 40);
            LocalDate meant = LocalDate.ofEpochDay(day);

            byte[] small = written(date, day);
            byte[] large = written(date32, day);

            assertThat(small == null ? -1 : Encoded.unsigned(small).intValue())
                    .isEqualTo(day >= 0 && !meant.isAfter(LocalDate.of(2149, 6, 6)) ? day : -1);
            assertThat(large == null ? null : Encoded.signed(large))
                    .isEqualTo(meant.getYear() >= 1900 && meant.getYear() <= 2299 ? BigInteger.valueOf(day) : null);
        }
    }
}
