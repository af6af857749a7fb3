// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.json.internal.Typing.Typed;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one topic's records. Objects, arrays and other values are learned apart, so that a stray text among
 * objects changes nothing for them. Thread-safe; read without a lock.
 */
final class Learned {
    /** Enough to read records: their type, and what was made of it. */
    record Plan(JsonType type, Typing typing, Typed typed) {}

    private final Inference rules;
    private final Widening widening;
    private final AtomicReferenceArray<@Nullable Plan> plans = new AtomicReferenceArray<>(3);

    Learned(Inference rules, Widening widening) {
        this.rules = rules;
        this.widening = widening;
    }

    /** How records that begin with this token are read; null if none was seen. */
    @Nullable Plan plan(JsonToken first) {
        return plans.get(kind(first));
    }

    private static int kind(JsonToken first) {
        return switch (first) {
            case START_OBJECT -> 0;
            case START_ARRAY -> 1;
            default -> 2;
        };
    }

    /** The plan that reads the known records and this one; the one there is, if it does. */
    synchronized Plan learn(JsonToken first, JsonType found) {
        Plan known = plan(first);
        JsonType type = widening.widened(known == null ? null : known.type, found);
        if (known != null && type.equals(known.type)) {
            return known;
        }
        Typing typing = new Typing(rules, known == null ? null : known.typing);
        Plan plan = new Plan(type, typing, typing.record(type));
        plans.set(kind(first), plan);
        return plan;
    }
}
