// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the database has. */
final class Catalog {
    private static final String COLUMNS = """
            SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), b.oid::bigint, b.typname,
                   CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END, b.typtype = 'e',
                   e.oid::bigint, e.typname, e.typtype = 'e',
                   NOT a.attnotnull OR a.attinhcount > 0, a.atthasdef OR a.attidentity <> '',
                   EXISTS (SELECT 1 FROM pg_catalog.pg_index i
                           WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey::int2[])),
                   t.typtype = 'd' OR a.attgenerated <> '' OR a.attinhcount > 0
                       OR EXISTS (SELECT 1 FROM pg_catalog.pg_partitioned_table p
                                  WHERE p.partrelid = c.oid AND a.attnum = ANY (p.partattrs::int2[]))
                       OR EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                  LEFT JOIN pg_catalog.pg_rewrite r
                                      ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
                                  LEFT JOIN pg_catalog.pg_attrdef g
                                      ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND g.oid = d.objid
                                  WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                      AND d.refobjid = c.oid AND d.refobjsubid = a.attnum
                                      AND (r.ev_class <> ALL (v.dispensable) OR g.adnum <> a.attnum
                                          OR d.classid IN ('pg_catalog.pg_trigger'::pg_catalog.regclass,
                                              'pg_catalog.pg_policy'::pg_catalog.regclass,
                                              'pg_catalog.pg_publication_rel'::pg_catalog.regclass))),
                   c.relkind IN ('r', 'p') AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            LEFT JOIN pg_catalog.pg_type e ON e.oid = b.typelem AND b.typcategory = 'A'
            CROSS JOIN (SELECT ARRAY(SELECT o.oid FROM pg_catalog.pg_class o
                                     WHERE o.oid = pg_catalog.to_regclass(?) AND NOT EXISTS (
                                         SELECT 1 FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
                                         WHERE d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
                                             AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                             AND d.refobjid = o.oid AND r.ev_class <> o.oid)) AS dispensable) v
            WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum""";
    /** Limits make no difference to the format, nor do the kinds of text. */
    private static final String IN_FORMATS = """
            SELECT count(*)
            FROM ROWS FROM (unnest(?::text[]), unnest(?::text[])) w (name, type)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = pg_catalog.to_regclass(?) AND a.attname = w.name
                AND (pg_catalog.format_type(a.atttypid, a.atttypmod) = w.type
                    OR pg_catalog.format_type(a.atttypid, NULL) = regexp_replace(w.type, '[(][^)]*[)]', '')
                    OR a.atttypid IN ('text'::pg_catalog.regtype, 'varchar'::pg_catalog.regtype)
                        AND w.type ~ '^(text|character varying)([(]|$)')""";

    private static final String UNIQUE_KEYS = """
            SELECT i.indexrelid::bigint, a.attname
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid
                AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
            WHERE i.indrelid = pg_catalog.to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indimmediate
                AND i.indpred IS NULL AND i.indexprs IS NULL""";
    private static final String EXTENSION_TYPES = """
            SELECT t.typname, pg_catalog.format_type(t.oid, NULL)
            FROM pg_catalog.pg_extension e
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                AND d.refobjid = e.oid AND d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype = 'e'
            JOIN pg_catalog.pg_type t ON t.oid = d.objid
            WHERE e.extname IN ('postgis', 'vector', 'ltree', 'hstore')""";
    private static final String VIEW = """
            SELECT c.relkind = 'v', coalesce(pg_catalog.obj_description(c.oid, 'pg_class'), '')
            FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass(?)""";
    private static final String GRANTS = """
            SELECT g.privilege_type, coalesce(pg_catalog.quote_ident(r.rolname), 'PUBLIC'), g.is_grantable
            FROM pg_catalog.pg_class c
            CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) g
            LEFT JOIN pg_catalog.pg_roles r ON r.oid = g.grantee
            WHERE c.oid = pg_catalog.to_regclass(?) AND g.grantee <> c.relowner
            ORDER BY 2, 1""";
    private static final String TIMESCALE = """
            SELECT n.nspname FROM pg_catalog.pg_extension e
            JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = ?""";

