// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.refusal;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of {@code profile=debezium-compat}: the keys of Debezium's ExtractNewRecordState, as its documentation
 * names them. How they differ is said in {@code docs/transforms/migrate-from-extract-new-record-state.md}.
 */
record CompatOptions(
        Deletes deletes,
        NullColumns nullColumns,
        List<CompatField> fields,
        List<CompatField> headers,
        @Nullable String routeByField,
        @Nullable Drop drop) {
    static final String DELETE_MODE = "delete.tombstone.handling.mode";
    static final String ADD_FIELDS = "add.fields";
    static final String ADD_FIELDS_PREFIX = "add.fields.prefix";
    static final String ADD_HEADERS = "add.headers";
    static final String ADD_HEADERS_PREFIX = "add.headers.prefix";
    static final String ROUTE_BY_FIELD = "route.by.field";
    static final String DROP_HEADER = "drop.fields.header.name";
    static final String DROP_FROM_KEY = "drop.fields.from.key";
    static final String DROP_COMPATIBLE = "drop.fields.keep.schema.compatible";
    static final String REPLACE_NULL = "replace.null.with.default";
    static final String OLD_DELETE_MODE = "delete.handling.mode";
    static final String OLD_DROP_TOMBSTONES = "drop.tombstones";

    private static final String DEFAULT_PREFIX = "__";
    private static final String GROUP = "ExtractNewRecordState";

    CompatOptions {
        fields = List.copyOf(fields);
        headers = List.copyOf(headers);
    }

    /** What becomes of a delete and of the tombstone after it. */
    enum Deletes {
        DROP,
        TOMBSTONE,
        REWRITE,
        REWRITE_WITH_TOMBSTONE,
        DELETE_TO_TOMBSTONE;

        /** Whether rows carry {@code __deleted}, and deletes are such rows. */
        boolean rewrites() {
            return this == REWRITE || this == REWRITE_WITH_TOMBSTONE;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What becomes of null in a column that has a default. */
    enum NullColumns {
        KEPT,
        DEFAULTED
    }

    /** Which fields a header may remove: {@code fromKey} too, and only {@code optional} ones. */
    record Drop(String header, boolean fromKey, boolean optional) {}

    static CompatOptions of(AbstractConfig config) {
        Deletes deletes = Deletes.valueOf(
                config.getString(DELETE_MODE).toUpperCase(Locale.ROOT).replace('-', '_'));
        boolean defaulted = config.getBoolean(REPLACE_NULL) && deletes.rewrites();
        String header = config.getString(DROP_HEADER);
        String route = config.getString(ROUTE_BY_FIELD);
        return new CompatOptions(
                deletes,
                defaulted ? NullColumns.DEFAULTED : NullColumns.KEPT,
                CompatField.parse(config.getList(ADD_FIELDS), config.getString(ADD_FIELDS_PREFIX)),
                CompatField.parse(config.getList(ADD_HEADERS), config.getString(ADD_HEADERS_PREFIX)),
                route.isEmpty() ? null : route,
                header == null || header.isEmpty()
                        ? null
                        : new Drop(header, config.getBoolean(DROP_FROM_KEY), config.getBoolean(DROP_COMPATIBLE)));
    }

    static ConfigDef define(ConfigDef def) {
        defineDeletes(def);
        defineAdditions(def);
        return defineDrops(def);
    }

    private static void defineDeletes(ConfigDef def) {
        def.define(
                        DELETE_MODE,
                        ConfigDef.Type.STRING,
                        Deletes.TOMBSTONE.text(),
                        described(CompatOptions::requireMode, modes()),
                        Importance.HIGH,
                        "With profile=debezium-compat, what becomes of a delete. drop: nothing. tombstone, "
                                + "delete-to-tombstone: one tombstone, in place of the event. rewrite: the deleted row "
                                + "with __deleted \"true\". rewrite-with-tombstone: that row, then the tombstone.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "Deletes (compat)")
                .define(
                        REPLACE_NULL,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "With profile=debezium-compat and a rewrite mode, whether null becomes the column's default. "
                                + "ExtractNewRecordState does so unless told not to; this profile only if told to, "
                                + "because a null that was replaced cannot be told from the default afterwards.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Replace null (compat)")
                .define(
                        OLD_DELETE_MODE,
                        ConfigDef.Type.STRING,
                        null,
                        described(CompatOptions::refuseOldMode, "nothing: it was removed"),
                        Importance.LOW,
                        "Removed by Debezium 3.2, which ignores it: refused with the " + DELETE_MODE
                                + " that does the same.",
                        GROUP,
                        11,
                        Width.SHORT,
                        "Deletes before Debezium 3.2")
                .define(
                        OLD_DROP_TOMBSTONES,
                        ConfigDef.Type.STRING,
                        null,
                        described(CompatOptions::refuseOldTombstones, "nothing: it was removed"),
                        Importance.LOW,
                        "Removed by Debezium 3.2, which ignores it: refused with the " + DELETE_MODE
                                + " that does the same.",
                        GROUP,
                        12,
                        Width.SHORT,
                        "Tombstones before Debezium 3.2");
    }

    private static void defineAdditions(ConfigDef def) {
        def.define(
                        ADD_FIELDS,
                        ConfigDef.Type.LIST,
                        List.of(),
                        described(CompatOptions::requireDistinct, "names such as op, source.ts_ms or lsn:position"),
                        Importance.MEDIUM,
                        "With profile=debezium-compat, what to add to each row from the envelope: a field of the "
                                + "envelope, of transaction or of source, or one of a named block such as "
                                + "source.ts_ms; behind a colon, the name to give it. What an envelope lacks is left out.",
                        GROUP,
                        3,
                        Width.LONG,
                        "Added fields (compat)")
                .define(
                        ADD_FIELDS_PREFIX,
                        ConfigDef.Type.STRING,
                        DEFAULT_PREFIX,
                        Importance.LOW,
                        "With profile=debezium-compat, what the names of added fields begin with.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Prefix of added fields (compat)")
                .define(
                        ADD_HEADERS,
                        ConfigDef.Type.LIST,
                        List.of(),
                        described(CompatOptions::requireReferences, "names such as op, source.ts_ms or lsn:position"),
                        Importance.MEDIUM,
                        "With profile=debezium-compat, what to add to the headers, written as in " + ADD_FIELDS
                                + ". A tombstone that passes gets op alone.",
                        GROUP,
                        5,
                        Width.LONG,
                        "Added headers (compat)")
                .define(
                        ADD_HEADERS_PREFIX,
                        ConfigDef.Type.STRING,
                        DEFAULT_PREFIX,
                        Importance.LOW,
                        "With profile=debezium-compat, what the names of added headers begin with.",
                        GROUP,
                        6,
                        Width.SHORT,
                        "Prefix of added headers (compat)")
                .define(
                        ROUTE_BY_FIELD,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "With profile=debezium-compat, the text column whose value is the topic. Null or empty keeps "
                                + "the topic. A tombstone that passes keeps it too, since it has no columns.",
                        GROUP,
                        7,
                        Width.MEDIUM,
                        "Topic column (compat)");
    }

    private static ConfigDef defineDrops(ConfigDef def) {
        return def.define(
                        DROP_HEADER,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        "With profile=debezium-compat, the header that lists fields to leave out of the row, such as the "
                                + "unchanged ones that Debezium's ExtractChangedRecordState finds.",
                        GROUP,
                        8,
                        Width.MEDIUM,
                        "Header of dropped fields (compat)")
                .define(
                        DROP_FROM_KEY,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "With profile=debezium-compat, whether those fields are left out of the key as well.",
                        GROUP,
                        9,
                        Width.SHORT,
                        "Drop from key (compat)")
                .define(
                        DROP_COMPATIBLE,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "With profile=debezium-compat, whether only optional fields are left out, so that a schema "
                                + "registry accepts the shorter schema.",
                        GROUP,
                        10,
                        Width.SHORT,
                        "Drop optional fields only (compat)");
    }

    private static void requireMode(String name, Object value) {
        if (Arrays.stream(Deletes.values()).noneMatch(mode -> mode.text().equalsIgnoreCase((String) value))) {
            throw refusal(name, value, "expected " + modes(), Deletes.TOMBSTONE.text());
        }
    }

    private static String modes() {
        return Arrays.stream(Deletes.values()).map(Deletes::text).collect(Collectors.joining(", "));
    }

    private static void requireReferences(String name, Object value) {
        List<String> strange = texts(value).stream()
                .filter(text -> !CompatField.isReference(text))
                .toList();
        if (!strange.isEmpty()) {
            throw refusal(name, strange, "expected a field, block.field, or either with :name behind it", "none");
        }
    }

    private static void requireDistinct(String name, Object value) {
        requireReferences(name, value);
        Set<String> seen = new HashSet<>();
        List<String> twice = CompatField.parse(texts(value), "").stream()
                .map(CompatField::name)
                .filter(each -> !seen.add(each))
                .distinct()
                .toList();
        if (!twice.isEmpty()) {
            throw refusal(name, twice, "expected each name once", "none");
        }
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private static void refuseOldMode(String name, Object value) {
        if (value != null) {
            String successor = switch (((String) value).toLowerCase(Locale.ROOT)) {
                case "drop" -> "drop, or to tombstone where drop.tombstones was false";
                case "rewrite" -> "rewrite, or to rewrite-with-tombstone where drop.tombstones was false";
                case "none" -> "tombstone";
                default -> "one of " + modes();
            };
            throw removed(name, value, successor);
        }
    }

    private static void refuseOldTombstones(String name, Object value) {
        if (value != null) {
            throw removed(
                    name,
                    value,
                    Boolean.parseBoolean((String) value)
                            ? "drop, or to rewrite where delete.handling.mode was rewrite"
                            : "tombstone, or to rewrite-with-tombstone where delete.handling.mode was rewrite");
        }
    }

    private static ConfigException removed(String name, Object value, String successor) {
        return new ConfigException(
                name, value, "removed by Debezium 3.2. Set '" + DELETE_MODE + "' to " + successor + ".");
    }
}
