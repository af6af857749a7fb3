// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.FlushPolicy;
import io.millrace.connect.sink.TableRoute;
import java.util.LinkedHashMap;
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
        BatchOptions.define(DEF);
        DeliveryOptions.define(DEF);
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
        TableOptions tables = new TableOptions(config);
        if (!tables.missingGroups().isEmpty()) {
            problems.put(
                    TableOptions.TABLE_NAME_FORMAT,
                    "Invalid value " + config.getString(TableOptions.TABLE_NAME_FORMAT)
                            + " for configuration table.name.format: expected 'table.name.topics' to have the group(s) "
                            + String.join(", ", tables.missingGroups()) + ".");
        }
        BatchOptions batches = new BatchOptions(config);
        if (batches.bufferBytes() < batches.maxBytes()) {
            problems.put(
                    BatchOptions.BUFFER_MAX_BYTES,
                    "Invalid value " + batches.bufferBytes() + " for configuration buffer.max.bytes: expected "
                            + batches.maxBytes() + ", the value of batch.max.bytes, or more.");
        }
        problems.putAll(TableRules.problems(config.originalsStrings(), config.getList(TableRules.RULES)));
        return problems;
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

    TableRoute route() {
        return new TableOptions(this).route();
    }

    EvolutionRules evolution() {
        return new TableOptions(this).evolution();
    }

    boolean isDryRun() {
        return new TableOptions(this).isDryRun();
    }

    TableRules tables() {
        return new TableRules(this);
    }

    FlushPolicy policy() {
        return delivery().policy(batches());
    }
}
