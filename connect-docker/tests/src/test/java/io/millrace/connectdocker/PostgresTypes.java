// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static io.millrace.connectdocker.MadeType.NOT_CAPTURED;
import static io.millrace.connectdocker.MadeType.made;
import static io.millrace.connectdocker.MadeType.preparedInClickHouse;
import static io.millrace.connectdocker.MadeType.preparedInPostgres;
import static io.millrace.connectdocker.PostgresTexts.BIT;
import static io.millrace.connectdocker.PostgresTexts.BITS;
import static io.millrace.connectdocker.PostgresTexts.BYTES;
import static io.millrace.connectdocker.PostgresTexts.CHAR;
import static io.millrace.connectdocker.PostgresTexts.DECIMAL;
import static io.millrace.connectdocker.PostgresTexts.DOUBLE;
import static io.millrace.connectdocker.PostgresTexts.HSTORE;
import static io.millrace.connectdocker.PostgresTexts.INET;
import static io.millrace.connectdocker.PostgresTexts.INSTANT_TEXT;
import static io.millrace.connectdocker.PostgresTexts.INTERVAL;
import static io.millrace.connectdocker.PostgresTexts.JSON;
import static io.millrace.connectdocker.PostgresTexts.MONEY;
import static io.millrace.connectdocker.PostgresTexts.NOT_STREAMED;
import static io.millrace.connectdocker.PostgresTexts.POINT;
import static io.millrace.connectdocker.PostgresTexts.REAL;
import static io.millrace.connectdocker.PostgresTexts.SAME;
import static io.millrace.connectdocker.PostgresTexts.TIMESTAMP;
import static io.millrace.connectdocker.PostgresTexts.TIMESTAMP_TEXT;
import static io.millrace.connectdocker.PostgresTexts.TIME_TZ;
import static io.millrace.connectdocker.PostgresTexts.VARBIT;
import static io.millrace.connectdocker.TypedColumn.column;

import java.util.ArrayList;
import java.util.List;

/** The types of PostgreSQL and its bundled extensions. */
final class PostgresTypes {
    /** One way to write moments and intervals. */
    static final String SESSION = "SET timezone = 'UTC'; SET intervalstyle = 'postgres'; SET datestyle = 'ISO, YMD'";

    static final String UUID = "6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b";

    private PostgresTypes() {}

    /** What the tables need. */
    static List<String> prerequisites() {
        return List.of(
                "CREATE EXTENSION IF NOT EXISTS hstore",
                "CREATE EXTENSION IF NOT EXISTS citext",
                "CREATE EXTENSION IF NOT EXISTS ltree",
                "CREATE SCHEMA types",
                "CREATE TYPE types.pump_state AS ENUM ('idle', 'running', 'a,b')",
                "CREATE TYPE types.pair AS (a int, b text)",
                "CREATE DOMAIN types.pct AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100)");
    }

    static TypedTable table(Store store) {
        List<TypedColumn> columns = new ArrayList<>();
        numbers(columns);
        times(columns);
        timestamps(columns);
        texts(columns);
        others(columns);
        columns.addAll(PostgresArrays.columns());
        defaults(columns);
        notCaptured(columns);
        return new TypedTable("types.all_types", SESSION, columns, store);
    }

