// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import io.millrace.connectdocker.TypedColumn.Text;
import java.util.ArrayList;
import java.util.List;

/** The types of PostgreSQL and its bundled extensions. */
final class PostgresTypes {
    /** One way to write moments and intervals. */
    static final String SESSION = "SET timezone = 'UTC'; SET intervalstyle = 'postgres'; SET datestyle = 'ISO, YMD'";

    private static final Text SAME = Text.of("%s::text");
    private static final String UUID = "6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b";
    /** The connector leaves such a column out: there is nothing to compare. */
    private static final String NOT_CAPTURED = "";

    /** Debezium's snapshot has the value, its stream of changes has null or no such column: there is nothing to compare. */
    private static final Text NOT_STREAMED = Text.of("NULL::text");

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

    /** A point is made as bytes where there is no PostGIS; PostgreSQL's own type is filled where it is there before. */
    static String prepared(String schema) {
        return "CREATE TABLE " + schema + ".all_types (id integer PRIMARY KEY, c_point point)";
    }

    static TypedTable table() {
        List<TypedColumn> columns = new ArrayList<>();
        numbers(columns);
        times(columns);
        timestamps(columns);
        texts(columns);
        others(columns);
        arrays(columns);
        moreArrays(columns);
        defaults(columns);
        notCaptured(columns);
        return new TypedTable("types.all_types", SESSION, columns);
    }

    private static TypedColumn column(String name, String type, String made, Text text, String... values) {
        return new TypedColumn(name, type, made, text, List.of(values));
    }

    private static void numbers(List<TypedColumn> columns) {
        columns.add(column("c_bool", "boolean", "boolean", SAME, "true", "false"));
        columns.add(column("c_small", "smallint", "smallint", SAME, "-32768", "32767"));
        columns.add(column("c_int", "integer", "integer", SAME, "-2147483648", "2147483646", "0"));
        columns.add(column("c_big", "bigint", "bigint", SAME, "-9223372036854775808", "9223372036854775807"));
        columns.add(column("c_dec", "numeric(20,6)", "numeric", SAME, "12345678901234.567891", "-0.000001", "0"));
        columns.add(column("c_dec0", "numeric(38,0)", "numeric", SAME, "99999999999999999999999999999999999999", "-1"));
        // NaN and infinity are null when they leave the connector: no value of this table.
        columns.add(column(
                "c_numeric", "numeric", "numeric", SAME, "123456789.123456789123456789", "1e20", "-0.0001", "0"));
        columns.add(column("c_domain", "types.pct", "numeric", SAME, "99.50", "0"));
        columns.add(column(
                "c_money", "money", "numeric", Text.of("%s::numeric::text", "%s::text"), "'-$1,234.56'", "'$0.01'"));
        columns.add(column(
                "c_real",
                "real",
                "real",
                Text.of("encode(float4send(%s), 'hex')"),
                "3.14159",
                "'NaN'",
                "'-Infinity'",
                "3.4e38"));
        columns.add(column(
                "c_double",
                "double precision",
                "double precision",
                Text.of("encode(float8send(%s), 'hex')"),
                "2.718281828459045",
                "1e308",
                "'NaN'",
                "'Infinity'",
                "5e-324"));
        columns.add(column("c_oid", "oid", "bigint", SAME, "4294967295", "0"));
    }

    private static void times(List<TypedColumn> columns) {
        columns.add(column(
                "c_date",
                "date",
                "date",
                SAME,
                "'2024-02-29'",
                "'infinity'",
                "'-infinity'",
                "'1969-12-31'",
                "'9999-12-31'"));
        columns.add(column(
                "c_time",
                "time",
                "time without time zone",
                SAME,
                "'12:34:56.789012'",
                "'24:00'",
                "'00:00'",
                "'23:59:59.999999'"));
        columns.add(column("c_time3", "time(3)", "time without time zone", SAME, "'12:34:56.789'", "'00:00'"));
        // The connector moves it to UTC; the offset is gone.
        columns.add(column(
                "c_timetz",
                "timetz",
                "time with time zone",
                Text.of("(%s AT TIME ZONE 'UTC')::text", "%s::text"),
                "'12:34:56.789012+05:30'",
                "'00:00-15:59'"));
    }

