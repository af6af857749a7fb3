// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.connect.data.Schema;

/**
 * A column that rows of a plan have.
 *
 * @param isNullable whether rows may have null there
 */
public record WantedColumn(String name, Schema schema, boolean isNullable) {
    /** What the schema says about it; empty for nothing. */
    public String doc() {
        String doc = schema.doc();
        return doc == null ? "" : doc;
    }
}
