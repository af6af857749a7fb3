// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.IdList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ids of records that the API may serve again, at most so many: the one not served for the longest time goes first.
 *
 * <p>Ids are written to a log that only grows, and is begun anew once it is long: a {@link View} of it stays what it was, so
 * that every record can carry the ids up to itself without a copy. Views may be read from any thread.
 */
final class SeenIds {
    private final int max;
    private final Map<String, Long> cycleOf = new HashMap<>();
    private Log log = new Log(List.of());
    private long cycle;
    private int dropped;

    /** @param text what {@link View#text} gave before; empty for none */
    SeenIds(int max, String text) {
        this.max = max;
        for (String id : IdList.parse(text)) {
            add(id);
        }
        cycle++;
    }

    /** Notes {@code id}, and says whether it was not known. */
    boolean add(String id) {
        boolean isNew = cycleOf.put(id, cycle) == null;
        log.add(id);
        if (cycleOf.size() > max || log.size() > 4 * Math.max(max, 16)) {
            compact();
        }
        return isNew;
    }

    boolean contains(String id) {
        return cycleOf.containsKey(id);
    }

    boolean isEmpty() {
        return cycleOf.isEmpty();
    }

    /** The list is read from its beginning again. */
    void nextCycle() {
        cycle++;
    }

    /** How many ids have gone, since last asked, that were served in this cycle or the one before. */
    int dropped() {
        int count = dropped;
        dropped = 0;
        return count;
    }

    View view() {
        return new View(log, log.size(), max);
    }

    /** Keeps a tenth of the room free, so that not every id makes another log. */
    private void compact() {
        int room = cycleOf.size() > max ? max - max / 10 : max;
        Collection<String> kept = log.newest(log.size(), Math.max(1, room));
        if (kept.size() < cycleOf.size()) {
            cycleOf.entrySet().removeIf(entry -> {
                boolean goes = !kept.contains(entry.getKey());
                dropped += goes && entry.getValue() >= cycle - 1 ? 1 : 0;
                return goes;
            });
        }
        log = new Log(kept);
    }

    /** Ids in the order in which they were served. Thread-safe. */
    private static final class Log {
        private final List<String> ids;

        Log(Collection<String> first) {
            ids = new ArrayList<>(first);
        }

        synchronized void add(String id) {
            ids.add(id);
        }

        synchronized int size() {
            return ids.size();
        }

        /** The last {@code max} different ids before {@code end}, in the order in which they were last served. */
        synchronized Set<String> newest(int end, int max) {
            Set<String> backwards = new LinkedHashSet<>();
            for (int i = end - 1; i >= 0 && backwards.size() < max; i--) {
                backwards.add(ids.get(i));
            }
            List<String> inOrder = new ArrayList<>(backwards);
            Collections.reverse(inOrder);
            return new LinkedHashSet<>(inOrder);
        }
    }

    /** The ids up to some record. */
    record View(Log log, int end, int max) {
        /** The ids, oldest first, as an {@link IdList}. */
        String text() {
            return IdList.join(log.newest(end, max));
        }
    }
}
