// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema or database of a store, whose tables one sink fills, and what readers see of them. */
interface SinkSchema {
    String name();

    void create();

    /** Makes a table with the key {@code id} and those of its columns that are made beforehand. */
    void createTable(String table, List<TypedColumn> prepared);

    /** The shipped configuration of a sink that fills it. */
    Map<String, String> sink();

    /** Types by column, without those that the sink adds for itself. */
    Map<String, String> columns(String table) throws SQLException;

    /** What readers put after {@code FROM}, each of which has to give the same rows. */
    List<String> readings(String table);

    /** Rows of a query, each as texts. */
    List<List<@Nullable String>> rows(String sql) throws SQLException;
}
