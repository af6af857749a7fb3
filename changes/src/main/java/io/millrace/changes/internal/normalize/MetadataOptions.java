// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.refusal;

import io.millrace.records.OptionGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Which metadata columns there are, and how they are called. */
final class MetadataOptions {
    static final String PREFIX = "metadata.prefix";
    static final String STANDARD = "metadata.standard";
    static final String COLUMNS = "metadata.columns";
    static final String NEST = "metadata.nest";

    private static final String DEFAULT_PREFIX = "_";
    private static final String DEFAULT_STANDARD = "op,deleted,seq,source_ts";
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)?");

    private final String prefix;
    private final String nest;
    private final List<Named> columns;

    MetadataOptions(AbstractConfig config) {
        this.prefix = config.getString(PREFIX);
        this.nest = config.getString(NEST);
        List<Named> all = new ArrayList<>();
        for (String key : List.of(STANDARD, COLUMNS)) {
            for (String entry : config.getList(key)) {
                Named named = named(entry);
                if (all.stream().noneMatch(named::equals)) {
                    all.add(named);
                }
            }
        }
        this.columns = List.copyOf(all);
    }

    static ConfigDef define(ConfigDef def) {
        String known = String.join(", ", MetadataColumn.names());
        new OptionGroup(def, "Metadata columns")
                .text(
                        PREFIX,
                        DEFAULT_PREFIX,
                        described(MetadataOptions::requireName, "a prefix that column names may have"),
                        "Metadata prefix",
                        "What the names of the metadata columns begin with: letters, digits and underscores. Change it "
                                + "where a table has a column of the same name, such as _op.")
                .list(
                        STANDARD,
                        DEFAULT_STANDARD,
                        described(MetadataOptions::requireColumns, "any of " + known),
                        "Metadata columns",
                        "The metadata columns, in this order. A name of one's own comes after a colon and takes no "
                                + "prefix: op:__op.")
                .list(
                        COLUMNS,
                        "",
                        described(MetadataOptions::requireColumns, "any of " + known),
                        "Further metadata columns",
                        "Metadata columns after those of metadata.standard, written alike. Example: "
                                + "db,table:table_name,phase.")
                .text(
                        NEST,
                        "",
                        described(MetadataOptions::requireName, "a name that a column may have"),
                        "Column for metadata",
                        "Puts the metadata columns, without prefix, into one nested column of this name. Empty: they are "
                                + "columns of the row.");
        return def;
    }

    /** A metadata column and the name that it gets. */
    record Named(MetadataColumn column, String name) {}

    /** In their order. A column may be there twice under two names. */
    List<Named> columns() {
        return columns;
    }

    /** The name of the column that holds them all; empty where each is a column of the row. */
    String nest() {
        return nest;
    }

    /** The name of a part of the row that is not one of {@link #columns}: {@code before}. */
    String prefixed(String name) {
        return prefix + name;
    }

    boolean has(MetadataColumn column) {
        return columns.stream().anyMatch(named -> named.column == column);
    }

    private Named named(String entry) {
        int colon = entry.indexOf(':');
        String own = colon < 0 ? entry : entry.substring(0, colon);
        MetadataColumn column = MetadataColumn.of(own);
        if (colon >= 0) {
            return new Named(column, entry.substring(colon + 1));
        }
        return new Named(column, nest.isEmpty() ? prefix + own : own);
    }

    private static void requireName(String name, Object value) {
        if (!NAME.matcher((String) value).matches()) {
            String fallback = name.endsWith(PREFIX) ? DEFAULT_PREFIX : "none";
            throw refusal(name, value, "expected letters, digits and underscores, no digit first", fallback);
        }
    }

    private static void requireColumns(String name, Object value) {
        List<String> strange = new ArrayList<>();
        for (Object entry : (List<?>) value) {
            String text = (String) entry;
            int colon = text.indexOf(':');
            boolean named =
                    colon < 0 || (NAME.matcher(text.substring(colon + 1)).matches() && !text.endsWith(":"));
            if (!named || !MetadataColumn.names().contains(colon < 0 ? text : text.substring(0, colon))) {
                strange.add(text);
            }
        }
        if (!strange.isEmpty()) {
            String fallback = name.endsWith(STANDARD) ? DEFAULT_STANDARD : "none";
            throw refusal(name, strange, "expected any of " + String.join(", ", MetadataColumn.names()), fallback);
        }
    }
}
