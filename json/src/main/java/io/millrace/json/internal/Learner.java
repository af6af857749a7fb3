// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.records.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.SchemaAndValue;

/** Reads values of one kind out of a longer text, by a schema learned from them. For one thread at a time. */
public final class Learner {
    private final Infer infer;
    private final Learned learned;

    /** By the rules that {@code InferringJsonConverter} has without settings. */
    public Learner() {
        Widening widening = new Widening(Inference.DEFAULTS);
        infer = new Infer(Inference.DEFAULTS, widening);
        learned = new Learned(Inference.DEFAULTS, widening);
    }

    /**
     * The value that begins with {@code token}, which is never null's; leaves the parser on its last token.
     *
     * @throws Fault if it is none that can be learned
     */
    public SchemaAndValue read(JsonInput in, JsonToken token) throws IOException {
        Learned.Plan plan = learned.plan(token);
        JsonParser parser = in.parser();
        long from = in.begin();
        JsonStreamContext outside =
                token.isStructStart() ? parser.getParsingContext().getParent() : parser.getParsingContext();
        if (plan != null) {
            try {
                return new SchemaAndValue(
                        plan.typed().schema(), plan.typed().reader().read(in, token));
            } catch (Fault unfit) { // something to learn, or something wrong, which learning will find again
                toEnd(parser, outside, token);
            }
        } else {
            parser.skipChildren();
        }
        parser.finishToken();
        return learn(in.textFrom(from).getBytes(StandardCharsets.UTF_8));
    }

    private static void toEnd(JsonParser parser, JsonStreamContext outside, JsonToken first) throws IOException {
        while (first.isStructStart() && parser.getParsingContext() != outside) {
            if (parser.nextToken() == null) {
                throw new Fault("JSON that ends in the middle");
            }
        }
    }

    private SchemaAndValue learn(byte[] json) throws IOException {
        return JsonDecoder.located(json, in -> {
            JsonToken first = in.first();
            JsonType type = infer.record(in, first);
            if (type == null) {
                throw new Fault("null (expected a value)");
            }
            Learned.Plan plan = learned.learn(first, type);
            return JsonDecoder.located(
                    json,
                    again -> new SchemaAndValue(
                            plan.typed().schema(), plan.typed().reader().read(again, again.first())));
        });
    }
}
