// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connect.device.internal.shape.Shaped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Shows, before anything is measured, that a contender finds every event, and all that is in it. */
final class Proof {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Proof() {}

    /** Throws an {@link IllegalStateException} that says what is missing. */
    static void require(Contestant contestant, PageWork work, byte[] page, int events) {
        List<Object> made = new ArrayList<>();
        try {
            String next = work.read(page, made::add);
            check(contestant, made.size() == events, made.size() + " events (expected " + events + ")");
            check(contestant, contestant == Contestant.TOKEN_WALK || next.equals("c" + events), "next page " + next);
            for (int n = 0; n < events; n++) {
                check(contestant, isComplete(made.get(n), Case.event(n)), "another event " + n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Contestant contestant, boolean isRight, String found) {
        if (!isRight) {
            throw new IllegalStateException(contestant.text() + " makes " + found + ".");
        }
    }

    private static boolean isComplete(Object made, String text) throws IOException {
        JsonNode event = JSON.readTree(text);
        if (made instanceof String written) {
            return JSON.readTree(written).equals(event);
        }
        if (!(made instanceof Shaped shaped)) {
            return true; // a token
        }
        if (!event.get("device_id").asText().equals(shaped.key())) {
            return false;
        }
        return shaped.value() instanceof Struct struct
                ? isComplete(struct, event)
                : shaped.value().equals(text);
    }

    private static boolean isComplete(Struct struct, JsonNode event) throws IOException {
        for (Field field : struct.schema().fields()) {
            Object value = struct.get(field);
            JsonNode expected = event.get(field.name());
            boolean isSame = value instanceof Date date
                    ? date.toInstant().toString().equals(expected.asText())
                    : field.schema().name() != null
                            ? JSON.readTree((String) value).path("position").equals(expected.path("position"))
                            : Objects.equals(value == null ? "null" : value.toString(), expected.asText());
            if (!isSame) {
                return false;
            }
        }
        return true;
    }
}
