// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.records.ConfigReport;
import io.millrace.records.PluginVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/**
 * Polls paged HTTP APIs and writes their records to topics.
 *
 * <p>Delivery is exactly once where the worker has exactly-once source support, and either the API's list only grows at its
 * end or its records have ids; {@link #exactlyOnceSupport} answers for each configuration. Else it is at least once.
 * Endpoints, and the parents of endpoints that have one, are spread over at most {@code tasks.max} tasks.
 *
 * <p>Source partition {@code {endpoint: address without query, name: text, parent: text}}, the last two where there are any;
 * source offset {@code {cursor: text, index: number, window: text, ids: text, etag: text, modified: text}}: the record to
 * go on with, inside a page too.
 */
public final class HttpPollSourceConnector extends SourceConnector {
    private Map<String, String> props = Map.of();

    /** Called by Connect. */
    public HttpPollSourceConnector() {}

    @Override
    public void start(Map<String, String> given) {
        new HttpPollConfig(given);
        props = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return HttpPollSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (String units : Unit.spread(new HttpPollConfig(props).delivered(), maxTasks)) {
            Map<String, String> task = new HashMap<>(props);
            task.put(HttpPollConfig.TASK_UNITS, units);
            tasks.add(task);
        }
        return tasks;
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return HttpPollConfig.DEF;
    }

    @Override
    public Config validate(Map<String, String> given) {
        ConfigReport report = settings(given);
        if (report.isSound()) {
            Probe.problems(new HttpPollConfig(given)).forEach(problem -> report.add(problem.key(), problem.text()));
        }
        return report.config();
    }

    /** As {@link #validate}, without asking the API: for {@code millrace lint}, which calls it by its name. */
    public Config validateOffline(Map<String, String> given) {
        return settings(given).config();
    }

    private ConfigReport settings(Map<String, String> given) {
        return HttpPollChecks.report(super.validate(given), given);
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return Guarantee.of(given);
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> given) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
        HttpPollConfig config = new HttpPollConfig(given);
        offsets.forEach((partition, offset) -> {
            if (offset != null) { // null forgets, whatever the partition was
                requireUsable(owner(config, partition), offset);
            }
        });
        return true;
    }

    private static Endpoint owner(HttpPollConfig config, @Nullable Map<String, ?> partition) {
        List<String> expected = new ArrayList<>();
        for (Endpoint endpoint : config.delivered()) {
            Map<String, Object> others = new HashMap<>(partition == null ? Map.of() : partition);
            Object parent = others.remove(FeedId.PARENT);
            boolean hasParent = endpoint.parent() != null;
            Map<String, String> own = FeedId.of(endpoint, Map.of()).sourcePartition();
            if (own.equals(others) && hasParent == parent instanceof String) {
                return endpoint;
            }
            expected.add(json(own, hasParent));
        }
        throw new ConnectException("Cannot use the source partition: found " + partition + " (expected "
                + String.join(" or ", expected) + "). Correct it.");
    }

    private static String json(Map<String, String> partition, boolean hasParent) {
        List<String> members = new ArrayList<>();
        partition.forEach((key, value) -> members.add("\"" + key + "\": \"" + value + "\""));
        if (hasParent) {
            members.add("\"" + FeedId.PARENT + "\": text");
        }
        return "{" + String.join(", ", members) + "}";
    }

    private static void requireUsable(Endpoint endpoint, Map<String, ?> offset) {
        Position position = Position.of(offset);
        if (position.cursor() != null) {
            endpoint.pagination().require(position.cursor());
            requireOrigin(endpoint, position.cursor());
        }
        boolean readsWindows = endpoint.windows(java.time.Clock.systemUTC()) != null;
        if (readsWindows != (position.window() != null)) {
            throw Position.unusable(
                    readsWindows ? "no window" : "a window",
                    readsWindows
                            ? "expected one such as \"2026-03-01T00:00:00Z/..\", since " + HttpPollConfig.WINDOW_STEP_MS
                                    + " is set"
                            : "expected none, since " + HttpPollConfig.WINDOW_STEP_MS + " is not set");
        }
        if (position.index() > 0 && !endpoint.isAppendOnly()) {
            throw Position.unusable(
                    "index " + position.index(), "expected 0, since pages of a list that may change are read whole");
        }
    }

    private static void requireOrigin(Endpoint endpoint, String cursor) {
        if (endpoint.pager() == HttpPollConfig.Pager.NEXT_URL || endpoint.pager() == HttpPollConfig.Pager.LINK_HEADER) {
            try {
                ForeignLinkException.resolved(endpoint.url(), cursor);
            } catch (ForeignLinkException e) {
                throw Position.unusable("as cursor " + e.getMessage(), "expected an address of " + HttpPollConfig.URL);
            }
        }
    }

    @Override
    public String version() {
        return PluginVersion.of(HttpPollSourceConnector.class);
    }
}
