// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.records.Fault;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ConversionsTest {
    private static final long MICROS =
            Instant.parse("2026-03-01T10:20:30.123456Z").getEpochSecond() * 1_000_000 + 123_456;

    private static Schema named(SchemaBuilder builder, String name) {
        return builder.name(name).build();
    }

    private static Object convert(Schema schema, Object value) {
        return Conversions.of(schema).convert(value);
    }

    private static String type(Schema schema) {
        return Conversions.of(schema).type().sql();
    }

    @Test
    void keepsNumbersAsTheyAre() {
        assertThat(type(Schema.INT8_SCHEMA)).isEqualTo("TINYINT");
        assertThat(type(Schema.INT64_SCHEMA)).isEqualTo("BIGINT");
        assertThat(type(Schema.FLOAT32_SCHEMA)).isEqualTo("FLOAT");
        assertThat(convert(Schema.INT64_SCHEMA, 7L)).isEqualTo(7L);
    }

    @Test
    void keepsEveryDigitOfADecimal() {
        Schema precise =
                Decimal.builder(4).parameter("connect.decimal.precision", "12").build();

        assertThat(type(precise)).isEqualTo("DECIMAL(12,4)");
        assertThat(type(Decimal.schema(4))).isEqualTo("DECIMAL(38,4)");
        assertThat(convert(precise, new BigDecimal("12345678.9000")).toString()).isEqualTo("12345678.9000");
    }

    @Test
    void refusesADecimalThatSparkWouldMakeNull() {
        Schema precise =
                Decimal.builder(2).parameter("connect.decimal.precision", "4").build();

        assertThatThrownBy(() -> convert(precise, new BigDecimal("100.00")))
                .isInstanceOf(Fault.class)
                .extracting(fault -> ((Fault) fault).found())
                .isEqualTo("a decimal of 5 digits (expected at most 4)");
    }

    @Test
    void makesTextOfDecimalsThatSparkHasNoRoomFor() {
        Schema wide =
                Decimal.builder(2).parameter("connect.decimal.precision", "65").build();
        Schema varying = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        String digits = "9".repeat(60) + ".25";

        assertThat(convert(wide, new BigDecimal(digits))).isEqualTo(UTF8String.fromString(digits));
        assertThat(convert(varying, new Struct(varying).put("scale", 3).put("value", ByteBuffer.wrap(new byte[] {7}))))
                .isEqualTo(UTF8String.fromString("0.007"));
    }

    @Test
    void tellsPointsInTimeFromLocalTimes() {
        Schema micros = named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp");
        Schema zoned = named(SchemaBuilder.string(), "io.debezium.time.ZonedTimestamp");

        assertThat(Conversions.of(Timestamp.SCHEMA).type()).isEqualTo(DataTypes.TimestampType);
        assertThat(convert(Timestamp.SCHEMA, new Date(1_500))).isEqualTo(1_500_000L);
        assertThat(Conversions.of(micros).type()).isEqualTo(DataTypes.TimestampNTZType);
        assertThat(convert(micros, MICROS)).isEqualTo(MICROS);
        assertThat(Conversions.of(zoned).type()).isEqualTo(DataTypes.TimestampType);
        assertThat(convert(zoned, "2026-03-01T12:20:30.123456+02:00")).isEqualTo(MICROS);
    }

    @Test
    void refusesWhatIsNoPointInTimeForSpark() {
        Schema zoned = named(SchemaBuilder.string(), "io.debezium.time.ZonedTimestamp");
        Schema nanos = named(SchemaBuilder.int64(), "io.debezium.time.NanoTimestamp");

        assertThatThrownBy(() -> convert(zoned, "infinity"))
                .extracting(fault -> ((Fault) fault).found())
                .isEqualTo("INFINITY (expected a point in time, Spark has no other)");
        assertThatThrownBy(() -> convert(nanos, MICROS * 1_000 + 1))
                .extracting(fault -> ((Fault) fault).found())
                .isEqualTo("digits below a microsecond (expected none, Spark has no room for them)");
    }

    @Test
    void writesDatesAndTimesOfDay() {
        Schema time = named(SchemaBuilder.int64(), "io.debezium.time.MicroTime");
        LocalDate day = LocalDate.of(1969, 12, 31);

        assertThat(type(org.apache.kafka.connect.data.Date.SCHEMA)).isEqualTo("DATE");
        assertThat(convert(org.apache.kafka.connect.data.Date.SCHEMA, new Date(day.toEpochDay() * 86_400_000L)))
                .isEqualTo(-1);
        assertThat(type(time)).isEqualTo("STRING");
        assertThat(convert(time, 3_723_000_004L)).isEqualTo(UTF8String.fromString("01:02:03.000004"));
    }

    @Test
    void convertsWhatIsInsideOthers() {
        Schema place = SchemaBuilder.struct()
                .optional()
                .field("city", Schema.STRING_SCHEMA)
                .field("zip", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema all = SchemaBuilder.struct()
                .field("place", place)
                .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .field(
                        "counts",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build())
                .build();

        InternalRow row = (InternalRow) convert(
                all,
                new Struct(all)
                        .put("place", new Struct(place).put("city", "Århus"))
                        .put("tags", List.of("a", "b"))
                        .put("counts", Map.of("x", 3)));

        assertThat(type(all))
                .isEqualTo(
                        "STRUCT<place: STRUCT<city: STRING, zip: STRING>, tags: ARRAY<STRING>, counts: MAP<STRING, INT>>");
        InternalRow inner = row.getStruct(0, 2);
        assertThat(inner.getUTF8String(0).toString()).isEqualTo("Århus");
        assertThat(inner.isNullAt(1)).isTrue();
        ArrayData tags = row.getArray(1);
        assertThat(tags.numElements()).isEqualTo(2);
        MapData counts = row.getMap(2);
        assertThat(counts.valueArray().getInt(0)).isEqualTo(3);
    }

    @Test
    void namesThePlaceOfAFault() {
        Schema zoned = named(SchemaBuilder.string(), "io.debezium.time.ZonedTimestamp");
        Schema list = SchemaBuilder.struct()
                .field("seen", SchemaBuilder.array(zoned).build())
                .build();

        assertThatThrownBy(() -> convert(list, new Struct(list).put("seen", List.of("noon"))))
                .extracting(fault -> ((Fault) fault).at("orders value"))
                .isEqualTo("orders value.seen[]");
    }
}
