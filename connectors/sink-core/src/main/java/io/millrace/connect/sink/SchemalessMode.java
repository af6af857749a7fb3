// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What becomes of a value without a schema, a map. */
public enum SchemalessMode {
    /** The record is refused. */
    REFUSE,
    /** The map is one JSON document in a column, and chosen fields of it have columns of their own. */
    DOCUMENT
}
