// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.json.internal.JsonType.Bool;
import io.millrace.json.internal.JsonType.Json;
import io.millrace.json.internal.JsonType.Moment;
import io.millrace.json.internal.JsonType.Num;
import io.millrace.json.internal.JsonType.ObjectOf;
import io.millrace.json.internal.JsonType.Text;
import io.millrace.records.Fault;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the type of one JSON value by reading it. */
final class Infer {
    private final Inference rules;
    private final Widening widening;

    Infer(Inference rules, Widening widening) {
        this.rules = rules;
        this.widening = widening;
    }

    /** The type of a whole record; null for JSON's null. Reads to the end of the text. */
    @Nullable JsonType record(JsonInput in, JsonToken first) throws IOException {
        JsonType type = value(in, first, 0);
        in.requireEnd();
        return type;
    }

    private @Nullable JsonType value(JsonInput in, JsonToken token, int depth) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE -> new Bool();
            case VALUE_STRING ->
                Moments.isMoment(rules.timestamps(), in.parser().getText()) ? new Moment() : new Text();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.parser());
            case START_ARRAY -> depth >= rules.maxDepth() ? json(in) : array(in, depth);
            case START_OBJECT -> depth >= rules.maxDepth() ? json(in) : object(in, depth);
            default -> throw new Fault(JsonInput.describe(token) + " (expected a value)");
        };
    }

    private Num number(JsonParser parser) throws IOException {
        Num number = Numbers.type(parser);
        widening.requireHeld(number);
        return number;
    }

    private static JsonType json(JsonInput in) throws IOException {
        in.slice();
        return new Json();
    }

    private JsonType array(JsonInput in, int depth) throws IOException {
        JsonParser parser = in.parser();
        JsonType element = null;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            element = widening.elements(element, value(in, token, depth + 1));
        }
        return widening.arrayOf(element);
    }

    private JsonType object(JsonInput in, int depth) throws IOException {
        JsonParser parser = in.parser();
        Set<String> seen = new HashSet<>();
        Map<String, JsonType> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonType type = value(in, parser.nextToken(), depth + 1);
            if (!seen.add(name)) {
                throw StructReader.twice();
            }
            if (name.isEmpty()) {
                throw new Fault("a field without a name", "Correct the producer.");
            }
            if (type != null) {
                fields.put(name, type);
            }
        }
        return new ObjectOf(fields);
    }
}