    private static void timestamps(List<TypedColumn> columns) {
        columns.add(column(
                "c_ts",
                "timestamp",
                "timestamp without time zone",
                SAME,
                "'2024-02-29 23:59:59.123456'",
                "'infinity'",
                "'-infinity'",
                "'0044-03-15 12:00 BC'",
                "'9999-12-31 23:59:59.999999'"));
        columns.add(column(
                "c_ts3",
                "timestamp(3)",
                "timestamp without time zone",
                SAME,
                "'2024-02-29 23:59:59.123'",
                "'infinity'",
                "'1969-12-31 23:59:59.999'"));
        columns.add(column(
                "c_tstz",
                "timestamptz",
                "timestamp with time zone",
                SAME,
                "'2024-03-10 02:30:00.654321+01'",
                "'infinity'",
                "'-infinity'",
                "'1969-12-31 23:59:59.999999+00'"));
        columns.add(column(
                "c_interval",
                "interval",
                "interval",
                SAME,
                "'1 year 2 mons 3 days 04:05:06.000007'",
                "'-1 year 2 mons -3 days 04:05:06.000001'",
                "'-00:00:00.000001'",
                "'0'"));
    }

    private static void texts(List<TypedColumn> columns) {
        columns.add(column("c_char", "char(8)", "text", Text.of("rpad(%s::text, 8)", "%s"), "'pump é'", "''"));
        columns.add(column("c_varchar", "varchar(64)", "text", SAME, "'Zürich 漢字 🦊'", "'trailing  '", "''"));
        columns.add(
                column("c_text", "text", "text", SAME, "E'line1\\nline2 \"quoted\" \\\\ 😀'", "repeat('long ', 4000)"));
        columns.add(column("c_one_char", "\"char\"", "text", SAME, "'x'"));
        columns.add(column("c_name", "name", "text", NOT_STREAMED, "'a_name'"));
        columns.add(column("c_citext", "citext", "text", SAME, "'CiText'"));
        columns.add(column("c_enum", "types.pump_state", "text", SAME, "'running'", "'idle'", "'a,b'"));
        columns.add(column("c_xml", "xml", "text", SAME, "'<a b=\"1\">x</a>'"));
        columns.add(column(
                "c_json",
                "json",
                "jsonb",
                Text.of("%s::jsonb::text", "%s::text"),
                "'{\"temp\": 21.50, \"k\": [1,2]}'",
                "'[]'"));
        columns.add(column(
                "c_jsonb",
                "jsonb",
                "jsonb",
                SAME,
                "'{\"big\": 12345678901234567890, \"u\": \"é\", \"n\": null}'",
                "'{}'"));
        columns.add(column("c_tsvector", "tsvector", "tsvector", SAME, "'fat:1A cat:2,3 sat'", "''"));
        columns.add(column("c_ltree", "ltree", "ltree", SAME, "'Top.Science.Astronomy'", "''"));
        columns.add(column("c_hstore", "hstore", "hstore", SAME, "'a=>1, b=>NULL, \"c d\"=>\"é\"'", "''"));
    }

    private static void others(List<TypedColumn> columns) {
        columns.add(column("c_uuid", "uuid", "uuid", SAME, "'" + UUID + "'", "'00000000-0000-0000-0000-000000000000'"));
        columns.add(column("c_bytea", "bytea", "bytea", Text.of("encode(%s, 'hex')"), "'\\x00ff10'", "''"));
        columns.add(column("c_bit1", "bit(1)", "boolean", Text.of("(%s = B'1')::text", "%s::text"), "'1'", "'0'"));
        columns.add(column("c_bit9", "bit(9)", "bit varying", SAME, "'101010101'", "'000000000'"));
        // How many leading zeros a value has is not in the record: it comes with all that the column's length allows.
        columns.add(column(
                "c_varbit",
                "bit varying(16)",
                "bit varying",
                Text.of("ltrim(%s::text, '0')"),
                "'10101'",
                "'1111111111111111'"));
        columns.add(column("c_inet", "inet", "inet", SAME, "'192.168.1.7'", "'10.1.2.3/8'", "'2001:db8::1'"));
        columns.add(column("c_cidr", "cidr", "cidr", SAME, "'10.0.0.0/8'", "'2001:db8::/32'"));
        columns.add(column("c_macaddr", "macaddr", "macaddr", SAME, "'08:00:2b:01:02:03'"));
        columns.add(column("c_macaddr8", "macaddr8", "macaddr8", SAME, "'08:00:2b:01:02:03:04:05'"));
        columns.add(column("c_int4range", "int4range", "int4range", SAME, "'[1,10)'", "'empty'", "'(,)'"));
        columns.add(column("c_int8range", "int8range", "int8range", SAME, "'[1,9223372036854775807)'"));
        columns.add(column("c_numrange", "numrange", "numrange", SAME, "'[1.5,2.50]'"));
        columns.add(column("c_tsrange", "tsrange", "tsrange", SAME, "'[2024-01-01 00:00,2024-02-01 00:00:00.000001)'"));
        columns.add(
                column("c_tstzrange", "tstzrange", "tstzrange", SAME, "'[2024-01-01 00:00+01,2024-02-01 00:00+00)'"));
        columns.add(column("c_daterange", "daterange", "daterange", SAME, "'[2024-01-01,2024-02-01)'"));
        columns.add(column("c_point", "point", "point", SAME, "'(8.55,47.37)'", "'(-122.4,37.8)'"));
    }

