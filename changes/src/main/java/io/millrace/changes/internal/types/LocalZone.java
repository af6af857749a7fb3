// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A zone's offsets by local time, as a table up to 2100. As {@link java.time.ZonedDateTime#ofLocal} does it: a local time
 * that a transition skips has the offset from before it, and so moves forward; of one that comes twice, it is the first.
 */
final class LocalZone {
    private static final int LAST_YEAR = 2_100;

    private final ZoneRules rules;
    /** Local seconds at which the next offset begins to hold: the later of the clock's two readings. */
    private final long[] from;

    private final int[] offsets;
    private final long end;

    private LocalZone(ZoneRules rules, List<ZoneOffsetTransition> transitions) {
        this.rules = rules;
        this.from = new long[transitions.size()];
        this.offsets = new int[transitions.size() + 1];
        this.offsets[0] = transitions.isEmpty()
                ? rules.getOffset(Instant.EPOCH).getTotalSeconds()
                : transitions.get(0).getOffsetBefore().getTotalSeconds();
        for (int i = 0; i < from.length; i++) {
            ZoneOffsetTransition transition = transitions.get(i);
            LocalDateTime later = transition.isGap() ? transition.getDateTimeAfter() : transition.getDateTimeBefore();
            from[i] = later.toEpochSecond(ZoneOffset.UTC);
            offsets[i + 1] = transition.getOffsetAfter().getTotalSeconds();
        }
        this.end = rules.getTransitionRules().isEmpty()
                ? Long.MAX_VALUE
                : LocalDateTime.of(LAST_YEAR, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
    }

    static LocalZone of(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<ZoneOffsetTransition> transitions = new ArrayList<>(rules.getTransitions());
        if (!rules.getTransitionRules().isEmpty()) {
            Instant last = transitions.isEmpty()
                    ? Instant.EPOCH
                    : transitions.get(transitions.size() - 1).getInstant();
            ZoneOffsetTransition next = rules.nextTransition(last);
            while (next != null && next.getDateTimeBefore().getYear() <= LAST_YEAR) {
                transitions.add(next);
                next = rules.nextTransition(next.getInstant());
            }
        }
        return new LocalZone(rules, transitions);
    }

    /** Seconds east of UTC at a local time, which is counted as if it were UTC. */
    int offset(long localSeconds) {
        if (localSeconds >= end) {
            return rules.getOffset(LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC))
                    .getTotalSeconds();
        }
        int at = Arrays.binarySearch(from, localSeconds);
        return offsets[at >= 0 ? at + 1 : -at - 1];
    }
}
