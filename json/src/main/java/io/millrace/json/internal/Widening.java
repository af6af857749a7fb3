// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.json.internal.Inference.Conflicts;
import io.millrace.json.internal.Inference.Empty;
import io.millrace.json.internal.Inference.WideNumbers;
import io.millrace.json.internal.Inference.WideObjects;
import io.millrace.json.internal.JsonType.ArrayOf;
import io.millrace.json.internal.JsonType.Fit;
import io.millrace.json.internal.JsonType.Json;
import io.millrace.json.internal.JsonType.MapOf;
import io.millrace.json.internal.JsonType.Num;
import io.millrace.json.internal.JsonType.ObjectOf;
import io.millrace.json.internal.JsonType.Text;
import io.millrace.records.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts what one record shows of a topic's types to what is known of them. A type only ever becomes wider; fields keep
 * their places, and new ones come last.
 */
final class Widening {
    private static final JsonType JSON = new Json();

    private final Inference rules;

    Widening(Inference rules) {
        this.rules = rules;
    }

    /**
     * The type of a topic's records after another of them.
     *
     * @param known of the same family as {@code found}, or null
     * @throws Fault if the two cannot be reconciled
     */
    JsonType widened(@Nullable JsonType known, JsonType found) {
        JsonType merged = settledRoot(known == null ? found : merge(known, found));
        int fields = merged.fieldCount();
        if (fields > rules.maxFields()) {
            throw new Fault(
                    "a record that makes it " + fields + " fields (expected at most " + rules.maxFields() + ")",
                    "Raise 'schema.max.fields', or lower 'object.max.fields' if names are data.");
        }
        return merged;
    }

    /** Neither is changed; null is nothing yet. */
    @Nullable JsonType join(@Nullable JsonType known, @Nullable JsonType found) {
        if (known == null || found == null) {
            return known == null ? found : known;
        }
        return merge(known, found);
    }

    private JsonType merge(JsonType known, JsonType found) {
        if (known instanceof Json || found instanceof Json) {
            return JSON;
        }
        if (known.family() != found.family()) {
            return conflict(known, found);
        }
        if (known instanceof Num a && found instanceof Num b) {
            return number(a, b);
        }
        if (known instanceof ArrayOf a && found instanceof ArrayOf b) {
            return arrayOf(elements(a.element(), b.element()));
        }
        if (known instanceof ObjectOf a && found instanceof ObjectOf b) {
            return objects(a, b);
        }
        if (known instanceof MapOf || found instanceof MapOf) {
            return mapOf(elements(values(known), values(found)));
        }
        return known.equals(found) ? known : new Text();
    }

    private JsonType conflict(JsonType known, JsonType found) {
        if (rules.conflicts() == Conflicts.FAIL) {
            throw new Fault(
                    found.family().label() + " (expected " + known.family().label() + ", as before)",
                    "Correct the producer, or set 'type.conflicts=string'.");
        }
        return known.family().isScalar() && found.family().isScalar() ? new Text() : JSON;
    }

    private Num number(Num known, Num found) {
        Num both = known.and(found);
        requireHeld(both);
        return both;
    }

    /** Under {@code wide.numbers=fail}, refuses numbers that only text or a decimal would hold. */
    void requireHeld(Num number) {
        if (number.fit() == Fit.NEITHER && rules.numbers() == WideNumbers.FAIL) {
            throw new Fault(
                    "a number of " + number.digits() + " digits before the point and " + number.scale()
                            + " after it (expected one that int64 or float64 holds, as the others here)",
                    "Set 'wide.numbers' to string or decimal.");
        }
    }

    private JsonType objects(ObjectOf known, ObjectOf found) {
        Map<String, JsonType> fields = new LinkedHashMap<>(known.fields());
        found.fields().forEach((name, type) -> {
            try {
                fields.merge(name, type, this::merge);
            } catch (Fault fault) {
                throw fault.under(name);
            }
        });
        return new ObjectOf(fields);
    }

    /** One type for all of an array's or map's values; {@link Json} where they have nothing in common. */
    @Nullable JsonType elements(@Nullable JsonType one, @Nullable JsonType other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.family() != other.family()) {
            return JSON;
        }
        try {
            return merge(one, other);
        } catch (Fault fault) {
            throw fault.inElement();
        }
    }

    JsonType arrayOf(@Nullable JsonType element) {
        return element instanceof Json ? JSON : new ArrayOf(element);
    }

    private JsonType mapOf(@Nullable JsonType value) {
        return value == null || value instanceof Json ? JSON : new MapOf(value);
    }

    private @Nullable JsonType values(JsonType object) {
        if (object instanceof MapOf map) {
            return map.value();
        }
        JsonType common = null;
        for (JsonType each : ((ObjectOf) object).fields().values()) {
            common = elements(common, each);
        }
        return common;
    }

    /** The whole record: always an object if it is one. */
    private JsonType settledRoot(JsonType type) {
        if (type instanceof ObjectOf object) {
            return settledFields(object);
        }
        JsonType settled = settled(type);
        return settled == null ? type : settled;
    }

    /** Without places that have no type yet, and with wide objects as the rules have them; null if nothing is left. */
    private @Nullable JsonType settled(JsonType type) {
        if (!type.isKnown()) {
            return rules.empty() == Empty.JSON ? JSON : null;
        }
        if (type instanceof ArrayOf array && array.element() != null) {
            return arrayOf(settled(array.element()));
        }
        if (type instanceof ObjectOf object) {
            ObjectOf settled = settledFields(object);
            if (settled.fields().size() <= rules.maxObjectFields()) {
                return settled;
            }
            return rules.wideObjects() == WideObjects.JSON ? JSON : mapOf(values(settled));
        }
        return type;
    }

    private ObjectOf settledFields(ObjectOf object) {
        Map<String, JsonType> fields = new LinkedHashMap<>();
        object.fields().forEach((name, type) -> {
            JsonType settled = settled(type);
            if (settled != null) {
                fields.put(name, settled);
            }
        });
        return new ObjectOf(fields);
    }
}
