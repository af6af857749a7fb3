// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.TableName;
import io.millrace.testkit.servers.TestServers;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** Random values: what the encoders write is what the server itself makes of the same value's text. */
class BinaryFormatIT {
    private static final long SEED = 20_260_203;
    private static final int ROWS = 2_000;
    private static final byte[] HEADER = HexFormat.of().parseHex("5047434f50590aff0d0a000000000000000000");

    private Sandbox sandbox;

    private record Sample(Object value, String text) {
        static Sample of(String text) {
            return new Sample(text, text);
        }
    }

    @BeforeEach
    void open() throws Exception {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() throws Exception {
        sandbox.close();
    }

    private static Arguments type(String column, Schema schema, Function<Random, Sample> samples) {
        return Arguments.of(column, schema, samples);
    }

    private static Schema debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium." + name).build();
    }

    static Stream<Arguments> types() {
        Schema text = Schema.STRING_SCHEMA;
        Schema uuids = SchemaBuilder.array(debezium(SchemaBuilder.string(), "data.Uuid"))
                .build();
        Schema decimals = SchemaBuilder.array(Decimal.schema(0)).build();
        return Stream.of(
                type("numeric", Decimal.schema(0), BinaryFormatIT::decimal),
                type("numeric", text, random -> Sample.of(decimal(random).text())),
                type("numeric", Schema.INT64_SCHEMA, random -> number(random.nextLong() >> random.nextInt(64))),
                type("numeric(20,6)", Decimal.schema(0), BinaryFormatIT::smallDecimal),
                type("double precision", Schema.FLOAT64_SCHEMA, BinaryFormatIT::floating),
                type(
                        "timestamp",
                        debezium(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        random -> timestamp(random, 1_000)),
                type(
                        "timestamp",
                        debezium(SchemaBuilder.int64(), "time.Timestamp"),
                        random -> timestamp(random, 1_000_000)),
                type("timestamp", debezium(SchemaBuilder.int64(), "time.NanoTimestamp"), BinaryFormatIT::nanoTimestamp),
                type("timestamptz", debezium(SchemaBuilder.string(), "time.ZonedTimestamp"), BinaryFormatIT::zoned),
                type("timestamp", debezium(SchemaBuilder.string(), "time.IsoTimestamp"), BinaryFormatIT::isoTimestamp),
                type("date", debezium(SchemaBuilder.int32(), "time.Date"), BinaryFormatIT::date),
                type("time", debezium(SchemaBuilder.int64(), "time.MicroTime"), BinaryFormatIT::time),
                type("timetz", debezium(SchemaBuilder.string(), "time.ZonedTime"), BinaryFormatIT::zonedTime),
                type("interval", debezium(SchemaBuilder.string(), "time.Interval"), BinaryFormatIT::interval),
                type("interval", debezium(SchemaBuilder.int64(), "time.MicroDuration"), BinaryFormatIT::duration),
                type("inet", text, random -> Sample.of(random.nextBoolean() ? v4(random) : v6(random))),
                type("cidr", text, BinaryFormatIT::cidr),
                type("macaddr", text, random -> Sample.of(mac(random, 6))),
                type("macaddr8", text, random -> Sample.of(mac(random, 8))),
                type("uuid", text, random -> Sample.of(uuid(random))),
                type("varbit", text, random -> Sample.of(bits(random))),
                type("varbit", debezium(SchemaBuilder.bytes(), "data.Bits"), BinaryFormatIT::littleEndianBits),
                type("uuid[]", uuids, random -> array(random, BinaryFormatIT::uuidSample)),
                type("numeric[]", decimals, random -> array(random, BinaryFormatIT::decimal)),
                type("varbit[]", SchemaBuilder.array(text).build(), random -> array(random, r -> Sample.of(bits(r)))));
    }

    @ParameterizedTest(name = "{0} from {1}")
    @MethodSource("types")
    void equalsWhatTheServerReadsFromText(String column, Schema schema, Function<Random, Sample> samples)
            throws Exception {
        sandbox.execute("CREATE TABLE $.t (v " + column + ", t text)");
        Random random = new Random(SEED);
        ByteSink out = new ByteSink(1 << 16);
        out.put(HEADER, 0, HEADER.length);
        try (Connection connection = TestServers.postgres().connect()) {
            PgType type = Objects.requireNonNull(Catalog.table(connection, new TableName(sandbox.schema, "t"))
                    .types()
                    .get("v"));
            Encoding encoding = Objects.requireNonNull(Encoders.of(schema, type));
            assertThat(encoding.stagedAs()).isNull();
            for (int i = 0; i < ROWS; i++) {
                Sample sample = samples.apply(random);
                out.putShort(2);
                encoding.encoder().encode(sample.value(), out);
                TextEncoders.withLength(sample.text(), out);
            }
            out.putShort(-1);
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY " + sandbox.schema + ".t FROM STDIN (FORMAT binary)",
                            new ByteArrayInputStream(out.array(), 0, out.size()));
        }

        assertThat(sandbox.query("SELECT count(*) FROM $.t")).containsExactly(String.valueOf(ROWS));
        assertThat(sandbox.query("SELECT t, v FROM $.t WHERE v::text IS DISTINCT FROM (t::" + column
                        + ")::text OR v IS DISTINCT FROM t::" + column + " LIMIT 5"))
                .as("seed " + SEED)
                .isEmpty();
    }

