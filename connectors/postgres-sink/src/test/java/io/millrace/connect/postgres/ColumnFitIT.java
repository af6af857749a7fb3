// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.DrivenTask;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns that exist already, of every type that values fit into; what they refuse, with the whole message. */
class ColumnFitIT {
    private Sandbox sandbox;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
        for (String extension : List.of("citext", "hstore", "ltree")) {
            sandbox.execute("CREATE EXTENSION " + extension + " SCHEMA $");
        }
    }

    @AfterEach
    void close() throws SQLException {
        sandbox.close();
    }

    private static java.util.Date instant(String text) {
        return java.util.Date.from(Instant.parse(text));
    }

    private void write(Schema row, Struct... values) {
        DrivenTask task = sandbox.task("t", sandbox.config("evolve.widen", "false"));
        long offset = 0;
        for (Struct value : values) {
            task.put(List.of(Sandbox.record("t", offset, Sandbox.key(offset), value)));
            offset++;
        }
        task.stop();
    }

    static Stream<Arguments> misfits() {
        String atV = " at t-0@0 value.v. ";
        return Stream.of(
                misfit(
                        Schema.STRING_SCHEMA,
                        "varchar(3)",
                        "näïv",
                        "text of 4 characters (expected at most 3, the column's length)",
                        "Alter the column to text."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "varchar(3)",
                        "abc ",
                        "text of 4 characters (expected at most 3, the column's length)",
                        "Alter the column to text."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "char(3)",
                        "abcd  ",
                        "text of 4 characters (expected at most 3, the column's length)",
                        "Alter the column to text."),
                misfit(
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                        "varchar(1)[]",
                        List.of("a", "bc"),
                        "text of 2 characters (expected at most 1, the column's length)",
                        "Alter the column to text."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "\"char\"",
                        "é",
                        "text that is more than one ASCII character, of length 1",
                        "Alter the column to text."),
                misfit(
                        Decimal.schema(1),
                        "numeric(5,2)",
                        new BigDecimal("1000.5"),
                        "a decimal with 4 digits before the point (expected at most 3)",
                        "Alter the column to numeric without a precision."),
                misfit(
                        Schema.INT64_SCHEMA,
                        "numeric(5,2)",
                        1_000L,
                        "a decimal with 4 digits before the point (expected at most 3)",
                        "Alter the column to numeric without a precision."),
                misfit(
                        SchemaBuilder.array(Decimal.schema(3)).build(),
                        "numeric(5,2)[]",
                        List.of(new BigDecimal("0.005")),
                        "a decimal with more than the column's 2 digits after the point",
                        "Alter the column to numeric without a scale."),
                misfit(
                        Decimal.schema(1),
                        "bigint",
                        new BigDecimal("0.5"),
                        "a decimal that is no whole number in the column's range",
                        "Alter the column to numeric."),
                misfit(
                        Decimal.schema(0),
                        "bigint",
                        new BigDecimal("9223372036854775808"),
                        "a decimal that is no whole number in the column's range",
                        "Alter the column to numeric."),
                misfit(
                        Decimal.schema(3),
                        "money",
                        new BigDecimal("1.005"),
                        "a decimal with more than the column's 2 digits after the point",
                        "Alter the column to numeric without a scale."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "numeric",
                        "1,5",
                        "text of 3 characters that is no number",
                        "Correct the value, or use a text column."),
                misfit(
                        Schema.INT64_SCHEMA,
                        "oid",
                        1L << 32,
                        "a number beyond the column's range",
                        "Alter the column to a wider type."),
                misfit(
                        Schema.BYTES_SCHEMA,
                        "uuid",
                        new byte[15],
                        "15 bytes (expected 16, a UUID)",
                        "Correct the value, or use a bytea column."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "uuid",
                        "00112233-4455-6677-8899_aabbccddeeff",
                        "text of 36 characters that is no UUID",
                        "Correct the value, or use a text column."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "inet",
                        "localhost",
                        "text of 9 characters that is no inet",
                        "Correct the value, or use a text column."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "cidr",
                        "10.0.0.1/8",
                        "an address with bits right of its mask",
                        "Correct the value, or use an inet column."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "macaddr",
                        "08:00:2b:01:02",
                        "text of 14 characters that is no macaddr",
                        "Correct the value, or use a text column."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "bit(3)",
                        "10",
                        "2 bits (expected 3, the column's length)",
                        "Alter the column to bit varying."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "varbit(3)",
                        "1010",
                        "4 bits (expected at most 3, the column's length)",
                        "Alter the column to bit varying."),
                misfit(
                        Schema.STRING_SCHEMA,
                        "varbit",
                        "102",
                        "text of 3 characters that are not all 0 or 1",
                        "Correct the value, or use text."),
                misfit(
                        debezium(SchemaBuilder.bytes().parameter("length", "3"), "data.Bits"),
                        "varbit",
                        new byte[] {8},
                        "a bit set beyond the 3 declared",
                        "Alter the column to bit varying."),
                misfit(
                        debezium(SchemaBuilder.string(), "time.IsoDate"),
                        "date",
                        "2024-00-00",
                        "a date with a month or day of 00",
                        "Correct the value at the source."),
                misfit(
                        debezium(SchemaBuilder.string(), "time.IsoTimestamp"),
                        "timestamp",
                        "+294277-01-01T00:00:00Z",
                        "a timestamp beyond PostgreSQL's range (4713 BC to 294276)",
                        "Alter the column to text to keep such values."),
                misfit(
                        debezium(SchemaBuilder.string(), "time.ZonedTime"),
                        "timetz(3)",
                        "10:11:12.0001Z",
                        "more digits of a second than the column keeps",
                        "Alter the column to its full precision."),
                misfit(
                        debezium(SchemaBuilder.int64(), "time.MicroDuration"),
                        "interval(3)",
                        1L,
                        "more digits of a second than the column keeps",
                        "Alter the column to its full precision."),
                misfit(
                        debezium(SchemaBuilder.int64(), "time.MicroDuration"),
                        "interval",
                        Long.MAX_VALUE,
                        "a duration at the end of what Debezium counts",
                        "It is longer: correct it at the source."),
                misfit(
                        debezium(SchemaBuilder.string(), "data.Json"),
                        "hstore",
                        "{\"a\":1}",
                        "text of 7 characters that is no JSON object of texts",
                        "Correct the value, or use a jsonb column."),
                misfit(
                        SchemaBuilder.map(
                                        SchemaBuilder.array(Schema.INT32_SCHEMA).build(), Schema.INT32_SCHEMA)
                                .build(),
                        "jsonb",
                        Map.of(List.of(1), 1),
                        "a map whose keys are no scalars",
                        "Convert the field with a transform."),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "text",
                        "a\0b",
                        "text with a NUL character" + atV + "The column cannot hold U+0000: remove it at the source."),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "text",
                        "a\ud800",
                        "text with an unpaired surrogate" + atV + "It is no valid Unicode: correct it at the source."),
                Arguments.of(
                        Schema.INT64_SCHEMA,
                        "integer",
                        1L << 31,
                        "a number beyond the column's range" + atV + "Alter the column to a wider type."),
                Arguments.of(
                        Schema.INT64_SCHEMA,
                        "double precision",
                        (1L << 53) + 1,
                        "a number that the column would round" + atV + "Use a numeric or bigint column."),
                Arguments.of(
                        Schema.INT64_SCHEMA,
                        "double precision",
                        Long.MAX_VALUE,
                        "a number that the column would round" + atV + "Use a numeric or bigint column."),
                Arguments.of(
                        Decimal.schema(3),
                        "numeric(10,2)",
                        new BigDecimal("1.005"),
                        "a decimal with more than the column's 2 digits after the point" + atV
                                + "Alter the column to numeric without a scale."),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.MicroTime"),
                        "time",
                        -1L,
                        "a time that is negative or longer than a day" + atV
                                + "Alter the column to interval to keep such values."),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.NanoTimestamp"),
                        "timestamp",
                        1L,
                        "digits below a microsecond" + atV + "Use a text column."),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        "timestamp(3)",
                        1L,
                        "more digits of a second than the column keeps" + atV
                                + "Alter the column to its full precision."),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.Timestamp"),
                        "timestamp",
                        Long.MIN_VALUE / 1000,
                        "a timestamp beyond PostgreSQL's range (4713 BC to 294276)" + atV
                                + "Alter the column to text to keep such values."),
                Arguments.of(
                        debezium(SchemaBuilder.int32(), "time.Date"),
                        "date",
                        Integer.MAX_VALUE,
                        "a date beyond PostgreSQL's range (4713 BC to 5874897)" + atV
                                + "Alter the column to text to keep such values."),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "time.ZonedTimestamp"),
                        "timestamptz",
                        "yesterday",
                        "text of 9 characters that is no ISO-8601 date or time" + atV + "Use a text column."),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "data.Uuid"),
                        "uuid",
                        "1-2-3-4-5",
                        "text of 9 characters that is no UUID" + atV + "Correct the value, or use a text column."));
    }

    private static Arguments misfit(Schema schema, String column, Object value, String found, String remedy) {
        return Arguments.of(schema, column, value, found + " at t-0@0 value.v. " + remedy);
    }

    private static Schema debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium." + name).build();
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void refusesWhatTheColumnCannotHold(Schema schema, String column, Object value, String found) throws SQLException {
        createTable(column);
        Schema row = SchemaBuilder.struct().field("v", schema).build();

        write(row, new Struct(row).put("v", value));

        assertThat(sandbox.reported).containsExactly("Cannot write column " + sandbox.schema + ".t.v: " + found);
        assertThat(sandbox.query("SELECT * FROM $.t")).isEmpty();
    }

    private void createTable(String column) throws SQLException {
        sandbox.execute("SET search_path = $, public; CREATE TABLE $.t (id bigint PRIMARY KEY, v " + column + ")");
    }

    static Stream<Arguments> existing() {
        return Stream.of(
                Arguments.of(Schema.STRING_SCHEMA, "char(3)", "ab   ", "ab"),
                Arguments.of(Schema.STRING_SCHEMA, "varchar(3)", "🌊ab", "🌊ab"),
                Arguments.of(Schema.STRING_SCHEMA, "\"char\"", "x", "x"),
                Arguments.of(Schema.STRING_SCHEMA, "name", "x", "x"),
                Arguments.of(Schema.STRING_SCHEMA, "citext", "CiText", "CiText"),
                Arguments.of(Schema.INT32_SCHEMA, "text", -7, "-7"),
                Arguments.of(Schema.BOOLEAN_SCHEMA, "text", true, "true"),
                Arguments.of(Decimal.schema(3), "text", new BigDecimal("1.500"), "1.500"),
                Arguments.of(SchemaBuilder.array(Schema.INT32_SCHEMA).build(), "text", List.of(1, 2), "[1,2]"),
                Arguments.of(Decimal.schema(1), "integer", new BigDecimal("7.0"), "7"),
                Arguments.of(
                        Decimal.schema(0), "bigint", new BigDecimal("-9223372036854775808"), "-9223372036854775808"),
                Arguments.of(Decimal.schema(2), "numeric(2,2)", new BigDecimal("0.00"), "0.00"),
                Arguments.of(Decimal.schema(2), "money", new BigDecimal("1234.56"), "$1,234.56"),
                Arguments.of(
                        SchemaBuilder.array(Decimal.schema(2)).build(),
                        "money[]",
                        List.of(new BigDecimal("0.50")),
                        "{$0.50}"),
                Arguments.of(Schema.STRING_SCHEMA, "numeric", "-0.0120", "-0.0120"),
                Arguments.of(Schema.STRING_SCHEMA, "numeric", "NaN", "NaN"),
                Arguments.of(Schema.STRING_SCHEMA, "numeric", "-Infinity", "-Infinity"),
                Arguments.of(Schema.INT64_SCHEMA, "oid", 4_294_967_295L, "4294967295"),
                Arguments.of(Schema.STRING_SCHEMA, "regclass", "pg_catalog.pg_type", "pg_type"),
                Arguments.of(
                        Schema.BYTES_SCHEMA,
                        "uuid",
                        new byte[] {0, 17, 34, 51, 68, 85, 102, 119, -120, -103, -86, -69, -52, -35, -18, -1},
                        "00112233-4455-6677-8899-aabbccddeeff"),
                Arguments.of(Schema.STRING_SCHEMA, "bit(9)", "101010101", "101010101"),
                Arguments.of(Schema.STRING_SCHEMA, "varbit", "", ""),
                Arguments.of(Schema.BOOLEAN_SCHEMA, "bit(1)", true, "1"),
                Arguments.of(debezium(SchemaBuilder.bytes(), "data.Bits"), "bit(3)", new byte[] {5}, "101"),
                Arguments.of(
                        debezium(SchemaBuilder.bytes().parameter("length", "2147483647"), "data.Bits"),
                        "varbit",
                        new byte[] {5},
                        "00000101"),
                Arguments.of(debezium(SchemaBuilder.string(), "data.Xml"), "varchar(10)", "<a/>", "<a/>"),
                Arguments.of(debezium(SchemaBuilder.string(), "data.Ltree"), "ltree", "Top.Science", "Top.Science"),
                Arguments.of(debezium(SchemaBuilder.string(), "data.EnumSet"), "text[]", "a,c", "{a,c}"),
                Arguments.of(debezium(SchemaBuilder.string(), "data.EnumSet"), "varchar(1)[]", "a", "{a}"),
                Arguments.of(debezium(SchemaBuilder.string(), "data.EnumSet"), "text[]", "", "{}"),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "data.Json"),
                        "hstore",
                        "{\"a\":\"1\",\"b c\":null}",
                        "\"a\"=>\"1\", \"b c\"=>NULL"),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                                .build(),
                        "hstore",
                        Map.of("é", "\"x\""),
                        "\"é\"=>\"\\\"x\\\"\""),
                Arguments.of(
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                        "int4range[]",
                        List.of("[1,3]", "empty"),
                        "{\"[1,4)\",empty}"),
                Arguments.of(
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                        "inet[]",
                        List.of("10.1.2.3/8"),
                        "{10.1.2.3/8}"),
                Arguments.of(Schema.STRING_SCHEMA, "box", "(1,1),(0,0)", "(1,1),(0,0)"),
                Arguments.of(debezium(SchemaBuilder.int32(), "time.Date"), "date", 2_146_033_979, "infinity"),
                Arguments.of(debezium(SchemaBuilder.int32(), "time.Date"), "text", -1, "1969-12-31"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        "timestamp",
                        9_223_372_036_825_200_000L,
                        "infinity"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        "timestamp",
                        -9_223_372_036_832_400_000L,
                        "-infinity"),
                Arguments.of(
                        debezium(SchemaBuilder.int64().parameter("zone", "UTC"), "time.MicroTimestamp"),
                        "timestamptz",
                        1L,
                        "1970-01-01 00:00:00.000001+00"),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "time.ZonedTimestamp"),
                        "timestamptz",
                        "+294276-12-31T23:59:59.999999Z",
                        "294276-12-31 23:59:59.999999+00"),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "time.ZonedTimestamp"),
                        "timestamptz",
                        "-4712-01-01T00:00:00Z",
                        "4713-01-01 00:00:00+00 BC"),
                Arguments.of(debezium(SchemaBuilder.string(), "time.ZonedTimestamp"), "text", "infinity", "infinity"),
                Arguments.of(debezium(SchemaBuilder.int64(), "time.MicroTime"), "time", 86_400_000_000L, "24:00:00"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.MicroDuration"), "interval(3)", 1_000L, "00:00:00.001"),
                Arguments.of(
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Decimal.schema(1))
                                .build(),
                        "json",
                        Map.of(7, new BigDecimal("1.0")),
                        "{\"7\":1.0}"),
                Arguments.of(Schema.INT16_SCHEMA, "numeric(10,2)", (short) 7, "7.00"),
                Arguments.of(Schema.INT32_SCHEMA, "bigint", 7, "7"),
                Arguments.of(Schema.INT64_SCHEMA, "double precision", 1L << 53, "9.007199254740992e+15"),
                Arguments.of(Schema.INT64_SCHEMA, "double precision", Long.MIN_VALUE, "-9.223372036854776e+18"),
                Arguments.of(Schema.FLOAT32_SCHEMA, "double precision", 1.5f, "1.5"),
                Arguments.of(Schema.STRING_SCHEMA, "character varying(10)", "abc", "abc"),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "uuid",
                        "00112233-4455-6677-8899-aabbccddeeff",
                        "00112233-4455-6677-8899-aabbccddeeff"),
                Arguments.of(Schema.STRING_SCHEMA, "json", "{\"b\": 1,  \"a\":2}", "{\"b\": 1,  \"a\":2}"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.MicroTime"), "interval", -3_600_000_000L, "-01:00:00"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.NanoTimestamp"),
                        "text",
                        1L,
                        "1970-01-01T00:00:00.000000001"),
                Arguments.of(debezium(SchemaBuilder.int64(), "time.MicroTime"), "text", -1L, "-00:00:00.000001"),
                Arguments.of(
                        Timestamp.SCHEMA,
                        "timestamptz(3)",
                        instant("2026-02-03T04:05:06.789Z"),
                        "2026-02-03 04:05:06.789+00"),
                Arguments.of(Decimal.schema(2), "numeric(10,2)", new BigDecimal("1.50"), "1.50"),
                Arguments.of(Decimal.schema(3), "numeric(10,2)", new BigDecimal("1.500"), "1.50"),
                Arguments.of(SchemaBuilder.array(Schema.INT16_SCHEMA).build(), "bigint[]", List.of((short) 1), "{1}"));
    }

    @ParameterizedTest
    @MethodSource("existing")
    void fitsColumnsThatAreThereAlready(Schema schema, String column, Object value, String text) throws SQLException {
        createTable(column);
        Schema row = SchemaBuilder.struct().field("v", schema).build();

        write(row, new Struct(row).put("v", value));

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT v::text FROM $.t")).containsExactly(text);
    }

    @Test
    void fitsEnumsAndDomains() throws SQLException {
        sandbox.execute("CREATE TYPE $.mood AS ENUM ('sad', 'ok'); CREATE DOMAIN $.age AS integer CHECK (value >= 0);"
                + " CREATE TABLE $.t (id bigint PRIMARY KEY, m $.mood, a $.age)");
        Schema row = SchemaBuilder.struct()
                .field("m", Schema.STRING_SCHEMA)
                .field("a", Schema.INT32_SCHEMA)
                .build();

        write(
                row,
                new Struct(row).put("m", "ok").put("a", 3),
                new Struct(row).put("m", "ok").put("a", -3));

        assertThat(sandbox.query("SELECT m, a FROM $.t")).containsExactly("ok|3");
        assertThat(sandbox.reported)
                .containsExactly("Cannot write the record: refused by table " + sandbox.schema
                        + ".t by constraint age_check (SQLSTATE 23514) at t-0@1. Correct the record or the table, or let"
                        + " 'errors.tolerance' send it to a dead letter queue.");
    }
}
