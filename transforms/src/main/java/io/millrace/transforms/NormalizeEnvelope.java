// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.Errors;
import io.millrace.records.PlanCache;
import io.millrace.records.PluginVersion;
import io.millrace.records.Side;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Turns Debezium change events of MySQL, MariaDB and PostgreSQL into rows.
 *
 * <p>A row has the table's columns in their order, then the metadata columns {@code _op} ({@code c}, {@code u}, {@code
 * d}, {@code r}, {@code t}), {@code _deleted}, {@code _seq} and {@code _source_ts} (commit time). Columns come from the
 * event's {@code after} image, those of a deleted row from {@code before}. Each column keeps its type, name and
 * parameters; all of them are optional and none has a default, so that null stays null wherever the row goes. The key,
 * the headers, the topic and the timestamp are kept.
 *
 * <p>{@code _seq} orders the changes of a database: greater is later, as text and as numbers. What it cannot order is
 * said in {@code docs/transforms/normalize-envelope.md}.
 *
 * <p>A delete becomes a row with {@code _deleted} true; the tombstone that Debezium sends after it passes, or, as
 * {@code deletes} says, one of the two or neither. Tombstones have neither value nor schema; one without a key says
 * nothing and is dropped. Heartbeats, transaction markers, schema changes, logical messages and notifications pass
 * unchanged or are dropped.
 *
 * <p>Anything else is a {@link DataException}: a value without schema, an envelope of another database, a change without
 * an image or a position, a column that the database did not send, a column named like a metadata column. The input is
 * never changed. Thread-safe once configured.
 */
public final class NormalizeEnvelope<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    private @Nullable Core core;

    @Override
    public void configure(Map<String, ?> props) {
        core = new Core(new NormalizeConfig(props));
    }

    @Override
    public @Nullable R apply(R record) {
        Core configured = core;
        if (configured == null) {
            throw new ConfigException("Cannot normalize records: configure() was not called. Configure the transform.");
        }
        return configured.apply(record);
    }

    @Override
    public ConfigDef config() {
        return NormalizeConfig.DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(NormalizeEnvelope.class);
    }

    @Override
    public void close() {}

    /** What the transform does, built whole from its settings. */
    private static final class Core {
        private final NormalizeConfig.Deletes deletes;
        private final PlanCache<EnvelopePlan> plans;

        Core(NormalizeConfig config) {
            this.deletes = config.deletes();
            this.plans = new PlanCache<>(schema -> EnvelopePlan.compile(schema, config));
        }

        <R extends ConnectRecord<R>> @Nullable R apply(R record) {
            Object value = record.value();
            Schema schema = record.valueSchema();
            if (value == null) {
                return tombstone(record);
            }
            if (schema == null) {
                throw Errors.at(
                        record,
                        Side.VALUE,
                        "normalize the record",
                        value.getClass().getSimpleName() + " without schema (expected Struct)",
                        "Use a converter that carries schemas.");
            }
            return plans.get(schema).apply(record, value);
        }

        private <R extends ConnectRecord<R>> @Nullable R tombstone(R record) {
            if (record.key() == null) {
                return null;
            }
            return switch (deletes) {
                case BOTH -> record.valueSchema() == null ? record : Side.VALUE.replace(record, null, null);
                case ROW, TOMBSTONE, DROP -> null;
            };
        }
    }
}
