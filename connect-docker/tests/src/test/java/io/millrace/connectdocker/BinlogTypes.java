// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import io.millrace.connectdocker.TypedColumn.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The types of MariaDB and MySQL. */
final class BinlogTypes {
    /** Moments are read as of UTC. */
    static final String SESSION = "SET time_zone = '+00:00'";

    private static final Text PLAIN = Text.of("CAST(%s AS CHAR)", "%s::text");
    private static final Text FLOATING =
            new Text("CAST(%s AS DOUBLE)", "%s::double precision::text", Text.Reading.FLOATING);
    private static final Text HEX = Text.of("HEX(%s)", "upper(encode(%s, 'hex'))");
    private static final Text BOOLEAN = Text.of("CAST(%s AS UNSIGNED)", "%s::int::text");
    private static final Text WKB = Text.of("HEX(ST_AsBinary(%s))", "upper(encode(%s, 'hex'))");
    private static final Text TIMESTAMP =
            Text.of("DATE_FORMAT(%s, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')", "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')");
    private static final Text TIME = Text.of(
            "CAST(CAST(%s AS TIME(6)) AS CHAR)",
            "CASE WHEN %1$s < interval '0' THEN '-' ELSE '' END || to_char(greatest(%1$s, -%1$s), 'HH24:MI:SS.US')");

    private BinlogTypes() {}

    /** MySQL's {@code TIME} may be negative or longer than a day: the columns are made beforehand, as documented. */
    static String prepared(String schema) {
        return "CREATE TABLE " + schema + ".all_types (id integer PRIMARY KEY, c_time interval, c_time3 interval,"
                + " c_time6 interval)";
    }

    /** All but INET4 and INET6: Debezium's connector cannot parse the table that has one, and stops. */
    static TypedTable mariaDb() {
        List<TypedColumn> columns = columns();
        // An alias of LONGTEXT: the text as it was written.
        columns.add(column("c_json", "JSON", "text", PLAIN, "'{\"b\": 1.50, \"a\": [null, \"é\"]}'", "'[]'"));
        columns.add(column(
                "c_uuid",
                "UUID",
                "uuid",
                PLAIN,
                "'6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b'",
                "'ffffffff-ffff-ffff-ffff-ffffffffffff'"));
        return new TypedTable("types.all_types", SESSION, columns);
    }

