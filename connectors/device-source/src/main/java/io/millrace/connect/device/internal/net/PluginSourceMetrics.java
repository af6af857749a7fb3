// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import io.millrace.records.PluginSensors;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.source.SourceTaskContext;

/** A task's metrics among the worker's, by KIP-877. Only loaded through {@link SourceMetrics#of}. */
final class PluginSourceMetrics implements SourceMetrics {
    private final Sensor[] statuses = new Sensor[6];
    private final Map<Wait, Sensor> waits = new EnumMap<>(Wait.class);
    private final Sensor notModified;
    private final Sensor failures;
    private final Sensor pages;
    private final Sensor pageTime;
    private final Sensor records;
    private final Sensor badRecords;
    private final Sensor dropped;
    private final Sensor lag;

    PluginSourceMetrics(PluginSensors sensors) {
        for (int i = 1; i < statuses.length; i++) {
            statuses[i] = sensors.total("responses-" + i + "xx", "Answers with a status of " + i + "00 to " + i + "99");
        }
        for (Wait cause : Wait.values()) {
            String name = cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
            waits.put(
                    cause, sensors.total("wait-" + name + "-ms", "Milliseconds that feeds were made to wait: " + name));
        }
        notModified = sensors.total("not-modified", "Answers that a page has not changed");
        failures = sensors.total("request-failures", "Requests without an answer");
        pages = sensors.total("pages", "Pages that were delivered whole");
        pageTime = sensors.times("page-time", "Time from a page's request to its last byte");
        records = sensors.total("records", "Records that were handed to the worker");
        sensors.rate(records, "records-rate", "Records that were handed to the worker a second");
        badRecords = sensors.total("bad-records", "Records that did not fit");
        dropped = sensors.total("records-dropped", "Records that the worker dropped instead of writing them");
        lag = sensors.times("lag", "How old records are, by their timestamp, when they are handed over");
    }

    /** Linked when it is called: an older worker has no such method. */
    static SourceMetrics of(SourceTaskContext context) {
        return new PluginSourceMetrics(new PluginSensors(context.pluginMetrics()));
    }

    @Override
    public void request(int status) {
        int kind = status / 100;
        if (kind >= 1 && kind < statuses.length) {
            statuses[kind].record(1);
        }
    }

    @Override
    public void notModified() {
        notModified.record(1);
    }

    @Override
    public void failure() {
        failures.record(1);
    }

    @Override
    public void waited(Wait cause, Duration time) {
        Sensor sensor = waits.get(cause);
        if (sensor != null) {
            sensor.record((double) time.toMillis());
        }
    }

    @Override
    public void page() {
        pages.record(1);
    }

    @Override
    public void pageTime(Duration time) {
        pageTime.record(PluginSensors.millis(time));
    }

    @Override
    public void records(int count) {
        records.record(count);
    }

    @Override
    public void badRecord() {
        badRecords.record(1);
    }

    @Override
    public void dropped() {
        dropped.record(1);
    }

    @Override
    public void lag(Duration behindNow) {
        lag.record(PluginSensors.millis(behindNow));
    }
}
