// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.records.Fault;
import java.io.IOException;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads records by what is known of their topic. Only one that does not fit is read again to learn what is new, so that
 * records of known types are not looked at for their types.
 */
final class LearningDecoder extends JsonDecoder {
    /** What a record shows: its first token, and its type; null for JSON's null. */
    private record Shown(JsonToken first, @Nullable JsonType type) {}

    private final Topics<Learned> topics;
    private final Infer infer;

    LearningDecoder(Settings settings, Inference rules) {
        super(settings);
        Widening widening = new Widening(rules);
        infer = new Infer(rules, widening);
        topics = new Topics<>(() -> new Learned(rules, widening));
    }

    @Override
    SchemaAndValue read(String topic, byte[] json) {
        Learned learned = topics.get(topic);
        try {
            return located(json, in -> readKnown(in, learned));
        } catch (Fault unfit) { // something to learn, or something wrong, which learning will find again
            return learn(json, learned);
        }
    }

    private static SchemaAndValue readKnown(JsonInput in, Learned learned) throws IOException {
        JsonToken first = in.first();
        Learned.Plan plan = learned.plan(first);
        if (plan == null || first == JsonToken.VALUE_NULL) {
            throw new Fault("nothing that is known");
        }
        return read(in, first, plan);
    }

    private SchemaAndValue learn(byte[] json, Learned learned) {
        Shown shown = located(json, this::shown);
        if (shown.type == null) {
            return SchemaAndValue.NULL;
        }
        Learned.Plan plan = learned.learn(shown.first, shown.type);
        return located(json, in -> read(in, in.first(), plan));
    }

    private Shown shown(JsonInput in) throws IOException {
        JsonToken first = in.first();
        return new Shown(first, infer.record(in, first));
    }

    private static SchemaAndValue read(JsonInput in, JsonToken first, Learned.Plan plan) throws IOException {
        Object value = plan.typed().reader().read(in, first);
        in.requireEnd();
        return new SchemaAndValue(plan.typed().schema(), value);
    }
}
