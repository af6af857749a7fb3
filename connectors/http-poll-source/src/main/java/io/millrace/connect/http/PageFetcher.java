// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.auth.NoTokenException;
import io.millrace.connect.device.internal.auth.RequestAuth;
import io.millrace.connect.device.internal.net.BodyDecoder;
import io.millrace.connect.device.internal.net.BodyTooLargeException;
import io.millrace.connect.device.internal.net.HostBudget;
import io.millrace.connect.device.internal.net.RateHeaders;
import io.millrace.connect.device.internal.net.RefusedAddressException;
import io.millrace.connect.device.internal.net.SourceMetrics;
import io.millrace.connect.device.internal.net.StatusClasses;
import io.millrace.connect.http.Position.Window;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API for pages, and says what became of each request. {@link PageRecords} makes records of a page.
 *
 * <p>Credentials go to the configured scheme, host and port only: redirects and links that lead elsewhere are refused.
 * Error texts name the address without its query, and never show a body.
 */
final class PageFetcher implements Pages {
    static final String RESTART = ", then restart the task; it goes on where it stopped.";
    private static final String HTML = "text/html";

    private final Endpoint endpoint;
    private final FeedId id;
    private final RequestPlan plan;
    private final PageRecords records;
    private final Gate gate;
    private final StatusClasses retryStatuses;
    private final StatusClasses emptyStatuses;

    /** What requests of all feeds go through. */
    record Gate(OkHttpClient http, RequestAuth auth, HostBudget budget, SourceMetrics metrics, ApiClock clock) {}

    PageFetcher(Endpoint endpoint, FeedId id, RequestPlan plan, PageRecords records, Gate gate) {
        this.endpoint = endpoint;
        this.id = id;
        this.plan = plan;
        this.records = records;
        this.gate = gate;
        this.retryStatuses = endpoint.retryStatuses();
        this.emptyStatuses = endpoint.emptyStatuses();
    }

    /** The earlier of our clock and the API's, as far as it has told it: what is over by one of them only may still change. */
    Instant now() {
        return gate.clock().now();
    }

    @Override
    public Answer fetch(Position position, Consumer<Answer.Part> parts) {
        long begun = System.nanoTime();
        try (Response response = send(request(position))) {
            gate.metrics().request(response.code());
            RateHeaders headers =
                    RateHeaders.read(response::header, gate.clock().ours());
            note(headers);
            Answer answer = answer(position, response, headers, parts);
            gate.metrics().pageTime(Duration.ofNanos(System.nanoTime() - begun));
            return answer;
        } catch (RefusedAddressException e) {
            return new Answer.Failed(refusedAddress(position, e));
        } catch (ForeignLinkException e) {
            return new Answer.Failed(foreign(position, e));
        } catch (BodyTooLargeException e) {
            return new Answer.Failed(
                    new ConnectException("Cannot read a page: found " + e.getMessage() + " (the limit, "
                            + HttpPollConfig.PAGE_MAX_BYTES + ") at " + where(position) + ". Raise it, or lower "
                            + HttpPollConfig.LIMIT + RESTART));
        } catch (NoTokenException e) {
            return new Answer.Failed(new ConnectException(
                    "Cannot read a page: found " + e.getMessage() + " (expected one) at " + where(position) + ". "
                            + e.remedy() + RESTART,
                    e));
        } catch (IOException e) {
            gate.metrics().failure();
            return new Answer.TryLater(describe(e), null, e);
        } catch (ConnectException e) {
            return new Answer.Failed(e);
        } catch (RuntimeException e) { // a fault of ours; the task must not wait for ever
            return new Answer.Failed(new ConnectException("Cannot read a page at " + where(position) + ".", e));
        }
    }

    private Request request(Position position) {
        try {
            return plan.request(position, id.parentValues());
        } catch (DataException e) {
            throw new DataException(
                    "Cannot ask for a page: found " + e.getMessage() + " at " + where(position) + ". Correct "
                            + HttpPollConfig.PATH + ", or what fills it" + RESTART,
                    e);
        }
    }

    private static String describe(IOException e) {
        return e.getClass().getSimpleName() + " (" + e.getMessage() + ")";
    }

    /** Follows redirects within the origin, and renews credentials once. */
    private Response send(Request unsigned) throws IOException {
        Request next = unsigned;
        boolean renewed = false;
        for (int redirects = 0; ; ) {
            Request signed = gate.auth().sign(next);
            Response response = gate.http().newCall(signed).execute();
            if (response.code() == 401 && !renewed && gate.auth().isRenewedAfter(signed)) {
                renewed = true;
                response.close();
            } else if (isRedirect(response) && redirects < endpoint.redirectsMax()) {
                redirects++;
                next = redirected(next, response);
                response.close();
            } else {
                return response;
            }
        }
    }

    /** A post is repeated as such only where the status says that it may be (RFC 9110 section 15.4). */
    private static boolean isRedirect(Response response) {
        return switch (response.code()) {
            case 301, 302 -> response.request().method().equals("GET") && response.header("Location") != null;
            case 307, 308 -> response.header("Location") != null;
            default -> false;
        };
    }

