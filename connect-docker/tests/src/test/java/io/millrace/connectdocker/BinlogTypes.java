// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static io.millrace.connectdocker.MadeType.made;
import static io.millrace.connectdocker.MadeType.preparedInClickHouse;
import static io.millrace.connectdocker.MadeType.preparedInPostgres;
import static io.millrace.connectdocker.TypedColumn.column;

import io.millrace.connectdocker.TypedColumn.Text;
import io.millrace.connectdocker.TypedColumn.Text.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The types of MariaDB and MySQL. */
final class BinlogTypes {
    /** Moments are read as of UTC. */
    static final String SESSION = "SET time_zone = '+00:00'";

    private static final PerStore<Text> PLAIN = texts("CAST(%s AS CHAR)", "%s::text", "toString(%s)");

    /** With all digits of the column's scale. */
    private static final PerStore<Text> DECIMAL = texts("CAST(%s AS CHAR)", "%s::text", "toJSONString(%s)");

    /** As 64-bit numbers: what 32 bits hold is that number there, too. */
    private static final PerStore<Text> FLOATING = new PerStore<>(
            Text.of("CAST(%s AS DOUBLE)", "%s::double precision::text").as(Reading.FLOATING),
            Text.of("CAST(%s AS DOUBLE)", "toString(toFloat64(%s))").as(Reading.FLOATING));

    private static final PerStore<Text> HEX = texts("HEX(%s)", "upper(encode(%s, 'hex'))", "hex(%s)");
    private static final PerStore<Text> BOOLEAN =
            texts("CAST(%s AS UNSIGNED)", "%s::int::text", "toString(toUInt8(%s))");

    /** ClickHouse has the shape as JSON text, with its well-known binary form in base64. */
    private static final PerStore<Text> WKB = texts(
            "HEX(ST_AsBinary(%s))", "upper(encode(%s, 'hex'))", "hex(base64Decode(JSONExtractString(%s, 'wkb')))");

    /** Six digits of a second, whatever the column's own. */
    private static final PerStore<Text> TIMESTAMP = texts(
            "DATE_FORMAT(%s, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')",
            "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')", "toString(toDateTime64(%s, 6), 'UTC')");

    /** ClickHouse has ISO-8601 text, whose fraction of a second does not end in zeros. */
    private static final PerStore<Text> TIME = new PerStore<>(
            Text.of(
                    "CAST(CAST(%s AS TIME(6)) AS CHAR)",
                    "CASE WHEN %1$s < interval '0' THEN '-' ELSE '' END"
                            + " || to_char(greatest(%1$s, -%1$s), 'HH24:MI:SS.US')"),
            Text.of("TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM CAST(CAST(%s AS TIME(6)) AS CHAR)))", "%s"));

    /** PostgreSQL writes it as MySQL does. */
    private static final PerStore<Text> DOCUMENT = new PerStore<>(
            Text.of("CAST(%s AS CHAR)", "%s::text"),
            Text.of("CAST(%s AS CHAR)", "%s").as(Reading.JSON));

    private BinlogTypes() {}

    private static PerStore<Text> texts(String origin, String postgres, String clickHouse) {
        return new PerStore<>(Text.of(origin, postgres), Text.of(origin, clickHouse));
    }

    /** All but INET4 and INET6: Debezium's connector cannot parse the table that has one, and stops. */
    static TypedTable mariaDb(Store store) {
        List<TypedColumn> columns = columns();
        // An alias of LONGTEXT: the text as it was written.
        columns.add(column(
                "c_json", "JSON", made("text", "String"), PLAIN, "'{\"b\": 1.50, \"a\": [null, \"é\"]}'", "'[]'"));
        columns.add(column(
                "c_uuid",
                "UUID",
                made("uuid", "UUID"),
                PLAIN,
                "'6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b'",
                "'ffffffff-ffff-ffff-ffff-ffffffffffff'"));
        return new TypedTable("types.all_types", SESSION, columns, store);
    }

