// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Comparator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch that are written together: those of a table, or of a table and a partition. Ordered by name.
 *
 * @param partition null for all
 */
public record TablePart(TableName table, @Nullable TopicPartition partition) implements Comparable<TablePart> {
    private static final Comparator<TablePart> ORDER = Comparator.comparing(TablePart::table)
            .thenComparing(TablePart::partition, Comparator.nullsFirst(Ownership.BY_NAME));

    @Override
    public int compareTo(TablePart other) {
        return ORDER.compare(this, other);
    }
}
