// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.Errors;
import io.millrace.records.Side;
import io.millrace.transforms.NormalizeConfig.DeleteColumns;
import io.millrace.transforms.NormalizeConfig.Deletes;
import io.millrace.transforms.NormalizeConfig.Policy;
import io.millrace.transforms.NormalizeConfig.Unavailable;
import java.util.ArrayList;
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
    private final Column[] columns;
    private final RowSchema target;
    private final MetadataReader[] metadata;
    private final DeleteImage deleteImage;
    private final Deletes deletes;
    private final Policy truncates;
    private final Unavailable unavailable;

    private RowPlan(Schema envelope, Schema row, Dialect dialect, RowSchema target, NormalizeConfig config) {
        this.dialect = dialect;
        this.target = target;
        this.columns = Column.of(row, target, config.placeholder());
        this.metadata = MetadataReader.of(envelope, target);
        this.deleteImage = new DeleteImage(deleteColumns(config, dialect.connector()), row.fields());
        this.deletes = config.deletes();
        this.truncates = config.truncates();
        this.unavailable = config.unavailable();
    }

    static EnvelopePlan compile(Schema envelope, NormalizeConfig config) {
        Schema row = envelope.field("after").schema();
        Schema source = envelope.field("source").schema();
        Dialect dialect = Dialect.of(Block.of(envelope), config.sequenceEpoch());
        if (dialect == null || source.field("ts_ms") == null) {
            return new Unreadable(
                    "normalize the change",
                    Errors.describe(source) + " (expected the source block of MySQL, MariaDB or PostgreSQL)",
                    "Remove the transform from this connector.");
        }
        Field before = envelope.field("before");
        if (before == null || !before.schema().fields().equals(row.fields())) {
            return new Unreadable(
                    "normalize the change",
                    "before and after have different fields (expected the same table)",
                    "Put the transform first in the connector's transforms.");
        }
        List<String> taken = RowSchema.clashes(row, config);
        if (!taken.isEmpty()) {
            return new Unreadable(
                    "add metadata columns " + taken,
                    "the table has columns of the same name",
                    "Set '" + NormalizeConfig.METADATA_PREFIX + "' to another prefix.");
        }
        return new RowPlan(envelope, row, dialect, RowSchema.of(row, config), config);
    }

    private static DeleteColumns deleteColumns(NormalizeConfig config, Connector connector) {
        DeleteColumns asked = config.deleteColumns();
        return asked == DeleteColumns.AUTO && !connector.logsKeysOnly() ? DeleteColumns.ALL : asked;
    }

    @Override
    public <R extends ConnectRecord<R>> @Nullable R apply(R record, Object value) {
        Struct envelope = Errors.requireStruct(record, Side.VALUE, value);
        Op op = dialect.op(envelope);
        if (op == null) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "normalize the change",
                    "op " + dialect.code(envelope) + " (expected c, u, d, r or t)",
                    "Drop it.");
        }
        return switch (op) {
            case CREATE, UPDATE, READ -> row(record, envelope, op);
            case DELETE -> deleted(record, envelope);
            case TRUNCATE ->
                truncates == Policy.DROP ? null : finished(record, envelope, new Struct(target.schema()), op);
        };
    }

    private <R extends ConnectRecord<R>> R row(R record, Struct envelope, Op op) {
        Struct row = image(record, dialect.after(envelope), "after", op);
        Struct earlier = dialect.before(envelope) instanceof Struct struct ? struct : null;
        Struct result = new Struct(target.schema());
        List<String> missing = null;
        for (Column column : columns) {
            Object value = column.read(row);
            if (value != null && column.isUnavailable(value)) {
                Object known = earlier == null ? null : column.read(earlier);
                if (known != null && !column.isUnavailable(known)) {
                    value = known;
                } else {
                    missing = missing == null ? new ArrayList<>() : missing;
                    missing.add(column.name());
                    value = unavailable == Unavailable.KEEP ? value : null;
                }
            }
            column.write(result, value);
        }
        if (missing != null) {
            target.writeUnavailable(result, requireTolerated(record, missing));
        }
        return finished(record, envelope, result, op);
    }

    private List<String> requireTolerated(ConnectRecord<?> record, List<String> missing) {
        if (unavailable == Unavailable.FAIL) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "normalize the change",
                    "the database did not send the unchanged value of " + missing,
                    "Give the table REPLICA IDENTITY FULL, or set '" + NormalizeConfig.UNAVAILABLE
                            + "' to null or keep.");
        }
        return missing;
    }

    private <R extends ConnectRecord<R>> @Nullable R deleted(R record, Struct envelope) {
        return switch (deletes) {
            case DROP -> null;
            case TOMBSTONE -> tombstone(record);
            case BOTH, ROW -> finished(record, envelope, deletedRow(record, envelope), Op.DELETE);
        };
    }

    private static <R extends ConnectRecord<R>> R tombstone(R record) {
        if (record.key() == null) {
            throw Errors.at(
                    record,
                    Side.KEY,
                    "write a tombstone",
                    "no key",
                    "Set '" + NormalizeConfig.DELETES + "' to row, or the connector's message.key.columns.");
        }
        return Side.VALUE.replace(record, null, null);
    }

    private Struct deletedRow(ConnectRecord<?> record, Struct envelope) {
        Struct row = image(record, dialect.before(envelope), "before", Op.DELETE);
        BitSet kept = deleteImage.kept(row, record.keySchema());
        Struct result = new Struct(target.schema());
        for (int i = 0; i < columns.length; i++) {
            if (kept == null || kept.get(i)) {
                columns[i].write(result, columns[i].read(row));
            }
        }
        return result;
    }

    private static Struct image(ConnectRecord<?> record, @Nullable Object image, String name, Op op) {
        if (image instanceof Struct row) {
            return row;
        }
        throw Errors.at(
                record,
                Side.VALUE,
                "normalize the change",
                name + " is null (expected the row of op " + op.code() + ")",
                "Have the database log whole rows.");
    }

    private <R extends ConnectRecord<R>> R finished(R record, Struct envelope, Struct row, Op op) {
        Struct source = (Struct) dialect.source(envelope);
        Number committedMs = source == null ? null : dialect.committedMs(source);
        if (source == null || committedMs == null) {
            throw missingSource(record);
        }
        Phase phase = dialect.phase(source);
        String sequence = dialect.position().sequence(record, envelope, source, phase, op);
        target.writeMetadata(row, op.code(), sequence, committedMs.longValue());
        for (MetadataReader reader : metadata) {
            reader.copy(envelope, source, phase, row);
        }
        return Side.VALUE.replace(record, target.schema(), row);
    }

    private static DataException missingSource(ConnectRecord<?> record) {
        return Errors.at(
                record, Side.VALUE, "normalize the change", "source or source.ts_ms is null", "Check the connector.");
    }
}