    static TypedTable mySql(Store store) {
        List<TypedColumn> columns = columns();
        // Both databases keep the same parsed document: keys by length, no spaces but theirs. ClickHouse has it as
        // text.
        columns.add(column(
                "c_json",
                "JSON",
                made("jsonb", "String"),
                DOCUMENT,
                "'{\"bb\": 1.5, \"a\": [null, \"é\"], \"n\": 12345678901234567890}'",
                "'[]'"));
        return new TypedTable("types.all_types", SESSION, columns, store);
    }

    private static List<TypedColumn> columns() {
        List<TypedColumn> columns = new ArrayList<>();
        numbers(columns);
        times(columns);
        texts(columns);
        bytes(columns);
        geometries(columns);
        defaults(columns);
        return columns;
    }

    private static void numbers(List<TypedColumn> columns) {
        columns.add(column("c_bool", "TINYINT(1)", made("smallint", "Int16"), PLAIN, "0", "1", "-128"));
        columns.add(column("c_tiny", "TINYINT", made("smallint", "Int16"), PLAIN, "-128", "127", "0"));
        columns.add(column("c_utiny", "TINYINT UNSIGNED", made("smallint", "Int16"), PLAIN, "255", "0"));
        columns.add(column("c_small", "SMALLINT", made("smallint", "Int16"), PLAIN, "-32768", "32767"));
        columns.add(column("c_usmall", "SMALLINT UNSIGNED", made("integer", "Int32"), PLAIN, "65535", "0"));
        columns.add(column("c_medium", "MEDIUMINT", made("integer", "Int32"), PLAIN, "-8388608", "8388607"));
        columns.add(column("c_umedium", "MEDIUMINT UNSIGNED", made("integer", "Int32"), PLAIN, "16777215", "0"));
        columns.add(column("c_int", "INT", made("integer", "Int32"), PLAIN, "-2147483648", "2147483646", "0"));
        columns.add(column("c_uint", "INT UNSIGNED", made("bigint", "Int64"), PLAIN, "4294967295", "0"));
        columns.add(column(
                "c_big", "BIGINT", made("bigint", "Int64"), PLAIN, "-9223372036854775808", "9223372036854775807"));
        columns.add(column(
                "c_ubig",
                "BIGINT UNSIGNED",
                made("numeric", "Decimal(20, 0)"),
                DECIMAL,
                "18446744073709551615",
                "9223372036854775808"));
        columns.add(column(
                "c_dec",
                "DECIMAL(20,6)",
                made("numeric", "Decimal(20, 6)"),
                DECIMAL,
                "12345678901234.567891",
                "-0.000001",
                "0",
                "-99999999999999.999999"));
        columns.add(column(
                "c_dec0",
                "DECIMAL(38,0)",
                made("numeric", "Decimal(38, 0)"),
                DECIMAL,
                "99999999999999999999999999999999999999",
                "-1"));
        columns.add(column(
                "c_dec65",
                "DECIMAL(65,30)",
                made("numeric", "Decimal(65, 30)"),
                DECIMAL,
                "99999999999999999999999999999999999.999999999999999999999999999999"));
        columns.add(column(
                "c_udec", "DECIMAL(10,2) UNSIGNED", made("numeric", "Decimal(10, 2)"), DECIMAL, "12345678.90", "0.01"));
        columns.add(
                column("c_float", "FLOAT", made("real", "Float32"), FLOATING, "3.14159", "-1.5", "3.4e38", "1.2e-38"));
        columns.add(column(
                "c_double",
                "DOUBLE",
                made("double precision", "Float64"),
                FLOATING,
                "2.718281828459045",
                "1e308",
                "-2.3e-308",
                "0"));
        columns.add(column("c_year", "YEAR", made("integer", "Int32"), PLAIN, "2024", "1901", "2155"));
        columns.add(column("c_bit1", "BIT(1)", made("boolean", "Bool"), BOOLEAN, "b'1'", "b'0'"));
        columns.add(column(
                "c_bit9", "BIT(9)", made("bit varying", "UInt64"), bits(9), "b'101010101'", "b'100000000'", "b'0'"));
        columns.add(column(
                "c_bit64",
                "BIT(64)",
                made("bit varying", "UInt64"),
                bits(64),
                "X'7fffffffffffffff'",
                "X'8000000000000001'"));
    }

