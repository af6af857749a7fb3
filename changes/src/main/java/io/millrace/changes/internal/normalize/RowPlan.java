// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.event.Block;
import io.millrace.changes.internal.event.Dialect;
import io.millrace.changes.internal.event.ImageReader;
import io.millrace.changes.internal.event.Op;
import io.millrace.changes.internal.event.RangeDeletes;
import io.millrace.changes.internal.normalize.NormalizeConfig.Deletes;
import io.millrace.changes.internal.normalize.NormalizeConfig.SnapshotOp;
import io.millrace.changes.internal.normalize.NormalizeConfig.Truncates;
import io.millrace.records.Errors;
import io.millrace.records.Side;
import io.millrace.records.Structs;
import java.util.BitSet;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The change events of one table, turned into rows. */
final class RowPlan implements EnvelopePlan {
    private final Dialect dialect;
    private final ImageReader images;
    private final ImageCopy columns;
    private final Layout layout;
    private final Metadata metadata;
    private final Rewriter rewriter;
    private final DeleteImage deleteImage;
    private final Deletes deletes;
    private final Truncates truncates;
    private final RangeDeletes rangeDeletes;
    private final SnapshotOp snapshotOp;
    private final boolean listsChanged;
    private final boolean showsEarlier;

    private RowPlan(Block envelope, Dialect dialect, ImageReader images, Settings settings) {
        NormalizeConfig config = settings.config();
        this.dialect = dialect;
        this.images = images;
        this.columns = new ImageCopy(images, dialect.connector(), config);
        this.layout = Layout.of(columns.schema(), config);
        this.metadata = new Metadata(layout.schema(), config.metadata(), envelope, dialect);
        this.rewriter = settings.rewriter().ofOneTable();
        this.deleteImage = new DeleteImage(
                config.deleteColumns(), dialect.connector(), images.row().fields());
        this.deletes = config.deletes();
        this.truncates = config.truncates();
        this.rangeDeletes = config.rangeDeletes();
        this.snapshotOp = config.snapshotOp();
        this.listsChanged = config.metadata().has(MetadataColumn.CHANGED);
        this.showsEarlier = listsChanged || layout.before() != Layout.ABSENT;
    }

    static EnvelopePlan compile(Schema schema, Settings settings) {
        NormalizeConfig config = settings.config();
        Block envelope = Block.of(schema);
        Schema source = schema.field("source").schema();
        Dialect dialect = Dialect.of(envelope, config.epochs());
        ImageReader images = dialect == null ? null : dialect.images();
        if (dialect == null || images == null || source.field("ts_ms") == null) {
            return new Unreadable(
                    "normalize the change",
                    Errors.describe(source) + " (expected the source block of a Debezium connector)",
                    "Remove the transform from this connector.");
        }
        if (!isOfOneTable(schema)) {
            return new Unreadable(
                    "normalize the change",
                    "before and after have different fields (expected the same table)",
                    "Put the transform first in the connector's transforms.");
        }
        EnvelopePlan clash = clash(dialect, images, config);
        return clash != null ? clash : new RowPlan(envelope, dialect, images, settings);
    }

    private static boolean isOfOneTable(Schema envelope) {
        Schema after = envelope.field("after").schema();
        Schema before = envelope.field("before") == null
                ? after
                : envelope.field("before").schema();
        return before.type() == after.type()
                && (after.type() != Schema.Type.STRUCT || before.fields().equals(after.fields()));
    }

    private static @Nullable EnvelopePlan clash(Dialect dialect, ImageReader images, NormalizeConfig config) {
        Unreadable misnamed = config.naming()
                .misnamed(images.row().fields().stream().map(Field::name).toList());
        if (misnamed != null) {
            return misnamed;
        }
        List<String> taken = Layout.clashes(new ImageCopy(images, dialect.connector(), config).schema(), config);
        return taken.isEmpty()
                ? null
                : new Unreadable(
                        "add metadata columns " + taken,
                        "the table has columns of the same name",
                        "Set '" + MetadataOptions.PREFIX + "' to another prefix.");
    }

    @Override
    public <R extends ConnectRecord<R>> @Nullable R apply(R record, Object value) {
        Struct envelope = Errors.requireStruct(record, Side.VALUE, value);
        Op op = dialect.requireOp(record, envelope);
        return switch (op) {
            case CREATE, UPDATE, READ -> changed(record, envelope, op);
            case DELETE -> deleted(record, envelope);
            case TRUNCATE -> truncated(record, envelope);
            case RANGE_DELETE -> rangeDeletes.apply(record);
        };
    }

