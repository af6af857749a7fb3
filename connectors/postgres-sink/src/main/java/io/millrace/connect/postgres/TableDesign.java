// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import java.util.List;

/**
 * What tables that the sink makes have beyond columns and key.
 *
 * @param fillFactor percent of a page that is filled at first; 0 for the server's default
 * @param partitionBy for example {@code range(occurred_at)}; empty for none
 * @param indexes the columns of each: {@code device_id, occurred_at desc}
 * @param hypertableColumn TimescaleDB's time column; empty for none
 * @param hypertableInterval of a chunk: {@code 1 day}
 * @param viewFormat name of the view of current rows, with <code>${table}</code>; empty for none
 */
record TableDesign(
        int fillFactor,
        boolean unlogged,
        String partitionBy,
        List<String> indexes,
        String hypertableColumn,
        String hypertableInterval,
        String viewFormat) {
    TableDesign {
        indexes = List.copyOf(indexes);
    }
}
