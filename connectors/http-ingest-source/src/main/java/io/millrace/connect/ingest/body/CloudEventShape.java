// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.page.OneRecord;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * CloudEvents in the JSON format (CloudEvents 1.0.2, JSON event format section 2): checks that the required attributes are
 * there. Data that is no object has no room in {@code properties} beside what else there is, and stays with that.
 */
final class CloudEventShape implements RecordShape {
    static final String VERSION = "specversion";
    private static final String DATA = "data";
    private static final Set<String> REQUIRED = Set.of("id", "source", "type", VERSION);
    private static final Set<String> WANTED = Set.of("id", "source", "type", VERSION, DATA);

    private final RecordShape withObject;
    private final RecordShape withOther;
    private final int maxDepth;

    /** @param withOther for events whose data is no object */
    CloudEventShape(RecordShape withObject, RecordShape withOther, int maxDepth) {
        this.withObject = withObject;
        this.withOther = withOther;
        this.maxDepth = maxDepth;
    }

    @Override
    public String label() {
        return withObject.label();
    }

    @Override
    public boolean needsObjects() {
        return true;
    }

    @Override
    public Shaped read(JsonInput in, JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw new Fault(JsonInput.describe(token) + " (expected an object)");
        }
        byte[] json = in.slice().getBytes(StandardCharsets.UTF_8);
        Members members = Members.of(json, WANTED);
        for (String name : REQUIRED) {
            require(members, name);
        }
        if (!"1.0".equals(members.text(VERSION))) {
            throw new Fault("another version (expected 1.0)").under(VERSION);
        }
        JsonToken data = members.token(DATA);
        boolean isObject = data == null || data == JsonToken.START_OBJECT || data == JsonToken.VALUE_NULL;
        return OneRecord.read(isObject ? withObject : withOther, json, maxDepth);
    }

    private static void require(Members members, String name) {
        JsonToken token = members.token(name);
        if (token != JsonToken.VALUE_STRING || "".equals(members.text(name))) {
            String found = token == null ? "no such attribute" : JsonInput.describe(token);
            throw new Fault((token == JsonToken.VALUE_STRING ? "an empty string" : found) + " (expected a string)")
                    .under(name);
        }
    }
}