    private <R extends ConnectRecord<R>> R changed(R record, Struct envelope, Op op) {
        Object source = dialect.requireSource(record, envelope);
        @Nullable Object[] image = images.read(dialect.requireAfter(record, envelope, op), source, op);
        Struct row = new Struct(layout.schema());
        Struct after = layout.after() == Layout.ABSENT ? null : new Struct(columns.schema());
        @Nullable Object[] slots = Structs.open(row);
        @Nullable Object[] columnSlots = after == null ? slots : Structs.open(after);
        BitSet gaps = columns.copy(image, columnSlots);
        @Nullable Object @Nullable [] earlier =
                gaps != null || showsEarlier ? earlier(envelope, source, op) : null; // else nobody asks
        List<String> missing = gaps == null ? null : columns.restore(record, gaps, earlier, columnSlots);
        columns.convert(record, columnSlots, gaps);
        if (after != null) {
            Structs.close(after, columnSlots);
            slots[layout.after()] = after;
        }
        if (earlier != null && layout.before() != Layout.ABSENT) {
            slots[layout.before()] = columns.gone(record, earlier, null);
        }
        List<String> names =
                listsChanged && op == Op.UPDATE && earlier != null ? columns.changed(image, earlier) : null;
        if (metadata.isUsual()) {
            metadata.writeUsual(slots, op, snapshotOp.code(op), sequence(record, envelope, source, op), source);
        } else {
            metadata.write(change(record, envelope, source, op, names, missing), slots);
        }
        Structs.close(row, slots);
        return rewriter.write(record, layout.schema(), row);
    }

    private @Nullable Object @Nullable [] earlier(Struct envelope, Object source, Op op) {
        Object before = dialect.before(envelope);
        return before == null ? null : images.read(before, source, op);
    }

    private <R extends ConnectRecord<R>> @Nullable R deleted(R record, Struct envelope) {
        return switch (deletes) {
            case DROP -> null;
            case TOMBSTONE -> rewriter.tombstone(record);
            case BOTH, ROW -> deletedRow(record, envelope);
        };
    }

    private <R extends ConnectRecord<R>> R deletedRow(R record, Struct envelope) {
        Object source = dialect.requireSource(record, envelope);
        @Nullable Object[] image = images.read(dialect.requireGone(record, envelope), source, Op.DELETE);
        BitSet kept = deleteImage.kept(image, record.keySchema());
        Struct row = new Struct(layout.schema());
        @Nullable Object[] slots = Structs.open(row);
        if (layout.after() == Layout.ABSENT) {
            columns.copyGone(record, image, kept, slots);
        }
        if (layout.before() != Layout.ABSENT) {
            slots[layout.before()] = columns.gone(record, image, kept);
        }
        metadata.write(change(record, envelope, source, Op.DELETE, null, null), slots);
        Structs.close(row, slots);
        return rewriter.write(record, layout.schema(), row);
    }

    private <R extends ConnectRecord<R>> @Nullable R truncated(R record, Struct envelope) {
        if (truncates == Truncates.DROP) {
            return null;
        }
        if (truncates == Truncates.FAIL) {
            throw truncate(record);
        }
        Object source = dialect.requireSource(record, envelope);
        Struct row = new Struct(layout.schema());
        @Nullable Object[] slots = Structs.open(row);
        metadata.write(change(record, envelope, source, Op.TRUNCATE, null, null), slots);
        Structs.close(row, slots);
        return rewriter.write(record, layout.schema(), row);
    }

    static DataException truncate(ConnectRecord<?> record) {
        return Errors.at(
                record,
                Side.VALUE,
                "normalize the change",
                "a truncate",
                "Empty the target table, or set '" + NormalizeConfig.TRUNCATES + "' to pass or drop.");
    }

    private Change change(
            ConnectRecord<?> record,
            Object envelope,
            Object source,
            Op op,
            @Nullable List<String> changed,
            @Nullable List<String> missing) {
        String sequence = sequence(record, envelope, source, op);
        return new Change(
                record, envelope, source, op, snapshotOp.code(op), dialect.phase(source), sequence, changed, missing);
    }

    private String sequence(ConnectRecord<?> record, Object envelope, Object source, Op op) {
        return dialect.position().sequence(record, envelope, source, dialect.phase(source), op);
    }
}
