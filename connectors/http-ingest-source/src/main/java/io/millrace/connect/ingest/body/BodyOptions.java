// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static io.millrace.records.ConfigChecks.between;

import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.jspecify.annotations.Nullable;

/** What bodies may be, and what their events become: settings {@code http.apis}, limits, clocks and {@code record.*}. */
public final class BodyOptions {
    public static final String APIS = "http.apis";
    public static final String BODY_MAX_BYTES = "http.body.max.bytes";
    public static final String DECODED_MAX_BYTES = "http.body.decoded.max.bytes";
    public static final String MAX_DEPTH = "http.body.max.depth";
    public static final String EVENT_MAX_BYTES = "event.max.bytes";
    public static final String BATCH_MAX_EVENTS = "batch.max.events";
    public static final String ID_MISSING = "event.id.missing";
    public static final String CLOCK_CORRECTION = "clock.correction";
    public static final String CLOCK_FUTURE_MAX_MS = "clock.future.max.ms";

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final String MILLRACE = ConfigChecks.text(Api.MILLRACE);

    private BodyOptions() {}

    /** What becomes of an event without an id. */
    enum IdMissing {
        DROP,
        GENERATE
    }

    /** Adds the settings to {@code def}, those of {@link ShapeOptions} among them. */
    public static void define(ConfigDef def) {
        defineBodies(def);
        defineEvents(def);
        ShapeOptions.define(
                def,
                "A field that is not in the list comes from where the API of the request has it: event_id from event_id,"
                        + " messageId or id at /v1/events, for example, and received_at is the server's clock.");
    }

    private static void defineBodies(ConfigDef def) {
        new OptionGroup(def, "Bodies")
                .list(
                        APIS,
                        MILLRACE,
                        apiNames(),
                        "APIs",
                        "The APIs that senders may speak. millrace: POST /v1/events (an event, an array of events, or one"
                                + " a line as application/x-ndjson; CloudEvents by their content type or ce- headers) and"
                                + " /v1/batch ({\"batch\":[...],\"sentAt\":...} or an array). segment: /v1/track,"
                                + " identify, page, screen, group and alias, and /v1/batch, import and b. posthog:"
                                + " /batch, /e, /capture and /i/v0/e. cloudevents: / and /v1/events, binary, structured"
                                + " and batched. Where two have a path, as millrace and segment have /v1/batch, the one"
                                + " named first reads it. Bodies are JSON in UTF-8, also as text/plain or as the field"
                                + " data of a form, as browsers' beacons send it; compressed with gzip, deflate or zstd.")
                .number(
                        BODY_MAX_BYTES,
                        MIB,
                        between(KIB, 1024 * MIB, MIB),
                        "Longest body",
                        "The longest body, in bytes as it is sent, perhaps compressed. A longer one is answered 413 before"
                                + " it has been read to its end. Each request that is being answered may take as much"
                                + " memory.")
                .number(
                        DECODED_MAX_BYTES,
                        16 * MIB,
                        between(KIB, 1024 * MIB, 16 * MIB),
                        "Longest body, decompressed",
                        "The longest body in bytes once it is decompressed. Where it would be longer, decompression stops"
                                + " and the answer is 413, so that a small body cannot become a large one. At least"
                                + " http.body.max.bytes.")
                .number(
                        MAX_DEPTH,
                        64,
                        between(4, 400, 64),
                        "Deepest nesting",
                        "How many objects and arrays of a body may be inside each other, those around the events"
                                + " included. A deeper event is bad; others of the request are taken. A body with more"
                                + " than 500 is answered 400.")
                .number(
                        BATCH_MAX_EVENTS,
                        10_000,
                        between(1, 1_000_000, 10_000),
                        "Most events",
                        "How many events a request may have. One with more is answered 413, which senders take as a"
                                + " request to halve their batch; none of its events is taken.");
    }