    private Request redirected(Request from, Response response) {
        try {
            HttpUrl target = ForeignLinkException.resolved(from.url(), String.valueOf(response.header("Location")));
            return from.newBuilder().url(target).build();
        } catch (ForeignLinkException e) {
            response.close();
            throw e;
        }
    }

    private void note(RateHeaders headers) {
        Duration wait = headers.reset();
        if (headers.isExhausted() && wait != null) {
            gate.budget().block(min(wait, endpoint.retryAfterMax()));
        }
        if (headers.date() != null) {
            gate.clock().note(headers.date());
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Answer answer(Position position, Response response, RateHeaders headers, Consumer<Answer.Part> parts)
            throws IOException {
        int status = response.code();
        Duration pause = headers.pollInterval();
        if (status == 200) {
            return isTooEarly(position, headers.date()) ? notYet(position) : page(position, response, pause, parts);
        }
        if (status == 304) {
            gate.metrics().notModified();
            return new Answer.Page(List.of(), position.index(), 0, position, Answer.More.NO, pause);
        }
        if (emptyStatuses.contains(status)) {
            return new Answer.Page(List.of(), 0, 0, records.afterEmpty(position), Answer.More.NO, pause);
        }
        if (retryStatuses.contains(status)) {
            return new Answer.TryLater(
                    "HTTP " + status, status == 429 ? headers.waitOfRefused() : headers.retryAfter(), null);
        }
        return new Answer.Failed(refused(position, response));
    }

    /** Whether the API's clock says that the window is not over: ours is ahead. */
    private static boolean isTooEarly(Position position, @Nullable Instant date) {
        Window window = position.window();
        return window != null && window.end() != null && date != null && ApiClock.isAfter(window.end(), date);
    }

    private static Answer notYet(Position position) {
        Window window = position.window();
        Window open = window == null ? null : new Window(window.start(), null);
        return new Answer.Page(List.of(), 0, 0, Position.in(open), Answer.More.NO, null);
    }

    private Answer page(Position position, Response response, @Nullable Duration pause, Consumer<Answer.Part> parts)
            throws IOException {
        String type = String.valueOf(response.header("Content-Type"));
        if (type.regionMatches(true, 0, HTML, 0, HTML.length())) {
            return new Answer.Failed(new DataException("Cannot read a page: found " + HTML + " (expected "
                    + endpoint.format().name().toLowerCase(java.util.Locale.ROOT) + ") at " + where(position)
                    + ". Check " + HttpPollConfig.URL + " and " + HttpPollConfig.PATH
                    + ": a login page, or a proxy, may have answered" + RESTART));
        }
        try (InputStream body = BodyDecoder.decode(
                response.body().byteStream(),
                endpoint.compression().name(),
                response.header("Content-Encoding"),
                type,
                endpoint.pageMaxBytes())) {
            return records.read(new PageRecords.Source(body, response, pause, position, plan.cursor(position)), parts);
        }
    }

    @Override
    public ConnectException exhausted(Position position, Answer.TryLater last) {
        return new ConnectException(
                "Cannot read a page: found " + last.reason() + " until " + HttpPollConfig.RETRY_TIMEOUT_MS
                        + " had passed (expected 200) at " + where(position) + ". See to the API" + RESTART,
                last.cause());
    }

    @Override
    public ConnectException looping(Position position, String found) {
        return looping(endpoint, id, position, found);
    }

    static ConnectException looping(Endpoint endpoint, FeedId id, Position position, String found) {
        return new ConnectException("Cannot follow the feed: found " + found + " (expected progress) at " + id
                + " from " + position + ". Check " + endpoint.pagingSettings() + RESTART);
    }

    private ConnectException refused(Position position, Response response) {
        String remedy = switch (response.code()) {
            case 401, 403 -> gate.auth().remedy();
            case 301, 302, 303, 307, 308 ->
                "Set " + HttpPollConfig.URL + " to the final address, or raise " + HttpPollConfig.REDIRECTS_MAX;
            case 404 ->
                "Correct " + HttpPollConfig.URL + ", or add 404 to " + HttpPollConfig.EMPTY_STATUSES
                        + " if it means that there is nothing";
            case 400, 410, 422 ->
                "Check the pagination settings; if the API has forgotten the cursor, set a valid one by PATCH "
                        + "/connectors/{name}/offsets";
            default -> "Check " + HttpPollConfig.URL + " and what the API expects";
        };
        return new ConnectException("Cannot read a page: found HTTP " + response.code() + " (expected 200) at "
                + where(position) + ". " + remedy + RESTART);
    }

    private ConnectException foreign(Position position, ForeignLinkException e) {
        return new ConnectException("Cannot follow the feed: found " + e.getMessage() + " at " + where(position)
                + ". No request went there, to keep credentials where they belong. Set " + HttpPollConfig.URL
                + " to where the feed is" + RESTART);
    }

    private ConnectException refusedAddress(Position position, RefusedAddressException e) {
        return new ConnectException(
                "Cannot connect: found " + e.getMessage() + " at " + where(position)
                        + ". If it is right, add it to http.addresses.allow" + RESTART,
                e);
    }

    private String where(Position position) {
        return id + " from " + position;
    }
}
