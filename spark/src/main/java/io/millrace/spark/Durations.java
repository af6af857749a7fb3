// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lengths of time as people write them: {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 7d}, or ISO-8601. */
final class Durations implements ITypeConverter<Duration> {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    @Override
    public Duration convert(String text) {
        Matcher found = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            return iso(text);
        }
        long count = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no length of time (expected 250ms, 10s, 5m, 1h, 7d, or ISO-8601 as PT10S)");
        }
    }
}
