// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.BatchOptions;
import io.millrace.connect.sink.DeliveryOptions;
import io.millrace.connect.sink.EnvelopeOptions;
import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.FlushPolicy;
import io.millrace.connect.sink.SinkTopics;
import io.millrace.connect.sink.TableRoute;
import io.millrace.connect.sink.TableRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The sink's keys, typed. Each group of them is a class of its own. */
final class PostgresSinkConfig extends AbstractConfig {
    static final ConfigDef DEF = new ConfigDef();

    static {
        ConnectionOptions.define(DEF);
        TableOptions.define(DEF);
        RowOptions.define(DEF);
        DesignOptions.define(DEF);
        TableRules.define(DEF);
        EnvelopeOptions.define(DEF);
        CopyOptions.define(DEF);
    }

    PostgresSinkConfig(Map<String, String> props) {
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
        problems.putAll(new DesignOptions(config).problems());
        problems.putAll(new EnvelopeOptions(config).problems());
        problems.putAll(new EnvelopeOptions(config).nameProblems(new RowOptions(config).rules()));
        problems.putAll(new DeliveryOptions(config).problems());
        problems.putAll(new BatchOptions(config).problems());
        problems.putAll(
                TableRules.problems(config.originalsStrings(), config.getList(TableRules.RULES), TableSettings.KIND));
        return problems;
    }

    /** The topics that are named one by one, and keep their names; empty for all that is not known before a record is. */
    List<String> topics() {
        return SinkTopics.of(this);
    }

    /** The connector's name, under which its offsets are kept. */
    static String connector(Map<String, String> props) {
        String name = props.get("name");
        if (name == null) {
            throw new ConfigException("Missing configuration name: the offsets are kept under the connector's name.");
        }
        return name;
    }

    String fixedSchema() {
        return new TableOptions(this).names().fixedSchema();
    }

    String schemaKey() {
        return new TableOptions(this).names().schemaKey();
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

    CopyOptions copying() {
        return new CopyOptions(this);
    }

    EnvelopeOptions envelopes() {
        return new EnvelopeOptions(this);
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
