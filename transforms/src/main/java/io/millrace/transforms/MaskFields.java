// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.PluginVersion;
import io.millrace.records.Side;
import io.millrace.transforms.internal.mask.MaskConfig;
import io.millrace.transforms.internal.mask.Masker;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Masks fields of a record's key or value: null, a fixed value, all but the last characters hidden, a keyed hash, other
 * digits, or the field dropped.
 *
 * <p>{@code {id, email}} with {@code fields=email} and {@code mask=hmac} becomes {@code {id, email}} with {@code email} the
 * HMAC-SHA-256 (RFC 2104) of its text, in hex. The hash depends on the value's text and the key alone: the same value
 * has the same hash in keys, in values, before and after a change, whatever its type and its table, so that masked columns
 * can be joined.
 *
 * <p>Fields are named by paths in the syntax of KIP-821, with wildcards. A column's name reaches it in {@code before} and
 * {@code after} of Debezium's change events, and in rows; the name of a dropped column goes from the lists of changed and
 * of unavailable columns too. Works with schemas and without, in structs, arrays and maps. The schema changes where a
 * masked value is of another type; text stays text, without a logical type's name. Null stays null, a tombstone passes,
 * Debezium's mark for a value that was not sent stays; heartbeats, transaction markers, schema changes, logical messages
 * and notifications pass unchanged. {@code Key} also masks the other key of a changed one, which Debezium puts into
 * headers.
 *
 * <p>A field that is not there, unless {@code missing=ignore}, and one of a type that its mask does not fit are a
 * {@link DataException}, which names neither values nor the key. The input is never changed. Thread-safe once
 * configured.
 */
public abstract class MaskFields<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    private final Side side;
    private @Nullable Masker masker;

    private MaskFields(Side side) {
        this.side = side;
    }

    /** {@link MaskFields} of the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends MaskFields<R> {
        public Key() {
            super(Side.KEY);
        }
    }

    /** {@link MaskFields} of the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends MaskFields<R> {
        public Value() {
            super(Side.VALUE);
        }
    }

    @Override
    public void configure(Map<String, ?> props) {
        masker = new Masker(new MaskConfig(props), side);
    }

    @Override
    public R apply(R record) {
        Masker configured = masker;
        if (configured == null) {
            throw new ConfigException("Cannot mask records: configure() was not called. Configure the transform.");
        }
        return configured.apply(record);
    }

    @Override
    public ConfigDef config() {
        return MaskConfig.DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(MaskFields.class);
    }

    @Override
    public void close() {}
}