    private static Sample number(long number) {
        return new Sample(number, Long.toString(number));
    }

    private static Sample decimal(Random random) {
        int digits = random.nextInt(10) == 0 ? 300 : 64;
        BigInteger unscaled = new BigInteger(random.nextInt(digits) + 1, random);
        BigDecimal value = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(60) - 10);
        return new Sample(value, value.toPlainString());
    }

    private static Sample smallDecimal(Random random) {
        BigDecimal value = BigDecimal.valueOf(random.nextLong() >> (17 + random.nextInt(46)), random.nextInt(7));
        return new Sample(value, value.toPlainString());
    }

    private static Sample floating(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return new Sample(value, Double.toString(value));
    }

    private static Sample timestamp(Random random, int nanosPerUnit) {
        long unitsPerSecond = 1_000_000_000L / nanosPerUnit;
        long seconds = random.nextLong(-210_866_803_200L, 9_223_372_036_000L);
        long units = random.nextLong(unitsPerSecond);
        return new Sample(seconds * unitsPerSecond + units, sql(seconds, (int) units * nanosPerUnit));
    }

    private static Sample nanoTimestamp(Random random) {
        long micros = random.nextLong() / 1_000;
        int nanos = (int) Math.floorMod(micros, 1_000_000L) * 1_000;
        return new Sample(micros * 1_000, sql(Math.floorDiv(micros, 1_000_000L), nanos));
    }

    private static LocalDateTime at(long seconds, int nanos) {
        return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
    }

    /** As PostgreSQL reads it: years before 1 are counted BC. */
    private static String sql(long seconds, int nanos) {
        LocalDateTime at = at(seconds, nanos);
        String time = at.toLocalTime().toString();
        return sqlDate(at.getYear(), at.getMonthValue(), at.getDayOfMonth()).replace(" BC", "") + " " + time
                + (at.getYear() < 1 ? " BC" : "");
    }

    private static String sqlDate(int year, int month, int day) {
        return String.format("%04d-%02d-%02d%s", year < 1 ? 1 - year : year, month, day, year < 1 ? " BC" : "");
    }

    private static Sample zoned(Random random) {
        long seconds = random.nextLong(-210_866_803_200L, 9_224_318_000_000L);
        int nanos = random.nextInt(1_000_000) * 1_000;
        ZoneOffset offset =
                random.nextBoolean() ? ZoneOffset.UTC : ZoneOffset.ofTotalSeconds(random.nextInt(1_800) * 36);
        LocalDateTime local = at(seconds + offset.getTotalSeconds(), nanos);
        return new Sample(local + offset.toString(), sql(seconds, nanos).replaceFirst("( BC)?$", "+00$1"));
    }

    private static Sample isoTimestamp(Random random) {
        long seconds = random.nextLong(-210_866_803_200L, 9_224_318_000_000L);
        int nanos = random.nextInt(1_000_000) * 1_000;
        return new Sample(at(seconds, nanos) + "Z", sql(seconds, nanos));
    }

    private static Sample date(Random random) {
        int day = random.nextInt(-2_440_588, 200_000_000);
        LocalDate date = LocalDate.ofEpochDay(day);
        return new Sample(day, sqlDate(date.getYear(), date.getMonthValue(), date.getDayOfMonth()));
    }

    private static Sample time(Random random) {
        long micros = random.nextLong(86_400_000_000L);
        return new Sample(micros, LocalTime.ofNanoOfDay(micros * 1_000).toString());
    }

    private static Sample zonedTime(Random random) {
        String offset =
                ZoneOffset.ofTotalSeconds((random.nextInt(1_800) - 900) * 60).toString();
        return Sample.of(time(random).text() + offset);
    }

    private static Sample interval(Random random) {
        return Sample.of(String.format(
                "P%dY%dM%dDT%dH%dM%d.%06dS",
                random.nextInt(-100, 100),
                random.nextInt(-20, 20),
                random.nextInt(-400, 400),
                random.nextInt(-30, 30),
                random.nextInt(-70, 70),
                random.nextInt(1, 70) * (random.nextBoolean() ? 1 : -1),
                random.nextInt(1_000_000)));
    }

    private static Sample duration(Random random) {
        long micros = random.nextLong() >> (8 + random.nextInt(50));
        return new Sample(micros, micros + " microseconds");
    }

    private static String v4(Random random) {
        String mask = random.nextBoolean() ? "" : "/" + random.nextInt(33);
        return random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256)
                + mask;
    }

    /** Groups of 0 to 4 digits, perhaps a gap, perhaps an IPv4 address at the end. */
    private static String v6(Random random) {
        boolean gap = random.nextBoolean();
        boolean quad = random.nextInt(4) == 0;
        int groups = (gap ? random.nextInt(quad ? 5 : 7) : quad ? 6 : 8);
        int gapAt = gap ? random.nextInt(groups + 1) : -1;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups; i++) {
            text.append(i == gapAt ? (i == 0 ? "::" : ":") : "");
            String digits = Integer.toHexString(random.nextInt(1 << 16));
            text.append(random.nextBoolean() ? digits : digits.toUpperCase(Locale.ROOT));
            text.append(i < groups - 1 || quad ? ":" : "");
        }
        if (gapAt == groups) {
            text.append(text.isEmpty() || !quad ? "::" : ":");
        }
        if (quad) {
            text.append(v4(random).replaceFirst("/.*", ""));
        }
        return text + (random.nextBoolean() ? "" : "/" + random.nextInt(129));
    }

    private static Sample cidr(Random random) {
        int mask = random.nextInt(33);
        int address = mask == 0 ? 0 : random.nextInt() & (-1 << (32 - mask));
        String text =
                (address >>> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
        return Sample.of(random.nextBoolean() ? text + "/" + mask : networkV6(random));
    }

    private static String networkV6(Random random) {
        return "2001:db8:" + Integer.toHexString(random.nextInt(1, 1 << 16)) + "::/" + random.nextInt(48, 129);
    }

    private static String mac(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.ofDelimiter(random.nextBoolean() ? ":" : "-").formatHex(bytes);
    }

    private static String uuid(Random random) {
        String text = new UUID(random.nextLong(), random.nextLong()).toString();
        return random.nextBoolean() ? text : text.toUpperCase(Locale.ROOT);
    }

    private static Sample uuidSample(Random random) {
        return Sample.of(uuid(random));
    }

    private static String bits(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(70); i > 0; i--) {
            text.append(random.nextBoolean() ? '1' : '0');
        }
        return text.toString();
    }

    private static Sample littleEndianBits(Random random) {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            for (int bit = 0; bit < 8; bit++) {
                text.insert(0, each >> bit & 1);
            }
        }
        return new Sample(bytes, text.toString());
    }

    private static Sample array(Random random, Function<Random, Sample> elements) {
        List<Object> values = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            Sample sample = random.nextInt(4) == 0 ? null : elements.apply(random);
            values.add(sample == null ? null : sample.value());
            texts.add(sample == null ? "NULL" : '"' + sample.text() + '"');
        }
        return new Sample(values, "{" + String.join(",", texts) + "}");
    }
}
