// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes the values of a map.
 *
 * @param named those of these keys
 * @param others those of all other keys; null to copy them as they are
 */
record MapChange(Map<String, Mask.Change> named, Mask.@Nullable Change others) implements Mask.Change {
    /** Takes the entry out. */
    static final Mask.Change REMOVE = value -> null;

    /** Leaves the value alone. */
    static final Mask.Change KEEP = value -> value;

    MapChange {
        named = Map.copyOf(named);
    }

    @Override
    public Object apply(Object value) {
        Map<?, ?> map = (Map<?, ?>) value;
        Map<Object, @Nullable Object> result = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Mask.Change change = entry.getKey() instanceof String key ? named.getOrDefault(key, others) : others;
            Object each = entry.getValue();
            if (change != REMOVE) {
                result.put(entry.getKey(), each == null || change == null ? each : change.apply(each));
            }
        }
        return result;
    }
}
