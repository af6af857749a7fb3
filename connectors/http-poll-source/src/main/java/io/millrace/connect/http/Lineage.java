// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which values of its parents' records an endpoint asks for, generation by generation: {@code parent./id} is the value of the
 * parent's record, {@code parent.parent./id} that of the record which that one was asked for. A parent that has no parent
 * has fields alone.
 *
 * @param names what is read of a record of the parent
 * @param handedDown what such a record passes on of those above, as the endpoint's templates name it
 * @param used what the parent's own templates ask for
 */
record Lineage(Set<String> names, Set<String> handedDown, Set<String> used) {
    Lineage {
        names = Set.copyOf(names);
        handedDown = Set.copyOf(handedDown);
        used = Set.copyOf(used);
    }

    /**
     * What one parent's list is read with.
     *
     * @param names to be read of its records
     * @param handedDown what its records have from their parent
     * @param used what the list is asked for with
     */
    record Inheritance(Set<String> names, Map<String, String> handedDown, Map<String, String> used) {}

    /** What {@code endpoint}'s templates ask for of its parent's records, and of those above. */
    static Set<String> namesOfParent(Endpoint endpoint) {
        return ofParent(new RequestPlan(endpoint, null).names());
    }

    private static Set<String> ofParent(Set<String> names) {
        Set<String> stripped = new LinkedHashSet<>();
        for (String name : names) {
            if (name.startsWith(RequestValues.PARENT)) {
                stripped.add(name.substring(RequestValues.PARENT.length()));
            }
        }
        return stripped;
    }

    /** @param wanted of the records of {@code parent}, and of those above */
    static Lineage of(Endpoint parent, Set<String> wanted) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> handedDown = new LinkedHashSet<>();
        for (String name : wanted) {
            boolean isAbove = parent.parent() != null && name.startsWith(RequestValues.PARENT);
            (isAbove ? handedDown : names).add(name);
        }
        return new Lineage(names, handedDown, parent.parent() == null ? Set.of() : namesOfParent(parent));
    }

    /** What is wanted of the parent's own parent, and of those above. */
    Set<String> namesAbove() {
        Set<String> above = new LinkedHashSet<>(used);
        above.addAll(ofParent(handedDown));
        return above;
    }

    /** @param above the values of {@link #namesAbove} */
    Inheritance inherit(Map<String, String> above) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : handedDown) {
            given.put(name, above.getOrDefault(name.substring(RequestValues.PARENT.length()), ""));
        }
        Map<String, String> needed = new LinkedHashMap<>(above);
        needed.keySet().retainAll(used);
        return new Inheritance(names, given, needed);
    }
}