    private static void numbers(List<TypedColumn> columns) {
        columns.add(column("c_bool", "boolean", made("boolean", "Bool"), SAME, "true", "false"));
        columns.add(column("c_small", "smallint", made("smallint", "Int16"), SAME, "-32768", "32767"));
        columns.add(column("c_int", "integer", made("integer", "Int32"), SAME, "-2147483648", "2147483646", "0"));
        columns.add(column(
                "c_big", "bigint", made("bigint", "Int64"), SAME, "-9223372036854775808", "9223372036854775807"));
        columns.add(column(
                "c_dec",
                "numeric(20,6)",
                made("numeric", "Decimal(20, 6)"),
                DECIMAL,
                "12345678901234.567891",
                "-0.000001",
                "0"));
        columns.add(column(
                "c_dec0",
                "numeric(38,0)",
                made("numeric", "Decimal(38, 0)"),
                DECIMAL,
                "99999999999999999999999999999999999999",
                "-1"));
        // NaN and infinity are null when they leave the connector: no value of this table.
        columns.add(column(
                "c_numeric",
                "numeric",
                made("numeric", "String"),
                SAME,
                "123456789.123456789123456789",
                "1e20",
                "-0.0001",
                "0"));
        columns.add(column("c_domain", "types.pct", made("numeric", "Decimal(5, 2)"), DECIMAL, "99.50", "0"));
        columns.add(column("c_money", "money", made("numeric", "String"), MONEY, "'-$1,234.56'", "'$0.01'"));
        columns.add(
                column("c_real", "real", made("real", "Float32"), REAL, "3.14159", "'NaN'", "'-Infinity'", "3.4e38"));
        columns.add(column(
                "c_double",
                "double precision",
                made("double precision", "Float64"),
                DOUBLE,
                "2.718281828459045",
                "1e308",
                "'NaN'",
                "'Infinity'",
                "5e-324"));
        columns.add(column("c_oid", "oid", made("bigint", "Int64"), SAME, "4294967295", "0"));
    }

    /** ClickHouse's dates and times are finite and within some centuries: columns of others are made as texts beforehand. */
    private static void times(List<TypedColumn> columns) {
        columns.add(
                column("c_day", "date", made("date", "Date32"), SAME, "'2024-02-29'", "'1900-01-01'", "'2299-12-31'"));
        columns.add(column(
                "c_date",
                "date",
                preparedInClickHouse("date", "String"),
                SAME,
                "'2024-02-29'",
                "'infinity'",
                "'-infinity'",
                "'1969-12-31'",
                "'9999-12-31'"));
        columns.add(column(
                "c_time",
                "time",
                made("time without time zone", "String"),
                SAME,
                "'12:34:56.789012'",
                "'24:00'",
                "'00:00'",
                "'23:59:59.999999'"));
        columns.add(column(
                "c_time3", "time(3)", made("time without time zone", "String"), SAME, "'12:34:56.789'", "'00:00'"));
        columns.add(column(
                "c_timetz",
                "timetz",
                made("time with time zone", "String"),
                TIME_TZ,
                "'12:34:56.789012+05:30'",
                "'00:00-15:59'"));
    }

    private static void timestamps(List<TypedColumn> columns) {
        columns.add(column(
                "c_at",
                "timestamp",
                made("timestamp without time zone", "DateTime64(6)"),
                TIMESTAMP,
                "'2024-02-29 23:59:59.123456'",
                "'1969-12-31 23:59:59.999999'",
                "'9999-12-31 23:59:59.999999'"));
        columns.add(column(
                "c_at3",
                "timestamp(3)",
                made("timestamp without time zone", "DateTime64(3)"),
                TIMESTAMP,
                "'2024-02-29 23:59:59.123'",
                "'1969-12-31 23:59:59.999'"));
        columns.add(column(
                "c_instant",
                "timestamptz",
                made("timestamp with time zone", "DateTime64(6, 'UTC')"),
                TIMESTAMP,
                "'2024-03-10 02:30:00.654321+01'",
                "'1969-12-31 23:59:59.999999+00'"));
        columns.add(column(
                "c_ts",
                "timestamp",
                preparedInClickHouse("timestamp without time zone", "String"),
                TIMESTAMP_TEXT,
                "'2024-02-29 23:59:59.123456'",
                "'infinity'",
                "'-infinity'",
                "'0044-03-15 12:00 BC'",
                "'9999-12-31 23:59:59.999999'"));
        columns.add(column(
                "c_ts3",
                "timestamp(3)",
                preparedInClickHouse("timestamp without time zone", "String"),
                TIMESTAMP_TEXT,
                "'2024-02-29 23:59:59.123'",
                "'infinity'",
                "'1969-12-31 23:59:59.999'"));
        columns.add(column(
                "c_tstz",
                "timestamptz",
                preparedInClickHouse("timestamp with time zone", "String"),
                INSTANT_TEXT,
                "'2024-03-10 02:30:00.654321+01'",
                "'infinity'",
                "'-infinity'",
                "'1969-12-31 23:59:59.999999+00'"));
        columns.add(column(
                "c_interval",
                "interval",
                made("interval", "String"),
                INTERVAL,
                "'1 year 2 mons 3 days 04:05:06.000007'",
                "'-1 year 2 mons -3 days 04:05:06.000001'",
                "'-00:00:00.000001'",
                "'0'"));
    }