    /** ClickHouse's {@code bin} begins with zeros of its own. */
    private static PerStore<Text> bits(int length) {
        String digits = "trim(LEADING '0' FROM bin(%1$s))";
        return texts(
                "LPAD(BIN(%s), " + length + ", '0')",
                "%s::text",
                "concat(repeat('0', " + length + " - length(" + digits + ")), " + digits + ")");
    }

    /**
     * MySQL's {@code TIME} may be negative or longer than a day, and ClickHouse's dates are of 1900 to 2299: columns that take
     * what the others would refuse are made beforehand, as documented.
     */
    private static void times(List<TypedColumn> columns) {
        columns.add(
                column("c_day", "DATE", made("date", "Date32"), PLAIN, "'2024-02-29'", "'2299-12-31'", "'1900-01-01'"));
        columns.add(column(
                "c_date",
                "DATE",
                preparedInClickHouse("date", "String"),
                PLAIN,
                "'2024-02-29'",
                "'9999-12-31'",
                "'1000-01-01'",
                "'1969-12-31'"));
        columns.add(column(
                "c_time",
                "TIME",
                preparedInPostgres("interval", "String"),
                TIME,
                "'12:34:56'",
                "'-12:34:56'",
                "'838:59:59'",
                "'-838:59:59'"));
        columns.add(column(
                "c_time3", "TIME(3)", preparedInPostgres("interval", "String"), TIME, "'12:34:56.789'", "'24:00:00'"));
        columns.add(column(
                "c_time6",
                "TIME(6)",
                preparedInPostgres("interval", "String"),
                TIME,
                "'123:45:06.789012'",
                "'-00:00:00.000001'",
                "'0'"));
        columns.add(column(
                "c_dt",
                "DATETIME",
                made("timestamp without time zone", "DateTime64(3)"),
                TIMESTAMP,
                "'2024-02-29 23:59:59'",
                "'9999-12-31 23:59:59'",
                "'1000-01-01 00:00:00'"));
        columns.add(column(
                "c_dt3",
                "DATETIME(3)",
                made("timestamp without time zone", "DateTime64(3)"),
                TIMESTAMP,
                "'2024-02-29 23:59:59.123'",
                "'1969-12-31 23:59:59.999'",
                "'9999-12-31 23:59:59.999'"));
        columns.add(column(
                "c_dt6",
                "DATETIME(6)",
                made("timestamp without time zone", "DateTime64(6)"),
                TIMESTAMP,
                "'2024-02-29 23:59:59.123456'",
                "'1969-12-31 23:59:59.999999'",
                "'9999-12-31 23:59:59.999999'"));
        columns.add(column(
                "c_ts",
                "TIMESTAMP NULL",
                made("timestamp with time zone", "DateTime64(6, 'UTC')"),
                TIMESTAMP,
                "'2024-03-10 02:30:00'",
                "'2038-01-19 03:14:07'",
                "'1970-01-01 00:00:01'"));
        columns.add(column(
                "c_ts6",
                "TIMESTAMP(6) NULL",
                made("timestamp with time zone", "DateTime64(6, 'UTC')"),
                TIMESTAMP,
                "'2024-03-10 02:30:00.654321'",
                "'2024-11-03 01:30:00.000001'"));
    }

    /** Words of an ENUM with a comma are left out: Debezium streams them with a backslash before it. */
    private static void texts(List<TypedColumn> columns) {
        columns.add(column("c_char", "CHAR(8)", made("text", "String"), PLAIN, "'pump é'", "''", "' lead'"));
        columns.add(column(
                "c_varchar", "VARCHAR(64)", made("text", "String"), PLAIN, "'Zürich 漢字 🦊'", "'trailing  '", "''"));
        columns.add(column("c_tinytext", "TINYTEXT", made("text", "String"), PLAIN, "'tiny'", "''"));
        columns.add(column(
                "c_text",
                "TEXT",
                made("text", "String"),
                PLAIN,
                "'line1\\nline2 \"quoted\" \\\\ 😀'",
                "REPEAT('long ', 4000)"));
        columns.add(column("c_mediumtext", "MEDIUMTEXT", made("text", "String"), PLAIN, "'medium'"));
        columns.add(column("c_longtext", "LONGTEXT", made("text", "String"), PLAIN, "'long'"));
        columns.add(column(
                "c_latin",
                "VARCHAR(16) CHARACTER SET latin1",
                made("text", "String"),
                PerStore.same(Text.of("CONVERT(%s USING utf8mb4)", "%s")),
                "'Zürich'"));
        columns.add(column("c_enum", "ENUM('idle','running')", made("text", "String"), PLAIN, "'running'", "'idle'"));
        columns.add(column("c_set", "SET('a','b','c')", made("text", "String"), PLAIN, "'a,c'", "''", "'a,b,c'"));
    }

