// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeTest {
    @Test
    void readsZonedTextLikeTheReferenceParser() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long seconds = random.nextLong(-62_000_000_000L, 250_000_000_000L);
            Instant instant = Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1_000L);
            ZoneOffset zone = random.nextBoolean() ? ZoneOffset.UTC : ZoneOffset.ofTotalSeconds(random.nextInt(36_000));
            OffsetDateTime text = instant.atOffset(zone);

            assertThat(Decode.zonedMicros(text.toString()))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T12:00:00Z, 1709208000000000",
        "2023-12-31T23:59:59.9Z, 1704067199900000",
        "1969-12-31T23:59:59.999999Z, -1",
        "2024-01-01T00:00Z, 1704067200000000",
    })
    void readsZonedText(String text, long micros) {
        assertThat(Decode.zonedMicros(text)).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-02-29T00:00:00Z",
                "2023-13-01T00:00:00Z",
                "2023-01-01T24:00:01Z",
                "2023-01-01T00:60:00Z",
                "2023-01-01 00:00:00Z",
                "2023-01-01T00:00:0xZ",
                "secret",
            })
    void refusesOtherTextWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> Decode.zonedMicros(text))
                .isInstanceOf(DateTimeException.class)
                .hasMessage("text of " + text.length() + " characters that is no ISO-8601 timestamp");
    }

    @Test
    void neverRoundsNanoseconds() {
        assertThat(Decode.exactMicros(1_234_000, 1_000_000_000)).isEqualTo(1_234);
        assertThatThrownBy(() -> Decode.exactMicros(1_234_001, 1_000_000_000))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("digits below a microsecond");
        assertThatThrownBy(() -> Decode.zonedMicros("2023-01-01T00:00:00.0000001Z"))
                .hasMessage("digits below a microsecond");
        assertThatThrownBy(() -> Decode.exactMicros(Long.MAX_VALUE, 1_000)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void readsPeriods() {
        assertThat(Decode.period("P1Y2M3DT4H5M6.789S"))
                .isEqualTo(
                        new Decode.Period(14, 3, Duration.parse("PT4H5M6.789S").toMillis() * 1_000));
        assertThat(Decode.period("P-1Y0M-3DT-0.000001S")).isEqualTo(new Decode.Period(-12, -3, -1));
        assertThatThrownBy(() -> Decode.period("P")).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> Decode.period("PT0.0000001S")).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void readsDecimalsAndBytes() {
        Schema schema = SchemaBuilder.struct()
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Struct struct = new Struct(schema).put("scale", 3).put("value", ByteBuffer.wrap(new byte[] {-1, 0}));

        assertThat(Decode.decimal(struct)).isEqualTo(new BigDecimal("-0.256"));
        assertThat(Decode.decimal(BigDecimal.TEN)).isSameAs(BigDecimal.TEN);
    }

    @Test
    void turnsBitsAround() {
        assertThat(Decode.bitsLeftAligned(new byte[] {0b0000_0101, 0b10}, 10))
                .containsExactly(0b1000_0001, 0b0100_0000);
        assertThat(Decode.bitsLeftAligned(new byte[] {1}, 3)).containsExactly(0b0010_0000);
    }

    @Test
    void knowsWhatSchemasMean() {
        assertThat(Kind.of(Timestamp.SCHEMA)).isEqualTo(Kind.INSTANT);
        assertThat(Kind.of(Schema.BYTES_SCHEMA)).isEqualTo(Kind.BYTES);
        assertThat(Kind.of(SchemaBuilder.string().name("io.debezium.time.Date").build()))
                .as("a name on another type than its own")
                .isEqualTo(Kind.TEXT);
        assertThat(SemanticType.of(Date.SCHEMA).count(java.util.Date.from(Instant.parse("1969-12-31T00:00:00Z"))))
                .isEqualTo(-1);
        assertThat(SemanticType.MICRO_TIMESTAMP.unitsPerSecond()).isEqualTo(1_000_000);
    }
}
