// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.page.BadRecordException;
import io.millrace.connect.device.internal.page.PageFormat;
import io.millrace.connect.device.internal.page.PageReader;
import io.millrace.connect.device.internal.page.UnreadablePageException;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.connect.http.Answer.More;
import io.millrace.connect.http.Position.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page as a stream, has a record made of each of its records, and works out where to go on. What has been read of
 * a page that breaks off is handed on, as long as the rest can be asked for without repeating it.
 */
final class PageRecords {
    private final Endpoint endpoint;
    private final FeedId id;
    private final RecordShape shape;
    private final PageFormat format;
    private final Pagination pagination;
    private final @Nullable JsonPointer more;
    private final @Nullable Windows windows;
    private final boolean appendOnly;
    private final BadRecordPolicy badRecords;
    private final RecordCollector collector;

    /**
     * A page that is there to be read, and what asked for it.
     *
     * @param pollInterval what the API asks to wait for before it is asked again; null if nothing
     */
    record Source(
            InputStream body,
            Response response,
            @Nullable Duration pollInterval,
            Position position,
            @Nullable String cursor) {}

    PageRecords(Endpoint endpoint, FeedId id, Reading reading, BadRecordPolicy badRecords) {
        this.endpoint = endpoint;
        this.id = id;
        this.shape = reading.shape();
        this.format = Formats.of(endpoint);
        this.pagination = endpoint.pagination();
        this.more = endpoint.morePointer();
        this.windows = reading.windows();
        this.appendOnly = endpoint.isAppendOnly();
        this.badRecords = badRecords;
        this.collector = reading.collector();
    }

    /** Where to go on after an answer that says that there is nothing. */
    Position afterEmpty(Position position) {
        return endOfList(position, position.index(), null);
    }

    /** @throws IOException if the page breaks off; what was read before has gone to {@code parts} then */
    Answer read(Source source, Consumer<Answer.Part> parts) throws IOException {
        Position position = source.position();
        collector.begin(position);
        try (PageReader page = format.open(source.body(), shape)) {
            for (long i = 0; i < position.index(); i++) {
                if (!page.skip()) {
                    return new Answer.Failed(shorter(position, i));
                }
            }
            while (next(page, position)) {
                collector.handOnIfMuch(page.bytes(), parts);
            }
            return end(source, page);
        } catch (BadRecordException e) {
            collector.handOn(parts);
            return new Answer.Failed(badRecords.error(e, where(position)));
        } catch (UnreadablePageException e) {
            collector.handOn(parts);
            return new Answer.Failed(unreadable(position, e));
        } catch (IOException e) {
            collector.handOn(parts);
            throw e;
        }
    }

    /** Collects one record, good or bad; false after the last. */
    private boolean next(PageReader page, Position position) throws IOException {
        try {
            Shaped record = page.next();
            if (record == null) {
                return false;
            }
            collector.take(record, page.count());
        } catch (BadRecordException e) {
            if (!badRecords.isPutAside(e, where(position))) {
                throw e;
            }
            collector.pass(page.count(), badRecords.deadLetter(e, where(position)));
        }
        return true;
    }

    private Answer end(Source source, PageReader page) {
        Position position = source.position();
        Facts facts = new Facts(source, page, collector.lastKey());
        String next = pagination.next(facts);
        String says = more == null ? null : page.envelope(more);
        if (next == null && "true".equals(says) && endpoint.pager() != HttpPollConfig.Pager.NONE) {
            return new Answer.Failed(looping(position, "a page that promises more and names no other cursor"));
        }
        if (next == null
                && page.count() > 0
                && endpoint.pager() == HttpPollConfig.Pager.LAST_KEY
                && collector.lastKey() == null) {
            return new Answer.Failed(looping(position, "no key in the page's last record"));
        }
        if (next == null && page.count() >= endpoint.limit() && pagination.namesItself(facts)) {
            return new Answer.Failed(looping(position, "a full page whose next cursor is its own"));
        }
        boolean ends = next == null || endsHere(says, page.count());
        Validator validator = validator(source.response());
        Position after = ends ? endOfList(position, page.count(), validator) : position.page(next);
        RecordCollector.Collected collected = collector.end(after, ends || "false".equals(says));
        return new Answer.Page(
                collected.records(),
                page.count(),
                page.digest(),
                collected.next(),
                more(collected, ends, says, page.count()),
                source.pollInterval());
    }

    /** Whether a page that leads on is the last all the same: of a list that is read anew, or of a window. */
    private boolean endsHere(@Nullable String says, long count) {
        if (appendOnly && windows == null) {
            return false; // what it leads to is where newer records will be
        }
        boolean isEmpty = count == 0 && says == null && !pagination.nextMeansMore();
        return "false".equals(says) || (isEmpty && windows != null);
    }

    private More more(RecordCollector.Collected collected, boolean ends, @Nullable String says, long count) {
        if (!collected.isWhole()) {
            return More.YES;
        }
        if (endpoint.isNewestFirst()) {
            return More.NO; // all that is new is there
        }
        if (ends && windows != null) {
            return More.IF_FULL; // the next window may be over already; its feed knows
        }
        if (ends || "false".equals(says)) {
            return More.NO;
        }
        boolean isWalk = pagination.nextMeansMore() || !appendOnly || windows != null;
        return "true".equals(says) || (isWalk && count > 0) ? More.YES : More.IF_FULL;
    }

    private ConnectException looping(Position position, String found) {
        return PageFetcher.looping(endpoint, id, position, found);
    }

    private Position endOfList(Position position, long count, @Nullable Validator validator) {
        if (windows != null && position.window() != null) {
            return Position.in(Windows.after(position.window()));
        }
        return appendOnly ? position.at(count).with(validator) : Position.START.with(validator);
    }

    private @Nullable Validator validator(Response response) {
        String etag = response.header("ETag");
        String modified = response.header("Last-Modified");
        boolean usable = endpoint.isConditional() && (etag != null || modified != null);
        return usable ? new Validator(etag, modified) : null;
    }

    private ConnectException shorter(Position position, long count) {
        return new ConnectException("Cannot go on inside a page: found " + count + " records (expected at least "
                + position.index() + ", the ones already delivered) at " + where(position)
                + ". The API's cursor is not stable. Set a cursor that is valid by PATCH /connectors/{name}/offsets.");
    }

    private DataException unreadable(Position position, UnreadablePageException e) {
        String at = e.pointer().isEmpty() ? "" : ", " + e.pointer();
        return new DataException(
                "Cannot read a page: found " + e.found() + " at " + where(position) + at + ". Have the API corrected"
                        + PageFetcher.RESTART,
                e);
    }

    private String where(Position position) {
        return id + " from " + position;
    }

    /** What a page said, once it has been read. */
    private record Facts(
            Source source, PageReader page, @Nullable String lastKey) implements Pagination.Page {
        @Override
        public @Nullable String cursor() {
            return source.cursor();
        }

        @Override
        public long count() {
            return page.count();
        }

        @Override
        public @Nullable String inBody(JsonPointer pointer) {
            return page.envelope(pointer);
        }

        @Override
        public @Nullable String header(String name) {
            List<String> values = source.response().headers(name);
            return values.isEmpty() ? null : String.join(", ", values);
        }

        @Override
        public String resolve(String link) {
            HttpUrl target =
                    ForeignLinkException.resolved(source.response().request().url(), link);
            return target.toString();
        }
    }
}
