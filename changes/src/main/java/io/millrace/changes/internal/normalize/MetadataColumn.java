// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.event.Phase;
import io.millrace.changes.internal.event.Quality;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** A metadata column: what it is called in the settings, and its type. */
public enum MetadataColumn {
    /** {@code c}, {@code u}, {@code d}, {@code r} or {@code t}. */
    OP,
    DELETED,
    /** The order key. */
    SEQ,
    /** When the database committed. */
    SOURCE_TS,
    /** {@link Quality}. */
    SEQ_QUALITY,
    /** The order key as one unsigned 256-bit number, in decimal digits. */
    SEQ_NUMBER,
    /** {@link Phase}. */
    PHASE,
    TX,
    /** Number of the change in its transaction, from 1. */
    TX_ORDER,
    CONNECTOR,
    /** The connector's {@code topic.prefix}. */
    SERVER,
    DB,
    SCHEMA,
    TABLE,
    CHANGED,
    UNAVAILABLE,
    /** When the connector read the change. */
    CAPTURE_TS,
    /** Whether this is one of the two events of an update that changed the key. */
    KEY_CHANGED,
    /** The key before, on the create of a key change, as JSON. */
    OLD_KEY,
    /** The key after, on the delete of a key change, as JSON. */
    NEW_KEY,
    /** {@code UPSERT} or {@code DELETE}, as BigQuery takes it. */
    CHANGE_TYPE,
    /** {@code I}, {@code U}, {@code D}, or {@code T} for a truncate. */
    OP_LETTER,
    /** 1 for a delete, else 0. */
    IS_DELETED,
    /** The topic that the record was read from, or was to be written to. */
    TOPIC,
    /** In a sink, where the record was read from. */
    PARTITION,
    OFFSET;

    private static final Schema OPTIONAL_TIMESTAMP =
            Timestamp.builder().optional().build();
    private static final Schema OPTIONAL_NAMES =
            SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build();

    public static List<String> names() {
        return Arrays.stream(values()).map(MetadataColumn::text).toList();
    }

    /** The column that {@link #text} names. */
    public static MetadataColumn of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Schema schema() {
        return switch (this) {
            case OP, SEQ, SEQ_QUALITY, SEQ_NUMBER, PHASE, CHANGE_TYPE, OP_LETTER -> Schema.STRING_SCHEMA;
            case DELETED, KEY_CHANGED -> Schema.BOOLEAN_SCHEMA;
            case SOURCE_TS -> Timestamp.SCHEMA;
            case TX, CONNECTOR, SERVER, DB, SCHEMA, TABLE, OLD_KEY, NEW_KEY, TOPIC -> Schema.OPTIONAL_STRING_SCHEMA;
            case TX_ORDER, OFFSET -> Schema.OPTIONAL_INT64_SCHEMA;
            case CHANGED, UNAVAILABLE -> OPTIONAL_NAMES;
            case CAPTURE_TS -> OPTIONAL_TIMESTAMP;
            case IS_DELETED -> Schema.INT8_SCHEMA;
            case PARTITION -> Schema.OPTIONAL_INT32_SCHEMA;
        };
    }
}