    static TypedTable mySql() {
        List<TypedColumn> columns = columns();
        // Both databases keep the same parsed document: keys by length, no spaces but theirs.
        columns.add(column(
                "c_json",
                "JSON",
                "jsonb",
                PLAIN,
                "'{\"bb\": 1.5, \"a\": [null, \"é\"], \"n\": 12345678901234567890}'",
                "'[]'"));
        return new TypedTable("types.all_types", SESSION, columns);
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

    private static TypedColumn column(String name, String type, String made, Text text, String... values) {
        return new TypedColumn(name, type, made, text, List.of(values));
    }

    private static void numbers(List<TypedColumn> columns) {
        columns.add(column("c_bool", "TINYINT(1)", "smallint", PLAIN, "0", "1", "-128"));
        columns.add(column("c_tiny", "TINYINT", "smallint", PLAIN, "-128", "127", "0"));
        columns.add(column("c_utiny", "TINYINT UNSIGNED", "smallint", PLAIN, "255", "0"));
        columns.add(column("c_small", "SMALLINT", "smallint", PLAIN, "-32768", "32767"));
        columns.add(column("c_usmall", "SMALLINT UNSIGNED", "integer", PLAIN, "65535", "0"));
        columns.add(column("c_medium", "MEDIUMINT", "integer", PLAIN, "-8388608", "8388607"));
        columns.add(column("c_umedium", "MEDIUMINT UNSIGNED", "integer", PLAIN, "16777215", "0"));
        columns.add(column("c_int", "INT", "integer", PLAIN, "-2147483648", "2147483646", "0"));
        columns.add(column("c_uint", "INT UNSIGNED", "bigint", PLAIN, "4294967295", "0"));
        columns.add(column("c_big", "BIGINT", "bigint", PLAIN, "-9223372036854775808", "9223372036854775807"));
        columns.add(
                column("c_ubig", "BIGINT UNSIGNED", "numeric", PLAIN, "18446744073709551615", "9223372036854775808"));
        columns.add(column(
                "c_dec",
                "DECIMAL(20,6)",
                "numeric",
                PLAIN,
                "12345678901234.567891",
                "-0.000001",
                "0",
                "-99999999999999.999999"));
        columns.add(
                column("c_dec0", "DECIMAL(38,0)", "numeric", PLAIN, "99999999999999999999999999999999999999", "-1"));
        columns.add(column(
                "c_dec65",
                "DECIMAL(65,30)",
                "numeric",
                PLAIN,
                "99999999999999999999999999999999999.999999999999999999999999999999"));
        columns.add(column("c_udec", "DECIMAL(10,2) UNSIGNED", "numeric", PLAIN, "12345678.90", "0.01"));
        columns.add(column("c_float", "FLOAT", "real", FLOATING, "3.14159", "-1.5", "3.4e38", "1.2e-38"));
        columns.add(column(
                "c_double", "DOUBLE", "double precision", FLOATING, "2.718281828459045", "1e308", "-2.3e-308", "0"));
        columns.add(column("c_year", "YEAR", "integer", PLAIN, "2024", "1901", "2155"));
        columns.add(column("c_bit1", "BIT(1)", "boolean", BOOLEAN, "b'1'", "b'0'"));
        columns.add(column("c_bit9", "BIT(9)", "bit varying", bits(9), "b'101010101'", "b'100000000'", "b'0'"));
        columns.add(
                column("c_bit64", "BIT(64)", "bit varying", bits(64), "X'7fffffffffffffff'", "X'8000000000000001'"));
    }

    private static Text bits(int length) {
        return Text.of("LPAD(BIN(%s), " + length + ", '0')", "%s::text");
    }

    private static void times(List<TypedColumn> columns) {
        columns.add(column(
                "c_date", "DATE", "date", PLAIN, "'2024-02-29'", "'9999-12-31'", "'1000-01-01'", "'1969-12-31'"));
        columns.add(
                column("c_time", "TIME", "interval", TIME, "'12:34:56'", "'-12:34:56'", "'838:59:59'", "'-838:59:59'"));
        columns.add(column("c_time3", "TIME(3)", "interval", TIME, "'12:34:56.789'", "'24:00:00'"));
        columns.add(column("c_time6", "TIME(6)", "interval", TIME, "'123:45:06.789012'", "'-00:00:00.000001'", "'0'"));
        columns.add(column(
                "c_dt",
                "DATETIME",
                "timestamp without time zone",
                TIMESTAMP,
                "'2024-02-29 23:59:59'",
                "'9999-12-31 23:59:59'",
                "'1000-01-01 00:00:00'"));
        columns.add(column(
                "c_dt3",
                "DATETIME(3)",
                "timestamp without time zone",
                TIMESTAMP,
                "'2024-02-29 23:59:59.123'",
                "'1969-12-31 23:59:59.999'",
                "'9999-12-31 23:59:59.999'"));
        columns.add(column(
                "c_dt6",
                "DATETIME(6)",
                "timestamp without time zone",
                TIMESTAMP,
                "'2024-02-29 23:59:59.123456'",
                "'1969-12-31 23:59:59.999999'",
                "'9999-12-31 23:59:59.999999'"));
        columns.add(column(
                "c_ts",
                "TIMESTAMP NULL",
                "timestamp with time zone",
                TIMESTAMP,
                "'2024-03-10 02:30:00'",
                "'2038-01-19 03:14:07'",
                "'1970-01-01 00:00:01'"));
        columns.add(column(
                "c_ts6",
                "TIMESTAMP(6) NULL",
                "timestamp with time zone",
                TIMESTAMP,
                "'2024-03-10 02:30:00.654321'",
                "'2024-11-03 01:30:00.000001'"));
    }

    /** Words of an ENUM with a comma are left out: Debezium streams them with a backslash before it. */
    private static void texts(List<TypedColumn> columns) {
        columns.add(column("c_char", "CHAR(8)", "text", PLAIN, "'pump é'", "''", "' lead'"));
        columns.add(column("c_varchar", "VARCHAR(64)", "text", PLAIN, "'Zürich 漢字 🦊'", "'trailing  '", "''"));
        columns.add(column("c_tinytext", "TINYTEXT", "text", PLAIN, "'tiny'", "''"));
        columns.add(
                column("c_text", "TEXT", "text", PLAIN, "'line1\\nline2 \"quoted\" \\\\ 😀'", "REPEAT('long ', 4000)"));
        columns.add(column("c_mediumtext", "MEDIUMTEXT", "text", PLAIN, "'medium'"));
        columns.add(column("c_longtext", "LONGTEXT", "text", PLAIN, "'long'"));
        columns.add(column(
                "c_latin",
                "VARCHAR(16) CHARACTER SET latin1",
                "text",
                Text.of("CONVERT(%s USING utf8mb4)", "%s"),
                "'Zürich'"));
        columns.add(column("c_enum", "ENUM('idle','running')", "text", PLAIN, "'running'", "'idle'"));
        columns.add(column("c_set", "SET('a','b','c')", "text", PLAIN, "'a,c'", "''", "'a,b,c'"));
    }

    private static void bytes(List<TypedColumn> columns) {
        columns.add(column("c_binary", "BINARY(4)", "bytea", HEX, "X'0102'", "X'00000000'"));
        columns.add(column("c_varbinary", "VARBINARY(16)", "bytea", HEX, "X'DEADBEEF'", "''", "X'00'"));
        columns.add(column("c_tinyblob", "TINYBLOB", "bytea", HEX, "X'00'", "''"));
        columns.add(column("c_blob", "BLOB", "bytea", HEX, "X'00FF10'", "''", "REPEAT(X'FF00', 5000)"));
        columns.add(column("c_mediumblob", "MEDIUMBLOB", "bytea", HEX, "X'01'"));
        columns.add(column("c_longblob", "LONGBLOB", "bytea", HEX, "X'02'"));
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
        return column("c_" + type.toLowerCase(Locale.ROOT), type, "bytea", WKB, literals);
    }

    /** A null must not become the default, nor a default the null; what the server computes is sent like any value. */
    private static void defaults(List<TypedColumn> columns) {
        columns.add(column("c_default_int", "INT NOT NULL DEFAULT 7", "integer", PLAIN, "1"));
        columns.add(column("c_default_null", "INT DEFAULT 7", "integer", PLAIN, "1"));
        columns.add(column("c_default_str", "VARCHAR(16) NOT NULL DEFAULT 'unset'", "text", PLAIN, "''"));
        columns.add(column("c_default_dec", "DECIMAL(8,3) NOT NULL DEFAULT 1.500", "numeric", PLAIN, "0"));
        columns.add(column(
                "c_default_dt3",
                "DATETIME(3) NOT NULL DEFAULT '2020-01-02 03:04:05.678'",
                "timestamp without time zone",
                TIMESTAMP));
        columns.add(column(
                "c_default_now",
                "TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)",
                "timestamp with time zone",
                TIMESTAMP));
        columns.add(column("c_gen", "INT GENERATED ALWAYS AS (c_int + 1) STORED", "integer", PLAIN));
    }
}
