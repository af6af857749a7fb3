// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.RowRules;
import io.millrace.connect.sink.TableRules;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** What is set for one table. */
record TableSettings(RowRules rows, TableDesign design) {
    /** The settings that may be given for some tables alone. */
    static final TableRules.Kind<TableSettings> KIND =
            new TableRules.Kind<>(def(), TableSettings::of, TableSettings::problems);

    private static ConfigDef def() {
        ConfigDef def = new ConfigDef();
        RowOptions.define(def);
        DesignOptions.define(def);
        return def;
    }

    private static TableSettings of(AbstractConfig config) {
        return new TableSettings(new RowOptions(config).rules(), new DesignOptions(config).design());
    }

    private static Map<String, String> problems(AbstractConfig config) {
        Map<String, String> problems = new LinkedHashMap<>(new RowOptions(config).problems());
        problems.putAll(new DesignOptions(config).problems());
        return problems;
    }
}
