// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.connect.ingest.auth.Admission;
import io.millrace.connect.ingest.auth.ClientLimits;
import io.millrace.connect.ingest.auth.Cors;
import io.millrace.connect.ingest.auth.Handshakes;
import io.millrace.connect.ingest.auth.RequestGate;
import io.millrace.connect.ingest.body.Api;
import io.millrace.connect.ingest.body.BodyOptions;
import io.millrace.connect.ingest.body.BodyReader;
import io.millrace.connect.ingest.body.Event;
import io.millrace.connect.ingest.body.Events;
import io.millrace.connect.ingest.body.Route;
import io.millrace.connect.ingest.request.Answer;
import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.Refusal;
import io.millrace.connect.ingest.request.RefusedException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;

/** What requests mean, as the settings say: who may send, what, and where it goes. */
final class IngestProtocol implements Protocol {
    /** Headers of a record in the topic of bad events. */
    static final String REASON = "millrace.reason";

    static final String REQUEST = "millrace.request";

    /** What even a small event takes. */
    private static final long BYTES_PER_EVENT = 256;

    private final Cors cors;
    private final Handshakes handshakes;
    private final RequestGate gate;
    private final ClientLimits limits;
    private final List<Api> apis;
    private final BodyReader bodies;
    private final TopicChoice topics;
    private final String badEventsTopic;
    private final long maxBodyBytes;

    private IngestProtocol(HttpIngestConfig config, Clock clock, LongSupplier nanoClock) {
        cors = Cors.of(config);
        handshakes = Handshakes.of(config);
        gate = RequestGate.of(config, clock);
        limits = ClientLimits.of(config, nanoClock);
        apis = BodyOptions.apis(config);
        bodies = BodyReader.of(config, config.topic(), clock);
        topics = new TopicChoice(config);
        badEventsTopic = config.badEventsTopic();
        maxBodyBytes = BodyOptions.bodyMaxBytes(config);
    }

    static Protocol of(HttpIngestConfig config, Clock clock, LongSupplier nanoClock) {
        return new IngestProtocol(config, clock, nanoClock);
    }

    @Override
    public @Nullable Answer answer(Inbound head) {
        Answer preflight = cors.preflight(head);
        return preflight == null ? handshakes.beforeBody(head) : preflight;
    }

    @Override
    public Admitted admit(Inbound head) throws RefusedException {
        Topic topic = topics.of(head);
        Route route = Route.of(head.method(), topic.path(), apis);
        if (route == null) {
            throw Route.of(topic.path(), apis) == null
                    ? new RefusedException(404, "not-found", "Cannot take the request: nothing is taken at this path.")
                    : new RefusedException(
                            405, "not-found", "Cannot take the request: found " + head.method() + " (expected POST).");
        }
        Admission admission = gate.beforeBody(head);
        requireAdmitted(admission);
        String client = admission.client() == null ? head.client() : admission.client();
        int seconds = limits.retryAfterSeconds(client);
        if (seconds > 0) {
            throw new RefusedException(new Refusal(
                    429,
                    "rate",
                    "Cannot take the request: more than one sender may send in a second. Send it again later.",
                    Map.of("Retry-After", Integer.toString(seconds))));
        }
        return whole -> read(whole, route, topic.name(), admission.awaitsKey());
    }

    private static void requireAdmitted(Admission admission) throws RefusedException {
        if (admission.refusal() != null) {
            throw new RefusedException(admission.refusal());
        }
    }

    private Reading read(Inbound request, Route route, @Nullable String named, boolean awaitsKey)
            throws RefusedException {
        Refusal refusal = gate.withBody(request);
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        Answer answer = handshakes.withBody(request);
        if (answer != null) {
            return new Reading(List.of(), 0, answer);
        }
        Events events = bodies.read(route, request);
        if (awaitsKey) {
            requireAdmitted(gate.withKey(events.apiKey()));
        }
        String delivery = events.all().size() == 1 ? gate.deliveryId(request) : null;
        List<Item> items = new ArrayList<>(events.all().size());
        for (Event event : events.all()) {
            items.add(item(event, items.size(), named, delivery, request.path()));
        }
        return new Reading(items, Math.max(events.bytes(), BYTES_PER_EVENT * items.size()), null);
    }

    private Item item(Event event, int index, @Nullable String named, @Nullable String delivery, String path) {
        String id = event.id() == null ? delivery : event.id();
        String label = id == null ? "#" + index : id;
        if (event instanceof Event.Good good) {
            Shaped record = good.record();
            String topic = named == null ? topics.of(record) : named;
            return new Item(label, id, record, topic, null);
        }
        Event.Bad bad = (Event.Bad) event;
        Shaped kept = badEventsTopic.isEmpty() ? null : kept(bad, path);
        return new Item(label, null, kept, badEventsTopic, bad.reason());
    }

    private static Shaped kept(Event.Bad bad, String path) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString(REASON, bad.reason());
        headers.addString(REQUEST, path);
        return new Shaped(null, null, null, Schema.STRING_SCHEMA, bad.text(), null, headers, null, null);
    }

    @Override
    public long maxBodyBytes() {
        return maxBodyBytes;
    }

    @Override
    public Map<String, String> headers(Inbound head) {
        return cors.headers(head);
    }
}
