// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static io.millrace.records.ConfigChecks.between;
import static io.millrace.records.ConfigChecks.choice;
import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.oneOf;
import static io.millrace.records.ConfigChecks.refusal;
import static io.millrace.records.ConfigChecks.text;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The settings of {@link NormalizeEnvelope}. */
final class NormalizeConfig extends AbstractConfig {
    static final String SHAPE = "shape";
    static final String METADATA_PREFIX = "metadata.prefix";
    static final String METADATA_COLUMNS = "metadata.columns";
    static final String SEQUENCE_EPOCH = "sequence.epoch";
    static final String DELETES = "deletes";
    static final String DELETE_COLUMNS = "delete.columns";
    static final String TRUNCATES = "truncates";
    static final String UNAVAILABLE = "unavailable";
    static final String UNAVAILABLE_PLACEHOLDER = "unavailable.placeholder";
    static final String HEARTBEATS = "heartbeats";
    static final String TRANSACTIONS = "transactions";
    static final String SCHEMA_CHANGES = "schema.changes";
    static final String MESSAGES = "messages";
    static final String NOTIFICATIONS = "notifications";
    static final String UNKNOWN = "unknown";

    private static final String DEFAULT_PREFIX = "_";
    private static final Pattern COLUMN_PREFIX = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)?");
    private static final String GROUP_SHAPE = "Shape";
    private static final String GROUP_CHANGES = "Changes";
    private static final String GROUP_OTHER = "Other records";

    static final ConfigDef DEF = new ConfigDef()
            .define(
                    SHAPE,
                    ConfigDef.Type.STRING,
                    text(Shape.ROW),
                    oneOf(Shape.ROW),
                    Importance.MEDIUM,
                    "What a change event becomes. row: the table's columns, then metadata columns.",
                    GROUP_SHAPE,
                    1,
                    Width.SHORT,
                    "Shape")
            .define(
                    METADATA_PREFIX,
                    ConfigDef.Type.STRING,
                    DEFAULT_PREFIX,
                    described(NormalizeConfig::requirePrefix, "a prefix that column names may have"),
                    Importance.MEDIUM,
                    "What the names of the metadata columns begin with: letters, digits and underscores. Change it "
                            + "where a table has a column of the same name, such as _op.",
                    GROUP_SHAPE,
                    2,
                    Width.SHORT,
                    "Metadata prefix")
            .define(
                    METADATA_COLUMNS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    described(NormalizeConfig::requireColumns, "any of " + String.join(", ", MetadataColumn.names())),
                    Importance.LOW,
                    "Further metadata columns, after op, deleted, seq and source_ts: any of phase (snapshot, incremental "
                            + "or stream), tx (transaction id), connector, db, schema, table, unavailable (names of "
                            + "the columns whose value the database did not send). Example: db,table,phase.",
                    GROUP_SHAPE,
                    3,
                    Width.LONG,
                    "Further metadata columns")
            .define(
                    SEQUENCE_EPOCH,
                    ConfigDef.Type.INT,
                    0,
                    between(0, Integer.MAX_VALUE, 0),
                    Importance.LOW,
                    "Sorts before everything else in the order key. Raise it by one when the database's positions begin "
                            + "anew: after a failover to a server with other binlog file numbers, RESET of the binlog, "
                            + "or a PostgreSQL major upgrade.",
                    GROUP_SHAPE,
                    4,
                    Width.SHORT,
                    "Order key epoch")
            .define(
                    DELETES,
                    ConfigDef.Type.STRING,
                    text(Deletes.BOTH),
                    oneOf(Deletes.BOTH),
                    Importance.HIGH,
                    "What becomes of a delete, which Debezium sends as an event and then a tombstone. both: a row marked "
                            + "deleted, then the tombstone. row: the row alone. tombstone: one tombstone, in place of "
                            + "the event. drop: neither. both serves sinks that delete by tombstone and keeps "
                            + "the order key of the delete for those that compare it.",
                    GROUP_CHANGES,
                    1,
                    Width.SHORT,
                    "Deletes")
            .define(
                    DELETE_COLUMNS,
                    ConfigDef.Type.STRING,
                    text(DeleteColumns.AUTO),
                    oneOf(DeleteColumns.AUTO),
                    Importance.LOW,
                    "Which columns a deleted row keeps; the rest are null. all: every column of the event. key: those of "
                            + "the record's key. auto: all, but key where a PostgreSQL event holds nothing except "
                            + "nulls and defaults beside its key, which is what Debezium fills in for columns that the "
                            + "replica identity does not supply. Set all where every table has REPLICA IDENTITY FULL.",
                    GROUP_CHANGES,
                    2,
                    Width.SHORT,
                    "Columns of a deleted row")
            .define(
                    TRUNCATES,
                    ConfigDef.Type.STRING,
                    text(Policy.PASS),
                    oneOf(Policy.PASS),
                    Importance.MEDIUM,
                    "What becomes of a truncate, which has no key. pass: a row with op t whose columns are all null. "
                            + "drop: nothing. Debezium sends truncates only if its skipped.operations lets them through.",
                    GROUP_CHANGES,
                    3,
                    Width.SHORT,
                    "Truncates")
            .define(
                    UNAVAILABLE,
                    ConfigDef.Type.STRING,
                    text(Unavailable.FAIL),
                    oneOf(Unavailable.FAIL),
                    Importance.MEDIUM,
                    "What to do with a column whose value the database did not send because it is large and did not "
                            + "change (PostgreSQL TOAST), when the event's before image does not hold it either. fail: "
                            + "an error, so that no sink overwrites the value. keep: leave Debezium's placeholder. "
                            + "null: put null in its place. REPLICA IDENTITY FULL avoids the question.",
                    GROUP_CHANGES,
                    4,
                    Width.SHORT,
                    "Unavailable values")
            .define(
                    UNAVAILABLE_PLACEHOLDER,
                    ConfigDef.Type.STRING,
                    "__debezium_unavailable_value",
                    new ConfigDef.NonEmptyString(),
                    Importance.LOW,
                    "Text that stands for an unavailable value, as set by the connector's unavailable.value.placeholder.",
                    GROUP_CHANGES,
                    5,
                    Width.MEDIUM,
                    "Placeholder of unavailable values")
            .define(
                    HEARTBEATS,
                    ConfigDef.Type.STRING,
                    text(Policy.PASS),
                    oneOf(Policy.PASS),
                    Importance.LOW,
                    "Heartbeat records: pass or drop. Let them pass in a source connector: a dropped record "
                            + "moves no source offset, and moving it is what heartbeats are for.",
                    GROUP_OTHER,
                    1,
                    Width.SHORT,
                    "Heartbeats")
            .define(
                    TRANSACTIONS,
                    ConfigDef.Type.STRING,
                    text(Policy.PASS),
                    oneOf(Policy.PASS),
                    Importance.LOW,
                    "Begin and end markers of transactions: pass or drop. They have a topic of their own.",
                    GROUP_OTHER,
                    2,
                    Width.SHORT,
                    "Transaction markers")
            .define(
                    SCHEMA_CHANGES,
                    ConfigDef.Type.STRING,
                    text(Policy.PASS),
                    oneOf(Policy.PASS),
                    Importance.LOW,
                    "Records of changed table definitions: pass or drop. They have a topic of their own.",
                    GROUP_OTHER,
                    3,
                    Width.SHORT,
                    "Schema changes")
            .define(
                    MESSAGES,
                    ConfigDef.Type.STRING,
                    text(Policy.PASS),
                    oneOf(Policy.PASS),
                    Importance.LOW,
                    "PostgreSQL logical decoding messages: pass or drop. They have a topic of their own.",
                    GROUP_OTHER,
                    4,
                    Width.SHORT,
                    "Logical messages")
            .define(
                    NOTIFICATIONS,
                    ConfigDef.Type.STRING,
                    text(Policy.PASS),
                    oneOf(Policy.PASS),
                    Importance.LOW,
                    "Debezium notifications, such as the progress of a snapshot: pass or drop. They have a topic of their "
                            + "own.",
                    GROUP_OTHER,
                    5,
                    Width.SHORT,
                    "Notifications")
            .define(
                    UNKNOWN,
                    ConfigDef.Type.STRING,
                    text(Unknown.FAIL),
                    oneOf(Unknown.FAIL),
                    Importance.LOW,
                    "A record with a schema that is none of Debezium's: fail, or pass it unchanged.",
                    GROUP_OTHER,
                    6,
                    Width.SHORT,
                    "Unknown records");

    enum Shape {
        ROW
    }

    enum Deletes {
        BOTH,
        ROW,
        TOMBSTONE,
        DROP
    }

    enum DeleteColumns {
        AUTO,
        KEY,
        ALL
    }

    enum Unavailable {
        FAIL,
        KEEP,
        NULL
    }

    enum Policy {
        PASS,
        DROP
    }

    enum Unknown {
        FAIL,
        PASS
    }

    NormalizeConfig(Map<String, ?> props) {
        super(DEF, props);
    }

    String metadataPrefix() {
        return getString(METADATA_PREFIX);
    }

    Set<MetadataColumn> metadataColumns() {
        Set<MetadataColumn> columns = EnumSet.noneOf(MetadataColumn.class);
        getList(METADATA_COLUMNS).forEach(name -> columns.add(choice(MetadataColumn.class, name)));
        return columns;
    }

    int sequenceEpoch() {
        return getInt(SEQUENCE_EPOCH);
    }

    Deletes deletes() {
        return choice(Deletes.class, getString(DELETES));
    }

    DeleteColumns deleteColumns() {
        return choice(DeleteColumns.class, getString(DELETE_COLUMNS));
    }

    Policy truncates() {
        return policy(TRUNCATES);
    }

    Unavailable unavailable() {
        return choice(Unavailable.class, getString(UNAVAILABLE));
    }

    Placeholder placeholder() {
        return new Placeholder(getString(UNAVAILABLE_PLACEHOLDER));
    }

    Unknown unknown() {
        return choice(Unknown.class, getString(UNKNOWN));
    }

    /** What to do with one kind of control record; {@code key} is one of the keys of that group. */
    Policy policy(String key) {
        return choice(Policy.class, getString(key));
    }

    private static void requirePrefix(String name, Object value) {
        if (!COLUMN_PREFIX.matcher((String) value).matches()) {
            throw refusal(name, value, "expected letters, digits and underscores, no digit first", DEFAULT_PREFIX);
        }
    }

    private static void requireColumns(String name, Object value) {
        List<String> known = MetadataColumn.names();
        List<Object> strange = new ArrayList<>((List<?>) value);
        strange.removeAll(known);
        if (!strange.isEmpty()) {
            throw refusal(name, strange, "expected any of " + String.join(", ", known), "none");
        }
    }
}
