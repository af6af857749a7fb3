// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.normalize.NormalizeConfig;
import io.millrace.changes.internal.normalize.Normalizer;
import io.millrace.records.PluginVersion;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Turns Debezium change events into rows, whatever the connector, with schemas or without.
 *
 * <p>{@code shape=row}: the table's columns in their order, then metadata columns, by default {@code _op} ({@code c},
 * {@code u}, {@code d}, {@code r}, {@code t}), {@code _deleted}, {@code _seq} and {@code _source_ts} (commit time).
 * {@code shape=changelog}: the same for a table that only grows. {@code shape=envelope}: metadata, {@code before} and {@code
 * after} nested, alike for every connector. Columns come from the event's {@code after} image, those of a deleted row from
 * {@code before}. Unless the settings ask for other types and names, each column keeps its own; all of them are optional
 * and none has a default, so that null stays null wherever the row goes. Headers and timestamp are kept. Events without
 * schema (maps) become maps, with times of metadata in milliseconds.
 *
 * <p>{@code _seq} orders the changes of a database: greater is later, as text and as numbers. What it cannot order is
 * said in {@code docs/transforms/normalize-envelope.md}.
 *
 * <p>A delete becomes a row with {@code _deleted} true; the tombstone that Debezium sends after it passes, or, as
 * {@code deletes} says, one of the two or neither. Tombstones have neither value nor schema; one without a key says
 * nothing and is dropped. Heartbeats, transaction markers, schema changes, logical messages and notifications pass
 * unchanged or are dropped.
 *
 * <p>Anything else is a {@link DataException}: a change without an image or a position, a column that the database did
 * not send, a column named like a metadata column, a value that the asked type cannot hold. {@code errors} says what
 * becomes of it. The input is never changed. Thread-safe once configured.
 */
public final class NormalizeEnvelope<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    private @Nullable Normalizer normalizer;

    @Override
    public void configure(Map<String, ?> props) {
        normalizer = new Normalizer(new NormalizeConfig(props));
    }

    @Override
    public @Nullable R apply(R record) {
        Normalizer configured = normalizer;
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
}
