// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one task polls: an endpoint, or one of so many parts of an endpoint's parent records. Which part a record is in
 * depends on itself and their number only.
 */
record Unit(String endpoint, int part, int parts) {
    boolean holds(String parent) {
        return Math.floorMod(parent.hashCode(), parts) == part;
    }

    /** {@code vehicles}, or {@code positions#0/3}. */
    @Override
    public String toString() {
        return parts == 1 ? endpoint : endpoint + "#" + part + "/" + parts;
    }

    static List<Unit> parse(String text) {
        return Arrays.stream(text.split(",")).map(Unit::parseOne).toList();
    }

    private static Unit parseOne(String text) {
        int hash = text.indexOf('#');
        if (hash < 0) {
            return new Unit(text, 0, 1);
        }
        int slash = text.indexOf('/', hash);
        return new Unit(
                text.substring(0, hash),
                Integer.parseInt(text.substring(hash + 1, slash)),
                Integer.parseInt(text.substring(slash + 1)));
    }

    /** Units for at most {@code maxTasks} tasks, as many as there can be work for: one text for each. */
    static List<String> spread(List<Endpoint> endpoints, int maxTasks) {
        List<Endpoint> children =
                endpoints.stream().filter(each -> each.parent() != null).toList();
        int spare = Math.max(0, maxTasks - endpoints.size());
        List<Unit> units = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            int child = children.indexOf(endpoint);
            int extra = child < 0 ? 0 : spare / children.size() + (child < spare % children.size() ? 1 : 0);
            for (int part = 0; part <= extra; part++) {
                units.add(new Unit(endpoint.name(), part, extra + 1));
            }
        }
        List<List<Unit>> tasks = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            if (i < maxTasks) {
                tasks.add(new ArrayList<>());
            }
            tasks.get(i % maxTasks).add(units.get(i));
        }
        return tasks.stream()
                .map(task -> task.stream().map(Unit::toString).collect(Collectors.joining(",")))
                .toList();
    }
}
