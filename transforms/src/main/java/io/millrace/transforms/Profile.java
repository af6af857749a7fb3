// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static io.millrace.records.ConfigChecks.refusal;

import java.util.Arrays;
import java.util.HashMap;
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

    private Map<String, String> settings() {
        return switch (this) {
            case NONE, DEBEZIUM_COMPAT -> Map.of();
            case JDBC ->
                Map.of(
                        NormalizeConfig.DELETES, "tombstone",
                        NormalizeConfig.TRUNCATES, "fail",
                        MetadataOptions.STANDARD, "op,seq,source_ts");
            case CLICKHOUSE ->
                Map.of(
                        NormalizeConfig.DELETES, "row",
                        NormalizeConfig.TRUNCATES, "fail",
                        MetadataOptions.STANDARD, "op,is_deleted,seq_number:_version,source_ts");
            case BIGQUERY ->
                Map.of(
                        NormalizeConfig.DELETES, "row",
                        NormalizeConfig.TRUNCATES, "fail",
                        MetadataOptions.STANDARD, "change_type:_CHANGE_TYPE,seq:_CHANGE_SEQUENCE_NUMBER,op,source_ts");
            case SNOWFLAKE ->
                Map.of(
                        NormalizeConfig.DELETES,
                        "row",
                        MetadataOptions.STANDARD,
                        "op:_OP,deleted:_DELETED,seq:_SEQ,source_ts:_SOURCE_TS",
                        "names.column.case",
                        "upper");
            case ICEBERG ->
                Map.of(
                        NormalizeConfig.DELETES, "row",
                        NormalizeConfig.TRUNCATES, "fail",
                        MetadataOptions.NEST, "_cdc",
                        MetadataOptions.STANDARD, "op_letter:op,source_ts:ts,offset,topic:source,seq,deleted");
            case DATABRICKS -> Map.of(NormalizeConfig.DELETES, "row");
        };
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
}
