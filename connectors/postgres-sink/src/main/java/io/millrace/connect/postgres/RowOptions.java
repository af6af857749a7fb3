// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

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
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How records become rows. All of these can be said for some tables alone. */
final class RowOptions {
    static final String WRITE_MODE = "write.mode";
    static final String CONFLICT_MODE = "conflict.mode";
    static final String DELETE_MEMORY_MS = "delete.memory.ms";
    static final String TRUNCATE_MODE = "truncate.mode";
    static final String ORDER_FIELD = "order.field";
    static final String HISTORY_TIME_FIELD = "history.time.field";

    private static final long WEEK_MS = 604_800_000L;

    private final AbstractConfig config;

    RowOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Rows");
        defineKeys(group.importance(Importance.HIGH));
        defineDeletes(group.importance(Importance.MEDIUM));
        defineOrder(group);
        DocumentOptions.define(group, "jsonb");
    }

    private static void defineKeys(OptionGroup group) {
        group.text(
                WRITE_MODE,
                Choices.text(WriteMode.UPSERT),
                Choices.oneOf(WriteMode.UPSERT),
                "Write mode",
                "upsert: a record replaces the row with its key. insert: every record is a new row, the faster"
                        + " way; tombstones do nothing. history: every record is a new version of the row with"
                        + " its key, and ends the version before it; columns _valid_from and _valid_to say when"
                        + " it held.");
        KeyOptions.define(group, "write.mode insert");
        group.importance(Importance.MEDIUM)
                .text(
                        CONFLICT_MODE,
                        Choices.text(ConflictMode.UPDATE),
                        Choices.oneOf(ConflictMode.UPDATE),
                        "Conflict mode",
                        "What a row does whose key the table has. update: replaces it (in write.mode insert it is"
                                + " refused). ignore: nothing, the first row stays.");
    }

    private static void defineDeletes(OptionGroup group) {
        DeleteOptions.define(
                group,
                DeleteMode.NONE,
                "What a tombstone, or a row whose delete.field is true, does; needs key.mode record_key. hard:"
                        + " removes the row with its key (in write.mode history, ends its version). soft: keeps"
                        + " the row and its last values, and sets delete.field. none: tombstones do nothing, and"
                        + " rows marked as deleted are written with their mark like any other.");
        group.number(
                        DELETE_MEMORY_MS,
                        WEEK_MS,
                        ConfigChecks.between(0, Long.MAX_VALUE, WEEK_MS),
                        "Delete memory",
                        "With order.field and delete.mode hard: how long, in milliseconds, the sink remembers where in"
                                + " the order a removed row was, so that an older record does not bring it back. Longer"
                                + " than records can be late; 0 remembers nothing.")
                .text(
                        TRUNCATE_MODE,
                        Choices.text(TruncateMode.FAIL),
                        Choices.oneOf(TruncateMode.FAIL),
                        "Truncate mode",
                        "What a truncate of the source table (a row whose _op is t) does, except in write.mode insert."
                                + " truncate: deletes every row, in the way of delete.mode (none counts as hard)."
                                + " ignore: nothing; rows stay. fail: the record is refused.");
    }

    private static void defineOrder(OptionGroup group) {
        group.text(
                        ORDER_FIELD,
                        "",
                        null,
                        "Order field",
                        "Field by which an older record never replaces, and never removes, a newer row: _seq of curated"
                                + " rows, or any integer, timestamp, date or text (compared byte by byte). Needed only"
                                + " where records of one key may arrive out of order. Empty: later in the topic wins.")
                .text(
                        HISTORY_TIME_FIELD,
                        "_source_ts",
                        null,
                        "History time field",
                        "With write.mode history: timestamp field since when a version holds. Where it is absent or null,"
                                + " the record's timestamp.");
        UnavailableOptions.define(group, "the stored value stays");
    }

    RowRules rules() {
        DeleteOptions deletes = new DeleteOptions(config);
        return new RowRules(
                Choices.constant(WriteMode.class, config.getString(WRITE_MODE)),
                Choices.constant(ConflictMode.class, config.getString(CONFLICT_MODE)),
                Choices.constant(TruncateMode.class, config.getString(TRUNCATE_MODE)),
                new KeyOptions(config).rules(),
                new DeleteRules(deletes.mode(), deletes.field(), Duration.ofMillis(config.getLong(DELETE_MEMORY_MS))),
                config.getString(ORDER_FIELD),
                config.getString(HISTORY_TIME_FIELD),
                new UnavailableOptions(config).rules(),
                new DocumentOptions(config).rules());
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        problems.putAll(new KeyOptions(config).problems());
        keyProblems(problems);
        deleteProblems(problems);
        orderProblems(problems);
        problems.putAll(new DocumentOptions(config).problems());
        return problems;
    }

    private void keyProblems(Map<String, String> problems) {
        if (is(KeyOptions.MODE, KeyMode.NONE) && !isInsert()) {
            problems.put(
                    KeyOptions.MODE,
                    "Invalid value none for configuration key.mode: expected record_key, record_value or kafka,"
                            + " because write.mode is " + config.getString(WRITE_MODE) + ".");
        }
        if (is(KeyOptions.MODE, KeyMode.KAFKA) && is(WRITE_MODE, WriteMode.HISTORY)) {
            problems.put(
                    KeyOptions.MODE,
                    "Invalid value kafka for configuration key.mode: expected record_key or record_value, because"
                            + " write.mode is history: with Kafka's coordinates each record would be another row.");
        }
    }

    private void deleteProblems(Map<String, String> problems) {
        String mode = config.getString(DeleteOptions.MODE);
        if (!is(DeleteOptions.MODE, DeleteMode.NONE) && (isInsert() || !is(KeyOptions.MODE, KeyMode.RECORD_KEY))) {
            problems.put(
                    DeleteOptions.MODE,
                    "Invalid value " + mode + " for configuration delete.mode: expected none, because deletes need"
                            + " write.mode upsert or history and key.mode record_key: a tombstone has nothing but its"
                            + " key.");
        }
        if (is(DeleteOptions.MODE, DeleteMode.SOFT) && is(WRITE_MODE, WriteMode.HISTORY)) {
            problems.put(
                    DeleteOptions.MODE,
                    "Invalid value soft for configuration delete.mode: expected hard or none, because write.mode is"
                            + " history, which keeps every version anyway.");
        }
        if (is(DeleteOptions.MODE, DeleteMode.SOFT)
                && config.getString(DeleteOptions.FIELD).isEmpty()) {
            problems.put(
                    DeleteOptions.FIELD,
                    "Invalid value '' for configuration delete.field: expected a name, because delete.mode is soft.");
        }
    }

    private void orderProblems(Map<String, String> problems) {
        boolean ignoring = is(CONFLICT_MODE, ConflictMode.IGNORE);
        if (!config.getString(ORDER_FIELD).isEmpty() && (isInsert() || ignoring)) {
            problems.put(
                    ORDER_FIELD,
                    "Invalid value " + config.getString(ORDER_FIELD) + " for configuration order.field: expected none,"
                            + " because " + (ignoring ? "conflict.mode is ignore" : "write.mode is insert")
                            + ": no row is ever replaced.");
        }
        if (ignoring && is(WRITE_MODE, WriteMode.HISTORY)) {
            problems.put(
                    CONFLICT_MODE,
                    "Invalid value ignore for configuration conflict.mode: expected update, because write.mode is"
                            + " history.");
        }
    }

    private boolean isInsert() {
        return is(WRITE_MODE, WriteMode.INSERT);
    }

    private boolean is(String key, Enum<?> constant) {
        return Choices.text(constant).equals(config.getString(key));
    }
}
