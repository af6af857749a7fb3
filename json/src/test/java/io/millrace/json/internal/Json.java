// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.json.internal.Inference.Conflicts;
import io.millrace.json.internal.Inference.Empty;
import io.millrace.json.internal.Inference.Timestamps;
import io.millrace.json.internal.Inference.WideNumbers;
import io.millrace.json.internal.Inference.WideObjects;
import io.millrace.json.internal.JsonDecoder.Settings;
import io.millrace.json.internal.JsonEncoder.Decimals;
import io.millrace.json.internal.JsonEncoder.Style;
import io.millrace.json.internal.JsonEncoder.Times;
import io.millrace.records.Side;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;

/** A decoder and an encoder for values of the topic {@code orders}, with schemas as short text. */
final class Json {
    static final Style PLAIN = new Style(Decimals.NUMBER, Times.ISO);

    private final JsonDecoder decoder;

    private Json(JsonDecoder decoder) {
        this.decoder = decoder;
    }

    static Json learning() {
        return learning(Inference.DEFAULTS);
    }

    static Json learning(Inference rules) {
        return new Json(JsonDecoder.of(new Settings(Side.VALUE, 1_000_000), rules));
    }

    static Json pinned(String schema) {
        return pinned(schema, PinnedSchema.UnknownFields.FAIL);
    }

    static Json pinned(String schema, PinnedSchema.UnknownFields unknown) {
        return pinned(SchemaText.parse(schema), unknown);
    }

    static Json pinned(Schema schema, PinnedSchema.UnknownFields unknown) {
        return new Json(JsonDecoder.of(new Settings(Side.VALUE, 1_000_000), PinnedSchema.of(schema, unknown)));
    }

    static Inference conflicts(Conflicts chosen) {
        Inference d = Inference.DEFAULTS;
        return new Inference(
                chosen, d.numbers(), d.wideObjects(), d.empty(), d.timestamps(), d.maxObjectFields(), 2_000, 16);
    }

    static Inference numbers(WideNumbers chosen) {
        Inference d = Inference.DEFAULTS;
        return new Inference(d.conflicts(), chosen, d.wideObjects(), d.empty(), d.timestamps(), 200, 2_000, 16);
    }

    static Inference empty(Empty chosen) {
        Inference d = Inference.DEFAULTS;
        return new Inference(d.conflicts(), d.numbers(), d.wideObjects(), chosen, d.timestamps(), 200, 2_000, 16);
    }

    static Inference timestamps(Timestamps chosen) {
        Inference d = Inference.DEFAULTS;
        return new Inference(d.conflicts(), d.numbers(), d.wideObjects(), d.empty(), chosen, 200, 2_000, 16);
    }

    static Inference bounds(WideObjects chosen, int objectFields, int fields, int depth) {
        Inference d = Inference.DEFAULTS;
        return new Inference(
                d.conflicts(), d.numbers(), chosen, d.empty(), d.timestamps(), objectFields, fields, depth);
    }

    SchemaAndValue read(String json) {
        return decoder.decode("orders", json.getBytes(StandardCharsets.UTF_8));
    }

    SchemaAndValue read(byte[] json) {
        return decoder.decode("orders", json);
    }

    Struct struct(String json) {
        return (Struct) read(json).value();
    }

    /** The schema after these records. */
    String schemaAfter(String... records) {
        Schema schema = null;
        for (String each : records) {
            schema = read(each).schema();
        }
        return describe(schema);
    }

    static String write(Schema schema, Object value) {
        return write(PLAIN, schema, value);
    }

    static String write(Style style, Schema schema, Object value) {
        return new String(new JsonEncoder(Side.VALUE, style).encode("orders", schema, value), StandardCharsets.UTF_8);
    }

    /** {@code {id int64?, tags [string?]?}}: a question mark for optional, a schema's name in angle brackets. */
    static String describe(Schema schema) {
        String type = switch (schema.type()) {
            case ARRAY -> "[" + describe(schema.valueSchema()) + "]";
            case MAP -> "map " + describe(schema.valueSchema());
            case STRUCT ->
                schema.fields().stream().map(Json::describe).toList().toString().replaceAll("^\\[(.*)]$", "{$1}");
            default -> schema.type().getName();
        };
        String name = schema.name() == null ? "" : "<" + schema.name().replaceAll(".*\\.", "") + scale(schema) + ">";
        return type + name + (schema.isOptional() ? "?" : "");
    }

    private static String describe(Field field) {
        return field.name() + " " + describe(field.schema());
    }

    private static String scale(Schema schema) {
        return schema.parameters() == null ? "" : " " + schema.parameters().get("scale");
    }
}
