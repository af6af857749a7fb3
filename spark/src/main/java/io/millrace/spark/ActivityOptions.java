// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@link DeviceActivity} alone: what is counted, and which events count. Filled by picocli. */
final class ActivityOptions {
    /** What the job can compute; each is a query of its own. */
    enum Output {
        ACTIVITY,
        SESSIONS,
        LATE
    }

    @Option(
            names = "--outputs",
            split = ",",
            defaultValue = "activity,sessions,late",
            paramLabel = "NAME",
            description = "What to compute: tables device_activity, device_sessions (with the view device_funnel) and"
                    + " device_late. Records that cannot be read go to device_quarantine in any case. Default:"
                    + " ${DEFAULT-VALUE}.")
    Set<Output> outputs = EnumSet.allOf(Output.class);

    @Option(
            names = "--window",
            defaultValue = "5m",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long a window of device_activity is. Default: ${DEFAULT-VALUE}.")
    Duration window = Duration.ofMinutes(5);

    @Option(
            names = "--slide",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How far apart windows begin, where they overlap. Default: as long as a window.")
    @Nullable Duration slide;

    @Option(
            names = "--session-gap",
            defaultValue = "30m",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "The silence that ends a session. Default: ${DEFAULT-VALUE}.")
    Duration sessionGap = Duration.ofMinutes(30);

    @Option(
            names = "--funnel",
            split = ",",
            defaultValue = "app_open,view_item,add_to_cart,purchase",
            paramLabel = "TYPE",
            description = "Types of events that are steps of the funnel, in order. Default: ${DEFAULT-VALUE}.")
    List<String> funnel = List.of();

    @Option(
            names = "--country-path",
            defaultValue = "$.country",
            paramLabel = "PATH",
            description =
                    "Where 'properties' have the country, for events that have no such column; else it is the region of"
                            + " their locale. Default: ${DEFAULT-VALUE}.")
    String countryPath = "$.country";

    @Option(
            names = "--lateness",
            defaultValue = "1h",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "An event that is received longer than this after it occurred is late: counted in device_late only."
                            + " Results are final this much later. Default: ${DEFAULT-VALUE}.")
    Duration lateness = Duration.ofHours(1);

    @Option(
            names = "--max-ahead",
            defaultValue = "5m",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "An event that is received longer than this before it occurred, by its device's clock, is counted in"
                            + " device_late only. Default: ${DEFAULT-VALUE}.")
    Duration maxAhead = Duration.ofMinutes(5);

    @Option(
            names = "--skew",
            defaultValue = "10m",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "How far apart in time the partitions of the topics may be read. Results are final this much later."
                            + " Default: ${DEFAULT-VALUE}.")
    Duration skew = Duration.ofMinutes(10);

    Duration slideOf() {
        return slide == null ? window : slide;
    }

    Timeliness timeliness() {
        return new Timeliness(lateness, maxAhead, skew);
    }

    /** What is wrong with them together, each as one sentence. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        requirePositive("--window", window, problems);
        if (slide != null) {
            requirePositive("--slide", slide, problems);
        }
        requirePositive("--session-gap", sessionGap, problems);
        if (slideOf().compareTo(window) > 0) {
            problems.add("Invalid value " + slideOf() + " for --slide: expected at most --window, " + window
                    + ", or events between two windows are in none.");
        }
        if (lateness.isNegative() || maxAhead.isNegative() || skew.isNegative()) {
            problems.add("Invalid value for --lateness, --max-ahead or --skew: expected no negative time.");
        }
        if (funnel.isEmpty() || funnel.stream().anyMatch(String::isBlank)) {
            problems.add("Invalid value " + funnel + " for --funnel: expected types of events, none of them empty.");
        }
        if (!countryPath.startsWith("$")) {
            problems.add(
                    "Invalid value " + countryPath + " for --country-path: expected a JSON path, such as $.country.");
        }
        return problems;
    }

    private static void requirePositive(String name, Duration value, List<String> problems) {
        if (value.isNegative() || value.isZero()) {
            problems.add("Invalid value " + value + " for " + name + ": expected more than nothing, such as 5m.");
        }
    }
}
