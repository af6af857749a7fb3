// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTablesTest {
    @Test
    void findsTablesAndViews() {
        assertThat(SqlTables.of("SELECT * FROM orders JOIN public.customers ON true\nleft join items ON true"))
                .containsExactly("customers", "items", "orders");
    }

    @Test
    void takesNothingElseForATable() {
        assertThat(SqlTables.of("WITH recent AS (SELECT * FROM events), top AS (SELECT * FROM recent)"
                        + " SELECT extract(epoch FROM received_at - occurred_at), 'from x' -- from y\n"
                        + " FROM top WHERE a IS DISTINCT FROM b AND c IN (SELECT c FROM lists)"))
                .containsExactly("events", "lists");
    }
}
