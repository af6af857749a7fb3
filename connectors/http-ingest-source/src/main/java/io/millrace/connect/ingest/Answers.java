// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.connect.ingest.request.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What senders are told: {@code {"accepted": 2, "results": {"e1": "ok", "e2": "ok", "e3": "drop"}, "reasons": {"e3": text}}}
 * with 200 if Kafka has what can be taken, 422 if nothing can be, 503 if something is to be sent again; {@code {"error":
 * text}} where a request as a whole is not taken.
 */
final class Answers {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int BYTES_PER_RESULT = 48;

    private Answers() {}

    static int status(Outcome[] outcomes) {
        boolean anyOk = outcomes.length == 0;
        for (Outcome outcome : outcomes) {
            if (outcome == Outcome.RETRY) {
                return 503;
            }
            anyOk |= outcome == Outcome.OK;
        }
        return anyOk ? 200 : 422;
    }

    static byte[] results(List<Item> items, Outcome[] outcomes) {
        return json(64 + BYTES_PER_RESULT * outcomes.length, json -> {
            int accepted = 0;
            boolean anyReason = false;
            for (int i = 0; i < outcomes.length; i++) {
                accepted += outcomes[i] == Outcome.OK ? 1 : 0;
                anyReason |= items.get(i).reason() != null;
            }
            json.writeNumberField("accepted", accepted);
            json.writeObjectFieldStart("results");
            for (int i = 0; i < outcomes.length; i++) {
                json.writeStringField(items.get(i).label(), outcomes[i].text());
            }
            json.writeEndObject();
            if (anyReason) {
                writeReasons(json, items);
            }
        });
    }

    private static void writeReasons(JsonGenerator json, List<Item> items) throws IOException {
        json.writeObjectFieldStart("reasons");
        for (Item item : items) {
            if (item.reason() != null) {
                json.writeStringField(item.label(), item.reason());
            }
        }
        json.writeEndObject();
    }

    static byte[] refusal(Refusal refusal) {
        return json(64, json -> json.writeStringField("error", refusal.message()));
    }

    static byte[] error(String message) {
        return json(64, json -> json.writeStringField("error", message));
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] json(int size, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }
}
