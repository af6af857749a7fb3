// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings of rows and new tables for some tables alone: {@code table.rules=audit},
 * {@code table.rules.audit.tables=.*_log}, {@code table.rules.audit.write.mode=insert}. The first rule that matches a
 * table counts; what it does not say is as for all tables.
 *
 * @param <S> what is set for one table
 */
public final class TableRules<S> {
    public static final String RULES = "table.rules";
    public static final String PREFIX = RULES + ".";
    static final String TABLES = "tables";

    /**
     * What can be said for some tables alone.
     *
     * @param def the settings
     * @param read what they say
     * @param problems what is wrong between them: the key to change, and why
     */
    public record Kind<S>(
            ConfigDef def, Function<AbstractConfig, S> read, Function<AbstractConfig, Map<String, String>> problems) {}

    private record Rule<S>(Pattern tables, S settings) {
        boolean matches(TableName table) {
            return tables.matcher(table.name()).matches()
                    || tables.matcher(table.toString()).matches();
        }
    }

    private final List<Rule<S>> rules = new ArrayList<>();
    private final S others;

    public TableRules(AbstractConfig config, Kind<S> kind) {
        Map<String, String> given = config.originalsStrings();
        others = kind.read().apply(new AbstractConfig(kind.def(), given, false));
        for (String alias : config.getList(RULES)) {
            Pattern tables = Pattern.compile(String.valueOf(given.get(PREFIX + alias + '.' + TABLES)));
            rules.add(new Rule<>(tables, kind.read().apply(merged(given, alias, kind))));
        }
    }

    /** Adds the setting that names rules. */
    public static void define(ConfigDef def) {
        new OptionGroup(def, "Tables of their own")
                .list(
                        RULES,
                        "",
                        null,
                        "Table rules",
                        "Names of rules for some tables alone. Each has table.rules.NAME.tables, a regular expression for"
                                + " the table's name with or without its schema, and any settings of the groups Rows and"
                                + " New tables: table.rules.NAME.write.mode, for example. The first rule that matches"
                                + " counts; what it does not set is as for all tables.");
    }

    private static AbstractConfig merged(Map<String, String> given, String alias, Kind<?> kind) {
        Map<String, String> merged = new HashMap<>(given);
        String prefix = PREFIX + alias + '.';
        given.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                merged.put(key.substring(prefix.length()), value);
            }
        });
        return new AbstractConfig(kind.def(), merged, false);
    }

    /** What is set for the table. */
    public S of(TableName table) {
        for (Rule<S> rule : rules) {
            if (rule.matches(table)) {
                return rule.settings();
            }
        }
        return others;
    }

    /** What is wrong with the rules: the key to change, and why. */
    public static Map<String, String> problems(Map<String, String> given, List<String> aliases, Kind<?> kind) {
        Map<String, String> problems = new LinkedHashMap<>();
        Set<String> known = new HashSet<>(kind.def().names());
        known.add(TABLES);
        for (String key : given.keySet()) {
            if (key.startsWith(PREFIX)) {
                unknown(key, aliases, known, problems);
            }
        }
        for (String alias : aliases) {
            ruleProblems(given, alias, kind, problems);
        }
        return problems;
    }

    private static void unknown(String key, List<String> aliases, Set<String> known, Map<String, String> problems) {
        String rest = key.substring(PREFIX.length());
        int dot = rest.indexOf('.');
        if (dot < 0 || !aliases.contains(rest.substring(0, dot))) {
            problems.put(
                    key, "Unknown configuration " + key + ": its rule is not among 'table.rules', " + aliases + ".");
        } else if (!known.contains(rest.substring(dot + 1))) {
            problems.put(
                    key,
                    "Unknown configuration " + key
                            + ": expected 'tables' or a setting of the groups Rows and New tables.");
        }
    }

    private static void ruleProblems(
            Map<String, String> given, String alias, Kind<?> kind, Map<String, String> problems) {
        String prefix = PREFIX + alias + '.';
        String tables = given.get(prefix + TABLES);
        try {
            if (tables == null) {
                throw new ConfigException("Missing configuration " + prefix + TABLES
                        + ": expected a regular expression for the tables of rule " + alias + ".");
            }
            Pattern.compile(tables);
            Map<String, String> own = kind.problems().apply(merged(given, alias, kind));
            own.forEach((key, problem) -> problems.put(prefix + key, problem.replace(" " + key, " " + prefix + key)));
        } catch (PatternSyntaxException e) {
            problems.put(
                    prefix + TABLES,
                    ConfigChecks.refusal(
                                    prefix + TABLES,
                                    String.valueOf(tables),
                                    "expected a regular expression, found: " + e.getDescription(),
                                    "none")
                            .getMessage());
        } catch (ConfigException e) {
            problems.put(prefix + TABLES, String.valueOf(e.getMessage()));
        }
    }
}
