// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.shape.Shaped;
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
    private final int maxPages;
    private boolean skipsFirst;

    /** Newest first; of the pages before, and of the page that is being read. */
    private List<Found> gathered = new ArrayList<>();

    private List<Found> page = new ArrayList<>();
    private Set<String> gatheredIds = new HashSet<>();
    private boolean meetsKnown;
    private int pages;
    private @Nullable String lastKey;

    /** A record, good or bad. */
    private record Found(@Nullable Shaped good, @Nullable Dead dead) {}

    /** @param skipsFirst whether a feed without known ids begins after its first page */
    NewestFirstCollector(RecordMaker maker, SeenIds ids, FeedId feed, int maxPages, boolean skipsFirst) {
        this.maker = maker;
        this.ids = ids;
        this.feed = feed;
        this.maxPages = maxPages;
        this.skipsFirst = skipsFirst && ids.isEmpty();
    }

    @Override
    public void begin(Position at) {
        page = new ArrayList<>();
        meetsKnown = false;
        if (at.cursor() == null) {
            gathered = new ArrayList<>();
            gatheredIds = new HashSet<>();
            pages = 0;
        }
    }

    @Override
    public void take(Shaped record, long count) {
        lastKey = record.pageKey();
        String id = record.id();
        if (id != null && ids.contains(id)) {
            meetsKnown = true;
        } else {
            page.add(new Found(record, null));
        }
    }

    @Override
    public void pass(long count, @Nullable Dead dead) {
        if (dead != null) {
            page.add(new Found(null, dead));
        }
    }

    @Override
    public @Nullable String lastKey() {
        return lastKey;
    }

    @Override
    public void handOnIfMuch(long bytes, Consumer<Answer.Part> parts) {
        // nothing is ready before the oldest record is there
    }

    @Override
    public void handOn(Consumer<Answer.Part> parts) {
        // the page is asked for again, and what came of it is dropped
    }

    /** @throws ConnectException if there are too many pages before a known record */
    @Override
    public Collected end(Position next, boolean isLast) {
        pages++;
        for (Found found : page) {
            String id = found.good == null ? null : found.good.id();
            if (id == null || gatheredIds.add(id)) {
                gathered.add(found);
            }
        }
        boolean isDone = isLast || meetsKnown || skipsFirst;
        if (!isDone && pages < maxPages) {
            return new Collected(List.of(), next, false);
        }
        if (!meetsKnown && !ids.isEmpty()) {
            requireOverlap(isDone);
        }
        Position start = Position.START.with(next.validator());
        List<SourceRecord> records = delivered(start);
        gathered = new ArrayList<>();
        skipsFirst = false;
        ids.nextCycle();
        return new Collected(records, start, true);
    }

    private void requireOverlap(boolean isDone) {
        if (!isDone) {
            throw new ConnectException("Cannot follow the feed: found no known record on " + maxPages
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
}
