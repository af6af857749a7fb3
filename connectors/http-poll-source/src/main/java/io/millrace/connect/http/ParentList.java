// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that an endpoint is asked for one by one: read from the beginning each time, they say which feeds, or lists of
 * the next generation, there are.
 */
final class ParentList {
    private static final Logger LOG = LoggerFactory.getLogger(ParentList.class);

    private final Feed feed;
    private final ParentCollector collector;
    private final Offspring offspring;
    private Set<Map<String, String>> known = Set.of();

    /** @param feed reads the list */
    ParentList(Feed feed, ParentCollector collector, Offspring offspring) {
        this.feed = feed;
        this.collector = collector;
        this.offspring = offspring;
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
        found.removeIf(parent -> !offspring.concerns(parent));
        become(found, poller);
    }

    /** The list itself has gone, and all of its records. */
    void end(HttpPoller poller) {
        become(Set.of(), poller);
    }

    private void become(Set<Map<String, String>> found, HttpPoller poller) {
        Set<Map<String, String>> gone = new LinkedHashSet<>(known);
        gone.removeAll(found);
        Set<Map<String, String>> come = new LinkedHashSet<>(found);
        come.removeAll(known);
        known = found;
        gone.forEach(parent -> offspring.remove(parent, poller));
        come.forEach(parent -> offspring.add(parent, poller));
        if (!gone.isEmpty() || !come.isEmpty()) {
            LOG.info("Records of {}: {} new, {} gone, {} in all.", feed.id(), come.size(), gone.size(), found.size());
        }
    }
}
