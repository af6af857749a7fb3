// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What one record does to its table. */
public enum RowAction {
    WRITE,
    DELETE,
    IGNORE
}