    private static void bytes(List<TypedColumn> columns) {
        columns.add(column("c_binary", "BINARY(4)", made("bytea", "String"), HEX, "X'0102'", "X'00000000'"));
        columns.add(column("c_varbinary", "VARBINARY(16)", made("bytea", "String"), HEX, "X'DEADBEEF'", "''", "X'00'"));
        columns.add(column("c_tinyblob", "TINYBLOB", made("bytea", "String"), HEX, "X'00'", "''"));
        columns.add(column("c_blob", "BLOB", made("bytea", "String"), HEX, "X'00FF10'", "''", "REPEAT(X'FF00', 5000)"));
        columns.add(column("c_mediumblob", "MEDIUMBLOB", made("bytea", "String"), HEX, "X'01'"));
        columns.add(column("c_longblob", "LONGBLOB", made("bytea", "String"), HEX, "X'02'"));
    }

    private static void geometries(List<TypedColumn> columns) {
        columns.add(geometry("POINT", "POINT(8.55 47.37)", "POINT(-122.4 37.8)"));
        columns.add(geometry("LINESTRING", "LINESTRING(0 0, 1 1.5, 2 0)"));
        columns.add(geometry("POLYGON", "POLYGON((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))"));
        columns.add(geometry("MULTIPOINT", "MULTIPOINT(0 0, 1 1)"));
        columns.add(geometry("MULTILINESTRING", "MULTILINESTRING((0 0, 1 1), (2 2, 3 3))"));
        columns.add(geometry("MULTIPOLYGON", "MULTIPOLYGON(((0 0, 4 0, 4 4, 0 0)))"));
        columns.add(geometry("GEOMETRY", "POINT(1 2)", "LINESTRING(0 0, 1 1)"));
        columns.add(geometry("GEOMETRYCOLLECTION", "GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1))"));
    }

    private static TypedColumn geometry(String type, String... values) {
        String[] literals = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            literals[i] = "ST_GeomFromText('" + values[i] + "')";
        }
        return column("c_" + type.toLowerCase(Locale.ROOT), type, made("bytea", "String"), WKB, literals);
    }

    /** A null must not become the default, nor a default the null; what the server computes is sent like any value. */
    private static void defaults(List<TypedColumn> columns) {
        columns.add(column("c_default_int", "INT NOT NULL DEFAULT 7", made("integer", "Int32"), PLAIN, "1"));
        columns.add(column("c_default_null", "INT DEFAULT 7", made("integer", "Int32"), PLAIN, "1"));
        columns.add(
                column("c_default_str", "VARCHAR(16) NOT NULL DEFAULT 'unset'", made("text", "String"), PLAIN, "''"));
        columns.add(column(
                "c_default_dec",
                "DECIMAL(8,3) NOT NULL DEFAULT 1.500",
                made("numeric", "Decimal(8, 3)"),
                DECIMAL,
                "0"));
        columns.add(column(
                "c_default_dt3",
                "DATETIME(3) NOT NULL DEFAULT '2020-01-02 03:04:05.678'",
                made("timestamp without time zone", "DateTime64(3)"),
                TIMESTAMP));
        columns.add(column(
                "c_default_now",
                "TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)",
                made("timestamp with time zone", "DateTime64(6, 'UTC')"),
                TIMESTAMP));
        columns.add(column("c_gen", "INT GENERATED ALWAYS AS (c_int + 1) STORED", made("integer", "Int32"), PLAIN));
    }
}
