// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.json.internal.Inference.Conflicts;
import io.millrace.json.internal.Inference.Empty;
import io.millrace.json.internal.Inference.Timestamps;
import io.millrace.json.internal.Inference.WideNumbers;
import io.millrace.json.internal.JsonType.ArrayOf;
import io.millrace.json.internal.JsonType.Bool;
import io.millrace.json.internal.JsonType.Fit;
import io.millrace.json.internal.JsonType.MapOf;
import io.millrace.json.internal.JsonType.Moment;
import io.millrace.json.internal.JsonType.Num;
import io.millrace.json.internal.JsonType.ObjectOf;
import io.millrace.json.internal.JsonType.Text;
import io.millrace.records.SemanticType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Makes Connect schemas of learned types, with the readers of their values. Schemas equal to those of the typing before
 * are the same objects, so that what others have worked out for them holds on.
 */
final class Typing {
    /**
     * A type's schema and reader.
     *
     * @param schema optional, but for a whole record
     */
    record Typed(Schema schema, JsonReader reader) {}

    private enum Place {
        RECORD,
        INSIDE
    }

    private final Inference rules;
    private final Map<Schema, Schema> before;
    private final Map<Schema, Schema> made = new HashMap<>();

    Typing(Inference rules, @Nullable Typing before) {
        this.rules = rules;
        this.before = before == null ? Map.of() : before.made;
    }

    /** The type of whole records. */
    Typed record(JsonType type) {
        return of(type, Place.RECORD);
    }

    private Schema schema(SchemaBuilder builder, Place place) {
        Schema schema = (place == Place.INSIDE ? builder.optional() : builder).build();
        Schema same = before.getOrDefault(schema, schema);
        Schema first = made.putIfAbsent(same, same);
        return first == null ? same : first;
    }

    private Typed of(@Nullable JsonType type, Place place) {
        if (type instanceof Bool) {
            return new Typed(schema(SchemaBuilder.bool(), place), ScalarReaders::bool);
        }
        if (type instanceof Num number) {
            return number(number, place);
        }
        if (type == null || type instanceof Text) {
            JsonReader reader = rules.conflicts() == Conflicts.STRING ? ScalarReaders::anyScalar : ScalarReaders::text;
            return new Typed(schema(SchemaBuilder.string(), place), reader);
        }
        if (type instanceof Moment) {
            return rules.timestamps() == Timestamps.TIMESTAMP
                    ? new Typed(schema(Timestamp.builder(), place), ScalarReaders::timestamp)
                    : new Typed(named(SemanticType.ZONED_TIMESTAMP, place), ScalarReaders::zoned);
        }
        if (type instanceof ArrayOf array) {
            Typed element = of(array.element(), Place.INSIDE);
            return new Typed(
                    schema(SchemaBuilder.array(element.schema()), place),
                    ContainerReaders.array(element.reader(), element.schema()));
        }
        if (type instanceof MapOf map) {
            Typed value = of(map.value(), Place.INSIDE);
            return new Typed(
                    schema(SchemaBuilder.map(Schema.STRING_SCHEMA, value.schema()), place),
                    ContainerReaders.map(value.reader(), value.schema()));
        }
        if (type instanceof ObjectOf object) {
            return struct(object, place);
        }
        return new Typed(named(SemanticType.JSON, place), ScalarReaders::json);
    }

    private Schema named(SemanticType type, Place place) {
        return schema(SchemaBuilder.string().name(type.schemaName()), place);
    }

    private Typed number(Num number, Place place) {
        if (number.fit() == Fit.INT53 || number.fit() == Fit.INT64) {
            return new Typed(schema(SchemaBuilder.int64(), place), ScalarReaders::int64);
        }
        if (number.fit() == Fit.FLOAT64) {
            return new Typed(schema(SchemaBuilder.float64(), place), ScalarReaders::float64);
        }
        if (rules.numbers() == WideNumbers.DECIMAL && number.isDecimal()) {
            return new Typed(schema(Decimal.builder(number.scale()), place), ScalarReaders.decimal(number.scale()));
        }
        return new Typed(schema(SchemaBuilder.string(), place), ScalarReaders::numberText);
    }

    private Typed struct(ObjectOf object, Place place) {
        SchemaBuilder builder = SchemaBuilder.struct();
        List<JsonReader> readers = new ArrayList<>();
        for (Map.Entry<String, JsonType> field : object.fields().entrySet()) {
            Typed typed = of(field.getValue(), Place.INSIDE);
            builder.field(field.getKey(), typed.schema());
            readers.add(typed.reader());
        }
        Schema schema = schema(builder, place);
        StructReader.Unknown unknown =
                rules.empty() == Empty.OMIT ? StructReader.Unknown.LEARNED_WHEN_TYPED : StructReader.Unknown.LEARNED;
        return new Typed(schema, new StructReader(schema, readers, unknown));
    }
}
