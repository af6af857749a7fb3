// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A database that sinks fill: how Metabase is told of it, and what tells its collection from those of other stores. */
enum Store {
    /** The files are written for it. */
    POSTGRES("postgres", "POSTGRES_PASSWORD", "", "") {
        @Override
        String schema(DatabaseUrl url) {
            return "public";
        }

        @Override
        void choose(DatabaseUrl url, ObjectNode details) {
            // Unfolding makes up to a hundred columns of each JSON column, and reads the table for it.
            details.put("json-unfolding", false);
            details.put("schema-filters-type", "inclusion").put("schema-filters-patterns", schema(url));
        }
    },
    CLICKHOUSE("clickhouse", "CLICKHOUSE_PASSWORD", " on ClickHouse", "CH") {
        @Override
        String schema(DatabaseUrl url) {
            return url.database();
        }

        /** The tables keep rows that others replace until they are merged: questions are not to see them. */
        @Override
        void choose(DatabaseUrl url, ObjectNode details) {
            details.put("enable-multiple-db", false);
            details.put("advanced-options", true).put("clickhouse-settings", "final=1");
        }
    };

    private final String engine;
    private final String passwordVariable;
    private final String suffix;
    private final String idPrefix;

    Store(String engine, String passwordVariable, String suffix, String idPrefix) {
        this.engine = engine;
        this.passwordVariable = passwordVariable;
        this.suffix = suffix;
        this.idPrefix = idPrefix;
    }

    /** Metabase's name of it. */
    String engine() {
        return engine;
    }

    /** Holds the password of the database's user. */
    String passwordVariable() {
        return passwordVariable;
    }

    /** How something is called that Metabase has once for each store. */
    String name(String inFiles) {
        return inFiles + suffix;
    }

    /** The entity id of the same thing for this store: as long as that in the files, and of its letters. */
    String id(String inFiles) {
        return idPrefix + inFiles.substring(idPrefix.length());
    }

    /** Where Metabase shows the tables. */
    abstract String schema(DatabaseUrl url);

    /** Sets what a new database has beside its address. */
    abstract void choose(DatabaseUrl url, ObjectNode details);
}
