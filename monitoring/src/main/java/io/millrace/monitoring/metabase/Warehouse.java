// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** The database that the sinks fill, as Metabase knows it. */
final class Warehouse {
    private static final Duration BETWEEN_SYNCS = Duration.ofSeconds(15);

    private final MetabaseApi api;
    private final Patience patience;
    private final Report report;

    Warehouse(MetabaseApi api, Patience patience, Report report) {
        this.api = api;
        this.patience = patience;
        this.report = report;
    }

    /** The id of the database called {@code name}, which is made if there is none; one that is there is left as it is. */
    long database(String name, Settings settings) {
        JsonNode answer = api.get("list the databases", "/api/database");
        for (JsonNode each : answer.has("data") ? answer.path("data") : answer) {
            if (each.path("name").asText().equals(name)) {
                requireEngine(settings.database().store().engine(), each);
                warnOfOther(each, settings.database());
                report.kept();
                return each.path("id").asLong();
            }
        }
        JsonNode made = api.post("add the database '" + name + "'", "/api/database", body(name, settings));
        report.made("database '" + name + "', " + settings.database());
        return made.path("id").asLong();
    }

    private static void requireEngine(String expected, JsonNode database) {
        String engine = database.path("engine").asText();
        if (!engine.equals(expected)) {
            throw new Problem("Cannot use the database '"
                    + database.path("name").asText() + "': its engine is " + engine + " (expected " + expected
                    + "). Rename it in Metabase, so that one of this name can be made.");
        }
    }

    private void warnOfOther(JsonNode database, DatabaseUrl wanted) {
        ObjectNode other = Difference.between(wanted.details(), database.path("details"));
        if (!database.path("details").isEmpty() && !other.isEmpty()) {
            report.line("Database '" + database.path("name").asText() + "' is left as it is, though it is not " + wanted
                    + " (" + String.join(", ", (Iterable<String>) other::fieldNames) + ")");
        }
    }

    private static ObjectNode body(String name, Settings settings) {
        DatabaseUrl url = settings.database();
        if (settings.databasePassword().isEmpty()) {
            throw new Problem("Cannot add the database '" + name + "': there is no password. Put it into "
                    + url.store().passwordVariable() + " or a file (--database-password-file).");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("engine", url.store().engine()).put("name", name);
        ObjectNode details = url.details();
        details.put("password", settings.databasePassword().get(0).value());
        url.store().choose(url, details);
        body.set("details", details);
        body.put("is_full_sync", true).put("is_on_demand", false).put("auto_run_queries", true);
        return body;
    }

    /**
     * The tables, once all that {@code queries} ask are there, or {@code limit} is over: the sinks make a table when its first
     * record comes. Metabase is asked to look only where it does not have all of them.
     */
    Tables tables(long databaseId, String schema, Collection<NativeQuery> queries, Duration limit) {
        Tables[] found = {read(databaseId, schema)};
        if (missing(found[0], queries).isEmpty()) {
            return found[0];
        }
        report.line("Waiting for tables: " + String.join(", ", missing(found[0], queries)));
        long startNanos = patience.nanoClock().getAsLong();
        do {
            Duration left = limit.minusNanos(patience.nanoClock().getAsLong() - startNanos);
            sync(databaseId);
            if (patience.until(left.compareTo(BETWEEN_SYNCS) < 0 ? left : BETWEEN_SYNCS, () -> {
                found[0] = read(databaseId, schema);
                return missing(found[0], queries).isEmpty();
            })) {
                break;
            }
        } while (patience.nanoClock().getAsLong() - startNanos < limit.toNanos());
        return found[0];
    }

    static Set<String> missing(Tables tables, Collection<NativeQuery> queries) {
        Set<String> missing = new TreeSet<>();
        queries.forEach(each -> missing.addAll(tables.missing(each)));
        return missing;
    }

    private void sync(long databaseId) {
        api.post(
                "have Metabase look for tables",
                "/api/database/" + databaseId + "/sync_schema",
                JsonNodeFactory.instance.objectNode());
    }

    private Tables read(long databaseId, String schema) {
        return Tables.of(api.get("list the tables", "/api/database/" + databaseId + "/metadata"), schema);
    }
}
