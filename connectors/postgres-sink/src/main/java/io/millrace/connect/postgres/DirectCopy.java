// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether rows of an upsert are first copied straight into the table: that is faster than by way of a staging table while
 * all keys are new, and in vain when one is not. After a conflict it is tried again after 8 flushes, then 16, up to 1024.
 */
final class DirectCopy {
    private static final int FIRST_PAUSE = 8;
    private static final int LONGEST_PAUSE = 1024;

    private static final class State {
        private int pause;
        private int left;
    }

    private final boolean enabled;
    private final Map<TableName, State> states = new HashMap<>();
    private final Set<Layout> outdated = ConcurrentHashMap.newKeySet();

    DirectCopy(boolean enabled) {
        this.enabled = enabled;
    }

    /** A column has another type than rows of the layout are written for, since this task gave it one. */
    void outdate(Layout layout) {
        outdated.add(layout);
    }

    /** Whether the table's columns read rows of the layout; else they go by way of a staging table, and are converted. */
    boolean isPossible(Layout layout) {
        return !layout.hasCasts() && !outdated.contains(layout);
    }

    boolean isDue(Layout layout) {
        if (!enabled || !isPossible(layout) || layout.rules().memory() != null) {
            return false;
        }
        State state = states.computeIfAbsent(layout.table(), table -> new State());
        if (state.left == 0) {
            return true;
        }
        state.left--;
        return false;
    }

    void succeeded(Layout layout) {
        states.computeIfAbsent(layout.table(), table -> new State()).pause = 0;
    }

    void conflicted(Layout layout) {
        State state = states.computeIfAbsent(layout.table(), table -> new State());
        state.pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, state.pause * 2));
        state.left = state.pause;
    }
}
