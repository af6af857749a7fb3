// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.page.PageFormat;
import io.millrace.connect.device.internal.page.PageFormat.Kind;
import io.millrace.connect.device.internal.page.PageReader;
import io.millrace.connect.device.internal.page.UnreadablePageException;
import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * Makes a request's body into events, each a record or a reason why it is none.
 *
 * <p>A body is undone of its compression and read as a stream of tokens, never more of it than the limits allow. What is
 * wrong with one event leaves the others alone; text that is no JSON refuses them all, as nobody can say where the next
 * begins. In bodies of a JSON value a line, a bad line is an event's fault. Thread-safe.
 */
public final class BodyReader {
    private static final JsonPointer BATCH = JsonPointer.compile("/batch");
    private static final JsonPointer SENT_AT = JsonPointer.compile("/sentAt");
    private static final JsonPointer SENT_AT_TOO = JsonPointer.compile("/sent_at");

    private final int decodedMaxBytes;
    private final int maxEvents;
    private final Unwrapping unwrapping;
    private final Shapes shapes;
    private final ClockCorrection correction;
    /** The body is an event, or an array of them. */
    private final PageFormat bare;

    private final PageFormat batch;
    private final PageFormat lines;

    private BodyReader(AbstractConfig config, String topic, Clock clock) {
        this.decodedMaxBytes = BodyOptions.decodedMaxBytes(config);
        this.maxEvents = config.getInt(BodyOptions.BATCH_MAX_EVENTS);
        this.unwrapping = new Unwrapping(decodedMaxBytes);
        this.shapes = new Shapes(config, topic, clock);
        this.correction = new ClockCorrection(config, shapes.isDeviceEvent());
        PageFormat.Limits limits =
                new PageFormat.Limits(config.getInt(BodyOptions.EVENT_MAX_BYTES), config.getInt(BodyOptions.MAX_DEPTH));
        this.bare = format(Kind.JSON, JsonPointer.empty(), List.of(), limits);
        this.batch = format(Kind.JSON, BATCH, List.of(SENT_AT, SENT_AT_TOO), limits);
        this.lines = format(Kind.NDJSON, JsonPointer.empty(), List.of(), limits);
    }

    private static PageFormat format(
            Kind kind, JsonPointer records, List<JsonPointer> envelope, PageFormat.Limits limits) {
        return new PageFormat(kind, records, envelope, List.of(), false, ',', limits);
    }

    /**
     * With the settings of {@link BodyOptions}.
     *
     * @param topic where records go; may have values of them in it, such as {@code events.${/type}}
     * @throws IllegalArgumentException if they make no sense together, as {@link BodyOptions#problems} says first
     */
    public static BodyReader of(AbstractConfig config, String topic, Clock clock) {
        return new BodyReader(config, topic, clock);
    }

    /**
     * The events of a request.
     *
     * @throws RefusedException if none can be taken, with the answer that its sender is to get
     */
    public Events read(Route route, Inbound request) throws RefusedException {
        Media media = media(route, request);
        try (Content decoded = unwrapping.decoded(request)) {
            return switch (media) {
                case CLOUD_DATA -> {
                    byte[] json =
                            BinaryCloudEvent.json(request, decoded.stream().readAllBytes());
                    yield read(Api.CLOUDEVENTS, "", bare, Content.of(json), request);
                }
                case CLOUD_EVENT, CLOUD_BATCH -> {
                    requireForm(decoded, media);
                    yield read(Api.CLOUDEVENTS, "", bare, decoded, request);
                }
                case LINES -> read(route.api(), route.type(), lines, decoded, request);
                case JSON, TEXT, FORM, OTHER -> json(route, media, decoded, request);
            };
        } catch (UnreadablePageException e) {
            throw Refusals.unreadable(e);
        } catch (IOException e) {
            throw Refusals.undecodable(e, decodedMaxBytes);
        }
    }

    private static Media media(Route route, Inbound request) throws RefusedException {
        String contentType = request.header("Content-Type");
        boolean isEnvelope = Media.type(contentType).startsWith("application/cloudevents");
        if (route.takesCloudEvents() && !isEnvelope && BinaryCloudEvent.isOne(request)) {
            return Media.CLOUD_DATA;
        }
        Media media = Media.of(contentType);
        boolean isCloud = media == Media.CLOUD_EVENT || media == Media.CLOUD_BATCH;
        if (route.form() == Route.Form.CLOUD && !isCloud) {
            throw Refusals.noCloudEvent();
        }
        if (media == Media.OTHER || (isCloud && !route.takesCloudEvents())) {
            throw Refusals.contentType();
        }
        return media;
    }

    private static void requireForm(Content content, Media media) throws RefusedException {
        boolean isArray = content.first() == '[';
        if (content.looksLikeJson() && isArray != (media == Media.CLOUD_BATCH)) {
            throw Refusals.otherThan(isArray ? "an array (expected a CloudEvent)" : "an object (expected an array)");
        }
    }

    private Events json(Route route, Media media, Content decoded, Inbound request)
            throws IOException, RefusedException {
        Content content = unwrapping.unwrapped(decoded, media, request);
        try (content) {
            if (route.form() == Route.Form.CAPTURE) {
                return capture(content, request);
            }
            boolean isBatch = route.form() == Route.Form.BATCH && content.first() != '[';
            return read(route.api(), route.type(), isBatch ? batch : bare, content, request);
        }
    }

    private Events read(Api api, String type, PageFormat format, Content content, Inbound request)
            throws IOException, RefusedException {
        boolean isSingle = format.equals(bare) && content.first() == '{'; // which says itself when it was sent
        try (Shapes.Lent lent = shapes.take(api, type, request.receivedAt());
                PageReader page = format.open(content.stream(), isSingle ? lent.aside() : lent.shape())) {
            Collector collector = new Collector(lent, maxEvents, shapes.isDeviceEvent());
            collector.readAll(page, null);
            String sentAt = isSingle ? lent.aside().value(0, 1) : page.envelope(SENT_AT);
            return collector.events(
                    correction,
                    new Collector.Around(
                            request.receivedAt(),
                            sentAt == null ? page.envelope(SENT_AT_TOO) : sentAt,
                            null,
                            page.bytes()));
        }
    }

    private Events capture(Content content, Inbound request) throws IOException, RefusedException {
        byte[] body = content.stream().readAllBytes();
        PostHog postHog = new PostHog(body, request);
        try (Shapes.Lent lent = shapes.take(Api.POSTHOG, "", request.receivedAt());
                PageReader page = (postHog.isBatch() ? batch : bare).open(Content.of(body).stream(), lent.aside())) {
            Collector collector = new Collector(lent, maxEvents, shapes.isDeviceEvent());
            collector.readAll(page, postHog);
            return collector.events(
                    correction,
                    new Collector.Around(request.receivedAt(), postHog.sentAt(), postHog.apiKey(), body.length));
        }
    }
}
