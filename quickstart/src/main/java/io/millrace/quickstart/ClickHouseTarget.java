// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.testkit.servers.ClickHouseException;
import io.millrace.testkit.servers.ClickHouseServer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The ClickHouse that the sinks fill, as the quickstart reads it. Its tables are called as PostgreSQL's are. */
record ClickHouseTarget(ClickHouseServer server) {
    private static final int UNKNOWN_TABLE = 60;
    private static final String DECIMALS_WHOLE =
            "output_format_json_quote_decimals = 1, output_format_decimal_trailing_zeros = 1";

    /** A run without one must not start at all; that there is none is a {@link Problem}. */
    static void require(BooleanSupplier isPresent) {
        if (!isPresent.getAsBoolean()) {
            throw new Problem(ClickHouseServer.ABSENT);
        }
    }

    /** All rows as canonical text, of those with one key the latest; none if the table is not there. */
    Rows rows(String table, List<Column> columns, int keys) {
        try {
            String answer = server.query(sql(table, columns));
            return Rows.ofJson(answer.lines().toList(), keys);
        } catch (ClickHouseException e) {
            if (e.code() == UNKNOWN_TABLE) {
                return new Rows(List.of());
            }
            throw unreadable(table, e);
        } catch (UncheckedIOException | JsonProcessingException e) {
            throw unreadable(table, e);
        }
    }

    static String sql(String table, List<Column> columns) {
        String texts = columns.stream().map(Column::clickHouseText).collect(Collectors.joining(", "));
        return "SELECT " + texts + " FROM " + table + " FINAL SETTINGS " + DECIMALS_WHOLE
                + " FORMAT JSONCompactEachRow";
    }

    private static Problem unreadable(String table, Exception e) {
        return new Problem("Cannot read " + table + " in ClickHouse: " + e.getMessage() + ".", e);
    }
}
