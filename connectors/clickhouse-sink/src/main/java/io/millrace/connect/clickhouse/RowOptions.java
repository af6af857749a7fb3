// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Choices;
import io.millrace.connect.sink.ConflictMode;
import io.millrace.connect.sink.DeleteMode;
import io.millrace.connect.sink.DeleteOptions;
import io.millrace.connect.sink.DeleteRules;
import io.millrace.connect.sink.DocumentOptions;
import io.millrace.connect.sink.KeyMode;
import io.millrace.connect.sink.KeyOptions;
import io.millrace.connect.sink.RowRules;
import io.millrace.connect.sink.TruncateMode;
import io.millrace.connect.sink.UnavailableOptions;
import io.millrace.connect.sink.WriteMode;
import io.millrace.records.OptionGroup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How records become rows. All of these can be said for some tables alone. */
final class RowOptions {
    static final String DELIVERY_MODE = "delivery.mode";
    static final String ORDER_FIELD = "order.field";
    static final String VERSION_COLUMN = "version.column";
    static final String DELETED_COLUMN = "deleted.column";
    static final String TRUNCATE_MODE = "truncate.mode";
    static final String UNAVAILABLE_MODE = "unavailable.mode";

    /** What becomes of a row whose database did not send every value. */
    enum Unavailable {
        /** The record is refused. */
        REFUSE,
        /** The columns get their defaults: null, where they take it. */
        DEFAULT
    }

    private final AbstractConfig config;

    RowOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Rows");
        defineDelivery(group.importance(Importance.HIGH));
        defineVersions(group.importance(Importance.MEDIUM));
        defineDeletes(group);
        defineValues(group);
    }

    private static void defineDelivery(OptionGroup group) {
        group.text(
                DELIVERY_MODE,
                Choices.text(DeliveryMode.REPLAY_SAFE),
                Choices.oneOf(DeliveryMode.REPLAY_SAFE),
                "Delivery mode",
                "replay_safe: every row has a version, and of the rows with one key readers see the latest"
                        + " (ReplacingMergeTree, read with FINAL or by the view of current rows): a record that is written"
                        + " again changes nothing. exactly_once: every record is a new row, and there once: which offsets a"
                        + " block has is written down before it is sent, and the server drops a block that it has; for all"
                        + " tables of a connector. at_least_once: every record is a new row, the plainest and fastest way;"
                        + " after a failure some are there twice. In the last two tombstones do nothing.");
        KeyOptions.define(group, "delivery.mode exactly_once or at_least_once");
    }

    private static void defineVersions(OptionGroup group) {
        group.text(
                        ORDER_FIELD,
                        "",
                        null,
                        "Order field",
                        "Field with the row's version: _seq of curated rows, so that the database's own order counts"
                                + " wherever a record was in Kafka. Empty: the record's offset, which is right as long"
                                + " as all records of a key are in one partition of one topic.")
                .text(
                        VERSION_COLUMN,
                        "_version",
                        Choices.nonEmpty(),
                        "Version column",
                        "Column of the version, with delivery.mode replay_safe: UInt256 for order.field, UInt128 for"
                                + " offsets.")
                .text(
                        DELETED_COLUMN,
                        "_is_deleted",
                        Choices.nonEmpty(),
                        "Deleted column",
                        "Column (UInt8) that is 1 in the latest row of a key that has no row any more, with delivery.mode"
                                + " replay_safe. FINAL leaves such rows out.");
    }

    private static void defineDeletes(OptionGroup group) {
        DeleteOptions.define(
                group,
                DeleteMode.HARD,
                "What a tombstone, or a row whose delete.field is true, does; needs delivery.mode replay_safe and key.mode"
                        + " record_key. hard: the key has no row any more. soft: the row stays, with delete.field as it"
                        + " is; a tombstone alone does nothing. none: tombstones do nothing, and rows marked as deleted"
                        + " are written with their mark like any other.");
        group.text(
                TRUNCATE_MODE,
                Choices.text(TruncateMode.FAIL),
                Choices.oneOf(TruncateMode.FAIL),
                "Truncate mode",
                "What a truncate of the source table (a row whose _op is t) does, with delivery.mode replay_safe."
                        + " truncate: deletes every row with an older version; without order.field only with tasks.max 1"
                        + " and of a topic with one partition, since offsets of others do not say what is older. ignore:"
                        + " nothing; rows stay. fail: the record is refused.");
    }

    private static void defineValues(OptionGroup group) {
        UnavailableOptions.define(group, "unavailable.mode says what becomes of the row");
        group.text(
                UNAVAILABLE_MODE,
                Choices.text(Unavailable.REFUSE),
                Choices.oneOf(Unavailable.REFUSE),
                "Unavailable values",
                "What becomes of a row with values that the database did not send, with delivery.mode replay_safe: a row"
                        + " replaces the one before it as a whole. refuse: the record is refused; better is REPLICA"
                        + " IDENTITY FULL at the source. default: the columns get their defaults, null where they take"
                        + " it.");
        DocumentOptions.define(group, "String");
    }

    DeliveryMode delivery() {
        return Choices.constant(DeliveryMode.class, config.getString(DELIVERY_MODE));
    }

    boolean refusesUnavailable() {
        return Choices.constant(Unavailable.class, config.getString(UNAVAILABLE_MODE)) == Unavailable.REFUSE;
    }

    /** The columns of versions; only where rows have some. */
    VersionColumns versionColumns() {
        return new VersionColumns(
                config.getString(VERSION_COLUMN),
                config.getString(ORDER_FIELD).isEmpty() ? Versions.POSITION_TYPE : Versions.ORDER_KEY_TYPE,
                config.getString(DELETED_COLUMN));
    }

    RowRules rules() {
        DeleteOptions deletes = new DeleteOptions(config);
        boolean isVersioned = delivery().isVersioned();
        return new RowRules(
                isVersioned ? WriteMode.UPSERT : WriteMode.INSERT,
                ConflictMode.UPDATE,
                Choices.constant(TruncateMode.class, config.getString(TRUNCATE_MODE)),
                new KeyOptions(config).rules(),
                new DeleteRules(isVersioned ? deletes.mode() : DeleteMode.NONE, deletes.field(), Duration.ZERO),
                isVersioned ? config.getString(ORDER_FIELD) : "",
                "",
                new UnavailableOptions(config).rules(),
                new DocumentOptions(config).rules());
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    Map<String, String> problems() {
        KeyOptions keys = new KeyOptions(config);
        Map<String, String> problems = new LinkedHashMap<>(keys.problems());
        problems.putAll(new DocumentOptions(config).problems());
        boolean isVersioned = delivery().isVersioned();
        if (isVersioned && keys.mode() == KeyMode.NONE) {
            problems.put(
                    KeyOptions.MODE,
                    "Invalid value none for configuration key.mode: expected record_key, record_value or kafka, because"
                            + " delivery.mode is replay_safe.");
        }
        if (!isVersioned && !config.getString(ORDER_FIELD).isEmpty()) {
            problems.put(
                    ORDER_FIELD,
                    "Invalid value " + config.getString(ORDER_FIELD) + " for configuration order.field: expected none,"
                            + " because delivery.mode is " + config.getString(DELIVERY_MODE)
                            + ": no row is ever replaced.");
        }
        if (isVersioned && config.getString(VERSION_COLUMN).equals(config.getString(DELETED_COLUMN))) {
            problems.put(
                    DELETED_COLUMN,
                    "Invalid value " + config.getString(DELETED_COLUMN)
                            + " for configuration deleted.column: expected another name than version.column.");
        }
        deleteProblems(problems, keys, isVersioned);
        if (isVersioned && truncatesByOffset() && maxTasks() > 1) {
            problems.put(
                    TRUNCATE_MODE,
                    "Invalid value truncate for configuration truncate.mode: expected 'order.field' to be set, because"
                            + " tasks.max is " + maxTasks()
                            + ": offsets of several partitions do not say which rows are"
                            + " older.");
        }
        return problems;
    }

    private boolean truncatesByOffset() {
        return config.getString(TRUNCATE_MODE).equals(Choices.text(TruncateMode.TRUNCATE))
                && config.getString(ORDER_FIELD).isEmpty();
    }

    /** Connect's own setting; one where it is not there or no number, which Connect says itself. */
    private int maxTasks() {
        String tasks = String.valueOf(config.originals().getOrDefault("tasks.max", "1"));
        return tasks.matches("\\d{1,9}") ? Integer.parseInt(tasks) : 1;
    }

    private void deleteProblems(Map<String, String> problems, KeyOptions keys, boolean isVersioned) {
        DeleteOptions deletes = new DeleteOptions(config);
        boolean isGiven = config.originals().containsKey(DeleteOptions.MODE);
        boolean needsKey = deletes.mode() != DeleteMode.NONE && isGiven;
        if (needsKey && (!isVersioned || keys.mode() != KeyMode.RECORD_KEY)) {
            problems.put(
                    DeleteOptions.MODE,
                    "Invalid value " + Choices.text(deletes.mode()) + " for configuration delete.mode: expected none,"
                            + " because deletes need delivery.mode replay_safe and key.mode record_key: a tombstone has"
                            + " nothing but its key.");
        }
        if (deletes.mode() == DeleteMode.SOFT && deletes.field().isEmpty()) {
            problems.put(
                    DeleteOptions.FIELD,
                    "Invalid value '' for configuration delete.field: expected a name, because delete.mode is soft.");
        }
    }
}
