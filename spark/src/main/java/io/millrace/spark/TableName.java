// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

/** Where an Iceberg table is; a namespace of several levels has dots. */
record TableName(String catalog, String namespace, String table) {
    /** As statements name it. */
    String sql() {
        return namespaceSql() + "." + Sql.quoted(table);
    }

    String namespaceSql() {
        return Sql.quoted(catalog) + "." + Sql.quoted(namespace.split("\\."));
    }

    @Override
    public String toString() {
        return catalog + "." + namespace + "." + table;
    }
}
