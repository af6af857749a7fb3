// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.Errors;
import io.millrace.records.Side;
import io.millrace.records.Structs;
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
    private final Field op;
    private final Field before;
    private final Field after;
    private final Field source;
    private final Field sourceTs;
    private final @Nullable Field snapshot;
    private final Position position;
    private final Column[] columns;
    private final RowSchema target;
    private final MetadataReader[] metadata;
    private final DeleteImage deleteImage;
    private final Deletes deletes;
    private final Policy truncates;
    private final Unavailable unavailable;

    private RowPlan(Schema envelope, Field before, Position position, RowSchema target, NormalizeConfig config) {
        Schema sourceSchema = envelope.field("source").schema();
        this.op = envelope.field("op");
        this.before = before;
        this.after = envelope.field("after");
        this.source = envelope.field("source");
        this.sourceTs = sourceSchema.field("ts_ms");
        this.snapshot = sourceSchema.field("snapshot");
        this.position = position;
        this.target = target;
        this.columns = Column.of(after.schema(), target, config.placeholder());
        this.metadata = MetadataReader.of(envelope, target);
        this.deleteImage =
                new DeleteImage(deleteColumns(config, position), after.schema().fields());
        this.deletes = config.deletes();
        this.truncates = config.truncates();
        this.unavailable = config.unavailable();
    }

    static EnvelopePlan compile(Schema envelope, NormalizeConfig config) {
        Schema row = envelope.field("after").schema();
        Schema source = envelope.field("source").schema();
        Position position = Position.of(envelope, config.sequenceEpoch());
        if (position == null || source.field("ts_ms") == null) {
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
        return new RowPlan(envelope, before, position, RowSchema.of(row, config), config);
    }

    private static DeleteColumns deleteColumns(NormalizeConfig config, Position position) {
        DeleteColumns asked = config.deleteColumns();
        return asked == DeleteColumns.AUTO && !position.logsKeysOnly() ? DeleteColumns.ALL : asked;
    }

    @Override
    public <R extends ConnectRecord<R>> @Nullable R apply(R record, Object value) {
        Struct envelope = Errors.requireStruct(record, Side.VALUE, value);
        Object code = Structs.get(envelope, op);
        if ("c".equals(code)) {
            return row(record, envelope, "c");
        } else if ("u".equals(code)) {
            return row(record, envelope, "u");
        } else if ("r".equals(code)) {
            return row(record, envelope, "r");
        } else if ("d".equals(code)) {
            return deleted(record, envelope);
        } else if ("t".equals(code)) {
            return truncates == Policy.DROP ? null : finished(record, envelope, new Struct(target.schema()), "t");
        }
        throw Errors.at(
                record, Side.VALUE, "normalize the change", "op " + code + " (expected c, u, d, r or t)", "Drop it.");
    }

    private <R extends ConnectRecord<R>> R row(R record, Struct envelope, String code) {
        Struct row = image(record, envelope, after, code);
        Struct earlier = Structs.get(envelope, before) instanceof Struct struct ? struct : null;
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
        return finished(record, envelope, result, code);
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
            case BOTH, ROW -> finished(record, envelope, deletedRow(record, envelope), "d");
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
        Struct row = image(record, envelope, before, "d");
        BitSet kept = deleteImage.kept(row, record.keySchema());
        Struct result = new Struct(target.schema());
        for (int i = 0; i < columns.length; i++) {
            if (kept == null || kept.get(i)) {
                columns[i].write(result, columns[i].read(row));
            }
        }
        return result;
    }

    private static Struct image(ConnectRecord<?> record, Struct envelope, Field image, String code) {
        if (Structs.get(envelope, image) instanceof Struct row) {
            return row;
        }
        throw Errors.at(
                record,
                Side.VALUE,
                "normalize the change",
                image.name() + " is null (expected the row of op " + code + ")",
                "Have the database log whole rows.");
    }

    private <R extends ConnectRecord<R>> R finished(R record, Struct envelope, Struct row, String code) {
        Struct origin = (Struct) Structs.get(envelope, source);
        if (origin == null || !(Structs.get(origin, sourceTs) instanceof Number committedMs)) {
            throw missingSource(record);
        }
        Phase phase = Phase.of(snapshot == null ? null : Structs.get(origin, snapshot));
        String sequence = position.sequence(record, envelope, origin, phase, "c".equals(code));
        target.writeMetadata(row, code, sequence, committedMs.longValue());
        for (MetadataReader reader : metadata) {
            reader.copy(envelope, origin, phase, row);
        }
        return Side.VALUE.replace(record, target.schema(), row);
    }

    private static DataException missingSource(ConnectRecord<?> record) {
        return Errors.at(
                record, Side.VALUE, "normalize the change", "source or source.ts_ms is null", "Check the connector.");
    }
}
