// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static io.millrace.records.ConfigChecks.refusal;

import io.millrace.changes.internal.event.RecordKind;
import io.millrace.changes.internal.normalize.MetadataColumn;
import io.millrace.changes.internal.normalize.NormalizeConfig;
import io.millrace.changes.internal.normalize.Normalizer;
import io.millrace.records.PlanCache;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Raw records of Debezium's connectors as curated rows: what NormalizeEnvelope makes of them, by the same code.
 *
 * <p>A change becomes a row with the metadata columns {@code _op}, {@code _deleted}, {@code _seq}, {@code _source_ts}
 * and {@code _unavailable}. Unless the settings say otherwise, a delete is a row with {@code _deleted} true and the
 * tombstone after it passes, a truncate is a row with {@code _op} {@code t}, and a column whose value the database did
 * not send is null and named in {@code _unavailable}. Heartbeats, transaction markers, schema changes, logical messages
 * and notifications are dropped. Everything else passes as it is: rows that are curated already, device events, any
 * other value. Topic, partition and offset as consumed, and headers, stay with the record.
 *
 * <p>What cannot be read is a {@link org.apache.kafka.connect.errors.DataException}. Not thread-safe.
 */
public final class EnvelopeRows {
    private static final String COLUMNS = "metadata.columns";
    private static final String STANDARD = "metadata.standard";
    private static final String NEST = "metadata.nest";
    private static final String ERRORS = "errors";
    private static final Map<String, String> DEFAULTS = Map.of(
            NormalizeConfig.HEARTBEATS, "drop",
            NormalizeConfig.TRANSACTIONS, "drop",
            NormalizeConfig.SCHEMA_CHANGES, "drop",
            NormalizeConfig.MESSAGES, "drop",
            NormalizeConfig.NOTIFICATIONS, "drop",
            NormalizeConfig.UNKNOWN, "pass",
            NormalizeConfig.UNAVAILABLE, "null");

    private enum Treatment {
        CHANGE,
        CONTROL,
        OTHER
    }

    private final NormalizeConfig config;
    private final Normalizer normalizer;
    private final boolean passesUnknown; // asked of every record
    private final PlanCache<Treatment> treatments = new PlanCache<>(EnvelopeRows::treatment);
    private final Map<String, Boolean> holdChanges = new HashMap<>();

    private @Nullable String lastTopic;
    private boolean lastHoldsChanges;

    /**
     * Rows by these settings.
     *
     * @param settings of NormalizeEnvelope, which go before the defaults of a sink; a {@link ConfigException} where one is
     *     wrong, unknown, or of no use in a sink
     */
    public EnvelopeRows(Map<String, String> settings) {
        requireUseful(settings);
        this.config = new NormalizeConfig(completed(settings));
        this.normalizer = new Normalizer(config);
        this.passesUnknown = config.unknown() == NormalizeConfig.Unknown.PASS;
    }

    private static void requireUseful(Map<String, String> settings) {
        Set<String> unknown = new TreeSet<>(settings.keySet());
        unknown.removeAll(NormalizeConfig.DEF.names());
        if (!unknown.isEmpty()) {
            throw new ConfigException("Cannot normalize change events: found " + unknown
                    + " (expected settings of NormalizeEnvelope). Correct or remove them.");
        }
        requireOnly(settings, NormalizeConfig.SHAPE, "row");
        requireOnly(settings, NormalizeConfig.PROFILE, "none");
        requireOnly(settings, NEST, "");
        if ("quarantine".equals(settings.get(ERRORS))) {
            throw refusal(ERRORS, "quarantine", "expected fail or skip, as a sink has a dead letter queue", "fail");
        }
    }

    private static void requireOnly(Map<String, String> settings, String key, String value) {
        String found = settings.getOrDefault(key, value);
        if (!found.equals(value)) {
            String expected = value.isEmpty() ? "nothing" : value;
            throw refusal(key, found, "expected " + expected + ", as a sink reads the row's own columns", expected);
        }
    }

    private static Map<String, String> completed(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        all.putAll(settings);
        String columns = all.getOrDefault(COLUMNS, "");
        String unavailable = MetadataColumn.UNAVAILABLE.text();
        boolean listed = lists(columns, unavailable) || lists(all.getOrDefault(STANDARD, ""), unavailable);
        if (!listed && !"fail".equals(all.get(NormalizeConfig.UNAVAILABLE))) {
            all.put(COLUMNS, columns.isBlank() ? unavailable : columns + "," + unavailable);
        }
        return all;
    }

    /** Whether a list of columns has this one, under its own name or another. */
    private static boolean lists(String columns, String column) {
        return Arrays.stream(columns.split(","))
                .map(String::trim)
                .anyMatch(entry -> entry.equals(column) || entry.startsWith(column + ":"));
    }

    /** Message and notification are told apart by their schema's name only: many records have fields named like theirs. */
    private static Treatment treatment(Schema schema) {
        return treatment(RecordKind.of(schema), schema.name() != null);
    }

    private static Treatment treatment(RecordKind kind, boolean named) {
        return switch (kind) {
            case CHANGE -> Treatment.CHANGE;
            case HEARTBEAT, TRANSACTION, SCHEMA_CHANGE -> Treatment.CONTROL;
            case MESSAGE, NOTIFICATION -> named ? Treatment.CONTROL : Treatment.OTHER;
            case OTHER -> Treatment.OTHER;
        };
    }

    private Treatment treatment(@Nullable Schema schema, @Nullable Object value) {
        if (schema != null) {
            return treatments.get(schema);
        }
        return value instanceof Map<?, ?> map ? treatment(RecordKind.of(map), false) : Treatment.OTHER;
    }

    /** The record as a row, or as it is where it is no record of Debezium's; null to drop it. */
    public @Nullable SinkRecord apply(SinkRecord record) {
        if (record.value() == null) {
            return isOfChanges(record) ? normalizer.apply(record) : record;
        }
        Treatment treatment = treatment(record.valueSchema(), record.value());
        note(record.topic(), treatment == Treatment.CHANGE);
        return treatment == Treatment.OTHER && passesUnknown ? record : normalizer.apply(record);
    }

    private void note(String topic, boolean holds) {
        if (holds != lastHoldsChanges || !topic.equals(lastTopic)) {
            holdChanges.put(topic, holds);
            lastTopic = topic;
            lastHoldsChanges = holds;
        }
    }

    /**
     * Whether a tombstone's key is to be written as those of the topic's changes are: by what the topic has brought
     * before, else by its name, which Debezium ends so.
     */
    private boolean isOfChanges(SinkRecord tombstone) {
        Boolean known = holdChanges.get(tombstone.topic());
        Schema key = tombstone.keySchema();
        return known != null
                ? known
                : key == null || key.name() == null || key.name().endsWith(".Key");
    }

    /** The rows' list of columns that were not sent; null where the settings leave it out. */
    public @Nullable String unavailableColumn() {
        return config.named(MetadataColumn.UNAVAILABLE);
    }

    /** The rows' mark of a delete; null where the settings leave it out. */
    public @Nullable String deletedColumn() {
        return config.named(MetadataColumn.DELETED);
    }
}
