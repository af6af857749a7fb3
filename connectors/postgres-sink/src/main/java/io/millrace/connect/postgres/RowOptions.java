// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ConflictMode;
import io.millrace.connect.sink.DeleteMode;
import io.millrace.connect.sink.DeleteRules;
import io.millrace.connect.sink.DocumentRules;
import io.millrace.connect.sink.DocumentRules.Promoted;
import io.millrace.connect.sink.KeyMode;
import io.millrace.connect.sink.KeyRules;
import io.millrace.connect.sink.RowRules;
import io.millrace.connect.sink.SchemalessMode;
import io.millrace.connect.sink.TruncateMode;
import io.millrace.connect.sink.UnavailableRules;
import io.millrace.connect.sink.WriteMode;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How records become rows. All of these can be said for some tables alone. */
final class RowOptions {
    static final String WRITE_MODE = "write.mode";
    static final String KEY_MODE = "key.mode";
    static final String KEY_FIELDS = "key.fields";
    static final String CONFLICT_MODE = "conflict.mode";
    static final String DELETE_MODE = "delete.mode";
    static final String DELETE_FIELD = "delete.field";
    static final String DELETE_MEMORY_MS = "delete.memory.ms";
    static final String TRUNCATE_MODE = "truncate.mode";
    static final String ORDER_FIELD = "order.field";
    static final String HISTORY_TIME_FIELD = "history.time.field";
    static final String UNAVAILABLE_PLACEHOLDER = "unavailable.placeholder";
    static final String UNAVAILABLE_FIELD = "unavailable.field";
    static final String SCHEMALESS_MODE = "schemaless.mode";
    static final String DOCUMENT_COLUMN = "document.column";
    static final String DOCUMENT_FIELDS = "document.fields";

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
        defineShapes(group);
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
                                + " it held.")
                .text(
                        KEY_MODE,
                        Choices.text(KeyMode.RECORD_KEY),
                        Choices.oneOf(KeyMode.RECORD_KEY),
                        "Key mode",
                        "Where the primary key comes from. record_key: the record's key. record_value: the fields of the"
                                + " value that key.fields names. kafka: topic, partition and offset. none: no key, for"
                                + " write.mode insert.")
                .list(
                        KEY_FIELDS,
                        "",
                        null,
                        "Key fields",
                        "Key columns. With record_key: some of the key's fields (empty for all), or the column's name for"
                                + " a primitive key. With record_value: fields of the value. With kafka: names for the"
                                + " three columns (empty for _topic,_partition,_offset).")
                .importance(Importance.MEDIUM)
                .text(
                        CONFLICT_MODE,
                        Choices.text(ConflictMode.UPDATE),
                        Choices.oneOf(ConflictMode.UPDATE),
                        "Conflict mode",
                        "What a row does whose key the table has. update: replaces it (in write.mode insert it is"
                                + " refused). ignore: nothing, the first row stays.");
    }

    private static void defineDeletes(OptionGroup group) {
        group.text(
                        DELETE_MODE,
                        Choices.text(DeleteMode.NONE),
                        Choices.oneOf(DeleteMode.NONE),
                        "Delete mode",
                        "What a tombstone, or a row whose delete.field is true, does; needs key.mode record_key. hard:"
                                + " removes the row with its key (in write.mode history, ends its version). soft: keeps"
                                + " the row and its last values, and sets delete.field. none: tombstones do nothing, and"
                                + " rows marked as deleted are written with their mark like any other.")
                .text(
                        DELETE_FIELD,
                        "_deleted",
                        null,
                        "Delete field",
                        "Boolean field of the value that marks a row as deleted. Empty for none.")
                .number(
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
                                + " the record's timestamp.")
                .text(
                        UNAVAILABLE_PLACEHOLDER,
                        "__debezium_unavailable_value",
                        null,
                        "Unavailable placeholder",
                        "What Debezium puts in place of a large value that the database did not send because it had not"
                                + " changed: the stored value stays. Empty: it is written like any other text.")
                .text(
                        UNAVAILABLE_FIELD,
                        "_unavailable",
                        null,
                        "Unavailable field",
                        "Array field with the names of columns whose values were not sent: the stored values stay. Empty"
                                + " for none.");
    }

    private static void defineShapes(OptionGroup group) {
        group.text(
                        SCHEMALESS_MODE,
                        Choices.text(SchemalessMode.REFUSE),
                        Choices.oneOf(SchemalessMode.REFUSE),
                        "Schemaless mode",
                        "What becomes of a value without a schema (a map, of JsonConverter with schemas.enable=false)."
                                + " document: one jsonb column, and columns for document.fields. refuse: the record is"
                                + " refused.")
                .text(
                        DOCUMENT_COLUMN,
                        "document",
                        null,
                        "Document column",
                        "Column for the whole of a schemaless value. Empty for none: document.fields only.")
                .list(
                        DOCUMENT_FIELDS,
                        "",
                        ConfigChecks.described(DocumentFields::check, "name:type,..."),
                        "Document fields",
                        "Fields of schemaless values with columns of their own, name:type with a type of "
                                + DocumentFields.TYPES + "; a path into nested maps has dots, and its column"
                                + " underscores. For example id:int64,user.email:string,seen_at:timestamp.");
    }

    RowRules rules() {
        return new RowRules(
                Choices.constant(WriteMode.class, config.getString(WRITE_MODE)),
                Choices.constant(ConflictMode.class, config.getString(CONFLICT_MODE)),
                Choices.constant(TruncateMode.class, config.getString(TRUNCATE_MODE)),
                new KeyRules(Choices.constant(KeyMode.class, config.getString(KEY_MODE)), config.getList(KEY_FIELDS)),
                new DeleteRules(
                        Choices.constant(DeleteMode.class, config.getString(DELETE_MODE)),
                        config.getString(DELETE_FIELD),
                        Duration.ofMillis(config.getLong(DELETE_MEMORY_MS))),
                config.getString(ORDER_FIELD),
                config.getString(HISTORY_TIME_FIELD),
                new UnavailableRules(config.getString(UNAVAILABLE_PLACEHOLDER), config.getString(UNAVAILABLE_FIELD)),
                documents());
    }

    private DocumentRules documents() {
        List<Promoted> promoted = new ArrayList<>();
        config.getList(DOCUMENT_FIELDS).forEach(field -> promoted.add(DocumentFields.parse(field)));
        return new DocumentRules(
                Choices.constant(SchemalessMode.class, config.getString(SCHEMALESS_MODE)),
                config.getString(DOCUMENT_COLUMN),
                promoted);
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        keyProblems(problems);
        deleteProblems(problems);
        orderProblems(problems);
        return problems;
    }

    private void keyProblems(Map<String, String> problems) {
        List<String> fields = config.getList(KEY_FIELDS);
        if (is(KEY_MODE, KeyMode.RECORD_VALUE) && fields.isEmpty()) {
            problems.put(
                    KEY_FIELDS,
                    "Invalid value '' for configuration key.fields: expected field names, because key.mode is"
                            + " record_value.");
        }
        if (is(KEY_MODE, KeyMode.KAFKA) && !fields.isEmpty() && fields.size() != 3) {
            problems.put(
                    KEY_FIELDS,
                    "Invalid value " + fields + " for configuration key.fields: expected three names (topic,"
                            + " partition, offset) or none, because key.mode is kafka.");
        }
        if (is(KEY_MODE, KeyMode.NONE) && !isInsert()) {
            problems.put(
                    KEY_MODE,
                    "Invalid value none for configuration key.mode: expected record_key, record_value or kafka,"
                            + " because write.mode is " + config.getString(WRITE_MODE) + ".");
        }
        if (is(KEY_MODE, KeyMode.KAFKA) && is(WRITE_MODE, WriteMode.HISTORY)) {
            problems.put(
                    KEY_MODE,
                    "Invalid value kafka for configuration key.mode: expected record_key or record_value, because"
                            + " write.mode is history: with Kafka's coordinates each record would be another row.");
        }
    }

    private void deleteProblems(Map<String, String> problems) {
        String mode = config.getString(DELETE_MODE);
        if (!is(DELETE_MODE, DeleteMode.NONE) && (isInsert() || !is(KEY_MODE, KeyMode.RECORD_KEY))) {
            problems.put(
                    DELETE_MODE,
                    "Invalid value " + mode + " for configuration delete.mode: expected none, because deletes need"
                            + " write.mode upsert or history and key.mode record_key: a tombstone has nothing but its"
                            + " key.");
        }
        if (is(DELETE_MODE, DeleteMode.SOFT) && is(WRITE_MODE, WriteMode.HISTORY)) {
            problems.put(
                    DELETE_MODE,
                    "Invalid value soft for configuration delete.mode: expected hard or none, because write.mode is"
                            + " history, which keeps every version anyway.");
        }
        if (is(DELETE_MODE, DeleteMode.SOFT) && config.getString(DELETE_FIELD).isEmpty()) {
            problems.put(
                    DELETE_FIELD,
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
        if (is(SCHEMALESS_MODE, SchemalessMode.DOCUMENT)
                && config.getString(DOCUMENT_COLUMN).isEmpty()
                && config.getList(DOCUMENT_FIELDS).isEmpty()) {
            problems.put(
                    DOCUMENT_COLUMN,
                    "Invalid value '' for configuration document.column: expected a name, or document.fields, because"
                            + " schemaless.mode is document.");
        }
    }

    private boolean isInsert() {
        return is(WRITE_MODE, WriteMode.INSERT);
    }

    private boolean is(String key, Enum<?> constant) {
        return Choices.text(constant).equals(config.getString(key));
    }
}
