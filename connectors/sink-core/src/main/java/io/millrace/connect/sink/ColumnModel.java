// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/**
 * A column of a table.
 *
 * @param type the store's own name for its type
 * @param doc what the schema says about it; empty for nothing
 */
public record ColumnModel(String name, String type, String doc) {}
