// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import java.util.LinkedHashMap;
import java.util.Map;

/** Chains of transforms that users run, for change events of databases. */
final class Chains {
    private static final String OURS = "io.millrace.transforms.";
    private static final String STOCK = "org.apache.kafka.connect.transforms.";
    private static final String DEBEZIUM = "io.debezium.transforms.";
    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
    private static final String AVRO = "io.millrace.converters.AvroConverter";

    private final Map<String, String> settings = new LinkedHashMap<>();

    private Chains() {}

    /** By name, those of sources; {@code registry} is where Avro's schemas are. */
    static Map<String, Map<String, String>> ofSources(String registry) {
        Map<String, Map<String, String>> chains = new LinkedHashMap<>();
        chains.put("plain", new Chains().json(true).settings);
        chains.put("ours", ours().json(true).settings);
        chains.put("ours_avro", ours().avro(registry).settings);
        chains.put("stock", stock().json(false).settings);
        chains.put("stock_avro", stock().avro(registry).settings);
        chains.put("envelopes", envelopes().json(true).settings);
        chains.put("debezium", debezium().json(true).settings);
        chains.put("debezium_avro", debezium().avro(registry).settings);
        chains.put("failing", failing().json(false).settings);
        return chains;
    }

    /** By name, those of sinks that read what the source {@code plain} or {@code ours_avro} wrote. */
    static Map<String, Map<String, String>> ofSinks(String registry) {
        Map<String, Map<String, String>> chains = new LinkedHashMap<>();
        chains.put("sink-plain", debezium().json(true).settings);
        chains.put("sink-stock", stock().json(true).settings);
        chains.put("sink-ours", ours().json(true).settings);
        chains.put(
                "sink-schemaless",
                new Chains()
                        .json(false)
                        .transform("payload", STOCK + "ExtractField$Value", Map.of("field", "payload"))
                        .transform(
                                "static",
                                STOCK + "InsertField$Value",
                                Map.of("static.field", "by", "static.value", "try"))
                        .when("static", "hasPayload", true)
                        .predicate("hasPayload", STOCK + "predicates.RecordIsTombstone", Map.of())
                        .settings);
        chains.put(
                "sink-avro",
                new Chains()
                        .avro(registry)
                        .transform(
                                "name",
                                STOCK + "SetSchemaMetadata$Value",
                                Map.of("schema.name", "shop.Row", "schema.version", "2"))
                        .transform(
                                "time",
                                STOCK + "TimestampConverter$Value",
                                Map.of(
                                        "field",
                                        "_source_ts",
                                        "target.type",
                                        "string",
                                        "format",
                                        "yyyy-MM-dd HH:mm:ss.SSS"))
                        .settings);
        return chains;
    }

    private static Chains ours() {
        return new Chains()
                .transform("normalize", OURS + "NormalizeEnvelope", Map.of())
                .transform(
                        "mask",
                        OURS + "MaskFields$Value",
                        Map.of("fields", "note", "mode", "null", "missing", "ignore"))
                .when("mask", "composite", false)
                .transform("drop", STOCK + "Filter", Map.of())
                .when("drop", "isDelete", false)
                .transform(
                        "route", STOCK + "RegexRouter", Map.of("regex", "(.*)[.](.*)", "replacement", "$1-curated-$2"))
                .tolerant()
                .when("route", "isTombstone", true)
                .predicate("isTombstone", STOCK + "predicates.RecordIsTombstone", Map.of())
                .predicate("composite", STOCK + "predicates.TopicNameMatches", Map.of("pattern", ".*composite_key"))
                .predicate("isDelete", OURS + "IsDelete", Map.of());
    }