    private static void arrays(List<TypedColumn> columns) {
        columns.add(column("c_small_arr", "smallint[]", "smallint[]", SAME, "'{1,NULL,-3}'", "'{}'"));
        columns.add(column("c_int_arr", "integer[]", "integer[]", SAME, "'{1,NULL,3}'", "'{}'"));
        columns.add(column("c_big_arr", "bigint[]", "bigint[]", SAME, "'{1,9223372036854775807}'"));
        columns.add(column("c_num_arr", "numeric(10,2)[]", "numeric[]", SAME, "'{1.10,NULL,2.25}'"));
        columns.add(column("c_real_arr", "real[]", "real[]", SAME, "'{1.5,NULL}'"));
        columns.add(column("c_double_arr", "double precision[]", "double precision[]", SAME, "'{0.1,NULL}'"));
        columns.add(column("c_bool_arr", "boolean[]", "boolean[]", SAME, "'{t,f,NULL}'"));
        columns.add(column("c_text_arr", "text[]", "text[]", SAME, "'{a,NULL,\"c,d\",\"\"}'", "'{}'"));
        columns.add(column("c_varchar_arr", "varchar(8)[]", "text[]", SAME, "'{a,NULL}'"));
        columns.add(column("c_enum_arr", "types.pump_state[]", "text[]", SAME, "'{idle,\"a,b\"}'"));
        columns.add(column("c_uuid_arr", "uuid[]", "uuid[]", SAME, "'{" + UUID + ",NULL}'"));
        columns.add(column("c_date_arr", "date[]", "date[]", SAME, "'{2024-02-29,NULL}'"));
        columns.add(column(
                "c_ts_arr",
                "timestamp[]",
                "timestamp without time zone[]",
                SAME,
                "'{2024-02-29 23:59:59.123456,NULL}'"));
        columns.add(column(
                "c_tstz_arr",
                "timestamptz[]",
                "timestamp with time zone[]",
                SAME,
                "'{2024-03-10 02:30:00.5+01,NULL}'"));
    }

    private static void moreArrays(List<TypedColumn> columns) {
        // A snapshot reads milliseconds of these.
        columns.add(column("c_time_arr", "time[]", "time without time zone[]", SAME, "'{12:34:56.789,NULL}'"));
        columns.add(column("c_bytea_arr", "bytea[]", "bytea[]", SAME, "ARRAY['\\x00ff'::bytea, '', NULL]"));
        columns.add(column("c_inet_arr", "inet[]", "text[]", SAME, "'{10.0.0.1,NULL}'"));
        columns.add(column("c_jsonb_arr", "jsonb[]", "jsonb[]", SAME, "ARRAY['{\"a\": 1}'::jsonb, '[]', NULL]"));
        columns.add(column(
                "c_json_arr",
                "json[]",
                "jsonb[]",
                Text.of("%s::jsonb[]::text", "%s::text"),
                "ARRAY['{\"a\":1}'::json]"));
    }

    private static void defaults(List<TypedColumn> columns) {
        columns.add(column("c_default_int", "integer NOT NULL DEFAULT 7", "integer", SAME, "1"));
        columns.add(column("c_default_null", "integer DEFAULT 7", "integer", SAME, "1"));
        columns.add(column("c_default_str", "varchar(16) NOT NULL DEFAULT 'unset'", "text", SAME, "''"));
        columns.add(column("c_default_dec", "numeric(8,3) NOT NULL DEFAULT 1.500", "numeric", SAME, "0"));
        columns.add(column(
                "c_default_ts",
                "timestamp(3) NOT NULL DEFAULT '2020-01-02 03:04:05.678'",
                "timestamp without time zone",
                SAME));
        columns.add(column("c_default_now", "timestamptz NOT NULL DEFAULT now()", "timestamp with time zone", SAME));
        columns.add(column("c_gen", "integer GENERATED ALWAYS AS (c_int + 1) STORED", "integer", NOT_STREAMED));
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
