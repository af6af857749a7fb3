// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * The settings of {@code profile=debezium-compat}: those of Debezium's ExtractNewRecordState. How they differ is said in
 * {@code docs/transforms/migrate-from-extract-new-record-state.md}.
 */
record CompatOptions(
        Deletes deletes,
        NullColumns nullColumns,
        List<CompatField> fields,
        List<CompatField> headers,
        @Nullable String routeByField,
        @Nullable Drop drop) {
    CompatOptions {
        fields = List.copyOf(fields);
        headers = List.copyOf(headers);
    }

    static ConfigDef define(ConfigDef def) {
        return CompatKeys.define(def);
    }

    static CompatOptions of(AbstractConfig config) {
        Deletes deletes = Deletes.of(config.getString(CompatKeys.DELETE_MODE));
        boolean defaulted = config.getBoolean(CompatKeys.REPLACE_NULL) && deletes.rewrites();
        String header = config.getString(CompatKeys.DROP_HEADER);
        String route = config.getString(CompatKeys.ROUTE_BY_FIELD);
        Drop drop = new Drop(
                header, config.getBoolean(CompatKeys.DROP_FROM_KEY), config.getBoolean(CompatKeys.DROP_COMPATIBLE));
        return new CompatOptions(
                deletes,
                defaulted ? NullColumns.DEFAULTED : NullColumns.KEPT,
                fields(config, CompatKeys.ADD_FIELDS, CompatKeys.ADD_FIELDS_PREFIX),
                fields(config, CompatKeys.ADD_HEADERS, CompatKeys.ADD_HEADERS_PREFIX),
                route.isEmpty() ? null : route,
                header.isEmpty() ? null : drop);
    }

    private static List<CompatField> fields(AbstractConfig config, String key, String prefixKey) {
        return CompatField.parse(config.getList(key), config.getString(prefixKey));
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

        /** How the mode is written in a configuration, in any case. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static boolean isMode(String text) {
            return Arrays.stream(values()).anyMatch(mode -> mode.text().equalsIgnoreCase(text));
        }

        static Deletes of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        static String texts() {
            return Arrays.stream(values()).map(Deletes::text).collect(Collectors.joining(", "));
        }
    }

    /** What becomes of null in a column that has a default. */
    enum NullColumns {
        KEPT,
        DEFAULTED
    }

    /** Which fields a header may remove: {@code fromKey} too, and only {@code optional} ones. */
    record Drop(String header, boolean fromKey, boolean optional) {}
}
