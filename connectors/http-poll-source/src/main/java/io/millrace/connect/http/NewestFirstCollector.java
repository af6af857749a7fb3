// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.connect.http.HttpPollConfig.Initial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of a feed that begins with its newest: gathered page by page until one has a known id, then delivered oldest
 * first. Each record's offset has the ids up to it, so that whichever was committed last is known after a restart.
 */
final class NewestFirstCollector implements RecordCollector {
    private static final Logger LOG = LoggerFactory.getLogger(NewestFirstCollector.class);

    private final RecordMaker maker;
    private final SeenIds ids;
    private final FeedId feed;
    private final Endpoint endpoint;
    private final Room room;
    private boolean skipsFirst;

    /** Newest first; of the pages before, and of the page that is being read. */
    private List<Found> gathered = new ArrayList<>();

    private List<Found> page = new ArrayList<>();
    private Set<String> gatheredIds = new HashSet<>();
    private Position position = Position.START;
    private boolean meetsKnown;
    private boolean isEmpty;
    private int pages;
    /** Pages in a row whose records were all on earlier ones: a list that grows meanwhile moves them there, but not for long. */
    private int repeats;

    private @Nullable String lastKey;

    /** A record, good or bad. */
    private record Found(@Nullable Shaped good, @Nullable Dead dead) {}

    NewestFirstCollector(RecordMaker maker, SeenIds ids, FeedId feed, Endpoint endpoint) {
        this.maker = maker;
        this.ids = ids;
        this.feed = feed;
        this.endpoint = endpoint;
        this.skipsFirst = endpoint.initial() == Initial.LATEST && ids.isEmpty();
        this.room = new Room(endpoint.walkMaxBytes());
    }

    @Override
    public void begin(Position at) {
        position = at;
        page = new ArrayList<>();
        meetsKnown = false;
        isEmpty = true;
        room.beginPage();
        if (at.cursor() == null) {
            gathered = new ArrayList<>();
            gatheredIds = new HashSet<>();
            pages = 0;
            repeats = 0;
            room.beginWalk();
        }
    }

    @Override
    public void take(Shaped record, long count) {
        lastKey = record.pageKey();
        isEmpty = false;
        String id = record.id();
        if (id != null && ids.contains(id)) {
            meetsKnown = true;
        } else if (id == null || !gatheredIds.contains(id)) {
            page.add(new Found(record, null));
            room.keep();
        }
    }

    @Override
    public void pass(long count, @Nullable Dead dead) {
        if (dead != null) {
            page.add(new Found(null, dead));
            room.keep();
        }
    }

    @Override
    public @Nullable String lastKey() {
        return lastKey;
    }

    /**
     * Hands nothing on: nothing is ready before the oldest record is there.
     *
     * @throws ConnectException if there is no room for more
     */
    @Override
    public void handOnIfMuch(long bytes, Consumer<Answer.Part> parts) {
        if (!room.holds(bytes)) {
            throw new ConnectException("Cannot follow the feed: found more than " + endpoint.walkMaxBytes()
                    + " bytes of records before a known one (the limit, " + HttpPollConfig.MAX_BYTES + ") at " + feed
                    + ". Raise it if the worker has the memory, poll more often, or begin with "
                    + HttpPollConfig.INITIAL + "=latest" + PageFetcher.RESTART);
        }
    }

    @Override
    public void handOn(Consumer<Answer.Part> parts) {
        // the page is asked for again, and what came of it is dropped
    }

    /** @throws ConnectException if the pages lead nowhere, or too many come before a known record */
    @Override
    public Collected end(Position next, boolean isLast) {
        pages++;
        if (!isEmpty) {
            repeats = page.isEmpty() && !meetsKnown ? repeats + 1 : 0;
        }
        for (Found found : page) {
            String id = found.good == null ? null : found.good.id();
            if (id == null || gatheredIds.add(id)) {
                gathered.add(found);
            }
        }
        room.endPage();
        boolean isDone = isLast || meetsKnown || skipsFirst;
        if (!isDone && repeats >= Feed.SHIFTS && endpoint.refusesSamePage()) {
            throw PageFetcher.looping(
                    endpoint, feed, position, repeats + " pages in a row with nothing but records of earlier ones");
        }
        if (!isDone && pages < endpoint.maxPages()) {
            return new Collected(List.of(), next, false);
        }
        if (!meetsKnown) {
            tellWhatIsMissing(isDone);
        }
        Position start = Position.START.with(next.validator());
        List<SourceRecord> records = delivered(start);
        gathered = new ArrayList<>();
        gatheredIds = new HashSet<>();
        skipsFirst = false;
        ids.nextCycle();
        return new Collected(records, start, true);
    }

    private void tellWhatIsMissing(boolean isDone) {
        if (!ids.isEmpty()) {
            requireOverlap(isDone);
        } else if (!isDone) {
            LOG.warn(
                    "{} begins with the oldest record of its first {} pages; older ones are left out. See {}.",
                    feed,
                    pages,
                    HttpPollConfig.MAX_PAGES);
        }
    }

    private void requireOverlap(boolean isDone) {
        if (!isDone) {
            throw new ConnectException("Cannot follow the feed: found no known record on " + pages
                    + " pages (expected one of those delivered last) at " + feed + ". Records may be missing. Raise "
                    + HttpPollConfig.MAX_PAGES + ", or poll more often" + PageFetcher.RESTART);
        }
        LOG.warn(
                "The pages of {} end without a known record: the API may have dropped records before they were read."
                        + " Poll more often if it has.",
                feed);
    }

    private List<SourceRecord> delivered(Position start) {
        List<SourceRecord> records = new ArrayList<>(skipsFirst ? 0 : gathered.size());
        for (int i = gathered.size() - 1; i >= 0; i--) {
            Found found = gathered.get(i);
            if (found.good != null && found.good.id() != null) {
                ids.add(found.good.id());
            }
            if (skipsFirst) {
                continue;
            }
            Position after = i == 0 ? start : Position.START;
            if (found.good != null) {
                records.add(maker.record(found.good, after, 0));
            } else if (found.dead != null) {
                records.add(found.dead.record(maker.sourcePartition(), maker.offset(after, 0)));
            }
        }
        return records;
    }

    /** How many bytes of pages the records take that are kept: of a page that is kept in part, so much a record. */
    private static final class Room {
        private final long maxBytes;
        private long walkBytes;
        private long pageBytes;
        private long kept;
        private long seen;

        Room(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        void beginWalk() {
            walkBytes = 0;
        }

        void beginPage() {
            pageBytes = 0;
            kept = 0;
            seen = 0;
        }

        /** A record more of the page is kept. */
        void keep() {
            kept++;
        }

        /** Whether there is room for a record more, kept or not; {@code bytes} of the page have been read. */
        boolean holds(long bytes) {
            seen++;
            pageBytes = (long) ((double) bytes * kept / seen);
            return walkBytes + pageBytes <= maxBytes;
        }

        void endPage() {
            walkBytes += pageBytes;
        }
    }
}
