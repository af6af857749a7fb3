// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** What has to change in the store before rows of a plan can be written. */
public sealed interface Evolution {
    /** The table has all the columns. */
    record Nothing() implements Evolution {}

    record Create(TableModel table) implements Evolution {}

    record AddColumns(TableName table, List<ColumnModel> columns) implements Evolution {}

    /** From {@code existing}, null if there is no such table, to one that has all columns of {@code wanted}. */
    static Evolution between(@Nullable TableModel existing, TableModel wanted) {
        if (existing == null) {
            return new Create(wanted);
        }
        List<ColumnModel> missing = wanted.columns().stream()
                .filter(column -> existing.column(column.name()).isEmpty())
                .toList();
        return missing.isEmpty() ? new Nothing() : new AddColumns(wanted.name(), missing);
    }

    /** This change, or a {@link ConnectException} that names what is missing and the statement to run. */
    default Evolution requirePermitted(EvolutionRules permitted, Function<Evolution, String> statement) {
        if (this instanceof Nothing
                || (this instanceof Create && permitted.create())
                || (this instanceof AddColumns && permitted.addColumns())) {
            return this;
        }
        if (this instanceof AddColumns add) {
            String names = add.columns().stream().map(ColumnModel::name).collect(Collectors.joining(", "));
            throw new ConnectException("Cannot write to table " + add.table() + ": no column for field(s) " + names
                    + ", and 'auto.evolve' is false. Run: " + statement.apply(this));
        }
        TableName table = ((Create) this).table().name();
        throw new ConnectException("Cannot write to table " + table
                + ": it does not exist, and 'auto.create' is false. Run: " + statement.apply(this));
    }
}
