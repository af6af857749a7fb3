// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.ConfigChecks;
import io.millrace.records.Structs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a table's rows: its columns, then the metadata columns.
 *
 * <p>Every column is optional, keys included: a deleted row may have none but its key, a truncate has none at all, and a
 * schema that differed between them would be refused by a schema registry. No column has a default, because converters
 * and sinks put defaults in the place of nulls.
 */
final class RowSchema {
    private static final List<String> ALWAYS = List.of("op", "deleted", "seq", "source_ts");

    private final Schema schema;
    private final Field op;
    private final Field deleted;
    private final Field seq;
    private final Field sourceTs;
    private final Map<MetadataColumn, Field> further = new EnumMap<>(MetadataColumn.class);

    private RowSchema(Schema schema, String prefix, Set<MetadataColumn> further) {
        this.schema = schema;
        this.op = schema.field(prefix + "op");
        this.deleted = schema.field(prefix + "deleted");
        this.seq = schema.field(prefix + "seq");
        this.sourceTs = schema.field(prefix + "source_ts");
        further.forEach(column -> this.further.put(column, schema.field(prefix + ConfigChecks.text(column))));
    }

    static RowSchema of(Schema table, NormalizeConfig config) {
        String prefix = config.metadataPrefix();
        SchemaBuilder builder = SchemaBuilder.struct().name(table.name());
        describe(builder, table);
        table.fields().forEach(field -> builder.field(field.name(), optional(field.schema())));
        builder.field(prefix + "op", Schema.STRING_SCHEMA)
                .field(prefix + "deleted", Schema.BOOLEAN_SCHEMA)
                .field(prefix + "seq", Schema.STRING_SCHEMA)
                .field(prefix + "source_ts", Timestamp.SCHEMA);
        config.metadataColumns().forEach(column -> builder.field(prefix + ConfigChecks.text(column), column.schema()));
        return new RowSchema(builder.build(), prefix, config.metadataColumns());
    }

    /** The names that the table and the metadata columns would both use. */
    static List<String> clashes(Schema table, NormalizeConfig config) {
        List<String> names = new ArrayList<>(ALWAYS);
        Set<MetadataColumn> further = config.metadataColumns();
        further.forEach(column -> names.add(ConfigChecks.text(column)));
        names.replaceAll(name -> config.metadataPrefix() + name);
        names.removeIf(name -> table.field(name) == null);
        return names;
    }

    Schema schema() {
        return schema;
    }

    void writeMetadata(Struct row, String code, String sequence, long committedMs) {
        Structs.set(row, op, code);
        Structs.set(row, deleted, "d".equals(code));
        Structs.set(row, seq, sequence);
        Structs.set(row, sourceTs, Timestamp.toLogical(Timestamp.SCHEMA, committedMs));
    }

    void writeUnavailable(Struct row, List<String> columns) {
        Field field = field(MetadataColumn.UNAVAILABLE);
        if (field != null) {
            Structs.set(row, field, columns);
        }
    }

    /** The field of a metadata column that is there on request; null where it was not requested. */
    @Nullable Field field(MetadataColumn column) {
        return further.get(column);
    }

    private static Schema optional(Schema column) {
        if (column.isOptional() && column.defaultValue() == null) {
            return column;
        }
        SchemaBuilder builder = switch (column.type()) {
            case ARRAY -> SchemaBuilder.array(column.valueSchema());
            case MAP -> SchemaBuilder.map(column.keySchema(), column.valueSchema());
            default -> new SchemaBuilder(column.type());
        };
        if (column.type() == Schema.Type.STRUCT) {
            column.fields().forEach(field -> builder.field(field.name(), field.schema()));
        }
        if (column.name() != null) {
            builder.name(column.name());
        }
        describe(builder, column);
        return builder.optional().build();
    }

    private static void describe(SchemaBuilder builder, Schema from) {
        if (from.version() != null) {
            builder.version(from.version());
        }
        if (from.doc() != null) {
            builder.doc(from.doc());
        }
        if (from.parameters() != null) {
            builder.parameters(from.parameters());
        }
    }
}
