// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a worker gives a source task: stored offsets, and metrics. */
record FakeSourceTaskContext(Map<Map<String, ?>, Map<String, Object>> stored, PluginMetrics pluginMetrics)
        implements SourceTaskContext {
    FakeSourceTaskContext(PluginMetrics metrics) {
        this(new HashMap<>(), metrics);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return new OffsetStorageReader() {
            @Override
            public <T> Map<String, Object> offset(Map<String, T> partition) {
                return stored.get(partition);
            }

            @Override
            public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
