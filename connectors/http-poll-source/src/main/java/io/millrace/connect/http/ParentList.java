// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that an endpoint is asked for one by one: read from the beginning each time, they say which feeds there
 * are. Only those of this task's part.
 */
final class ParentList {
    private static final Logger LOG = LoggerFactory.getLogger(ParentList.class);

    private final Feed feed;
    private final ParentCollector collector;
    private final Unit unit;
    private final Function<Map<String, String>, Feed> newFeed;
    private final Map<Map<String, String>, Feed> children = new HashMap<>();

    /**
     * @param feed reads the list
     * @param newFeed makes the feed of one of its records
     */
    ParentList(Feed feed, ParentCollector collector, Unit unit, Function<Map<String, String>, Feed> newFeed) {
        this.feed = feed;
        this.collector = collector;
        this.unit = unit;
        this.newFeed = newFeed;
    }

    Feed feed() {
        return feed;
    }

    /** A page of the list has come. */
    void took(Answer.Page page, HttpPoller poller) {
        if (page.next().cursor() != null) {
            return; // there is more of it
        }
        Set<Map<String, String>> found = new LinkedHashSet<>(collector.drain());
        found.removeIf(parent -> !unit.holds(String.join(",", parent.values())));
        List<Map<String, String>> gone = new ArrayList<>(children.keySet());
        gone.removeAll(found);
        for (Map<String, String> parent : gone) {
            Feed child = children.remove(parent);
            if (child != null) {
                poller.remove(child);
            }
        }
        int before = children.size();
        for (Map<String, String> parent : found) {
            children.computeIfAbsent(parent, values -> {
                Feed child = newFeed.apply(values);
                poller.add(child);
                return child;
            });
        }
        if (!gone.isEmpty() || children.size() != before) {
            LOG.info(
                    "{} of {}: {} new, {} gone, {} in all.",
                    unit,
                    feed.id(),
                    children.size() - before,
                    gone.size(),
                    children.size());
        }
    }
}
