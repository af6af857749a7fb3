// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/**
 * A column of a table.
 *
 * @param type the store's own name for its type
 * @param doc what the schema says about it; empty for nothing
 * @param isNullable whether it takes nulls, or as wanted: whether there may be some
 * @param hasDefault whether the store fills it in where a row does not have it
 */
public record ColumnModel(String name, String type, String doc, boolean isNullable, boolean hasDefault) {}
