// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static io.millrace.records.ConfigChecks.refusal;

import io.millrace.changes.internal.types.TypeOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Presets of the settings for a target. What the user sets goes before them. */
enum Profile {
    NONE,
    /** Sinks that write rows over JDBC and delete by tombstone. */
    JDBC,
    /** A {@code ReplacingMergeTree(_version, _is_deleted)}. */
    CLICKHOUSE,
    /** BigQuery's Storage Write API, change data capture by pseudo-columns. */
    BIGQUERY,
    /** A landing table in Snowflake, merged by the order key; upper-case names need no quotes there. */
    SNOWFLAKE,
    /** One struct {@code _cdc}, as Iceberg's own transform names it, with the order key in it. */
    ICEBERG,
    /** {@code AUTO CDC ... SEQUENCE BY _seq APPLY AS DELETE WHEN _deleted APPLY AS TRUNCATE WHEN _op = 't'}. */
    DATABRICKS,
    /** Debezium's {@code ExtractNewRecordState}, with its settings in place of these. */
    DEBEZIUM_COMPAT;

    /** Types that every sink knows: Connect's own logical types, exact, and plain text for the rest. */
    private static final Map<String, String> PLAIN_TYPES = plainTypes();

    /** What the profile sets; keys that do not depend on the target come last. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        switch (this) {
            case NONE, DEBEZIUM_COMPAT -> {
                return settings;
            }
            case JDBC -> {
                settings.put(NormalizeConfig.DELETES, "tombstone");
                settings.put(NormalizeConfig.TRUNCATES, "fail");
                settings.put(MetadataOptions.STANDARD, "op,seq,source_ts");
            }
            case CLICKHOUSE -> {
                settings.put(NormalizeConfig.DELETES, "row");
                settings.put(NormalizeConfig.TRUNCATES, "fail");
                settings.put(MetadataOptions.STANDARD, "op,is_deleted,seq_number:_version,source_ts");
            }
            case BIGQUERY -> {
                settings.put(NormalizeConfig.DELETES, "row");
                settings.put(NormalizeConfig.TRUNCATES, "fail");
                settings.put(
                        MetadataOptions.STANDARD,
                        "change_type:_CHANGE_TYPE,seq:_CHANGE_SEQUENCE_NUMBER,op:cdc_op,source_ts:cdc_source_ts");
            }
            case SNOWFLAKE -> {
                settings.put(NormalizeConfig.DELETES, "row");
                settings.put(MetadataOptions.STANDARD, "op:_OP,deleted:_DELETED,seq:_SEQ,source_ts:_SOURCE_TS");
                settings.put("names.column.case", "upper");
                settings.put(TypeOptions.DECIMAL, "string");
                settings.put(TypeOptions.TEMPORAL, "iso");
            }
            case ICEBERG -> {
                settings.put(NormalizeConfig.DELETES, "row");
                settings.put(NormalizeConfig.TRUNCATES, "fail");
                settings.put(MetadataOptions.NEST, "_cdc");
                settings.put(MetadataOptions.STANDARD, "op_letter:op,source_ts:ts,offset,topic:source,seq,deleted");
            }
            case DATABRICKS -> settings.put(NormalizeConfig.DELETES, "row");
        }
        PLAIN_TYPES.forEach(settings::putIfAbsent);
        return settings;
    }

    /** {@code props} with the presets of the profile and the shape that they ask for, where they say nothing. */
    static Map<String, Object> presets(Map<String, ?> props) {
        Map<String, Object> all = new HashMap<>();
        if ("changelog".equals(props.get(NormalizeConfig.SHAPE))) {
            all.put(NormalizeConfig.DELETES, "row");
            all.put(MetadataOptions.STANDARD, "op,deleted,seq,source_ts,changed");
        } else if ("envelope".equals(props.get(NormalizeConfig.SHAPE))) {
            all.put(MetadataOptions.PREFIX, "");
            all.put(
                    MetadataOptions.STANDARD,
                    "op,deleted,seq,seq_quality,source_ts,phase,tx,connector,db,schema,table,changed,unavailable");
        }
        Arrays.stream(values())
                .filter(profile -> profile.text().equals(props.get(NormalizeConfig.PROFILE)))
                .forEach(profile -> all.putAll(profile.settings()));
        all.putAll(props);
        return all;
    }

    /** How the profile is written in a configuration. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String texts() {
        return Arrays.stream(values()).map(Profile::text).collect(Collectors.joining(", "));
    }

    static Profile of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static void require(String name, Object value) {
        if (Arrays.stream(values()).noneMatch(profile -> profile.text().equals(value))) {
            throw refusal(name, value, "expected one of " + texts(), NONE.text());
        }
    }

    private static Map<String, String> plainTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put(TypeOptions.DECIMAL, "decimal");
        types.put(TypeOptions.TEMPORAL, "connect");
        types.put(TypeOptions.INTERVAL, "iso");
        types.put(TypeOptions.BITS, "string");
        types.put(TypeOptions.GEOMETRY, "wkt");
        types.put(TypeOptions.VECTOR, "json");
        types.put(TypeOptions.MAP, "json");
        for (String key :
                List.of(TypeOptions.JSON, TypeOptions.TEXT, TypeOptions.ENUM, TypeOptions.SET, TypeOptions.UUID)) {
            types.put(key, "string");
        }
        return types;
    }
}
