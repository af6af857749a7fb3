// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.ConfigChecks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * True for a record of a table whose name matches one of {@code tables}, regular expressions.
 *
 * <p>The name is database, schema and table joined by dots, as far as there are such: {@code shop.orders} of MySQL,
 * {@code shop.public.orders} of PostgreSQL. An expression must match the whole of it or the whole of what follows one of
 * its dots: {@code orders}, {@code public\.orders} and {@code shop\..*} match the latter, {@code rders} does not.
 *
 * <p>The name is taken from a change event's source block, from the columns {@code _db}, {@code _schema} and {@code
 * _table} of a curated row and, where neither is there, from the topic; so it is for tombstones. Works with schemas and
 * without. Thread-safe once configured.
 */
public final class TableMatches<R extends ConnectRecord<R>> extends ChangePredicate<R> {
    static final String TABLES = "tables";

    private static final int MAX_ANSWERS = 10_000;

    private final Map<Object, Boolean> answers = new ConcurrentHashMap<>();
    private List<Pattern> tables = List.of();

    @Override
    void configure(AbstractConfig config) {
        tables = config.getList(TABLES).stream().map(Pattern::compile).toList();
        answers.clear();
    }

    @Override
    boolean testTombstone(R record) {
        return matches(record.topic());
    }

    @Override
    boolean test(R record, Object value, ChangeReader change) {
        TableName name = change.table(value);
        return name.isKnown() ? matches(name) : matches(record.topic());
    }

    /** Expressions are tried once per name, which is a table's or a topic's. */
    private boolean matches(Object name) {
        Boolean known = answers.get(name);
        if (known == null) {
            known = tried(name instanceof TableName table ? table.text() : (String) name);
            if (answers.size() < MAX_ANSWERS) {
                answers.put(name, known);
            }
        }
        return known;
    }

    private boolean tried(String name) {
        if (tables.stream().anyMatch(pattern -> pattern.matcher(name).matches())) {
            return true;
        }
        int dot = name.indexOf('.');
        return dot >= 0 && tried(name.substring(dot + 1));
    }

    private static void require(String name, Object value) {
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            throw new ConfigException(name, value, "expected at least one regular expression");
        }
        for (Object each : list) {
            try {
                Pattern.compile((String) each);
            } catch (PatternSyntaxException e) {
                throw new ConfigException(name, each, "expected a regular expression: " + e.getDescription());
            }
        }
    }

    @Override
    public ConfigDef config() {
        return super.config()
                .define(
                        TABLES,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigChecks.described(TableMatches::require, "regular expressions without commas"),
                        Importance.HIGH,
                        "Regular expressions, separated by commas, for the table's name with database and schema: "
                                + "shop.orders on MySQL, shop.public.orders on PostgreSQL. One must match the whole name "
                                + "or all that follows one of its dots. Without such a name the topic's is used. "
                                + "Example: shop\\..*, public\\.orders, customers.",
                        "Records",
                        3,
                        Width.LONG,
                        "Tables");
    }
}
