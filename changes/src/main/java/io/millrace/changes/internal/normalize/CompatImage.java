// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.normalize.CompatOptions.NullColumns;
import io.millrace.records.Errors;
import io.millrace.records.Schemas;
import io.millrace.records.Side;
import io.millrace.records.Structs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The rows that ExtractNewRecordState makes of one image ({@code before} or {@code after}): the table's columns with
 * their own schemas, then {@code __deleted} in the rewrite modes, then the added fields, all of those optional.
 */
final class CompatImage {
    static final String DELETED = "__deleted";

    private final Schema schema;
    private final int columns;
    private final @Nullable Object[] defaults;
    private final boolean marksDeleted;
    private final CompatReader[] added;
    private final @Nullable String routeBy;
    private final @Nullable Field route;

    CompatImage(Schema image, CompatReader[] added, CompatOptions options) {
        this.columns = image.fields().size();
        this.marksDeleted = options.deletes().rewrites();
        this.added = added.clone();
        this.defaults = options.nullColumns() == NullColumns.KEPT ? new Object[0] : defaults(image);
        this.routeBy = options.routeByField();
        this.route = routeBy == null ? null : textField(image, routeBy);
        SchemaBuilder builder = Schemas.like(image, image.name());
        image.fields().forEach(field -> builder.field(field.name(), field.schema()));
        if (marksDeleted) {
            builder.field(DELETED, Schema.OPTIONAL_STRING_SCHEMA);
        }
        for (CompatReader reader : added) {
            builder.field(reader.name(), reader.schema());
        }
        this.schema = builder.build();
    }

    /** The names that the image's columns, {@code __deleted} and the added fields would share. */
    static List<String> clashes(Schema image, CompatReader[] added, CompatOptions options) {
        List<String> names = new ArrayList<>(Stream.of(added)
                .map(CompatReader::name)
                .filter(name -> image.field(name) != null)
                .toList());
        if (options.deletes().rewrites()
                && (image.field(DELETED) != null
                        || Stream.of(added).anyMatch(reader -> reader.name().equals(DELETED)))) {
            names.add(DELETED);
        }
        return names;
    }

    Struct row(Struct image, Struct envelope, String deleted) {
        Struct row = new Struct(schema);
        @Nullable Object[] slots = Structs.open(row);
        System.arraycopy(Structs.values(image), 0, slots, 0, columns);
        return finished(row, slots, envelope, deleted);
    }

    /** A deleted row of which the event has no image: the columns that are in the key, the others null. */
    Struct keyRow(ConnectRecord<?> record, Struct envelope) {
        Struct row = new Struct(schema);
        @Nullable Object[] slots = Structs.open(row);
        if (record.key() instanceof Struct key) {
            for (Field column : schema.fields().subList(0, columns)) {
                Field from = key.schema().field(column.name());
                boolean fits =
                        from != null && from.schema().type() == column.schema().type();
                slots[column.index()] = fits ? Structs.get(key, from) : null;
            }
        }
        requireWhole(record, slots);
        return finished(row, slots, envelope, "true");
    }

    /** The topic that the row's column names; the record's own where that is null or empty, or none was configured. */
    String topic(ConnectRecord<?> record, Struct image) {
        if (routeBy == null) {
            return record.topic();
        }
        Field column = route;
        if (column == null) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "route by " + routeBy,
                    "no such text column in " + Errors.describe(image.schema()),
                    "Correct '" + CompatKeys.ROUTE_BY_FIELD + "', or apply the transform to the tables that have it.");
        }
        return Structs.get(image, column) instanceof String text && !text.isEmpty() ? text : record.topic();
    }

    private Struct finished(Struct row, @Nullable Object[] slots, Struct envelope, String deleted) {
        for (int i = 0; i < defaults.length; i++) {
            if (slots[i] == null) {
                slots[i] = defaults[i];
            }
        }
        int next = columns;
        if (marksDeleted) {
            slots[next++] = deleted;
        }
        for (CompatReader reader : added) {
            slots[next++] = reader.read(envelope);
        }
        Structs.close(row, slots);
        return row;
    }

    private void requireWhole(ConnectRecord<?> record, @Nullable Object[] slots) {
        List<String> missing = schema.fields().subList(0, columns).stream()
                .filter(column ->
                        slots[column.index()] == null && !column.schema().isOptional())
                .map(Field::name)
                .toList();
        if (!missing.isEmpty()) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "write the deleted row",
                    "before is null, and the key lacks the required " + missing,
                    "Have the database log whole rows, or set '" + CompatKeys.DELETE_MODE
                            + "' to delete-to-tombstone.");
        }
    }

    private static @Nullable Object[] defaults(Schema image) {
        return image.fields().stream()
                .map(field -> field.schema().defaultValue())
                .toArray();
    }

    private static @Nullable Field textField(Schema image, String name) {
        Field field = image.field(name);
        return field == null || field.schema().type() != Schema.Type.STRING ? null : field;
    }
}
