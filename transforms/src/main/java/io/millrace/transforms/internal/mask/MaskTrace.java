// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** What came of following the paths through a schema or a schemaless value. Used once, by one thread. */
final class MaskTrace {
    private final BitSet found = new BitSet();
    private @Nullable Problem problem;

    /** Why a field cannot be masked as it was asked for. */
    record Problem(String action, String found, String remedy) {}

    void found(Walk walk) {
        found.set(walk.number());
    }

    /** A mask applies at a place to which these lead: those that go on below it are at their end, too. */
    void settled(List<Walk> here) {
        for (Walk walk : here) {
            if (!walk.isAnywhere()) {
                found.set(walk.number());
            }
        }
    }

    /** A mask does not fit the field at {@code where}. */
    void unfit(String where, Mask mask, Schema schema) {
        String type =
                schema.name() == null ? schema.type().getName() : schema.type().getName() + " " + schema.name();
        refuse(
                "mask " + where + " by " + mask.name(),
                type + " (expected " + mask.fits() + ")",
                "Choose another mask.");
    }

    void refuse(String action, String what, String remedy) {
        problem = problem == null ? new Problem(action, what, remedy) : problem;
    }

    /** The first there was. */
    @Nullable Problem problem() {
        return problem;
    }

    /** The paths that led nowhere, as they are written. */
    List<String> missing(List<Walk> walks) {
        if (found.cardinality() == walks.size()) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        for (Walk walk : walks) {
            if (!found.get(walk.number())) {
                missing.add(walk.path().toString());
            }
        }
        return missing;
    }
}
