// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.records.FieldPath;
import io.millrace.records.FieldPath.Name;
import io.millrace.records.FieldPath.Step;
import io.millrace.records.FieldPath.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path to a masked field, walked as far as some place in a value.
 *
 * @param number of the path among all that are configured
 * @param at how many of its steps are done
 */
record Walk(int number, FieldPath path, Mask mask, int at) {
    /** All paths of these rules, at their beginning. */
    static List<Walk> of(List<MaskRule> rules) {
        List<Walk> walks = new ArrayList<>();
        for (MaskRule rule : rules) {
            for (FieldPath path : rule.fields()) {
                walks.add(new Walk(walks.size(), path, rule.mask(), 0));
            }
        }
        return walks;
    }

    /** Where these paths are after a step into the field or key {@code name}; null for a nameless element. */
    static List<Walk> into(List<Walk> walks, @Nullable String name) {
        List<Walk> onward = List.of();
        for (Walk walk : walks) {
            onward = walk.into(name, onward);
        }
        return onward;
    }

    /** The first of these that has arrived: its mask applies here. */
    static @Nullable Walk arrived(List<Walk> walks) {
        for (Walk walk : walks) {
            if (walk.at == walk.path.length()) {
                return walk;
            }
        }
        return null;
    }

    /** The names that these paths ask for next. */
    static Set<String> names(List<Walk> walks) {
        Set<String> names = new LinkedHashSet<>();
        for (Walk walk : walks) {
            for (int i = walk.at; i < walk.path.length(); i++) {
                if (walk.step(i) instanceof Name named) {
                    names.add(named.name());
                }
                if (walk.step(i) != Wildcard.ANY_DEPTH) {
                    break;
                }
            }
        }
        return names;
    }

    /** Whether the path begins with a name. */
    boolean isNamed() {
        return path.length() > 0 && step(0) instanceof Name;
    }

    /** Whether the next step is any number of steps. */
    boolean isAnywhere() {
        return at < path.length() && step(at) == Wildcard.ANY_DEPTH;
    }

    private Step step(int index) {
        return path.steps().get(index);
    }

    private List<Walk> into(@Nullable String name, List<Walk> onward) {
        if (at == path.length()) {
            return onward;
        }
        Step step = step(at);
        if (step == Wildcard.ANY_DEPTH) {
            return next().into(name, with(onward, this));
        }
        boolean matches = step == Wildcard.ANY
                || (step instanceof Name named && named.name().equals(name));
        return matches ? with(onward, next()) : onward;
    }

    private Walk next() {
        return new Walk(number, path, mask, at + 1);
    }

    private static List<Walk> with(List<Walk> walks, Walk added) {
        List<Walk> grown = walks.isEmpty() ? new ArrayList<>() : walks;
        if (!grown.contains(added)) {
            grown.add(added);
        }
        return grown;
    }
}
