// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.records.PluginVersion;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * Polls a paged JSON API and writes its records to a topic.
 *
 * <p>Delivery is exactly once where the worker has exactly-once source support and the API's cursor is stable: the same
 * cursor gives the same records in the same order, followed by newer ones. Without the worker's support it is at least
 * once. One endpoint is read by one task, whatever {@code tasks.max} says.
 *
 * <p>Source partition {@code {endpoint: address without query}}, source offset {@code {cursor: text, index: number}}:
 * the record to go on with, inside a page too.
 */
public final class HttpPollSourceConnector extends SourceConnector {
    static final String ENDPOINT = "endpoint";

    private Map<String, String> props = Map.of();

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
        return List.of(props);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return HttpPollConfig.DEF;
    }

    @Override
    public Config validate(Map<String, String> given) {
        return HttpPollChecks.validate(super.validate(given), given);
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.SUPPORTED; // every pagination there is goes by cursor
    }

    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
        String endpoint = PageClient.endpoint(new HttpPollConfig(given));
        offsets.forEach((partition, offset) -> {
            if (offset != null) { // null forgets, whatever the partition was
                requireOurs(partition, endpoint);
                Position.of(offset);
            }
        });
        return true;
    }

    private static void requireOurs(Map<String, ?> partition, String endpoint) {
        if (!Map.of(ENDPOINT, endpoint).equals(partition)) {
            throw new ConnectException("Cannot use the source partition: found " + partition
                    + " (expected {\"endpoint\": \"" + endpoint + "\"}). Correct it.");
        }
    }

    @Override
    public String version() {
        return PluginVersion.of(HttpPollSourceConnector.class);
    }
}
