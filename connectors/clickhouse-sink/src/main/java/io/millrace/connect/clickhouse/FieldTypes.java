// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ColumnModel;
import io.millrace.connect.sink.FieldFit;
import io.millrace.connect.sink.StoreTypes;
import io.millrace.connect.sink.TableChange;
import io.millrace.records.Errors;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;

/** How the fields of a wanted table fit the columns of the one that exists. */
final class FieldTypes implements StoreTypes {
    private final Map<String, Schema> schemas;
    private final Set<String> fixed;
    private final TypeOptions options;
    private final Function<TableChange, String> statements;

    /**
     * For one table.
     *
     * @param schemas by field
     * @param fixed columns that the server does not let anyone alter, as those of a key
     * @param statements how a change is written
     */
    FieldTypes(
            Map<String, Schema> schemas,
            Set<String> fixed,
            TypeOptions options,
            Function<TableChange, String> statements) {
        this.schemas = Map.copyOf(schemas);
        this.fixed = Set.copyOf(fixed);
        this.options = options;
        this.statements = statements;
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
        ClickHouseType type = ClickHouseType.parse(column.type());
        Schema schema = schema(field);
        return new FieldFit(
                Encoders.of(schema, type) != null, fixed.contains(column.name()) ? null : Widenings.of(schema, type));
    }

    @Override
    public String describe(String field) {
        return Errors.describe(schema(field)) + " field " + field;
    }

    /** {@code amount_decimal}, {@code tags_string_array}. */
    @Override
    public String otherColumn(String field) {
        return field + "_" + suffix(ClickHouseType.parse(ColumnTypes.of(schema(field), options)));
    }

    private static String suffix(ClickHouseType type) {
        return type.name().equals("Array")
                ? suffix(type.element()) + "_array"
                : type.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String statement(TableChange change) {
        return statements.apply(change);
    }
}
