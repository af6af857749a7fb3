// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A feed for each parent record of this task's part. Where parents have parents, the same record may be on several lists: it
 * has one feed, as long as one of them has it.
 */
final class ChildFeeds implements Offspring {
    private final Unit unit;
    private final Function<Map<String, String>, Feed> newFeed;
    private final Map<Map<String, String>, Child> children = new HashMap<>();

    private static final class Child {
        private final Feed feed;
        private int lists;

        Child(Feed feed) {
            this.feed = feed;
        }
    }

    ChildFeeds(Unit unit, Function<Map<String, String>, Feed> newFeed) {
        this.unit = unit;
        this.newFeed = newFeed;
    }

    @Override
    public boolean concerns(Map<String, String> values) {
        return unit.holds(String.join(",", values.values()));
    }

    @Override
    public void add(Map<String, String> values, HttpPoller poller) {
        Child child = children.get(values);
        if (child == null) {
            child = new Child(newFeed.apply(values));
            children.put(values, child);
            poller.add(child.feed);
        }
        child.lists++;
    }

    @Override
    public void remove(Map<String, String> values, HttpPoller poller) {
        Child child = children.get(values);
        if (child != null && --child.lists == 0) {
            children.remove(values);
            poller.remove(child.feed);
        }
    }
}
