// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.DeleteMode;
import io.millrace.connect.sink.RowRules;
import io.millrace.connect.sink.TableRules;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * What is set for one table.
 *
 * @param version null where every record is a new row
 * @param isDeduplicated whether the server has to know blocks that it was sent before
 */
record TableSettings(
        RowRules rows,
        @Nullable VersionColumns version,
        boolean isDeduplicated,
        boolean refusesUnavailable,
        TableDesign design) {
    /** The settings that may be given for some tables alone. */
    static final TableRules.Kind<TableSettings> KIND =
            new TableRules.Kind<>(def(), TableSettings::of, TableSettings::problems);

    /** Whether a tombstone has a version: an order key is in the value that it does not have. */
    boolean versionsTombstones() {
        return version != null && rows.deletes().mode() == DeleteMode.HARD && !rows.isOrdered();
    }

    private static ConfigDef def() {
        ConfigDef def = new ConfigDef();
        RowOptions.define(def);
        DesignOptions.define(def);
        return def;
    }

    private static TableSettings of(AbstractConfig config) {
        RowOptions rows = new RowOptions(config);
        return new TableSettings(
                rows.rules(),
                rows.delivery().isVersioned() ? rows.versionColumns() : null,
                rows.delivery() == DeliveryMode.EXACTLY_ONCE,
                rows.refusesUnavailable(),
                new DesignOptions(config).design());
    }

    private static Map<String, String> problems(AbstractConfig config) {
        return new LinkedHashMap<>(new RowOptions(config).problems());
    }
}
