// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What device events are made of as far as the configuration does not say.
 *
 * @param fields where fields come from, as {@code record.fields} says it, which goes before it field by field
 * @param missing texts for fields that an event has no value for, nor the configuration
 */
public record EventDefaults(String fields, Map<String, Supplier<String>> missing) {
    /** Every field comes from the JSON field of its name. */
    public static final EventDefaults NONE = new EventDefaults("", Map.of());

    public EventDefaults {
        missing = Map.copyOf(missing);
    }
}