    private static void texts(List<TypedColumn> columns) {
        columns.add(column("c_char", "char(8)", made("text", "String"), CHAR, "'pump é'", "''"));
        columns.add(column(
                "c_varchar", "varchar(64)", made("text", "String"), SAME, "'Zürich 漢字 🦊'", "'trailing  '", "''"));
        columns.add(column(
                "c_text",
                "text",
                made("text", "String"),
                SAME,
                "E'line1\\nline2 \"quoted\" \\\\ 😀'",
                "repeat('long ', 4000)"));
        columns.add(column("c_one_char", "\"char\"", made("text", "String"), SAME, "'x'"));
        columns.add(column("c_name", "name", made("text", "String"), NOT_STREAMED, "'a_name'"));
        columns.add(column("c_citext", "citext", made("text", "String"), SAME, "'CiText'"));
        columns.add(column("c_enum", "types.pump_state", made("text", "String"), SAME, "'running'", "'idle'", "'a,b'"));
        columns.add(column("c_xml", "xml", made("text", "String"), SAME, "'<a b=\"1\">x</a>'"));
        columns.add(
                column("c_json", "json", made("jsonb", "String"), JSON, "'{\"temp\": 21.50, \"k\": [1,2]}'", "'[]'"));
        columns.add(column(
                "c_jsonb",
                "jsonb",
                made("jsonb", "String"),
                SAME,
                "'{\"big\": 12345678901234567890, \"u\": \"é\", \"n\": null}'",
                "'{}'"));
        columns.add(column("c_tsvector", "tsvector", made("tsvector", "String"), SAME, "'fat:1A cat:2,3 sat'", "''"));
        columns.add(column("c_ltree", "ltree", made("ltree", "String"), SAME, "'Top.Science.Astronomy'", "''"));
        columns.add(column(
                "c_hstore", "hstore", made("hstore", "String"), HSTORE, "'a=>1, b=>NULL, \"c d\"=>\"é\"'", "''"));
    }

    private static void others(List<TypedColumn> columns) {
        columns.add(column(
                "c_uuid",
                "uuid",
                made("uuid", "UUID"),
                SAME,
                "'" + UUID + "'",
                "'00000000-0000-0000-0000-000000000000'"));
        columns.add(column("c_bytea", "bytea", made("bytea", "String"), BYTES, "'\\x00ff10'", "''"));
        columns.add(column("c_bit1", "bit(1)", made("boolean", "Bool"), BIT, "'1'", "'0'"));
        columns.add(column("c_bit9", "bit(9)", made("bit varying", "UInt64"), BITS, "'101010101'", "'000000000'"));
        columns.add(column(
                "c_varbit", "bit varying(16)", made("bit varying", "UInt64"), VARBIT, "'10101'", "'1111111111111111'"));
        columns.add(column(
                "c_inet", "inet", made("inet", "String"), INET, "'192.168.1.7'", "'10.1.2.3/8'", "'2001:db8::1'"));
        columns.add(column("c_cidr", "cidr", made("cidr", "String"), SAME, "'10.0.0.0/8'", "'2001:db8::/32'"));
        columns.add(column("c_macaddr", "macaddr", made("macaddr", "String"), SAME, "'08:00:2b:01:02:03'"));
        columns.add(column("c_macaddr8", "macaddr8", made("macaddr8", "String"), SAME, "'08:00:2b:01:02:03:04:05'"));
        columns.add(
                column("c_int4range", "int4range", made("int4range", "String"), SAME, "'[1,10)'", "'empty'", "'(,)'"));
        columns.add(column("c_int8range", "int8range", made("int8range", "String"), SAME, "'[1,9223372036854775807)'"));
        columns.add(column("c_numrange", "numrange", made("numrange", "String"), SAME, "'[1.5,2.50]'"));
        columns.add(column(
                "c_tsrange",
                "tsrange",
                made("tsrange", "String"),
                SAME,
                "'[2024-01-01 00:00,2024-02-01 00:00:00.000001)'"));
        columns.add(column(
                "c_tstzrange",
                "tstzrange",
                made("tstzrange", "String"),
                SAME,
                "'[2024-01-01 00:00+01,2024-02-01 00:00+00)'"));
        columns.add(column("c_daterange", "daterange", made("daterange", "String"), SAME, "'[2024-01-01,2024-02-01)'"));
        // A point is made as bytes where there is no PostGIS; PostgreSQL's own type is filled where it is there before.
        columns.add(column(
                "c_point", "point", preparedInPostgres("point", "String"), POINT, "'(8.55,47.37)'", "'(-122.4,37.8)'"));
    }

