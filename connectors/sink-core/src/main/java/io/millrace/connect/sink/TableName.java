// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** A table in a schema (or database) of the store. Ordered by name: the order in which tables are written. */
public record TableName(String schema, String name) implements Comparable<TableName> {
    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
