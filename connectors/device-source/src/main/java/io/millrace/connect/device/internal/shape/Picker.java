// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the single values at some places of a JSON value, as they were written. For one thread at a time. */
public final class Picker {
    private final Trie<Integer> wanted = Trie.root();
    private final @Nullable String[] picked;

    /** For the values at {@code pointers}. */
    public Picker(List<JsonPointer> pointers) {
        for (int i = 0; i < pointers.size(); i++) {
            wanted.add(pointers.get(i), i);
        }
        this.picked = new @Nullable String[pointers.size()];
    }

    /**
     * The values in the order of the pointers, null where there is none, or null, an object or array; valid until the
     * next call. Reads the value that begins with {@code token}, and leaves the parser on its last token.
     *
     * @throws Fault if a value is there twice
     */
    public @Nullable String[] pick(JsonInput in, JsonToken token) throws IOException {
        Arrays.fill(picked, null);
        if (wanted.isLeaf() && wanted.here().isEmpty()) {
            in.parser().skipChildren();
        } else {
            pick(in, token, wanted);
        }
        in.parser().finishToken();
        return picked;
    }

    private void pick(JsonInput in, JsonToken token, Trie<Integer> at) throws IOException {
        JsonParser parser = in.parser();
        if (token == JsonToken.START_OBJECT && !at.isLeaf()) {
            pickMembers(in, at);
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
            String text = parser.getText();
            for (int i = 0; i < at.here().size(); i++) {
                int number = at.here().get(i);
                if (picked[number] != null) {
                    throw new Fault("the same field twice (expected once)");
                }
                picked[number] = text;
            }
        }
    }

    private void pickMembers(JsonInput in, Trie<Integer> at) throws IOException {
        JsonParser parser = in.parser();
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
    }
}
