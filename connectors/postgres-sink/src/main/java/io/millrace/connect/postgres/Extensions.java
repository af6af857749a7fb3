// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import java.util.Map;

/**
 * Types of extensions that the database has.
 *
 * @param types name in {@code pg_type} to what SQL says, which has the schema in it where the search path does not lead
 *     there
 */
record Extensions(Map<String, String> types) {
    static final Extensions NONE = new Extensions(Map.of());

    Extensions {
        types = Map.copyOf(types);
    }

    /** The extension's type, else what every database has. */
    String typeOr(String type, String otherwise) {
        return types.getOrDefault(type, otherwise);
    }
}