    private static void defineEvents(ConfigDef def) {
        new OptionGroup(def, "Events")
                .number(
                        EVENT_MAX_BYTES,
                        256 * KIB,
                        between(64, 64 * MIB, 256 * KIB),
                        "Longest event",
                        "The longest event, in bytes of JSON. A longer one is bad; others of the request are taken. Keep it"
                                + " well below the producer's max.request.size (1 MiB unless set otherwise): a record is"
                                + " its event with keys and headers, as the converter writes it, and Kafka refuses one"
                                + " that is too large.")
                .choice(
                        ID_MISSING,
                        IdMissing.DROP,
                        "Event without an id",
                        "What becomes of a device event without an event_id. drop: it is bad. generate: it gets a UUID of"
                                + " version 7, of the server's clock and a random number. Such an event cannot be told from"
                                + " its own repetition: if a sender sends it again because the answer was lost, it is"
                                + " there twice, with two ids.")
                .flag(
                        CLOCK_CORRECTION,
                        "true",
                        "Clock correction",
                        "Whether times of device events are put right where the sender's clock is wrong. If a request says"
                                + " when it was sent by that clock (sentAt or sent_at, as ISO text or milliseconds since"
                                + " 1970), occurred_at becomes the time of receipt less the age that the event had when it"
                                + " was sent. A time that is in the future even then becomes the time of receipt."
                                + " Whatever was changed is kept in the headers millrace.original.timestamp and"
                                + " millrace.sent.at.")
                .number(
                        CLOCK_FUTURE_MAX_MS,
                        60_000L,
                        between(0, 1_000L * 60 * 60 * 24 * 365 * 1000, 60_000),
                        "Furthest future",
                        "How far in the future, in milliseconds, the time of a device event may be with"
                                + " clock.correction=true. One further on becomes the time of receipt.");
    }

    private static Validator apiNames() {
        String names = Arrays.stream(Api.values()).map(ConfigChecks::text).collect(Collectors.joining(", "));
        return ConfigChecks.described(
                (name, value) -> {
                    List<?> given = value instanceof List<?> list ? list : List.of();
                    boolean isKnown = Arrays.stream(Api.values())
                            .map(ConfigChecks::text)
                            .toList()
                            .containsAll(given);
                    if (given.isEmpty() || !isKnown || new LinkedHashSet<>(given).size() != given.size()) {
                        throw ConfigChecks.refusal(name, given, "expected a list of " + names, MILLRACE);
                    }
                },
                "a list of " + names);
    }

    /** Those that are spoken, in the order in which they count for {@link Route#of}. */
    public static List<Api> apis(AbstractConfig config) {
        return config.getList(APIS).stream()
                .map(name -> ConfigChecks.choice(Api.class, name))
                .toList();
    }

    /** The longest body, as it is sent. */
    public static int bodyMaxBytes(AbstractConfig config) {
        return config.getInt(BODY_MAX_BYTES);
    }

    static int decodedMaxBytes(AbstractConfig config) {
        return config.getInt(DECODED_MAX_BYTES);
    }

    /** What is wrong with the settings together, each under the key to correct; those of {@code record.*} among them. */
    public static Map<String, String> problems(Map<String, String> props) {
        Map<String, String> problems = new LinkedHashMap<>(ShapeOptions.problems(props));
        Long decoded = number(props, DECODED_MAX_BYTES, 16L * MIB);
        for (String key : List.of(BODY_MAX_BYTES, EVENT_MAX_BYTES)) {
            Long most = number(props, key, key.equals(BODY_MAX_BYTES) ? MIB : 256L * KIB);
            if (decoded != null && most != null && most > decoded) {
                problems.put(
                        key,
                        "Invalid value " + most + " for configuration " + key + ": expected at most "
                                + DECODED_MAX_BYTES + ", " + decoded + ". Lower it, or raise that.");
            }
        }
        boolean isDeviceEvent =
                props.getOrDefault(ShapeOptions.SHAPE, "device-event").equals("device-event");
        if (ConfigChecks.text(IdMissing.GENERATE).equals(props.get(ID_MISSING)) && !isDeviceEvent) {
            problems.put(
                    ID_MISSING,
                    "Unused configuration " + ID_MISSING + ": it is used only with " + ShapeOptions.SHAPE
                            + "=device-event. Omit it, or set that.");
        }
        return problems;
    }

    /** Null for none: said where the value is checked alone. */
    private static @Nullable Long number(Map<String, String> props, String key, long fallback) {
        try {
            String text = props.get(key);
            return text == null ? fallback : Long.valueOf(text.trim());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
