// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.event.Block;
import io.millrace.changes.internal.event.Dialect;
import io.millrace.changes.internal.event.ImageReader;
import io.millrace.changes.internal.event.Op;
import io.millrace.changes.internal.event.Phase;
import io.millrace.changes.internal.event.Placeholder;
import io.millrace.changes.internal.normalize.EnvelopePlan.Unreadable;
import io.millrace.changes.internal.normalize.MetadataOptions.Named;
import io.millrace.changes.internal.normalize.NormalizeConfig.Deletes;
import io.millrace.changes.internal.normalize.NormalizeConfig.Shape;
import io.millrace.changes.internal.normalize.NormalizeConfig.Truncates;
import io.millrace.changes.internal.normalize.NormalizeConfig.Unavailable;
import io.millrace.records.Errors;
import io.millrace.records.Side;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * Change events of one connector without schema, turned into rows without schema: maps in, maps out. Types stay as they
 * are, since nothing tells them; times of metadata are milliseconds. Thread-safe.
 */
final class MapPlan {
    private final Dialect dialect;
    private final NormalizeConfig config;
    private final Rewriter rewriter;
    private final Placeholder placeholder;
    private final DeleteImage deleteImage;
    private final Map<String, MetadataReader> metadata = new LinkedHashMap<>();

    MapPlan(Map<?, ?> example, Dialect dialect, Settings settings) {
        this.dialect = dialect;
        this.config = settings.config();
        this.rewriter = settings.rewriter();
        this.placeholder = config.placeholder();
        this.deleteImage = new DeleteImage(config.deleteColumns(), dialect.connector());
        for (Named named : config.metadata().columns()) {
            MetadataReader reader = MetadataReader.of(named.column(), Block.of(example), dialect);
            metadata.put(named.name(), reader == null ? change -> null : reader);
        }
    }

    <R extends ConnectRecord<R>> @Nullable R apply(R record, Map<?, ?> envelope) {
        Op op = dialect.requireOp(record, envelope);
        return switch (op) {
            case CREATE, UPDATE, READ -> changed(record, envelope, op);
            case DELETE -> deleted(record, envelope);
            case TRUNCATE -> truncated(record, envelope);
            case RANGE_DELETE -> config.rangeDeletes().apply(record);
        };
    }

    private <R extends ConnectRecord<R>> R changed(R record, Map<?, ?> envelope, Op op) {
        Object source = dialect.requireSource(record, envelope);
        Map<String, Object> image = columns(record, dialect.requireAfter(record, envelope, op), source, op);
        Object old = dialect.before(envelope);
        Map<String, Object> earlier = old == null ? null : columns(record, old, source, op);
        List<String> missing = new ArrayList<>();
        Map<String, Object> row = copy(image, earlier, missing);
        if (!missing.isEmpty() && config.unavailable() == Unavailable.FAIL) {
            throw ImageCopy.unavailable(record, missing, dialect.connector());
        }
        List<String> names = op == Op.UPDATE && earlier != null ? differing(image, earlier) : null;
        Change change = change(record, envelope, source, op, names, missing.isEmpty() ? null : missing);
        return rewriter.write(record, null, shaped(change, row, earlier == null ? null : gone(earlier, null)));
    }

    private <R extends ConnectRecord<R>> @Nullable R deleted(R record, Map<?, ?> envelope) {
        if (config.deletes() == Deletes.DROP) {
            return null;
        }
        if (config.deletes() == Deletes.TOMBSTONE) {
            return rewriter.tombstone(record);
        }
        Object source = dialect.requireSource(record, envelope);
        Map<String, Object> image = columns(record, dialect.requireGone(record, envelope), source, Op.DELETE);
        Map<String, Object> row = gone(image, deleteImage.kept(image, record.key()));
        Change change = change(record, envelope, source, Op.DELETE, null, null);
        boolean nested = config.shape() == Shape.ENVELOPE;
        return rewriter.write(record, null, shaped(change, nested ? null : row, row));
    }

    private <R extends ConnectRecord<R>> @Nullable R truncated(R record, Map<?, ?> envelope) {
        if (config.truncates() == Truncates.DROP) {
            return null;
        }
        if (config.truncates() == Truncates.FAIL) {
            throw RowPlan.truncate(record);
        }
        Object source = dialect.requireSource(record, envelope);
        Change change = change(record, envelope, source, Op.TRUNCATE, null, null);
        return rewriter.write(record, null, shaped(change, null, null));
    }

