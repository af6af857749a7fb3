// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a registry calls a schema.
 *
 * @param id the id; negative where the registry has not said it
 * @param guid the GUID; null where the registry has not said it, as those before Confluent's 8 do not
 */
public record Registered(int id, @Nullable UUID guid) {
    public boolean hasId() {
        return id >= 0;
    }
}