    private static Chains stock() {
        return new Chains()
                .transform("drop", STOCK + "Filter", Map.of())
                .when("drop", "isTombstone", false)
                .transform("after", STOCK + "ExtractField$Value", Map.of("field", "after"))
                .transform("gone", STOCK + "Filter", Map.of())
                .when("gone", "isTombstone", false)
                .transform("replace", STOCK + "ReplaceField$Value", Map.of("renames", "site:place", "exclude", "note"))
                .transform("cast", STOCK + "Cast$Value", Map.of("spec", "seq:string"))
                .when("cast", "composite", false)
                .transform(
                        "origin",
                        STOCK + "InsertField$Value",
                        Map.of("static.field", "origin", "static.value", "shop", "timestamp.field", "at"))
                .transform("header", STOCK + "InsertHeader", Map.of("header", "tenant", "value.literal", "7"))
                .transform(
                        "drops",
                        STOCK + "DropHeaders",
                        Map.of("headers", "__debezium.context.runId,__debezium.context.taskId"))
                .transform("hoist", STOCK + "HoistField$Key", Map.of("field", "id"))
                .transform(
                        "month",
                        STOCK + "TimestampRouter",
                        Map.of("topic.format", "${topic}-${timestamp}", "timestamp.format", "yyyyMM"))
                .predicate("isTombstone", STOCK + "predicates.RecordIsTombstone", Map.of())
                .predicate("composite", STOCK + "predicates.TopicNameMatches", Map.of("pattern", ".*composite_key"));
    }

    private static Chains envelopes() {
        return new Chains()
                .transform(
                        "time",
                        STOCK + "TimestampConverter$Value",
                        Map.of("field", "ts_ms", "target.type", "Timestamp"))
                .transform(
                        "copy",
                        STOCK + "HeaderFrom$Value",
                        Map.of("fields", "op,ts_ms", "headers", "op,at", "operation", "copy"))
                .when("copy", "isTombstone", true)
                .transform("mask", STOCK + "MaskField$Value", Map.of("fields", "op", "replacement", "x"))
                .when("mask", "isTombstone", true)
                .transform("named", STOCK + "SetSchemaMetadata$Value", Map.of("schema.name", "shop.Envelope"))
                .when("named", "isTombstone", true)
                .predicate("isTombstone", STOCK + "predicates.RecordIsTombstone", Map.of());
    }

    private static Chains debezium() {
        return new Chains()
                .transform(
                        "tables",
                        DEBEZIUM + "ByLogicalTableRouter",
                        Map.of(
                                "topic.regex",
                                "(.*)[.](.*)_key",
                                "topic.replacement",
                                "$1.$2",
                                "key.enforce.uniqueness",
                                "true"))
                .transform(
                        "unwrap",
                        DEBEZIUM + "ExtractNewRecordState",
                        Map.of(
                                "delete.tombstone.handling.mode",
                                "rewrite",
                                "add.fields",
                                "op,source.ts_ms,source.db",
                                "add.headers",
                                "op,source.table"));
    }

    /** Not every record has such a field: some fail and are skipped. */
    private static Chains failing() {
        Chains chains = new Chains()
                .transform("after", STOCK + "ExtractField$Value", Map.of("field", "after"))
                .transform("key", STOCK + "ValueToKey", Map.of("fields", "site"));
        return chains.tolerant();
    }

    private Chains tolerant() {
        settings.put("errors.tolerance", "all");
        return this;
    }

    private Chains transform(String alias, String type, Map<String, String> options) {
        settings.merge("transforms", alias, (all, last) -> all + "," + last);
        settings.put("transforms." + alias + ".type", type);
        options.forEach((key, value) -> settings.put("transforms." + alias + "." + key, value));
        return this;
    }

    private Chains when(String alias, String predicate, boolean isNegated) {
        settings.put("transforms." + alias + ".predicate", predicate);
        if (isNegated) {
            settings.put("transforms." + alias + ".negate", "true");
        }
        return this;
    }

    private Chains predicate(String alias, String type, Map<String, String> options) {
        settings.merge("predicates", alias, (all, last) -> all + "," + last);
        settings.put("predicates." + alias + ".type", type);
        options.forEach((key, value) -> settings.put("predicates." + alias + "." + key, value));
        return this;
    }

    private Chains json(boolean hasSchemas) {
        return converters(JSON, Map.of("schemas.enable", String.valueOf(hasSchemas)));
    }

    private Chains avro(String registry) {
        settings.put("header.converter", JSON);
        settings.put("header.converter.converter.type", "header");
        return converters(AVRO, Map.of("schema.registry.url", registry));
    }

    private Chains converters(String type, Map<String, String> options) {
        for (String side : new String[] {"key.converter", "value.converter"}) {
            settings.put(side, type);
            options.forEach((key, value) -> settings.put(side + "." + key, value));
        }
        return this;
    }
}
