// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.connect.sink.TopicState.Found;
import org.jspecify.annotations.Nullable;

/**
 * Where a task goes on in a partition that it has taken over.
 *
 * @param claim the row to go on with, and to store where it is not the stored one
 * @param change how the topic is no longer the one that the offset was stored for; empty if it is
 */
record Resumption(Claim claim, String change) {
    /**
     * Compares what is stored with what is there. With {@link TopicChange#FAIL} a changed topic leaves the claim as it
     * is; otherwise the claim continues at the new topic's start or end, which is stored, so that a crash before the
     * first commit changes nothing about it.
     */
    static Resumption decide(Claim claim, @Nullable Found found, TopicChange mode) {
        if (found == null) {
            return new Resumption(claim, "");
        }
        String change = change(claim, found);
        if (change.isEmpty()) {
            return new Resumption(
                    new Claim(claim.epoch(), claim.nextOffset(), found.topicId(), claim.plannedEnd()), "");
        }
        return switch (mode) {
            case FAIL -> new Resumption(claim, change);
            case EARLIEST -> new Resumption(new Claim(claim.epoch(), found.start(), found.topicId()), change);
            case LATEST -> new Resumption(new Claim(claim.epoch(), found.end(), found.topicId()), change);
        };
    }

    private static String change(Claim claim, Found found) {
        Long next = claim.nextOffset();
        if (next == null) {
            return "";
        }
        if (claim.topicId() != null && !claim.topicId().equals(found.topicId())) {
            return "topic id " + found.topicId() + " (expected " + claim.topicId()
                    + "), so the topic was made anew since offset " + next + " was stored";
        }
        if (next > found.end()) {
            return "the log's end at offset " + found.end() + " (expected " + next
                    + " or later), so the topic was made anew or has lost records since that offset was stored";
        }
        if (next < found.start()) {
            return "the log's start at offset " + found.start() + " (expected " + next + " or earlier), so "
                    + (found.start() - next) + " offsets were removed before this connector had read them";
        }
        return "";
    }

    boolean isChanged() {
        return !change.isEmpty();
    }
}
