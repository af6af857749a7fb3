// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.Column.Kind;
import io.millrace.quickstart.deviceapi.DeviceApi;
import io.millrace.quickstart.deviceapi.DeviceEvent;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Lets the device API's fleet send: at a pace, or a number at once. */
final class DeviceFeed implements AutoCloseable {
    static final String TOPIC = "devices.events";

    static final List<Column> COLUMNS = List.of(
            new Column("event_id", Kind.TEXT),
            new Column("device_id", Kind.TEXT),
            new Column("user_id", Kind.TEXT),
            new Column("session_id", Kind.TEXT),
            new Column("sequence", Kind.INTEGER),
            new Column("type", Kind.TEXT),
            new Column("occurred_at", Kind.INSTANT),
            new Column("received_at", Kind.INSTANT),
            new Column("platform", Kind.TEXT),
            new Column("app_version", Kind.TEXT),
            new Column("locale", Kind.TEXT),
            new Column("properties", Kind.JSON));

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
    private static final long IDLE_NANOS = 5_000_000;

    private final DeviceApi api;
    private final LongSupplier nanoClock;
    private final Thread thread;
    private volatile Pacer pacer;
    private volatile boolean closing;

    DeviceFeed(DeviceApi api, LongSupplier nanoClock) {
        this.api = api;
        this.nanoClock = nanoClock;
        this.pacer = new Pacer(0, nanoClock);
        this.thread = new Thread(this::run, "device-feed");
        thread.setDaemon(true);
        thread.start();
    }

    /** Goes on at this many uploads per second, of which some repeat an event that came before. */
    void pace(double uploadsPerSecond) {
        pacer = new Pacer(uploadsPerSecond, nanoClock);
    }

    void pause() {
        pace(0);
    }

    /** Brings the feed to at least this many distinct events, at once. */
    void burstTo(long events) {
        int missing = (int) (events - api.ledger().size());
        if (missing > 0) {
            api.generate(missing);
        }
    }

    /** Distinct events in the feed. */
    int events() {
        return api.ledger().size();
    }

    /** Uploads in the feed, repeats included: the records that its topic must hold. */
    int uploads() {
        return api.size();
    }

    /** What the table must hold, as canonical text. */
    Rows expected() {
        return new Rows(api.ledger().events().map(DeviceFeed::row).toList());
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            Pacer current = pacer;
            long due = current.due();
            if (due > 0) {
                api.append((int) due);
                current.take(due);
            }
            LockSupport.parkNanos(IDLE_NANOS);
        }
    }

    private static Rows.Row row(DeviceEvent event) {
        List<@Nullable String> values = Arrays.asList(
                event.eventId(),
                event.deviceId(),
                event.userId(),
                event.sessionId(),
                event.sequence() == null ? null : Long.toString(event.sequence()),
                event.type(),
                text(event.occurredAt()),
                text(event.receivedAt()),
                event.platform(),
                event.appVersion(),
                event.locale(),
                event.properties());
        return Rows.row(values, 1);
    }

    private static String text(Instant instant) {
        return MICROS.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }
}
