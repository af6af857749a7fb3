// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The distinct events of a feed, as they were when the ledger was taken: what must arrive, each once.
 *
 * <p>Events are worked out when asked for, so a ledger of millions takes no memory. Thread-safe.
 */
public final class Ledger {
    private final Feed feed;
    private final int size;

    Ledger(Feed feed, int size) {
        this.feed = feed;
        this.size = size;
    }

    /** How many distinct events. */
    public int size() {
        return size;
    }

    /** Every distinct event, in the order of first upload. */
    public Stream<DeviceEvent> events() {
        return IntStream.range(0, size).mapToObj(feed::event);
    }

    /** The event with this id. */
    public Optional<DeviceEvent> find(String eventId) {
        return feed.fleet().number(eventId).filter(n -> n < size).map(feed::event);
    }
}
