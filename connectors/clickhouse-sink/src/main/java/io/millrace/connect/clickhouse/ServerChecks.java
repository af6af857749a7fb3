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
    private static final int OLDEST_YEAR = 23;
    private static final int OLDEST_MONTH = 8;
    private static final String YES = "1";

    private final ConnectionOptions connection;
    private final @Nullable ClickHouseSinkConfig config;
    private final List<Problem> problems = new ArrayList<>();

    /** @param config null if only the connection is to be looked at */
    ServerChecks(ConnectionOptions connection, @Nullable ClickHouseSinkConfig config) {
        this.connection = connection.within(LONGEST_MS);
        this.config = config;
    }

    List<Problem> problems() {
        try (Session session = new Session(connection)) {
            check(session, new Catalog(session));
        } catch (StoreUnavailableException e) {
            add(ConnectionOptions.URLS, "Cannot reach ClickHouse: " + e.getMessage());
        } catch (ConnectException e) {
            String message = String.valueOf(e.getMessage());
            add(message.contains("connection.password") ? ConnectionOptions.PASSWORD : ConnectionOptions.URLS, message);
        }
        return problems;
    }

    private void check(Session session, Catalog catalog) {
        ServerFacts facts = catalog.facts();
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
        checkGrants(session, database);
    }

    private void checkGrants(Session session, String database) {
        require(
                session,
                "INSERT, SELECT",
                database,
                ConnectionOptions.USER,
                "to write rows, and to read what columns there are");
        if (config != null && config.evolution().create()) {
            require(session, "CREATE TABLE", database, TableOptions.AUTO_CREATE, "to create tables");
        }
        if (config != null && config.evolution().addColumns()) {
            require(session, "ALTER COLUMN", database, TableOptions.AUTO_EVOLVE, "to add columns");
        }
    }

    private void require(Session session, String grant, String database, String key, String purpose) {
        String found = session.rows(
                        "check privileges", null, "CHECK GRANT " + grant + " ON " + Sql.name(database) + ".*")
                .get(0)
                .get(0);
        if (!found.equals(YES)) {
            add(
                    key,
                    "User " + connection.user() + " lacks " + grant + " on database " + database + ", which is needed "
                            + purpose + ". Run: GRANT " + grant + " ON " + Sql.name(database) + ".* TO "
                            + Sql.name(connection.user()) + ";");
        }
    }

    private void add(String key, String message) {
        problems.add(new Problem(key, message));
    }
}
