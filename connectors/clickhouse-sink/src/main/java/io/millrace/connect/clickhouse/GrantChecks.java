// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Choices;
import io.millrace.connect.sink.Problem;
import io.millrace.connect.sink.TruncateMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;

/** Whether the user may do what the settings say. Servers before 24.10 cannot be asked; there a task finds out. */
final class GrantChecks {
    private static final String YES = "1";

    private final Session session;
    private final String user;
    private final List<Problem> problems = new ArrayList<>();

    GrantChecks(Session session, String user) {
        this.session = session;
        this.user = user;
    }

    /** What is lacking for tables of the database. */
    List<Problem> problems(ClickHouseSinkConfig config, String database) {
        String tables = Sql.name(database) + ".*";
        require("INSERT, SELECT", tables, ConnectionOptions.USER, "to write rows, and to read what columns there are");
        if (config.evolution().create()) {
            require("CREATE TABLE", tables, TableOptions.AUTO_CREATE, "to create tables");
            require("TABLE ENGINE", engine(config), TableOptions.AUTO_CREATE, "to create tables");
        }
        if (config.evolution().addColumns()) {
            require("ALTER COLUMN", tables, TableOptions.AUTO_EVOLVE, "to add columns");
        }
        String view = config.getString(DesignOptions.CURRENT_VIEW);
        if (!view.isEmpty()) {
            int dot = view.indexOf('.');
            String views = dot < 0 ? tables : Sql.name(view.substring(0, dot)) + ".*";
            require("CREATE VIEW, DROP TABLE", views, DesignOptions.CURRENT_VIEW, "to make views, and to replace them");
        }
        if (config.getString(RowOptions.TRUNCATE_MODE).equals(Choices.text(TruncateMode.TRUNCATE))) {
            require("ALTER DELETE", tables, RowOptions.TRUNCATE_MODE, "to delete the rows before a truncate");
        }
        return problems;
    }

    private static String engine(ClickHouseSinkConfig config) {
        String kind = new RowOptions(config).delivery().isVersioned() ? "ReplacingMergeTree" : "MergeTree";
        return config.getBoolean(DesignOptions.REPLICATED) ? "Replicated" + kind : kind;
    }

    private void require(String grant, String on, String key, String purpose) {
        if (!isGranted(grant, on)) {
            problems.add(new Problem(
                    key,
                    "User " + user + " lacks " + grant + " on " + on + ", which is needed " + purpose + ". Run: GRANT "
                            + grant + " ON " + on + " TO " + Sql.name(user) + ";"));
        }
    }

    private boolean isGranted(String grant, String on) {
        try {
            return session.rows("check privileges", null, "CHECK GRANT " + grant + " ON " + on)
                    .get(0)
                    .get(0)
                    .equals(YES);
        } catch (ConnectException e) {
            if (ServerErrors.isUnknownStatement(e)) {
                return true;
            }
            throw e;
        }
    }
}
