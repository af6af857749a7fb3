// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

/** What a fleet of devices uploads: more when told so, and all of it known. */
public abstract class Uploads {
    final Feed feed;

    Uploads(Feed feed) {
        this.feed = feed;
    }

    /** Adds this many uploads, repeats included. */
    public void append(int entries) {
        feed.append(entries);
    }

    /** Adds uploads until they bring this many new distinct events. */
    public void generate(int events) {
        feed.generate(events);
    }

    /** Uploads so far, repeats included. */
    public int size() {
        return feed.size();
    }

    /** What was uploaded so far, each event once. */
    public Ledger ledger() {
        return new Ledger(feed, feed.distinct());
    }
}
