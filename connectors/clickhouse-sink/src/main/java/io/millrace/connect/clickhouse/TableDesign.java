// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import java.util.List;
import java.util.Map;

/**
 * What tables look like that the sink makes.
 *
 * @param isReplicated whether the engine is the Replicated one of its kind
 * @param cluster that statements are run on; empty for the one server
 * @param orderBy columns or expressions of the sorting key; empty for the record's key
 * @param partitionBy expression; empty for none
 * @param ttl expression; empty for none
 * @param settings of the table, as SQL; empty for none
 * @param codecs by column, as SQL
 * @param lowCardinality columns of few different texts
 * @param viewFormat name of the view of current rows, with <code>${table}</code>; empty for none
 */
record TableDesign(
        boolean isReplicated,
        String cluster,
        String orderBy,
        String partitionBy,
        String ttl,
        String settings,
        Map<String, String> codecs,
        List<String> lowCardinality,
        TypeOptions types,
        String viewFormat) {
    TableDesign {
        codecs = Map.copyOf(codecs);
        lowCardinality = List.copyOf(lowCardinality);
    }

    /** The same, with the types that this server needs. */
    TableDesign on(ServerFacts server) {
        return new TableDesign(
                isReplicated,
                cluster,
                orderBy,
                partitionBy,
                ttl,
                settings,
                codecs,
                lowCardinality,
                types.in(server.zones()),
                viewFormat);
    }
}
