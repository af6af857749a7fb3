// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.records.ConfigReport;
import io.millrace.records.PluginVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/**
 * Listens for events that devices and web pages push by HTTP, and writes them to topics.
 *
 * <p>A request is answered with 2xx once Kafka has committed each of its events that can be taken; an event whose result is
 * {@code ok} is in Kafka. Senders repeat what is answered with 503: an event may then be written twice, unless ids are kept
 * ({@code message.ids.max}) and the worker has exactly-once source support; then it is written once, by each task.
 *
 * <p>Source partition {@code {task: text}} with an empty offset; where ids are kept, {@code {slot: text, task: text}} with
 * {@code {turn: number, ids: text}}.
 */
public final class HttpIngestSourceConnector extends SourceConnector {
    private Map<String, String> props = Map.of();

    /** Called by Connect. */
    public HttpIngestSourceConnector() {}

    @Override
    public void start(Map<String, String> given) {
        new HttpIngestConfig(given);
        props = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return HttpIngestSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int i = 0; i < maxTasks; i++) {
            Map<String, String> task = new HashMap<>(props);
            task.put(HttpIngestConfig.TASK, Integer.toString(i));
            tasks.add(task);
        }
        return tasks;
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return HttpIngestConfig.DEF;
    }

    @Override
    public Config validate(Map<String, String> given) {
        ConfigReport report = settings(given);
        if (report.isSound()) {
            try {
                new HttpIngestConfig(given).server(); // reads the stores
            } catch (ConfigException e) {
                report.add(HttpIngestConfig.TLS_PREFIX + "keystore.location", String.valueOf(e.getMessage()));
            }
        }
        return report.config();
    }

    /** As {@link #validate}, without reading stores: for {@code millrace lint}, which calls it by its name. */
    public Config validateOffline(Map<String, String> given) {
        return settings(given).config();
    }

    private ConfigReport settings(Map<String, String> given) {
        ConfigReport report = new ConfigReport(super.validate(given), HttpIngestConfig.DEF);
        report.addAll(HttpIngestChecks.problems(given));
        return report;
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> given) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach((partition, offset) -> {
            if (offset != null) { // null forgets, whatever the partition was
                requireUsable(partition, offset);
            }
        });
        return true;
    }

    private static void requireUsable(@Nullable Map<String, ?> partition, Map<String, ?> offset) {
        Set<String> keys = partition == null ? Set.of() : partition.keySet();
        if (keys.equals(Set.of(TaskOffsets.TASK, TaskOffsets.SLOT))) {
            MessageIds.requireUsable(offset);
        } else if (!keys.equals(Set.of(TaskOffsets.TASK)) || !offset.isEmpty()) {
            throw new ConnectException("Cannot use the source offset: found partition " + partition
                    + " (expected {\"slot\": text, \"task\": text} with {\"turn\": number, \"ids\": text}: there is nothing"
                    + " else to go on from). Correct it, or delete the offset to forget the ids.");
        }
    }

    @Override
    public String version() {
        return PluginVersion.of(HttpIngestSourceConnector.class);
    }
}
