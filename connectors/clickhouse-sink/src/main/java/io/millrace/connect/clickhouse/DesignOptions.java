// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.clickhouse.TypeOptions.Documents;
import io.millrace.connect.clickhouse.TypeOptions.Structs;
import io.millrace.connect.clickhouse.TypeOptions.Texts;
import io.millrace.connect.clickhouse.TypeOptions.Times;
import io.millrace.connect.clickhouse.TypeOptions.Zones;
import io.millrace.connect.sink.Choices;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** What tables look like that the sink makes. All of these can be said for some tables alone. */
final class DesignOptions {
    static final String REPLICATED = "create.replicated";
    static final String CLUSTER = "create.cluster";
    static final String ORDER_BY = "create.order.by";
    static final String PARTITION_BY = "create.partition.by";
    static final String TTL = "create.ttl";
    static final String SETTINGS = "create.settings";
    static final String CODECS = "create.codecs";
    static final String LOW_CARDINALITY = "create.low.cardinality";
    static final String DOCUMENTS = "create.documents";
    static final String STRUCTS = "create.structs";
    static final String TIMES = "create.times";
    static final String CURRENT_VIEW = "current.view.format";

    private final AbstractConfig config;

    DesignOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "New tables");
        defineEngine(group.importance(Importance.MEDIUM));
        defineColumns(group);
    }

    private static void defineEngine(OptionGroup group) {
        group.flag(
                        REPLICATED,
                        "false",
                        "Replicated",
                        "Whether tables get the Replicated engine of their kind, with the server's default path and replica"
                                + " name. Not for ClickHouse Cloud, which replicates every table.")
                .text(
                        CLUSTER,
                        "",
                        null,
                        "Cluster",
                        "Cluster that tables are created and altered on (ON CLUSTER). Empty for the one server.")
                .text(
                        ORDER_BY,
                        "",
                        null,
                        "Sorting key",
                        "Sorting key, as SQL: device_id, occurred_at. With delivery.mode replay_safe it must be made of the"
                                + " record's key columns, every one of them: rows that are equal in it replace each other."
                                + " Empty for the record's key in its order.")
                .text(
                        PARTITION_BY,
                        "",
                        null,
                        "Partitioning",
                        "Partition key, as SQL: toYYYYMM(occurred_at). Empty for none.")
                .text(TTL, "", null, "Time to live", "As SQL: occurred_at + INTERVAL 90 DAY. Empty for none.")
                .text(SETTINGS, "", null, "Settings", "Settings of the table, as SQL: index_granularity = 4096.");
    }

    private static void defineColumns(OptionGroup group) {
        group.list(
                        CODECS,
                        "",
                        ConfigChecks.described(DesignOptions::requireCodecs, "column:codec,..."),
                        "Codecs",
                        "Compression of columns, column:codec with plus signs between several:"
                                + " occurred_at:DoubleDelta+ZSTD,value:Gorilla.")
                .list(
                        LOW_CARDINALITY,
                        "",
                        null,
                        "Low cardinality",
                        "Text columns of few different values, which become LowCardinality: platform,type,country.")
                .text(
                        DOCUMENTS,
                        Choices.text(Documents.TEXT),
                        Choices.oneOf(Documents.TEXT),
                        "Documents",
                        "text: JSON fields become String columns, every character as it came. json: columns of type JSON,"
                                + " for ClickHouse 25.3 or later, which makes numbers integers or doubles and leaves nulls"
                                + " out.")
                .text(
                        STRUCTS,
                        Choices.text(Structs.DOCUMENT),
                        Choices.oneOf(Structs.DOCUMENT),
                        "Structs",
                        "document: nested structs become JSON, of the type that create.documents says. tuple: Tuple with"
                                + " the fields' names.")
                .text(
                        TIMES,
                        Choices.text(Times.TEXT),
                        Choices.oneOf(Times.TEXT),
                        "Times of day",
                        "text: String, 12:34:56.789. time64: Time64, for ClickHouse 25.6 or later.")
                .text(
                        CURRENT_VIEW,
                        "",
                        Choices.text(DesignOptions::requireView, "name with ${table}, or empty"),
                        "View of current rows",
                        "A view of each table with FINAL, without columns that begin with an underscore and without rows"
                                + " marked as deleted, for example ${table}_current. Empty for none.");
    }

    private static void requireCodecs(String key, Object value) {
        if (!(value instanceof List<?> codecs)) {
            return;
        }
        for (Object codec : codecs) {
            if (!String.valueOf(codec)
                    .matches("[^:]+:[A-Za-z0-9_]+(\\([^()]*\\))?(\\+[A-Za-z0-9_]+(\\([^()]*\\))?)*")) {
                throw new ConfigException(
                        key, codec, "expected column:codec, such as occurred_at:DoubleDelta+ZSTD. Omit it for none.");
            }
        }
    }

    private static void requireView(String key, String value) {
        if (!value.isEmpty() && !value.contains("${table}")) {
            throw new ConfigException(key, value, "expected a name with ${table}. Omit it for the default, none.");
        }
    }

    TableDesign design() {
        Map<String, String> codecs = new LinkedHashMap<>();
        for (String codec : config.getList(CODECS)) {
            int colon = codec.lastIndexOf(':');
            codecs.put(codec.substring(0, colon), codec.substring(colon + 1).replace("+", ", "));
        }
        return new TableDesign(
                config.getBoolean(REPLICATED),
                config.getString(CLUSTER),
                config.getString(ORDER_BY),
                config.getString(PARTITION_BY),
                config.getString(TTL),
                config.getString(SETTINGS),
                codecs,
                config.getList(LOW_CARDINALITY),
                new TypeOptions(
                        Choices.constant(Documents.class, config.getString(DOCUMENTS)),
                        Choices.constant(Structs.class, config.getString(STRUCTS)),
                        Choices.constant(Times.class, config.getString(TIMES)),
                        Texts.PLAIN,
                        Zones.SERVER_ELSEWHERE),
                config.getString(CURRENT_VIEW));
    }
}