    private Map<String, Object> columns(ConnectRecord<?> record, Object image, Object source, Op op) {
        Map<String, Object> columns = dialect.connector().columns(image, source, op);
        if (columns == null) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "normalize the change",
                    image.getClass().getSimpleName() + " as image (expected a map of columns)",
                    "Check the converter.");
        }
        for (Object name : ((Map<?, ?>) columns).keySet()) {
            if (!(name instanceof String)) {
                throw Errors.at(
                        record,
                        Side.VALUE,
                        "name a column",
                        (name == null ? "null" : name.getClass().getSimpleName()) + " (expected text)",
                        "Check the converter.");
            }
        }
        Unreadable misnamed = config.naming().misnamed(columns.keySet());
        if (misnamed != null) {
            throw misnamed.error(record, Side.VALUE);
        }
        return columns;
    }

    /** The columns under their new names; those that the event does not hold are added to {@code missing}. */
    private Map<String, Object> copy(
            Map<String, Object> image, @Nullable Map<String, Object> earlier, List<String> missing) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        image.forEach((column, value) -> {
            String name = config.naming().column(column);
            Object known = value;
            if (value != null && !isKnown(value)) {
                known = earlier == null || value == ImageReader.CHANGED ? null : earlier.get(column);
                if (known == null || !isKnown(known)) {
                    missing.add(name);
                    known = config.unavailable() == Unavailable.KEEP && ImageReader.isSent(value) ? value : null;
                }
            }
            row.put(name, known);
        });
        return row;
    }

    private Map<String, Object> gone(Map<String, Object> image, @Nullable Map<?, ?> kept) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        image.forEach((column, value) -> {
            boolean known = value != null && isKnown(value) && (kept == null || kept.containsKey(column));
            row.put(config.naming().column(column), known ? value : null);
        });
        return row;
    }

    private List<String> differing(Map<String, Object> image, Map<String, Object> earlier) {
        return image.entrySet().stream()
                .filter(entry -> entry.getValue() == null
                        || entry.getValue() == ImageReader.CHANGED
                        || isKnown(entry.getValue()))
                .filter(entry -> !Sameness.same(entry.getValue(), earlier.get(entry.getKey())))
                .map(entry -> config.naming().column(entry.getKey()))
                .toList();
    }

    private boolean isKnown(Object value) {
        return ImageReader.isSent(value) && !placeholder.isMark(value);
    }

    private Map<String, Object> shaped(
            Change change, @Nullable Map<String, Object> row, @Nullable Map<String, Object> before) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        boolean nested = config.shape() == Shape.ENVELOPE;
        if (!nested && row != null) {
            result.putAll(row);
        }
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        if (!nested && config.showsBefore()) {
            parts.put(config.metadata().prefixed("before"), before);
        }
        parts.putAll(metadata(change));
        if (nested) {
            parts.put(config.metadata().prefixed("before"), before);
            parts.put(config.metadata().prefixed("after"), row);
        }
        parts.forEach((name, value) -> {
            if (result.containsKey(name)) {
                throw Errors.at(
                        change.record(),
                        Side.VALUE,
                        "add metadata columns [" + name + "]",
                        "the table has columns of the same name",
                        "Set '" + MetadataOptions.PREFIX + "' to another prefix.");
            }
            result.put(name, value);
        });
        return result;
    }

    private Map<String, Object> metadata(Change change) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        metadata.forEach((name, reader) -> {
            Object value = reader.read(change);
            columns.put(
                    name, value instanceof Date date ? (Long) date.toInstant().toEpochMilli() : value);
        });
        String nest = config.metadata().nest();
        return nest.isEmpty() ? columns : Map.of(nest, columns);
    }

    private Change change(
            ConnectRecord<?> record,
            Object envelope,
            Object source,
            Op op,
            @Nullable List<String> changed,
            @Nullable List<String> missing) {
        Phase phase = dialect.phase(source);
        String sequence = dialect.position().sequence(record, envelope, source, phase, op);
        return new Change(
                record, envelope, source, op, config.snapshotOp().code(op), phase, sequence, changed, missing);
    }
}
