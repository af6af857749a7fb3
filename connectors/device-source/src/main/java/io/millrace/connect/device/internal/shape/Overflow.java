// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Field;
import org.jspecify.annotations.Nullable;

/** What a record has that no field takes, kept as a member of a field of JSON text. For one record at a time. */
final class Overflow {
    private static final String UNKNOWN_FIELDS = "_unknown_fields";

    private final Field field;
    private @Nullable StringBuilder text;

    Overflow(Field field) {
        this.field = field;
    }

    void clear() {
        text = null;
    }

    void add(String name, String json) {
        StringBuilder members = text == null ? new StringBuilder("{") : text.append(',');
        JsonStringEncoder.getInstance().quoteAsString(name, members.append('"'));
        text = members.append("\":").append(json);
    }

    /** Puts what there is into the field. */
    void into(@Nullable Object[] values) throws IOException {
        if (text != null) {
            values[field.index()] = merged((String) values[field.index()], text.append('}'));
        }
    }

    private String merged(@Nullable String object, CharSequence unknown) throws IOException {
        String member = "\"" + UNKNOWN_FIELDS + "\":" + unknown + "}";
        if (object == null) {
            return "{" + member;
        }
        if (object.charAt(0) != '{' || (mayHaveMember(object) && hasMember(object))) {
            throw new Fault("no room for the record's unknown fields (expected an object without " + UNKNOWN_FIELDS
                            + ")")
                    .under(field.name());
        }
        String body = object.substring(1, object.length() - 1);
        return body.isBlank() ? "{" + member : "{" + body + "," + member;
    }

    /** The name is there as it is, or may be written with escapes. */
    private static boolean mayHaveMember(String object) {
        return object.contains(UNKNOWN_FIELDS) || object.contains("\\u");
    }

    private static boolean hasMember(String object) throws IOException {
        try (JsonInput in = JsonInput.of(object.getBytes(StandardCharsets.UTF_8))) {
            in.first();
            JsonParser parser = in.parser();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (name.equals(UNKNOWN_FIELDS)) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        }
    }
}
