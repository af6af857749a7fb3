// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What has to change in the store before rows can be written, and which column each field goes to then.
 *
 * <ul>
 *   <li>A missing table is created, a missing column added.
 *   <li>A column that cannot hold every value that the field may have by its schema is widened. A field that declares no
 *       limit needs a type without one. If that may not be done (it is forbidden, the table is another user's, or the
 *       store would have to rewrite the table), the column stays as long as at least some values can be written: each is
 *       checked then. Where none can, the field is incompatible.
 *   <li>A column that takes no nulls is relaxed if the field may be null, or if rows do not have it any more and the
 *       store has no default for it; never one of a key. Rows that have a key only, as deletes do, relax nothing.
 *   <li>What becomes of an incompatible field is {@link IncompatibleMode}'s to say; one of the key never gets another
 *       column, because rows are found by it.
 * </ul>
 *
 * @param columnOf by field: the column that its values go to
 * @param refusals by field: why its values are refused one by one, nulls excepted
 * @param forgone changes that would let columns take every value, but may not be made
 */
public record Evolution(
        List<TableChange> changes,
        Map<String, String> columnOf,
        Map<String, String> refusals,
        List<TableChange.Retype> forgone) {
    public Evolution {
        changes = List.copyOf(changes);
        columnOf = Map.copyOf(columnOf);
        refusals = Map.copyOf(refusals);
        forgone = List.copyOf(forgone);
    }

    /**
     * From {@code existing}, null if there is no such table, to one that takes rows with all columns of {@code wanted}.
     * A {@link ConnectException} where that takes a change that may not be made: it names the statement to run.
     */
    public static Evolution between(
            @Nullable TableModel existing, TableModel wanted, EvolutionRules rules, StoreTypes types) {
        EvolutionBuilder builder = new EvolutionBuilder(wanted, rules, types);
        return existing == null ? builder.create() : builder.alter(existing);
    }
}
