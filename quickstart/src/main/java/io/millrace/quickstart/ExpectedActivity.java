// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.Column.Kind;
import io.millrace.quickstart.deviceapi.DeviceEvent;
import io.millrace.quickstart.deviceapi.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code device_activity} must hold of windows that end by some time: counted here, event by event. */
final class ExpectedActivity {
    static final String TABLE = "device_activity";
    static final int KEYS = 4;
    static final List<Column> COLUMNS = List.of(
            new Column("extract(epoch FROM window_start)::bigint", Kind.INTEGER),
            new Column("platform", Kind.TEXT),
            new Column("type", Kind.TEXT),
            new Column("country", Kind.TEXT),
            new Column("events", Kind.INTEGER),
            new Column("active_devices", Kind.INTEGER));

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String UNKNOWN = "unknown";

    private final Rows rows;

    ExpectedActivity(Ledger ledger, Instant end) {
        Map<Window, Counted> windows = new HashMap<>();
        ledger.events().filter(ExpectedActivity::isInTime).forEach(event -> {
            Window window = Window.of(event);
            if (!window.end().isAfter(end)) {
                windows.computeIfAbsent(window, fresh -> new Counted()).add(event);
            }
        });
        rows = new Rows(windows.entrySet().stream()
                .map(each -> each.getKey().row(each.getValue()))
                .toList());
    }

    /** The windows of the table that end by then. */
    static String endedBy(Instant end) {
        return "window_end <= '" + end + "'";
    }

    Rows rows() {
        return rows;
    }

    private static boolean isInTime(DeviceEvent event) {
        return Duration.between(event.occurredAt(), event.receivedAt()).compareTo(SparkJobs.LATENESS) <= 0;
    }

    private record Window(long start, String platform, String type, String country) {
        static Window of(DeviceEvent event) {
            long seconds = SparkJobs.WINDOW.toSeconds();
            return new Window(
                    Math.floorDiv(event.occurredAt().getEpochSecond(), seconds) * seconds,
                    orUnknown(event.platform()),
                    event.type(),
                    countryOf(event));
        }

        Instant end() {
            return Instant.ofEpochSecond(start).plus(SparkJobs.WINDOW);
        }

        Rows.Row row(Counted counted) {
            return Rows.row(
                    Arrays.asList(
                            Long.toString(start),
                            platform,
                            type,
                            country,
                            Long.toString(counted.events),
                            Integer.toString(counted.devices.size())),
                    KEYS);
        }
    }

    private static final class Counted {
        private final Set<String> devices = new HashSet<>();
        private long events;

        void add(DeviceEvent event) {
            events++;
            devices.add(event.deviceId());
        }
    }

    /** As the properties say, else as the locale does. */
    private static String countryOf(DeviceEvent event) {
        try {
            JsonNode told = event.properties() == null
                    ? null
                    : JSON.readTree(event.properties()).get("country");
            if (told != null) {
                return told.asText();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        String locale = event.locale();
        int dash = locale == null ? -1 : locale.indexOf('-');
        return locale == null || dash < 0 ? UNKNOWN : locale.substring(dash + 1);
    }

    private static String orUnknown(@Nullable String text) {
        return text == null ? UNKNOWN : text;
    }
}
