// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.HistoryColumns;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.WantedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The statements that make a table. Only its key is NOT NULL: a field that becomes optional later needs no change then.
 */
final class NewTable {
    private static final Pattern PARTITIONING = Pattern.compile("(range|list|hash)\\s*\\(([^()]+)\\)\\s*(\\d*)");
    private static final Pattern INDEXED =
            Pattern.compile("(?i)(.+?)(?:\\s+(asc|desc))?(?:\\s+(nulls\\s+(?:first|last)))?");

    private final WantedTable table;
    private final Extensions extensions;
    private final String sqlName;
    private final List<String> statements = new ArrayList<>();

    private NewTable(WantedTable table, Extensions extensions) {
        this.table = table;
        this.extensions = extensions;
        this.sqlName = Sql.name(table.name());
    }

    /** A {@link ConnectException} where its design does not fit its columns. */
    static NewTable of(WantedTable table, Extensions extensions) {
        NewTable made = new NewTable(table, extensions);
        made.define();
        made.index();
        return made;
    }

    /** All but comments. */
    List<String> statements() {
        return List.copyOf(statements);
    }

    List<String> comments() {
        List<String> comments = new ArrayList<>();
        if (!table.doc().isBlank()) {
            comments.add(Ddl.commentOn("TABLE", table.name(), table.doc()));
        }
        for (WantedColumn column : table.columns()) {
            if (!column.doc().isBlank()) {
                comments.add(Ddl.commentOnColumn(table.name(), column.name(), column.doc()));
            }
        }
        return comments;
    }

    /** @param extensionSchema where TimescaleDB's functions are */
    String hypertable(String extensionSchema) {
        TableDesign design = table.design();
        requireInKey("create.hypertable.column", List.of(design.hypertableColumn()));
        return "SELECT " + Sql.name(extensionSchema) + ".create_hypertable(" + Sql.text(sqlName) + ", "
                + Sql.text(design.hypertableColumn()) + ", chunk_time_interval => INTERVAL "
                + Sql.text(design.hypertableInterval()) + ");";
    }

    private void define() {
        String columns = table.columns().stream().map(this::definition).collect(Collectors.joining(", "));
        String key = hasPrimaryKey() ? ", PRIMARY KEY (" + Sql.names(table.key()) + ")" : "";
        String body = sqlName + " (" + columns + key + ")";
        Matcher partitioning = PARTITIONING.matcher(table.design().partitionBy().strip());
        if (partitioning.matches()) {
            List<String> by = names(partitioning.group(2));
            requireInKey("create.partition.by", by);
            String method = partitioning.group(1).toUpperCase(Locale.ROOT);
            statements.add("CREATE TABLE " + body + " PARTITION BY " + method + " (" + Sql.names(by) + ");");
            partitions(partitioning.group(3));
        } else {
            statements.add(createTable() + body + storage() + ";");
        }
    }

    /** Storage is the partitions' own: the table above them has none. */
    private void partitions(String count) {
        if (count.isEmpty()) {
            partition("default", "DEFAULT");
            return;
        }
        int modulus = Integer.parseInt(count);
        for (int i = 0; i < modulus; i++) {
            partition("p" + i, "FOR VALUES WITH (MODULUS " + modulus + ", REMAINDER " + i + ")");
        }
    }

    private void partition(String suffix, String bounds) {
        TableName name = new TableName(
                table.name().schema(), Ddl.generatedName(table.name().name(), suffix));
        statements.add(createTable() + Sql.name(name) + " PARTITION OF " + sqlName + " " + bounds + storage() + ";");
    }

    private String createTable() {
        return table.design().unlogged() ? "CREATE UNLOGGED TABLE " : "CREATE TABLE ";
    }

    private String storage() {
        int fillFactor = table.design().fillFactor();
        return fillFactor == 0 ? "" : " WITH (fillfactor = " + fillFactor + ")";
    }

    private boolean hasPrimaryKey() {
        return table.kind() == WantedTable.Kind.ROWS && !table.key().isEmpty();
    }

    private String definition(WantedColumn column) {
        boolean isKeyOfHistory = !hasPrimaryKey() && table.key().contains(column.name());
        return Sql.name(column.name()) + " " + ColumnTypes.of(column.schema(), extensions)
                + (isKeyOfHistory ? " NOT NULL" : "");
    }

    private void index() {
        if (table.kind() == WantedTable.Kind.HISTORY && !table.key().isEmpty()) {
            String key = Sql.names(table.key());
            statements.add("CREATE UNIQUE INDEX " + indexName("current") + " ON " + sqlName + " (" + key + ") WHERE "
                    + Sql.name(HistoryColumns.VALID_TO) + " IS NULL;");
            statements.add("CREATE INDEX " + indexName("versions") + " ON " + sqlName + " (" + key + ", "
                    + Sql.name(HistoryColumns.VALID_FROM) + ");");
        }
        table.design().indexes().forEach(this::index);
    }

    /** Left out where the table does not have all of the columns. */
    private void index(String specification) {
        List<String> columns = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String part : names(specification)) {
            Matcher indexed = INDEXED.matcher(part);
            if (!indexed.matches() || !table.has(indexed.group(1))) {
                return;
            }
            StringBuilder column = new StringBuilder(Sql.name(indexed.group(1)));
            words.add(indexed.group(1));
            for (int i = 2; i <= indexed.groupCount(); i++) {
                if (indexed.group(i) != null) {
                    String order = indexed.group(i).replaceAll("\\s+", " ");
                    column.append(' ').append(order.toUpperCase(Locale.ROOT));
                    words.add(order.toLowerCase(Locale.ROOT).replace(' ', '_'));
                }
            }
            columns.add(column.toString());
        }
        String name = indexName(String.join("_", words));
        statements.add("CREATE INDEX " + name + " ON " + sqlName + " (" + String.join(", ", columns) + ");");
    }

    private String indexName(String what) {
        return Sql.name(Ddl.generatedName(table.name().name(), what, "idx"));
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).toList();
    }

    /** PostgreSQL can keep a key unique only if it says which partition a row is in. */
    private void requireInKey(String setting, List<String> columns) {
        for (String column : columns) {
            if (!table.has(column)) {
                throw new ConnectException("Cannot create table " + table.name() + ": '" + setting + "' names column "
                        + column + ", which it does not have. Correct it, or set it for some tables alone in"
                        + " 'table.rules'.");
            }
            if (!table.key().isEmpty() && !table.key().contains(column)) {
                throw new ConnectException("Cannot create table " + table.name() + ": '" + setting + "' names column "
                        + column + ", which is not in the key " + table.key() + " (expected so, because PostgreSQL"
                        + " cannot keep that unique else). Add it to the key, or partition by a column of the key.");
            }
        }
    }
}
