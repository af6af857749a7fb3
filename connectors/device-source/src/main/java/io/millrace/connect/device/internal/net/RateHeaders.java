// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import io.millrace.connect.device.internal.HttpDate;
import io.millrace.connect.device.internal.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's headers say about waiting: {@code Retry-After}, {@code X-RateLimit-*} and its spellings, {@code RateLimit}
 * (the IETF draft, in both of its forms), {@code X-Poll-Interval}. Times are by the server's {@code Date}, where it sends
 * one.
 *
 * @param retryAfter null if nothing was said
 * @param left whether there are requests left
 * @param reset how long until there are some again; null if nothing was said
 * @param pollInterval how long to wait before the same is asked for again; null if nothing was said
 * @param date what time it is by the server; null if it was not said
 */
public record RateHeaders(
        @Nullable Duration retryAfter,
        Left left,
        @Nullable Duration reset,
        @Nullable Duration pollInterval,
        @Nullable Instant date) {
    /** What an answer says of the requests that are left. */
    public enum Left {
        NONE,
        SOME,
        UNSAID
    }

    private static final Pattern REMAINING = Pattern.compile("(?:^|[;,\\s])(?:r|remaining)\\s*=\\s*(\\d{1,18})");
    private static final Pattern RESET = Pattern.compile("(?:^|[;,\\s])(?:t|reset)\\s*=\\s*(\\d{1,18})");
    /** Seconds up to here are a time to wait, beyond they are a point in time: a bit more than 30 years. */
    private static final long LONGEST_WAIT_S = 1_000_000_000L;

    private static final long LEAST_MILLIS = 100_000_000_000L;
    private static final String[] REMAINING_NAMES = {
        "X-RateLimit-Remaining", "X-Rate-Limit-Remaining", "RateLimit-Remaining"
    };
    private static final String[] RESET_NAMES = {
        "X-RateLimit-Reset",
        "X-Rate-Limit-Reset",
        "RateLimit-Reset",
        "X-RateLimit-Reset-After",
        "X-Rate-Limit-Retry-After-Seconds"
    };

    /**
     * Reads an answer's headers.
     *
     * @param header the value of a header by its name; null for none
     */
    public static RateHeaders read(HeaderLookup header, Clock clock) {
        Instant date = HttpDate.parse(header.value("Date"));
        Instant now = date == null ? clock.instant() : date;
        String remaining = first(header, REMAINING_NAMES);
        String reset = first(header, RESET_NAMES);
        String standard = header.value("RateLimit");
        if (standard != null) {
            remaining = remaining != null ? remaining : group(REMAINING, standard);
            reset = reset != null ? reset : group(RESET, standard);
        }
        Duration wait = reset == null ? null : wait(reset.trim(), now);
        Duration retryAfter = RetryAfter.parse(header.value("Retry-After"), now);
        return new RateHeaders(
                retryAfter == null ? seconds(header.value("X-Rate-Limit-Retry-After-Seconds")) : retryAfter,
                left(remaining),
                wait,
                seconds(header.value("X-Poll-Interval")),
                date);
    }

    /** Headers by name. */
    public interface HeaderLookup {
        @Nullable String value(String name);
    }

    /** Whether no request is left. */
    public boolean isExhausted() {
        return left == Left.NONE;
    }

    /**
     * How long a request that was one too many has to wait; null if nothing was said. While there are some left it was not
     * refused for their number, so that the time of their reset says nothing.
     */
    public @Nullable Duration waitOfRefused() {
        return retryAfter != null || left == Left.SOME ? retryAfter : reset;
    }

    private static Left left(@Nullable String remaining) {
        if (remaining == null) {
            return Left.UNSAID;
        }
        return remaining.trim().matches("0+(\\.0*)?") ? Left.NONE : Left.SOME;
    }

    private static @Nullable String first(HeaderLookup header, String[] names) {
        for (String name : names) {
            String value = header.value(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static @Nullable Duration wait(String reset, Instant now) {
        if (!reset.matches("\\d{1,15}(\\.\\d*)?")) {
            return RetryAfter.parse(reset, now);
        }
        long number = Long.parseLong(reset.replaceFirst("\\..*", "")) + (reset.contains(".") ? 1 : 0);
        if (number <= LONGEST_WAIT_S) {
            return Duration.ofSeconds(number);
        }
        Instant at = number >= LEAST_MILLIS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        return at.isBefore(now) ? Duration.ZERO : Duration.between(now, at);
    }

    private static @Nullable Duration seconds(@Nullable String text) {
        return text != null && text.trim().matches("\\d{1,12}")
                ? Duration.ofSeconds(Long.parseLong(text.trim()))
                : null;
    }
}
