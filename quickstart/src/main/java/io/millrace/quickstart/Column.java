// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * A column that the check compares.
 *
 * <p>All databases hand a value out as text in one canonical form for its kind, so that no driver's conversion can
 * hide a difference: decimals with their scale, times to the microsecond in UTC, bytes as hex.
 */
record Column(String name, Kind kind) {
    enum Kind {
        INTEGER("CAST(%s AS CHAR)", "%s::text", "CAST(%s AS STRING)", "toString(%s)"),
        DECIMAL("CAST(%s AS CHAR)", "%s::text", "CAST(%s AS STRING)", "%s"),
        DOUBLE("CAST(%s AS CHAR)", "%s::text", "CAST(%s AS STRING)", "toString(%s)"),
        TEXT("%s", "%s::text", "%s", "toString(%s)"),
        JSON("%s", "%s::text", "%s", "toString(%s)"),
        BYTES("HEX(%s)", "upper(encode(%s, 'hex'))", "hex(%s)", "hex(%s)"),
        DATE(
                "DATE_FORMAT(%s, '%%Y-%%m-%%d')",
                "to_char(%s, 'YYYY-MM-DD')", "date_format(%s, 'yyyy-MM-dd')", "toString(%s)"),
        /** A date and time without a zone. */
        LOCAL(
                "DATE_FORMAT(%s, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')",
                "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')",
                "date_format(%s, 'yyyy-MM-dd HH:mm:ss.SSSSSS')",
                "toString(toDateTime64(%s, 6, 'UTC'))"),
        /** A moment; read while the session's zone is UTC. */
        INSTANT(
                "DATE_FORMAT(%s, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')",
                "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')",
                "date_format(%s, 'yyyy-MM-dd HH:mm:ss.SSSSSS')",
                "toString(toDateTime64(%s, 6, 'UTC'))");

        private final String mysql;
        private final String postgres;
        private final String spark;
        private final String clickHouse;

        Kind(String mysql, String postgres, String spark, String clickHouse) {
            this.mysql = mysql;
            this.postgres = postgres;
            this.spark = spark;
            this.clickHouse = clickHouse;
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** The SQL expression that reads the canonical text on MySQL and MariaDB. */
    String mysqlText() {
        return String.format(kind.mysql, name);
    }

    /** The SQL expression that reads the canonical text on PostgreSQL. */
    String postgresText() {
        return String.format(kind.postgres, name);
    }

    /** The SQL expression that reads the canonical text in Spark. */
    String sparkText() {
        return String.format(kind.spark, name);
    }

    /** The SQL expression that reads the canonical text in ClickHouse; of decimals the value, for their text lacks zeros at the end. */
    String clickHouseText() {
        return String.format(kind.clickHouse, name);
    }

    /** Whether two canonical texts mean the same value; JSON by content, floating point by value, else exactly. */
    boolean same(@Nullable String expected, @Nullable String found) {
        if (expected == null || found == null) {
            return expected == null && found == null;
        }
        return switch (kind) {
            case JSON -> expected.equals(found) || sameJson(expected, found);
            case DOUBLE -> Double.compare(Double.parseDouble(expected), Double.parseDouble(found)) == 0;
            case INTEGER, DECIMAL, TEXT, BYTES, DATE, LOCAL, INSTANT -> expected.equals(found);
        };
    }

    private static boolean sameJson(String expected, String found) {
        try {
            JsonNode left = JSON.readTree(expected);
            return left.equals(Column::compareNodes, JSON.readTree(found));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Numbers by value, as jsonb does: 1.0 and 1.00 are one number. Called for leaves only. */
    private static int compareNodes(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    }
}
