// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/**
 * Which changes of tables the sink may make itself.
 *
 * @param widen to types that hold everything the old one does: {@code integer} to {@code bigint}
 * @param relax columns to take nulls
 * @param rewrite also where the store has to write the whole table anew, locked meanwhile
 */
public record EvolutionRules(
        boolean create,
        boolean addColumns,
        boolean widen,
        boolean relax,
        boolean rewrite,
        IncompatibleMode incompatible) {}
