// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** What a worker gives a source task: stored offsets, by source partition, and metrics. */
public record FakeSourceTaskContext(Map<Map<String, ?>, Map<String, Object>> stored, PluginMetrics pluginMetrics)
        implements SourceTaskContext {
    /** Nothing is stored. */
    public FakeSourceTaskContext(PluginMetrics metrics) {
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
            public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
                return stored.get(partition);
            }

            @Override
            public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
                for (Map<String, T> partition : partitions) {
                    Map<String, Object> offset = stored.get(partition);
                    if (offset != null) {
                        found.put(partition, offset);
                    }
                }
                return found;
            }
        };
    }
}
