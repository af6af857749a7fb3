// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.shape.Parts.Picked;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;

/**
 * Records as they were sent, byte for byte: no number or white space is written anew. What is picked from them is text,
 * numbers as they were written.
 */
final class RawShape implements RecordShape {
    private final Parts parts;
    private final Trie<Integer> wanted = Trie.root();
    private final Picked[] picked;
    private final boolean asBytes;

    RawShape(Parts parts, boolean asBytes) {
        this.parts = parts;
        this.asBytes = asBytes;
        List<JsonPointer> pointers = parts.pointers();
        for (int i = 0; i < pointers.size(); i++) {
            wanted.add(pointers.get(i), i);
        }
        this.picked = new Picked[pointers.size()];
    }

    @Override
    public String label() {
        return "record";
    }

    @Override
    public boolean needsObjects() {
        return false;
    }

    @Override
    public Shaped read(JsonInput in, JsonToken token) throws IOException {
        Arrays.fill(picked, Picked.NONE);
        JsonParser parser = in.parser();
        long from = in.begin();
        if (wanted.isLeaf()) {
            parser.skipChildren();
        } else {
            pick(in, token, wanted);
        }
        parser.finishToken();
        String text = in.textFrom(from);
        return asBytes
                ? parts.shaped(picked, Schema.BYTES_SCHEMA, text.getBytes(StandardCharsets.UTF_8))
                : parts.shaped(picked, Schema.STRING_SCHEMA, text);
    }

    private void pick(JsonInput in, JsonToken token, Trie<Integer> at) throws IOException {
        JsonParser parser = in.parser();
        if (token == JsonToken.START_OBJECT && !at.isLeaf()) {
            int next = 0;
            int found = 0;
            for (String name = in.nextName(at.name(0)); name != null; name = in.nextName(at.name(next))) {
                JsonToken inside = parser.nextToken();
                Trie<Integer> child = at.child(name, next);
                if (child == null) {
                    parser.skipChildren();
                } else {
                    next = child.index() + 1;
                    pick(in, inside, child);
                    found++;
                    if (found == at.size() && in.skipRest(at.names())) {
                        return;
                    }
                }
            }
        } else if (token == JsonToken.START_ARRAY && !at.isLeaf()) {
            int i = 0;
            for (JsonToken inside = parser.nextToken();
                    inside != JsonToken.END_ARRAY;
                    inside = parser.nextToken(), i++) {
                Trie<Integer> child = at.child(Integer.toString(i), i);
                if (child == null) {
                    parser.skipChildren();
                } else {
                    pick(in, inside, child);
                }
            }
        } else if (token.isStructStart()) {
            parser.skipChildren();
        } else if (token != JsonToken.VALUE_NULL && !at.here().isEmpty()) {
            Picked value = new Picked(Schema.STRING_SCHEMA, parser.getText());
            for (int i = 0; i < at.here().size(); i++) {
                int number = at.here().get(i);
                if (picked[number].value() != null) {
                    throw new Fault("the same field twice (expected once)");
                }
                picked[number] = value;
            }
        }
    }
}
