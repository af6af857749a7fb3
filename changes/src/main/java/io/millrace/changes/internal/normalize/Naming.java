// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static io.millrace.records.ConfigChecks.choice;

import io.millrace.changes.internal.normalize.EnvelopePlan.Unreadable;
import io.millrace.records.Errors;
import io.millrace.records.OptionGroup;
import io.millrace.records.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** How columns, topics and schemas are called in the output. Thread-safe. */
final class Naming {
    static final String COLLISIONS = "names.collisions";

    private static final int MAX_COLUMN_NAMES = 16_384;

    enum Collisions {
        FAIL,
        MERGE
    }

    private final NameRule columns;
    private final NameRule topics;
    private final NameRule schemas;
    private final Collisions collisions;
    private final Map<String, String> columnNames = new ConcurrentHashMap<>();
    private final Map<String, String> topicNames = new ConcurrentHashMap<>();
    private final Map<String, String> topicOrigins = new ConcurrentHashMap<>();

    Naming(AbstractConfig config) {
        this.columns = NameRule.of(config, NameRule.Of.COLUMN);
        this.topics = NameRule.of(config, NameRule.Of.TOPIC);
        this.schemas = NameRule.of(config, NameRule.Of.SCHEMA);
        this.collisions = choice(Collisions.class, config.getString(COLLISIONS));
    }

    static ConfigDef define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Names");
        for (NameRule.Of kind : NameRule.Of.values()) {
            NameRule.define(group, kind);
        }
        group.choice(
                COLLISIONS,
                Collisions.FAIL,
                "Equal names",
                "What to do when two topics get the same name. fail: an error, as for two columns of a table. merge: let "
                        + "them share the topic, as shards of one table do; their keys must then be distinct.");
        return def;
    }

    /** What is wrong with the new names of these columns: that two are equal, or nothing is left of one. Else null. */
    @Nullable Unreadable misnamed(Collection<String> names) {
        if (columns.isNeutral()) {
            return null;
        }
        Set<String> seen = new HashSet<>();
        Set<String> equal = new LinkedHashSet<>();
        List<String> lost = new ArrayList<>();
        for (String name : names) {
            String made = column(name);
            if (made.isEmpty()) {
                lost.add(name);
            } else if (!seen.add(made)) {
                equal.add(made);
            }
        }
        if (lost.isEmpty() && equal.isEmpty()) {
            return null;
        }
        return new Unreadable(
                "name the columns " + (lost.isEmpty() ? equal : lost),
                lost.isEmpty()
                        ? "other columns of the table would have the same names"
                        : "nothing would be left of their names",
                "Correct 'names.column.*'.");
    }

    String column(String name) {
        if (columns.isNeutral()) {
            return name;
        }
        String known = columnNames.get(name);
        if (known != null) {
            return known;
        }
        String made = columns.apply(name);
        if (columnNames.size() < MAX_COLUMN_NAMES) { // without schemas, every record may bring new ones
            columnNames.put(name, made);
        }
        return made;
    }

    /** A schemaless key with its columns renamed; what is no map has none. */
    @Nullable Object columns(@Nullable Object key) {
        if (columns.isNeutral() || !(key instanceof Map<?, ?> map)) {
            return key;
        }
        Map<String, @Nullable Object> renamed = new LinkedHashMap<>();
        map.forEach((name, value) -> renamed.put(column(String.valueOf(name)), value));
        return renamed;
    }

    @Nullable String schema(@Nullable String name) {
        return name == null ? null : schemas.apply(name);
    }

    /** The topic that {@code record} goes to. */
    String topic(ConnectRecord<?> record) {
        String from = record.topic();
        if (topics.isNeutral() || from == null) {
            return from;
        }
        String known = topicNames.get(from);
        return known != null ? known : admit(record, from);
    }

    private String admit(ConnectRecord<?> record, String from) {
        String to = topics.apply(from);
        String other = topicOrigins.putIfAbsent(to, from);
        if (collisions == Collisions.FAIL && other != null && !other.equals(from)) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "route the record to " + to,
                    "so is topic " + other,
                    "Correct 'names.topic.pattern', or set '" + COLLISIONS + "' to merge.");
        }
        topicNames.put(from, to);
        return to;
    }
}
