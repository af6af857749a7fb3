// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.http.Position.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Time, read window by window: each begins where the one before ended, has at most {@code step}, and ends no later than
 * {@code lag} ago, by the API's clock. Thread-safe.
 *
 * @param start where the first window begins
 * @param stop where the last window ends; null for never
 * @param lookback how much of the time before a window is asked for with it
 * @param endShift how much before a window's end the request's end is, for APIs that count it in
 */
record Windows(
        Instant start,
        @Nullable Instant stop,
        Duration step,
        Duration lag,
        Duration lookback,
        Duration endShift,
        Function<Instant, String> format) {
    /** The window to ask for; null if it is not over yet, or past the last. */
    @Nullable Window close(@Nullable Window at, Instant now) {
        Instant from = at == null ? start : at.start();
        if (at != null && at.end() != null) {
            return at;
        }
        Instant end = earlier(from.plus(step), now.minus(lag).truncatedTo(ChronoUnit.MILLIS));
        end = stop == null ? end : earlier(end, stop);
        return end.isAfter(from) ? new Window(from, end) : null;
    }

    /** Where to go on after {@code done}. */
    static Window after(Window done) {
        return new Window(done.end() == null ? done.start() : done.end(), null);
    }

    boolean isOver(@Nullable Window at) {
        return stop != null && at != null && at.end() == null && !at.start().isBefore(stop);
    }

    /** Whether {@code window} has all of {@code step}, so that the next may be over as well. */
    boolean isWhole(Window window) {
        return window.end() != null && !window.end().isBefore(window.start().plus(step));
    }

    String startText(Window window) {
        return format.apply(window.start().minus(lookback));
    }

    String endText(Window window) {
        Instant end = window.end() == null ? window.start() : window.end();
        return format.apply(end.minus(endShift));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** {@code iso}, {@code epoch-s}, {@code epoch-ms}, or a pattern of {@link DateTimeFormatter}, in UTC. */
    static Function<Instant, String> format(String name) {
        return switch (name) {
            case "iso" -> Instant::toString;
            case "epoch-s" -> instant -> Long.toString(instant.getEpochSecond());
            case "epoch-ms" -> instant -> Long.toString(instant.toEpochMilli());
            default -> DateTimeFormatter.ofPattern(name, java.util.Locale.ROOT).withZone(ZoneOffset.UTC)::format;
        };
    }

    /** An instant such as {@code 2026-03-01T00:00:00Z}, {@code now}, or {@code now-P7D}. */
    static Instant instant(String text, Instant now) {
        if (text.equals("now")) {
            return now;
        }
        return text.startsWith("now-") ? now.minus(Duration.parse(text.substring(4))) : Instant.parse(text);
    }
}