    private Catalog() {}

    static ExistingTable table(Connection connection, TableName table) throws SQLException {
        return table(connection, table, Sql.name(table), null);
    }

    /**
     * @param path how SQL says the table: it may be in this session's own schema
     * @param view of the table, that may be dropped and made anew unless others read from it; null for none
     */
    static ExistingTable table(Connection connection, TableName table, String path, @Nullable TableName view)
            throws SQLException {
        Map<String, ExistingTable.Column> columns = new LinkedHashMap<>();
        boolean isAlterable = false;
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, view == null ? null : Sql.name(view));
            statement.setString(2, path);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), column(rows));
                    isAlterable = rows.getBoolean(14);
                }
            }
        }
        return new ExistingTable(table, columns, isAlterable);
    }

    private static ExistingTable.Column column(ResultSet row) throws SQLException {
        return new ExistingTable.Column(
                type(row), row.getBoolean(10), row.getBoolean(11), row.getBoolean(12), row.getBoolean(13));
    }

    private static PgType type(ResultSet row) throws SQLException {
        String elementName = row.getString(8);
        PgType element = elementName == null
                ? null
                : new PgType((int) row.getLong(7), elementName, elementName, row.getInt(5), row.getBoolean(9), null);
        return new PgType(
                (int) row.getLong(3), row.getString(4), row.getString(2), row.getInt(5), row.getBoolean(6), element);
    }

    /** The types of extensions that columns can have. */
    static Extensions extensions(Connection connection) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(EXTENSION_TYPES)) {
            while (rows.next()) {
                types.put(rows.getString(1), rows.getString(2));
            }
        }
        return new Extensions(types);
    }

    /** Whether these columns have the binary formats of these types, as {@link PgType#display} says them. */
    static boolean hasFormats(Connection connection, TableName table, List<String> columns, List<String> types)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IN_FORMATS)) {
            statement.setArray(1, connection.createArrayOf("text", columns.toArray()));
            statement.setArray(2, connection.createArrayOf("text", types.toArray()));
            statement.setString(3, Sql.name(table));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) == columns.size();
            }
        }
    }

    /** The sets of columns that ON CONFLICT can be told to look at. */
    static List<Set<String>> uniqueKeys(Connection connection, TableName table) throws SQLException {
        Map<Long, Set<String>> keys = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(UNIQUE_KEYS)) {
            statement.setString(1, Sql.name(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.computeIfAbsent(rows.getLong(1), index -> new HashSet<>())
                            .add(rows.getString(2));
                }
            }
        }
        return List.copyOf(keys.values());
    }

    /**
     * A view, or whatever else has its name.
     *
     * @param comment empty for none
     * @param grants statements that grant what is granted on it, its columns excepted
     */
    record View(boolean isView, String comment, Map<String, PgType> columns, List<String> grants) {}

    /** Null if nothing has this name. */
    static @Nullable View view(Connection connection, TableName name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VIEW)) {
            statement.setString(1, Sql.name(name));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Map<String, PgType> columns = table(connection, name).types();
                return new View(row.getBoolean(1), row.getString(2), columns, grants(connection, name));
            }
        }
    }

    private static List<String> grants(Connection connection, TableName name) throws SQLException {
        List<String> grants = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(GRANTS)) {
            statement.setString(1, Sql.name(name));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    grants.add("GRANT " + rows.getString(1) + " ON " + Sql.name(name) + " TO " + rows.getString(2)
                            + (rows.getBoolean(3) ? " WITH GRANT OPTION;" : ";"));
                }
            }
        }
        return grants;
    }

    static boolean hasSchema(Connection connection, String schema) throws SQLException {
        return text(connection, "SELECT pg_catalog.to_regnamespace(?)::text", Sql.name(schema)) != null;
    }

    /** The schema that TimescaleDB's functions are in; null if it is not installed. */
    static @Nullable String timescaleSchema(Connection connection) throws SQLException {
        return text(connection, TIMESCALE, "timescaledb");
    }

    private static @Nullable String text(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