    private static void defaults(List<TypedColumn> columns) {
        columns.add(column("c_default_int", "integer NOT NULL DEFAULT 7", made("integer", "Int32"), SAME, "1"));
        columns.add(column("c_default_null", "integer DEFAULT 7", made("integer", "Int32"), SAME, "1"));
        columns.add(
                column("c_default_str", "varchar(16) NOT NULL DEFAULT 'unset'", made("text", "String"), SAME, "''"));
        columns.add(column(
                "c_default_dec",
                "numeric(8,3) NOT NULL DEFAULT 1.500",
                made("numeric", "Decimal(8, 3)"),
                DECIMAL,
                "0"));
        columns.add(column(
                "c_default_ts",
                "timestamp(3) NOT NULL DEFAULT '2020-01-02 03:04:05.678'",
                made("timestamp without time zone", "DateTime64(3)"),
                TIMESTAMP));
        columns.add(column(
                "c_default_now",
                "timestamptz NOT NULL DEFAULT now()",
                made("timestamp with time zone", "DateTime64(6, 'UTC')"),
                TIMESTAMP));
        columns.add(column(
                "c_gen", "integer GENERATED ALWAYS AS (c_int + 1) STORED", made("integer", "Int32"), NOT_STREAMED));
    }

    /** Types that Debezium's connector does not know. */
    private static void notCaptured(List<TypedColumn> columns) {
        columns.add(column("n_line", "line", NOT_CAPTURED, SAME, "'{1,2,3}'"));
        columns.add(column("n_lseg", "lseg", NOT_CAPTURED, SAME, "'[(0,0),(1,1)]'"));
        columns.add(column("n_box", "box", NOT_CAPTURED, SAME, "'(1,1),(0,0)'"));
        columns.add(column("n_path", "path", NOT_CAPTURED, SAME, "'[(0,0),(1,1)]'"));
        columns.add(column("n_polygon", "polygon", NOT_CAPTURED, SAME, "'((0,0),(1,1),(1,0))'"));
        columns.add(column("n_circle", "circle", NOT_CAPTURED, SAME, "'<(0,0),1>'"));
        columns.add(column("n_tsquery", "tsquery", NOT_CAPTURED, SAME, "'fat & cat'"));
        columns.add(column("n_jsonpath", "jsonpath", NOT_CAPTURED, SAME, "'$.a'"));
        columns.add(column("n_pg_lsn", "pg_lsn", NOT_CAPTURED, SAME, "'0/1'"));
        columns.add(column("n_multirange", "int4multirange", NOT_CAPTURED, SAME, "'{[1,2)}'"));
        columns.add(column("n_composite", "types.pair", NOT_CAPTURED, SAME, "'(1,a)'"));
        columns.add(column("n_interval_arr", "interval[]", NOT_CAPTURED, SAME, "'{1 day}'"));
    }
}
