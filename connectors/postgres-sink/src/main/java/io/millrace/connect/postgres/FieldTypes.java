// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ColumnModel;
import io.millrace.connect.sink.FieldFit;
import io.millrace.connect.sink.StoreTypes;
import io.millrace.connect.sink.TableChange;
import io.millrace.records.Errors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/** How the fields of a wanted table fit the columns of the one that exists. */
final class FieldTypes implements StoreTypes {
    private final WantedTable wanted;
    private final ExistingTable existing;
    private final Extensions extensions;
    private final Map<String, Schema> schemas = new HashMap<>();

    FieldTypes(WantedTable wanted, ExistingTable existing, Extensions extensions) {
        this.wanted = wanted;
        this.existing = existing;
        this.extensions = extensions;
        wanted.columns().forEach(column -> schemas.put(column.name(), column.schema()));
    }

    private Schema schema(String field) {
        Schema schema = schemas.get(field);
        if (schema == null) {
            throw new IllegalArgumentException("no field of the table: " + field);
        }
        return schema;
    }

    @Override
    public FieldFit fit(String field, ColumnModel column) {
        ExistingTable.Column found = existing.columns().get(column.name());
        if (found == null) {
            throw new IllegalArgumentException("no column of the table: " + column.name());
        }
        Schema schema = schema(field);
        return new FieldFit(
                Encoders.of(schema, found.type()) != null, found.isFixed() ? null : Widenings.of(schema, found.type()));
    }

    @Override
    public String describe(String field) {
        return Errors.describe(schema(field)) + " field " + field;
    }

    /** {@code amount_text}. */
    @Override
    public String otherColumn(String field) {
        return Ddl.generatedName(field, suffix(ColumnTypes.of(schema(field), extensions)));
    }

    private static String suffix(String type) {
        String base = type.replaceAll("\\(.*?\\)", "").replace("[]", "");
        String name = switch (base) {
            case "double precision" -> "double";
            case "timestamp with time zone" -> "timestamptz";
            case "time with time zone" -> "timetz";
            case "bit varying" -> "varbit";
            case "character varying" -> "varchar";
            default -> base.replaceAll("[^a-z0-9]+", "_");
        };
        return type.endsWith("[]") ? name + "_array" : name;
    }

    @Override
    public String statement(TableChange change) {
        return change instanceof TableChange.Create
                ? String.join(" ", NewTable.of(wanted, extensions).statements())
                : Ddl.alter(wanted.name(), List.of(change));
    }
}
