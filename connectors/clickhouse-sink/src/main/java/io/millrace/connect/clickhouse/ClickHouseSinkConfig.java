// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.BatchOptions;
import io.millrace.connect.sink.Choices;
import io.millrace.connect.sink.DeliveryOptions;
import io.millrace.connect.sink.EnvelopeOptions;
import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.FlushPolicy;
import io.millrace.connect.sink.SinkTopics;
import io.millrace.connect.sink.TableRoute;
import io.millrace.connect.sink.TableRules;
import io.millrace.connect.sink.TopicChange;
import io.millrace.records.OptionGroup;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** The sink's keys, typed. Each group of them is a class of its own. */
final class ClickHouseSinkConfig extends AbstractConfig {
    static final String OWN_DATABASE = "offsets.database";
    static final String LEDGER = "offsets.ledger";
    static final ConfigDef DEF = new ConfigDef();

    /** Where ranges are written down. */
    enum Ledger {
        KEEPER,
        TABLE
    }

    private static final int ROWS = 100_000;

    static {
        ConnectionOptions.define(DEF);
        TableOptions.define(DEF);
        RowOptions.define(DEF);
        DesignOptions.define(DEF);
        TableRules.define(DEF);
        EnvelopeOptions.define(DEF);
        defineBatches();
        defineDelivery();
    }

    private static void defineBatches() {
        OptionGroup batches = new OptionGroup(DEF, "Batches");
        BatchOptions.defineBounds(batches, ROWS);
        BatchOptions.defineConnections(
                batches.importance(Importance.LOW),
                "Connections of one task. Its topics are spread over them, and written in parallel. buffer.max.bytes is"
                        + " shared.");
    }

    private static void defineDelivery() {
        OptionGroup delivery = new OptionGroup(DEF, "Delivery");
        DeliveryOptions.defineRetries(delivery);
        delivery.importance(Importance.LOW)
                .text(
                        OWN_DATABASE,
                        "millrace",
                        Choices.nonEmpty(),
                        "Database of the sink",
                        "Database of the sink's own tables. topics: which topic the sink has written from, so that one that"
                                + " is made anew is noticed; if topic.check.bootstrap.servers is set. sink_ranges: which"
                                + " offsets are in the tables; with delivery.mode exactly_once. Made if it is missing.");
        delivery.text(
                LEDGER,
                Choices.text(Ledger.KEEPER),
                Choices.oneOf(Ledger.KEEPER),
                "Ledger",
                "Where delivery.mode exactly_once writes down which offsets a block has. keeper: a KeeperMap table, where a"
                        + " row changes only if it is as it was read; the server needs keeper_map_path_prefix. table: a"
                        + " plain table, for a server without; two tasks that take a partition over in the same instant"
                        + " may both go on, and rows be there twice.");
        DeliveryOptions.defineTopics(delivery);
    }

    ClickHouseSinkConfig(Map<String, String> props) {
        super(DEF, props, false);
        Map<String, String> problems = problems(this);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join(" ", problems.values()));
        }
    }

    /** What is wrong between keys whose values are right by themselves: the key to change, and why. */
    static Map<String, String> problems(Map<String, String> props) {
        return problems(new AbstractConfig(DEF, props, false));
    }

    private static Map<String, String> problems(AbstractConfig config) {
        Map<String, String> problems = new LinkedHashMap<>(new RowOptions(config).problems());
        problems.putAll(new ConnectionOptions(config).problems());
        problems.putAll(new TableOptions(config).names().problems(SinkTopics.of(config)));
        EnvelopeOptions envelopes = new EnvelopeOptions(config);
        problems.putAll(envelopes.problems());
        problems.putAll(envelopes.nameProblems(new RowOptions(config).rules()));
        problems.putAll(new DeliveryOptions(config).problems());
        problems.putAll(topicProblems(config));
        problems.putAll(new BatchOptions(config).problems());
        problems.putAll(
                TableRules.problems(config.originalsStrings(), config.getList(TableRules.RULES), TableSettings.KIND));
        problems.putAll(deliveryProblems(config));
        return problems;
    }

    /** Offsets are one thing for all tables: they are here for exactly_once, and in Kafka for all others. */
    private static Map<String, String> deliveryProblems(AbstractConfig config) {
        String exactly = Choices.text(DeliveryMode.EXACTLY_ONCE);
        String forAll = config.getString(RowOptions.DELIVERY_MODE);
        Map<String, String> problems = new LinkedHashMap<>();
        for (String rule : config.getList(TableRules.RULES)) {
            String key = TableRules.PREFIX + rule + '.' + RowOptions.DELIVERY_MODE;
            String own = String.valueOf(config.originals().getOrDefault(key, forAll));
            if (!own.equals(forAll) && (own.equals(exactly) || forAll.equals(exactly))) {
                problems.put(
                        key,
                        "Invalid value " + own + " for configuration " + key + ": expected " + forAll
                                + ", because exactly_once is for all tables of a connector or for none.");
            }
        }
        return problems;
    }

    /** A topic that was made anew is noticed by records before the stored offset, which a planned range may not begin with. */
    private static Map<String, String> topicProblems(AbstractConfig config) {
        DeliveryOptions delivery = new DeliveryOptions(config);
        boolean isPlanned = new RowOptions(config).delivery() == DeliveryMode.EXACTLY_ONCE;
        return isPlanned
                        && delivery.topicChange() == TopicChange.EARLIEST
                        && delivery.topicCheck().isEmpty()
                ? Map.of(
                        DeliveryOptions.TOPIC_CHANGED_MODE,
                        "Invalid value earliest for configuration topic.changed.mode: expected"
                                + " topic.check.bootstrap.servers to be set too, because delivery.mode is exactly_once.")
                : Map.of();
    }

    /** The connector's name. */
    static String connector(Map<String, String> props) {
        String name = props.get("name");
        if (name == null) {
            throw new ConfigException(
                    "Missing configuration name: what the sink notes is kept under the connector's name.");
        }
        return name;
    }

    ConnectionOptions connection() {
        return new ConnectionOptions(this);
    }

    DeliveryOptions delivery() {
        return new DeliveryOptions(this);
    }

    BatchOptions batches() {
        return new BatchOptions(this);
    }

    EnvelopeOptions envelopes() {
        return new EnvelopeOptions(this);
    }

    boolean isExactlyOnce() {
        return new RowOptions(this).delivery() == DeliveryMode.EXACTLY_ONCE;
    }

    RangeLedger ledger(Session session, String connector) {
        return Choices.constant(Ledger.class, getString(LEDGER)) == Ledger.KEEPER
                ? RangeLedger.inKeeper(session, ownDatabase(), connector)
                : RangeLedger.inTable(session, ownDatabase(), connector);
    }

    String ownDatabase() {
        return getString(OWN_DATABASE);
    }

    /** The database that every table is in; empty where it is part of what records decide. */
    String fixedDatabase() {
        return new TableOptions(this).names().fixedSchema();
    }

    /** The key that says which database tables are in. */
    String databaseKey() {
        return new TableOptions(this).names().schemaKey();
    }

    TableRoute route() {
        return new TableOptions(this).names().route();
    }

    EvolutionRules evolution() {
        return new TableOptions(this).evolution();
    }

    boolean isDryRun() {
        return new TableOptions(this).isDryRun();
    }

    TableRules<TableSettings> tables() {
        return new TableRules<>(this, TableSettings.KIND);
    }

    FlushPolicy policy() {
        return delivery().policy(batches());
    }
}
