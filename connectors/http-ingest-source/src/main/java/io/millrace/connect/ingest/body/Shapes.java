// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import io.millrace.connect.device.internal.shape.EventDefaults;
import io.millrace.connect.device.internal.shape.Picker;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.records.ConfigChecks;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * Shapes for several threads: each has one to itself while it reads a body, and others have it afterwards. Of a shape that
 * learns there is only one. Thread-safe.
 */
final class Shapes {
    private final AbstractConfig config;
    private final String topic;
    private final Clock clock;
    private final boolean isDeviceEvent;
    private final boolean generatesIds;
    private final @Nullable RecordShape learning;
    private final Map<Use, Queue<Lent>> idle = new ConcurrentHashMap<>();

    /** What a shape is for. */
    private record Use(Api api, String type) {}

    /** A shape, with what goes with it, for one thread until it is given back. */
    static final class Lent implements AutoCloseable {
        private final Queue<Lent> home;
        private final RequestClock clock;
        private final GeneratedIds ids;
        private final RecordShape shape;
        private final AsideShape aside;
        private final Picker idPicker;

        private Lent(
                Queue<Lent> home, RequestClock clock, GeneratedIds ids, RecordShape shape, Api api, Picker idPicker) {
            this.home = home;
            this.clock = clock;
            this.ids = ids;
            this.shape = shape;
            this.aside = api == Api.POSTHOG ? PostHog.aside(shape) : new AsideShape(shape, "/sentAt", "/sent_at");
            this.idPicker = idPicker;
        }

        RecordShape shape() {
            return shape;
        }

        /** The same shape, with what events say of their request. */
        AsideShape aside() {
            return aside;
        }

        GeneratedIds ids() {
            return ids;
        }

        /** Finds ids in events that do not fit. */
        Picker idPicker() {
            return idPicker;
        }

        @Override
        public void close() {
            home.add(this);
        }
    }

    /** @throws IllegalArgumentException if the configuration makes no shape */
    Shapes(AbstractConfig config, String topic, Clock clock) {
        this.config = config;
        this.topic = topic;
        this.clock = clock;
        this.isDeviceEvent = ShapeOptions.isDeviceEvent(config);
        this.generatesIds = ConfigChecks.choice(BodyOptions.IdMissing.class, config.getString(BodyOptions.ID_MISSING))
                == BodyOptions.IdMissing.GENERATE;
        RecordShape first = ShapeOptions.of(config, topic, "", clock, Api.MILLRACE.defaults(Map.of()));
        this.learning = first.learns() ? new LockedShape(first) : null;
    }

    boolean isDeviceEvent() {
        return isDeviceEvent;
    }

    /** A shape for the events of a route, to be closed by the thread that asks. */
    Lent take(Api api, String type, Instant receivedAt) {
        Queue<Lent> home = idle.computeIfAbsent(new Use(api, type), use -> new ConcurrentLinkedQueue<>());
        Lent lent = home.poll();
        if (lent == null) {
            lent = make(home, api, type);
        }
        lent.clock.set(receivedAt);
        return lent;
    }

    private Lent make(Queue<Lent> home, Api api, String type) {
        RequestClock requestClock = new RequestClock();
        GeneratedIds ids = new GeneratedIds(clock);
        Map<String, Supplier<String>> missing = new HashMap<>();
        if (generatesIds) {
            missing.put("event_id", ids);
        }
        if (!type.isEmpty()) {
            missing.put("type", () -> type);
        }
        EventDefaults defaults = api.defaults(missing);
        RecordShape shape = shape(requestClock, defaults);
        if (api == Api.CLOUDEVENTS) {
            EventDefaults withOther =
                    new EventDefaults(defaults.fields().replace("properties=/data", "properties='{}'"), missing);
            shape = new CloudEventShape(shape, shape(requestClock, withOther), config.getInt(BodyOptions.MAX_DEPTH));
        }
        Picker idPicker = new Picker(ShapeOptions.idPlaces(config, defaults));
        return new Lent(home, requestClock, ids, shape, api, idPicker);
    }

    private RecordShape shape(Clock requestClock, EventDefaults defaults) {
        return learning != null ? learning : ShapeOptions.of(config, topic, "", requestClock, defaults);
    }
}
