// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.List;
import org.apache.kafka.connect.data.Schema;

/**
 * How values without a schema become rows.
 *
 * @param column of the whole value as JSON; empty for none
 * @param promoted fields of the value that have columns of their own
 */
public record DocumentRules(SchemalessMode mode, String column, List<Promoted> promoted) {
    /** A field of a schemaless value, or a path into it with dots, and the type that its column gets. */
    public record Promoted(String path, Schema schema) {}

    public DocumentRules {
        promoted = List.copyOf(promoted);
    }
}
