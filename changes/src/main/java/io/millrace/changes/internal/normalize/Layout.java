// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.normalize.MetadataOptions.Named;
import io.millrace.changes.internal.normalize.NormalizeConfig.Shape;
import io.millrace.records.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a table's rows look like: their schema, and where in it the images go.
 *
 * <p>{@code row} and {@code changelog}: the columns, then {@code before} if asked for, then the metadata. {@code envelope}:
 * the metadata, then {@code before} and {@code after}. Every column is optional, keys included: a deleted row may have none
 * but its key, a truncate has none at all, and a schema that differed between them would be refused by a schema registry.
 * No column has a default, because converters and sinks put defaults in the place of nulls.
 *
 * @param before the slot of the nested image before the change; -1 if it is not shown
 * @param after the slot of the nested image after the change; -1 if its columns are the row's own, from slot 0 on
 */
record Layout(Schema schema, int before, int after) {
    static final int ABSENT = -1;

    static Layout of(Schema columns, NormalizeConfig config) {
        boolean nested = config.shape() == Shape.ENVELOPE;
        List<Part> parts = parts(columns, config);
        SchemaBuilder builder =
                nested ? SchemaBuilder.struct().name(envelopeName(columns)) : Schemas.like(columns, columns.name());
        parts.forEach(part -> builder.field(part.name, part.schema));
        Schema schema = builder.build();
        return new Layout(
                schema,
                config.showsBefore() ? slot(schema, config.metadata().prefixed("before")) : ABSENT,
                nested ? slot(schema, config.metadata().prefixed("after")) : ABSENT);
    }

    /** The names that the parts of the row would share. */
    static List<String> clashes(Schema columns, NormalizeConfig config) {
        Set<String> names = new HashSet<>();
        return parts(columns, config).stream()
                .map(part -> part.name)
                .filter(name -> !names.add(name))
                .distinct()
                .toList();
    }

    private static List<Part> parts(Schema columns, NormalizeConfig config) {
        Part before = new Part(config.metadata().prefixed("before"), columns);
        List<Part> parts = new ArrayList<>();
        if (config.shape() == Shape.ENVELOPE) {
            parts.addAll(metadata(config.metadata()));
            parts.add(before);
            parts.add(new Part(config.metadata().prefixed("after"), columns));
            return parts;
        }
        columns.fields().forEach(field -> parts.add(new Part(field.name(), field.schema())));
        if (config.showsBefore()) {
            parts.add(before);
        }
        parts.addAll(metadata(config.metadata()));
        return parts;
    }

    private static List<Part> metadata(MetadataOptions options) {
        if (options.nest().isEmpty()) {
            return options.columns().stream().map(Layout::part).toList();
        }
        SchemaBuilder builder = SchemaBuilder.struct();
        options.columns()
                .forEach(named -> builder.field(named.name(), named.column().schema()));
        return List.of(new Part(options.nest(), builder.build()));
    }

    private static Part part(Named named) {
        return new Part(named.name(), named.column().schema());
    }

    private static @Nullable String envelopeName(Schema columns) {
        String name = columns.name();
        return name == null ? null : name.replaceFirst("\\.Value$", "") + ".Change";
    }

    private static int slot(Schema schema, String name) {
        Field field = schema.field(name);
        return field == null ? ABSENT : field.index();
    }

    private record Part(String name, Schema schema) {}
}
