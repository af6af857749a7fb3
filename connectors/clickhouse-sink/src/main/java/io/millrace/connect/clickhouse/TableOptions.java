// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Choices;
import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.IncompatibleMode;
import io.millrace.connect.sink.TableNameOptions;
import io.millrace.records.OptionGroup;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Which tables records go to, and what the sink may do to them. */
final class TableOptions {
    static final String AUTO_CREATE = "auto.create";
    static final String AUTO_EVOLVE = "auto.evolve";
    static final String EVOLVE_WIDEN = "evolve.widen";
    static final String EVOLVE_RELAX = "evolve.relax";
    static final String INCOMPATIBLE_MODE = "incompatible.mode";
    static final String DRY_RUN = "dry.run";

    private final AbstractConfig config;

    TableOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Tables");
        TableNameOptions.define(group.importance(Importance.HIGH));
        group.flag(
                        AUTO_CREATE,
                        "true",
                        "Create tables",
                        "Whether to create missing tables, sorted by the record's key unless create.order.by says else.")
                .flag(AUTO_EVOLVE, "true", "Add columns", "Whether to add columns for new fields.")
                .flag(
                        EVOLVE_WIDEN,
                        "true",
                        "Widen columns",
                        "Whether to alter a column to a type that holds all of the old one's values where a field needs it:"
                                + " Int32 to Int64, more digits of Decimal, more names of an Enum. ClickHouse writes the"
                                + " column anew while the table can be read and written. Columns of the sorting key are"
                                + " never altered.")
                .flag(
                        EVOLVE_RELAX,
                        "true",
                        "Make columns Nullable",
                        "Whether to let a column take nulls once its field is optional.")
                .text(
                        INCOMPATIBLE_MODE,
                        Choices.text(IncompatibleMode.FAIL),
                        Choices.oneOf(IncompatibleMode.FAIL),
                        "Incompatible fields",
                        "What becomes of a field whose column has a type that cannot take it. fail: the task fails with"
                                + " the statement to run. quarantine: each such record is refused, and goes to the dead"
                                + " letter queue if there is one. new_column: the field gets another column, named after"
                                + " field and type: amount_string.")
                .flag(
                        DRY_RUN,
                        "false",
                        "Dry run",
                        "Only logs the statements that would create or change tables, once each. Nothing is written, no"
                                + " offset moves.");
    }

    TableNameOptions names() {
        return new TableNameOptions(config, ConnectionOptions.DATABASE);
    }

    EvolutionRules evolution() {
        return new EvolutionRules(
                config.getBoolean(AUTO_CREATE),
                config.getBoolean(AUTO_EVOLVE),
                config.getBoolean(EVOLVE_WIDEN),
                config.getBoolean(EVOLVE_RELAX),
                true,
                Choices.constant(IncompatibleMode.class, config.getString(INCOMPATIBLE_MODE)));
    }

    boolean isDryRun() {
        return config.getBoolean(DRY_RUN);
    }
}
