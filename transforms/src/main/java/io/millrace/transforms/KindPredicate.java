// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.RecordKind;
import io.millrace.records.PlanCache;
import io.millrace.records.PluginVersion;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** Recognises one kind of Debezium's control records by the value; a record without value is of no kind. */
abstract class KindPredicate<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {
    private final RecordKind kind;
    private final PlanCache<RecordKind> kinds = new PlanCache<>(RecordKind::of);

    KindPredicate(RecordKind kind) {
        this.kind = kind;
    }

    @Override
    public void configure(Map<String, ?> props) {}

    @Override
    public boolean test(R record) {
        Object value = record.value();
        Schema schema = record.valueSchema();
        if (value == null) {
            return false;
        }
        if (schema != null) {
            return kinds.get(schema) == kind;
        }
        return value instanceof Map<?, ?> map && RecordKind.of(map) == kind;
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return PluginVersion.of(KindPredicate.class);
    }

    @Override
    public void close() {}
}
