// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.avro.WritePlan;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** One Connect schema, its plan, and the {@link Target} of each topic it was written to. Thread-safe. */
final class TopicTargets {
    private final @Nullable Schema connect;
    private final WritePlan own;
    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    private volatile @Nullable Target last;

    /** {@code connect} null for data without a schema. */
    TopicTargets(@Nullable Schema connect, WritePlan own) {
        this.connect = connect;
        this.own = own;
    }

    @Nullable Schema connect() {
        return connect;
    }

    /** The plan that writes the schema's own Avro form. */
    WritePlan own() {
        return own;
    }

    @Nullable Target find(String topic) {
        Target recent = last;
        if (recent != null && recent.topic().equals(topic)) {
            return recent;
        }
        Target known = targets.get(topic);
        if (known != null) {
            last = known;
        }
        return known;
    }

    /** Whether {@code target} is that of a topic that had none. */
    boolean keep(Target target) {
        last = target;
        return targets.put(target.topic(), target) == null;
    }
}
