// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.Op;
import io.millrace.records.ConfigChecks;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * True for a deleted row and, unless {@code tombstones=ignore}, for a tombstone.
 *
 * <p>Debezium's change events say it in {@code op}, curated rows in {@code _op} or {@code _deleted} (true, or the text
 * {@code true} of Debezium's own transform); with schemas and without. False for control records. Thread-safe once
 * configured.
 */
public final class IsDelete<R extends ConnectRecord<R>> extends ChangePredicate<R> {
    static final String TOMBSTONES = "tombstones";

    private Tombstones tombstones = Tombstones.MATCH;

    enum Tombstones {
        MATCH,
        IGNORE
    }

    @Override
    void configure(AbstractConfig config) {
        tombstones = ConfigChecks.choice(Tombstones.class, config.getString(TOMBSTONES));
    }

    @Override
    boolean testTombstone(R record) {
        return tombstones == Tombstones.MATCH;
    }

    @Override
    boolean test(R record, Object value, ChangeReader change) {
        return change.op(value) == Op.DELETE;
    }

    @Override
    public ConfigDef config() {
        return super.config()
                .define(
                        TOMBSTONES,
                        ConfigDef.Type.STRING,
                        ConfigChecks.text(Tombstones.MATCH),
                        ConfigChecks.oneOf(Tombstones.MATCH),
                        Importance.MEDIUM,
                        "Whether a tombstone, a record without value, is a delete. match: yes, so that a filter on this "
                                + "predicate lets neither of the two records through that Debezium sends for a delete. "
                                + "ignore: only a deleted row is.",
                        "Records",
                        3,
                        Width.SHORT,
                        "Tombstones");
    }
}
