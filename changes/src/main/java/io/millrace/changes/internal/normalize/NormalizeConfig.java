// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static io.millrace.records.ConfigChecks.choice;
import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.text;

import io.millrace.changes.internal.event.Epochs;
import io.millrace.changes.internal.event.Op;
import io.millrace.changes.internal.event.Placeholder;
import io.millrace.changes.internal.event.RangeDeletes;
import io.millrace.changes.internal.types.TypeOptions;
import io.millrace.changes.internal.types.TypePolicy;
import io.millrace.records.OptionGroup;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The settings of {@code NormalizeEnvelope}. Where a key is not set, the profile and then the shape give its value. */
public final class NormalizeConfig extends AbstractConfig {
    public static final String SHAPE = "shape";
    public static final String PROFILE = "profile";
    public static final String BEFORE = "before";
    public static final String SNAPSHOT_OP = "snapshot.op";
    public static final String DELETES = "deletes";
    public static final String DELETE_COLUMNS = "delete.columns";
    public static final String TRUNCATES = "truncates";
    public static final String UNAVAILABLE = "unavailable";
    public static final String UNAVAILABLE_PLACEHOLDER = "unavailable.placeholder";
    public static final String HEARTBEATS = "heartbeats";
    public static final String TRANSACTIONS = "transactions";
    public static final String SCHEMA_CHANGES = "schema.changes";
    public static final String MESSAGES = "messages";
    public static final String NOTIFICATIONS = "notifications";
    public static final String UNKNOWN = "unknown";

    public static final ConfigDef DEF = definition();

    private final MetadataOptions metadata;
    private final Naming naming;
    private final Epochs epochs;
    private final TypePolicy types;

    public NormalizeConfig(Map<String, ?> props) {
        super(DEF, Profile.presets(props));
        CompatKeys.requireFitting(props, DEF.names());
        this.metadata = new MetadataOptions(this);
        this.naming = new Naming(this);
        this.types = TypePolicy.of(this);
        this.epochs = Epochs.of(this);
    }

