// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Problem;
import io.millrace.connect.sink.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** What the server says about a configuration: whether it can be reached, its version, the database, the user's rights. */
final class ServerChecks {
    private static final long LONGEST_MS = 4_000;
    private static final int MOST_TRIES = 4;
    private static final int OLDEST_YEAR = 23;
    private static final int OLDEST_MONTH = 8;

    private final int tries;
    private final ConnectionOptions connection;
    private final @Nullable ClickHouseSinkConfig config;
    private final List<Problem> problems = new ArrayList<>();

    /** @param config null if only the connection is to be looked at */
    ServerChecks(ConnectionOptions connection, @Nullable ClickHouseSinkConfig config) {
        this.tries = Math.min(connection.urls().size(), MOST_TRIES);
        this.connection = connection.forChecks(LONGEST_MS / tries);
        this.config = config;
    }

    List<Problem> problems() {
        try (Session session = new Session(connection)) {
            Catalog catalog = new Catalog(session);
            check(session, catalog, facts(catalog));
        } catch (StoreUnavailableException e) {
            add(ConnectionOptions.URLS, "Cannot reach ClickHouse: " + e.getMessage());
        } catch (ConnectException e) {
            String message = String.valueOf(e.getMessage());
            add(message.contains("connection.password") ? ConnectionOptions.PASSWORD : ConnectionOptions.URLS, message);
        }
        return problems;
    }

    /** Of the first server that answers. */
    private ServerFacts facts(Catalog catalog) {
        for (int attempt = 1; ; attempt++) {
            try {
                return catalog.facts();
            } catch (StoreUnavailableException e) {
                if (attempt == tries) {
                    throw e;
                }
            }
        }
    }

    private void check(Session session, Catalog catalog, ServerFacts facts) {
        if (facts.isOlderThan(OLDEST_YEAR, OLDEST_MONTH)) {
            add(
                    ConnectionOptions.URLS,
                    "Invalid value for configuration connection.urls: found ClickHouse " + facts.year() + "."
                            + facts.month() + " at " + session.address() + ": expected 23.8 or later.");
        }
        if (config == null) {
            return;
        }
        String database = config.fixedDatabase();
        if (database.isEmpty()) {
            return; // records decide
        }
        if (!catalog.hasDatabase(database)) {
            add(
                    config.databaseKey(),
                    "Invalid value " + database + " for configuration " + config.databaseKey()
                            + ": there is no such database that user " + connection.user()
                            + " may see. Run: CREATE DATABASE "
                            + Sql.name(database) + "; or correct it.");
            return;
        }
        problems.addAll(new GrantChecks(session, connection.user()).problems(config, database));
    }

    private void add(String key, String message) {
        problems.add(new Problem(key, message));
    }
}
