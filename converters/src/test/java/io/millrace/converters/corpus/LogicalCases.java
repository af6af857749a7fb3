// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Decimals, dates, times and timestamps, and types that only their name makes more than a number or a text. */
final class LogicalCases {
    private static final Date EPOCH = new Date(0);

    private LogicalCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        decimals(cases);
        times(cases);
        byName(cases);
        return cases;
    }

    private static void decimals(List<Case> cases) {
        for (int scale : List.of(0, 2, 18, 64)) {
            cases.add(Case.of("decimal-scale-" + scale, Decimal.schema(scale), decimals(scale)));
        }
        for (int precision : List.of(1, 9, 18, 38, 64, 100)) {
            Schema schema = Decimal.builder(1)
                    .parameter("connect.decimal.precision", "" + precision)
                    .build();
            cases.add(Case.of("decimal-precision-" + precision, schema, new BigDecimal("0.5")));
        }
        cases.add(Case.of("decimal-scale-negative", Decimal.schema(-2), new BigDecimal(BigInteger.TEN, -2)));
        cases.add(Case.of("decimal-scale-over-precision", Decimal.schema(65), new BigDecimal(BigInteger.TEN, 65)));
        Schema optional = Decimal.builder(3).optional().build();
        cases.add(Case.field("decimal-field-optional", optional, new BigDecimal("1.250"), null));
        Schema withDefault =
                Decimal.builder(2).defaultValue(new BigDecimal("-1.50")).build();
        cases.add(Case.field("decimal-field-default", withDefault, new BigDecimal("0.00")));
        Schema both = Decimal.builder(2)
                .optional()
                .defaultValue(new BigDecimal("9.99"))
                .build();
        cases.add(Case.field("decimal-field-optional-default", both, new BigDecimal("0.01"), null));
        Schema fixed = SchemaBuilder.bytes()
                .name(Decimal.LOGICAL_NAME)
                .version(1)
                .parameter(Decimal.SCALE_FIELD, "2")
                .parameter("connect.decimal.precision", "18")
                .parameter("connect.fixed.size", "8")
                .build();
        cases.add(Case.field("decimal-fixed", fixed, new BigDecimal("12.34"), new BigDecimal("-0.01")));
    }

    private static Object[] decimals(int scale) {
        return new Object[] {
            BigDecimal.ZERO.setScale(scale),
            BigDecimal.ONE.setScale(scale),
            new BigDecimal(BigInteger.valueOf(-129), scale),
            new BigDecimal(BigInteger.valueOf(Long.MIN_VALUE), scale),
            new BigDecimal(BigInteger.TEN.pow(38).negate(), scale)
        };
    }

    private static void times(List<Case> cases) {
        Date day = Date.from(Instant.parse("2024-02-29T00:00:00Z"));
        Date old = Date.from(Instant.parse("1582-10-04T00:00:00Z"));
        addTimes(cases, "date", org.apache.kafka.connect.data.Date.builder(), day, EPOCH, old);
        addTimes(cases, "time", Time.builder(), new Date(86_399_999), EPOCH);
        addTimes(cases, "timestamp", Timestamp.builder(), new Date(1_700_000_000_123L), EPOCH, new Date(-1));
    }

    private static void addTimes(List<Case> cases, String name, SchemaBuilder builder, Date... values) {
        cases.add(Case.of(name, builder.build(), (Object[]) values));
        cases.add(Case.field(name + "-field-optional", again(builder).optional().build(), values[0], null));
        cases.add(Case.field(
                name + "-field-default", again(builder).defaultValue(values[0]).build(), EPOCH));
        Schema both =
                again(builder).optional().defaultValue(values[0]).doc("when").build();
        cases.add(Case.field(name + "-field-optional-default", both, EPOCH, null));
    }

    private static SchemaBuilder again(SchemaBuilder builder) {
        return SchemaBuilder.type(builder.type()).name(builder.name()).version(builder.version());
    }

    private static void byName(List<Case> cases) {
        cases.add(Case.field("debezium-date", int32("io.debezium.time.Date"), 19_000));
        cases.add(Case.field("debezium-time", int32("io.debezium.time.Time"), 1_000));
        cases.add(Case.field("debezium-year", int32("io.debezium.time.Year"), 2024));
        for (String type : List.of("MicroTime", "NanoTime", "Timestamp", "MicroTimestamp", "NanoTimestamp")) {
            Schema schema = SchemaBuilder.int64()
                    .name("io.debezium.time." + type)
                    .version(1)
                    .build();
            cases.add(Case.field("debezium-" + type, schema, 1_700_000_000_123_456_789L));
        }
        for (String type :
                List.of("time.ZonedTimestamp", "time.ZonedTime", "time.Interval", "data.Json", "data.Uuid")) {
            Schema schema = SchemaBuilder.string()
                    .name("io.debezium." + type)
                    .version(1)
                    .build();
            cases.add(Case.field("debezium-" + type, schema, "text"));
        }
    }

    private static Schema int32(String name) {
        return SchemaBuilder.int32().name(name).version(1).build();
    }
}
