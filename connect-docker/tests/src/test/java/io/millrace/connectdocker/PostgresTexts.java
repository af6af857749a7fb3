// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import io.millrace.connectdocker.TypedColumn.Text;
import io.millrace.connectdocker.TypedColumn.Text.Reading;

/** How values of PostgreSQL's types are read, there and in the stores: as one text for one meaning. */
final class PostgresTexts {
    static final PerStore<Text> SAME = texts("%s::text", "toString(%s)");

    /** With all digits of the column's scale. */
    static final PerStore<Text> DECIMAL = texts("%s::text", "toJSONString(%s)");

    static final PerStore<Text> MONEY =
            new PerStore<>(Text.of("%s::numeric::text", "%s::text"), Text.of("%s::numeric::text", "toString(%s)"));

    /** Bit by bit; ClickHouse's {@code hex} leaves out bytes of zeros at the beginning. */
    static final PerStore<Text> REAL =
            texts("encode(float4send(%s), 'hex')", "leftPad(lower(hex(reinterpretAsUInt32(%s))), 8, '0')");

    static final PerStore<Text> DOUBLE =
            texts("encode(float8send(%s), 'hex')", "leftPad(lower(hex(reinterpretAsUInt64(%s))), 16, '0')");

    /** The connector moves it to UTC; the offset is gone. ClickHouse has text that says so by its end. */
    static final PerStore<Text> TIME_TZ = new PerStore<>(
            Text.of("(%s AT TIME ZONE 'UTC')::text", "%s::text"),
            Text.of("(%s AT TIME ZONE 'UTC')::text", "replaceRegexpOne(%s, 'Z$', '+00')"));

    /** Six digits of a second, whatever the column's own. */
    static final PerStore<Text> TIMESTAMP = new PerStore<>(
            Text.of("%s::text"),
            Text.of("to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')", "toString(toDateTime64(%s, 6), 'UTC')"));

    /** ClickHouse has ISO-8601 text, whose years before our era are one less than in a calendar, with a minus. */
    static final PerStore<Text> TIMESTAMP_TEXT = new PerStore<>(
            Text.of("%s::text"),
            Text.of(
                    "CASE WHEN isfinite(%1$s) AND %1$s < '0001-01-01' THEN '-'"
                            + " || lpad((-extract(year FROM %1$s) - 1)::text, 4, '0')"
                            + " || to_char(%1$s, '-MM-DD\"T\"HH24:MI:SS')"
                            + " ELSE replace(%1$s::text, ' ', 'T') END",
                    "%s"));

    /** ClickHouse has ISO-8601 text in UTC. */
    static final PerStore<Text> INSTANT_TEXT =
            new PerStore<>(Text.of("%s::text"), Text.of("replace(replace(%s::text, ' ', 'T'), '+00', 'Z')", "%s"));

    /** ClickHouse has ISO-8601 text as the connector writes it: every part, each with its own sign. */
    static final PerStore<Text> INTERVAL = new PerStore<>(
            Text.of("%s::text"),
            Text.of(
                    "'P' || extract(year FROM %1$s) || 'Y' || extract(month FROM %1$s) || 'M' || extract(day FROM %1$s)"
                            + " || 'DT' || extract(hour FROM %1$s) || 'H' || extract(minute FROM %1$s) || 'M'"
                            + " || trim_scale(extract(second FROM %1$s)) || 'S'",
                    "%s"));

    /** PostgreSQL cuts the spaces at its end when it is made a text, the connector sends them. */
    static final PerStore<Text> CHAR = texts("rpad(%s::text, 8)", "%s");

    /** ClickHouse has the document as it was written. */
    static final PerStore<Text> JSON =
            new PerStore<>(Text.of("%s::jsonb::text", "%s::text"), Text.of("%s::text", "%s"));

    /** ClickHouse has a document. */
    static final PerStore<Text> HSTORE = new PerStore<>(
            Text.of("%s::text"), Text.of("hstore_to_json(%s)::text", "%s").as(Reading.JSON));

    static final PerStore<Text> BYTES = texts("encode(%s, 'hex')", "lower(hex(%s))");
    static final PerStore<Text> BIT =
            new PerStore<>(Text.of("(%s = B'1')::text", "%s::text"), Text.of("(%s = B'1')::text", "toString(%s)"));
    private static final String DIGITS = "trim(LEADING '0' FROM bin(%1$s))";

    /** ClickHouse has a number, whose {@code bin} begins with zeros of its own. */
    static final PerStore<Text> BITS =
            texts("%s::text", "concat(repeat('0', 9 - length(" + DIGITS + ")), " + DIGITS + ")");

    /** How many leading zeros a value has is not in the record: it comes with all that the column's length allows. */
    static final PerStore<Text> VARBIT = texts("ltrim(%s::text, '0')", DIGITS);

    /** PostgreSQL adds the length of the network when it is made a text, the connector leaves it out where it is all. */
    static final PerStore<Text> INET = new PerStore<>(Text.of("%s::text"), Text.of("inet_out(%s)::text", "%s"));

    /** ClickHouse has the shape as JSON text. */
    static final PerStore<Text> POINT = new PerStore<>(
            Text.of("%s::text"),
            Text.of(
                    "(%1$s)[0] || ' ' || (%1$s)[1]",
                    "concat(toString(JSONExtractFloat(%1$s, 'x')), ' ', toString(JSONExtractFloat(%1$s, 'y')))"));

    static final PerStore<Text> ARRAY = array("to_jsonb(%s)::text", "%s");
    static final PerStore<Text> TIMES_ARRAY = array(
            elements("to_char(element, 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"),
            "arrayMap(element -> formatDateTime(element, '%%Y-%%m-%%dT%%H:%%i:%%S.%%f'), %s)");
    static final PerStore<Text> BYTES_ARRAY =
            array(elements("upper(encode(element, 'hex'))"), "arrayMap(element -> hex(element), %s)");
    static final PerStore<Text> TEXTS_ARRAY = array(elements("element::text"), "%s");
    static final PerStore<Text> JSON_ARRAY = new PerStore<>(
            Text.of("%s::jsonb[]::text", "%s::text"),
            array(elements("element::text"), "%s").clickHouse());

    /** Debezium's snapshot has the value, its stream of changes has null or no such column: there is nothing to compare. */
    static final PerStore<Text> NOT_STREAMED = new PerStore<>(Text.of("NULL::text"), Text.of("NULL::text", "NULL"));

    private PostgresTexts() {}

    private static PerStore<Text> texts(String postgres, String clickHouse) {
        return new PerStore<>(Text.of(postgres), Text.of(postgres, clickHouse));
    }

    /** In ClickHouse as a JSON array: of numbers with all their digits, and of texts. */
    private static PerStore<Text> array(String origin, String clickHouse) {
        return new PerStore<>(
                Text.of("%s::text"),
                Text.of(origin, "toJSONString(" + clickHouse + ")").as(Reading.JSON));
    }

    private static String elements(String text) {
        return "(SELECT coalesce(jsonb_agg(" + text + "), '[]') FROM unnest(%s) element)::text";
    }
}