    private static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        defineShape(new OptionGroup(def, "Shape"));
        MetadataOptions.define(def);
        Epochs.define(def);
        defineChanges(new OptionGroup(def, "Changes"));
        TypeOptions.define(def);
        Naming.define(def);
        defineOther(new OptionGroup(def, "Other records"));
        ErrorPolicy.define(def);
        CompatOptions.define(def);
        return def;
    }

    private static void defineShape(OptionGroup group) {
        group.choice(
                        SHAPE,
                        Shape.ROW,
                        "Shape",
                        "What a change event becomes. row: the table's columns, then metadata columns. changelog: the "
                                + "same for a table that only grows, with the names of the changed columns and no "
                                + "tombstones. envelope: metadata, before and after in one nested record, alike for "
                                + "every connector.")
                .text(
                        PROFILE,
                        Profile.NONE.text(),
                        described(Profile::require, Profile.texts()),
                        "Profile",
                        "Presets for a target: what each sets is listed in docs/transforms/profiles.md, and a key that "
                                + "is set here goes before them. debezium-compat takes the settings of Debezium's "
                                + "ExtractNewRecordState instead of these and does what it does.")
                .choice(
                        BEFORE,
                        Before.NONE,
                        "Image before the change",
                        "Whether a row carries the row as it was, in a nested column 'before' (after the metadata "
                                + "prefix): none or nested. Null where the database did not log it. shape=envelope "
                                + "always has it.")
                .choice(
                        SNAPSHOT_OP,
                        SnapshotOp.KEEP,
                        "Op of snapshot rows",
                        "What a row read by a snapshot says in op: keep (r), c for targets that know inserts only, or u "
                                + "for those that take it for an upsert.");
    }

    private static void defineChanges(OptionGroup group) {
        group.choice(
                        DELETES,
                        Deletes.BOTH,
                        "Deletes",
                        "What becomes of a delete, which Debezium sends as an event and then a tombstone. both: a row "
                                + "marked deleted, then the tombstone. row: the row alone. tombstone: one tombstone, in "
                                + "place of the event. drop: neither. both serves sinks that delete by tombstone and "
                                + "keeps the order key of the delete for those that compare it.")
                .choice(
                        DELETE_COLUMNS,
                        DeleteColumns.AUTO,
                        "Columns of a deleted row",
                        "Which columns a deleted row keeps; the rest are null. all: every column of the event. key: "
                                + "those of the record's key. auto: all, but key where a PostgreSQL event holds "
                                + "nothing except nulls and defaults beside its key, which is what Debezium fills in "
                                + "for columns that the replica identity does not supply. Set all where every table has "
                                + "REPLICA IDENTITY FULL.")
                .choice(
                        TRUNCATES,
                        Truncates.PASS,
                        "Truncates",
                        "What becomes of a truncate, which has no key. pass: a row with op t whose columns are all "
                                + "null. drop: nothing. fail: an error, for targets that cannot truncate. Debezium "
                                + "sends truncates only if its skipped.operations lets them through.")
                .choice(RangeDeletes.RANGE_DELETES, RangeDeletes.FAIL, "Deletions of ranges", RangeDeletes.DOC)
                .choice(
                        UNAVAILABLE,
                        Unavailable.FAIL,
                        "Unavailable values",
                        "What to do with a column whose value the event does not hold: large and unchanged (PostgreSQL "
                                + "TOAST), or not part of the change, and not in the event's before image either. fail: "
                                + "an error, so that no sink overwrites the value. keep: leave Debezium's placeholder, "
                                + "or null where there is none. null: put null in its place. REPLICA IDENTITY FULL "
                                + "avoids the question.")
                .text(
                        UNAVAILABLE_PLACEHOLDER,
                        "__debezium_unavailable_value",
                        new ConfigDef.NonEmptyString(),
                        "Placeholder of unavailable values",
                        "Text that stands for an unavailable value, as set by the connector's "
                                + "unavailable.value.placeholder; bytes as hex: and digits.");
    }

    private static void defineOther(OptionGroup group) {
        group.choice(
                        HEARTBEATS,
                        Policy.PASS,
                        "Heartbeats",
                        "Heartbeat records: pass or drop. Let them pass in a source connector: a dropped record "
                                + "moves no source offset, and moving it is what heartbeats are for.")
                .choice(
                        TRANSACTIONS,
                        Policy.PASS,
                        "Transaction markers",
                        "Begin and end markers of transactions: pass or drop. They have a topic of their own.")
                .choice(
                        SCHEMA_CHANGES,
                        Policy.PASS,
                        "Schema changes",
                        "Records of changed table definitions: pass or drop. They have a topic of their own.")
                .choice(
                        MESSAGES,
                        Policy.PASS,
                        "Logical messages",
                        "PostgreSQL logical decoding messages: pass or drop. They have a topic of their own.")
                .choice(
                        NOTIFICATIONS,
                        Policy.PASS,
                        "Notifications",
                        "Debezium notifications, such as the progress of a snapshot: pass or drop. They have a topic "
                                + "of their own.")
                .choice(
                        UNKNOWN,
                        Unknown.FAIL,
                        "Unknown records",
                        "A record that is none of Debezium's: fail, or pass it unchanged.");
    }

    public enum Shape {
        ROW,
        CHANGELOG,
        ENVELOPE
    }

    public enum Before {
        NONE,
        NESTED
    }

    public enum SnapshotOp {
        KEEP,
        C,
        U;

        /** The letter that a row says happened. */
        String code(Op op) {
            return this == KEEP || op != Op.READ ? op.code() : text(this);
        }
    }

    public enum Deletes {
        BOTH,
        ROW,
        TOMBSTONE,
        DROP
    }

    public enum DeleteColumns {
        AUTO,
        KEY,
        ALL
    }

    public enum Truncates {
        PASS,
        DROP,
        FAIL
    }

    public enum Unavailable {
        FAIL,
        KEEP,
        NULL
    }

    public enum Policy {
        PASS,
        DROP
    }

    public enum Unknown {
        FAIL,
        PASS
    }

    public Shape shape() {
        return choice(Shape.class, getString(SHAPE));
    }

    public Profile profile() {
        return Profile.of(getString(PROFILE));
    }

    /** Whether the shape has a place for the row as it was before the change. */
    public boolean showsBefore() {
        return shape() == Shape.ENVELOPE || choice(Before.class, getString(BEFORE)) == Before.NESTED;
    }

    public SnapshotOp snapshotOp() {
        return choice(SnapshotOp.class, getString(SNAPSHOT_OP));
    }

    public MetadataOptions metadata() {
        return metadata;
    }

    /** The first name that rows have for a metadata column, null where they lack it. */
    public @Nullable String named(MetadataColumn column) {
        return metadata.columns().stream()
                .filter(named -> named.column() == column)
                .map(MetadataOptions.Named::name)
                .findFirst()
                .orElse(null);
    }

    public TypePolicy types() {
        return types;
    }

    public Naming naming() {
        return naming;
    }

    public Epochs epochs() {
        return epochs;
    }

    public RangeDeletes rangeDeletes() {
        return choice(RangeDeletes.class, getString(RangeDeletes.RANGE_DELETES));
    }

    public Deletes deletes() {
        return choice(Deletes.class, getString(DELETES));
    }

    public DeleteColumns deleteColumns() {
        return choice(DeleteColumns.class, getString(DELETE_COLUMNS));
    }

    public Truncates truncates() {
        return choice(Truncates.class, getString(TRUNCATES));
    }

    public Unavailable unavailable() {
        return choice(Unavailable.class, getString(UNAVAILABLE));
    }

    public Placeholder placeholder() {
        return new Placeholder(getString(UNAVAILABLE_PLACEHOLDER));
    }

    public Unknown unknown() {
        return choice(Unknown.class, getString(UNKNOWN));
    }

    /** What to do with one kind of control record; {@code key} is one of the keys of that group. */
    public Policy policy(String key) {
        return choice(Policy.class, getString(key));
    }
}
