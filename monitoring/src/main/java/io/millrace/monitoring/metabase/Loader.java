// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import io.millrace.monitoring.metabase.Settings.MissingTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run: what the files hold is in Metabase afterwards. It looks before it writes, so that a second run writes nothing, and
 * one that was cut short goes on where the last one stopped.
 */
final class Loader {
    private final Settings settings;
    private final Patience patience;
    private final Report report;
    private final MetabaseApi api;

    Loader(Settings settings, Patience patience, Report report) {
        this.settings = settings;
        this.patience = patience;
        this.report = report;
        this.api = new MetabaseApi(settings.url(), settings.secrets());
    }

    void run() {
        Library library = Translation.of(
                LibraryReader.read(settings.folder()), settings.database().store(), settings.folder());
        Map<Entity, NativeQuery> queries = new LinkedHashMap<>();
        library.cards().forEach(each -> queries.put(each, NativeQuery.of(each)));
        warnOfPlainHttp();
        new Readiness(api, patience).await(settings.start(), report);
        new SignIn(api, report).as(settings.login());
        Warehouse warehouse = new Warehouse(api, patience, report);
        long database = warehouse.database(library.database(), settings);
        Tables tables = warehouse.tables(database, schema(), queries.values(), settings.sync());
        List<Entity> cards = loadable(queries, tables);
        Map<String, Long> collections = new Places(api, report).load(library.collections());
        Map<String, Long> ids = new HashMap<>();
        Cards loader = new Cards(api, report, database, tables, collections);
        cards.forEach(each -> ids.put(each.id(), loader.load(each)));
        Dashboards dashboards = new Dashboards(api, report, collections, ids);
        List<Long> loaded = library.dashboards().stream().map(dashboards::load).toList();
        report.summary();
        loaded.forEach(each -> report.line("Open " + api.root() + "/dashboard/" + each));
    }

    private String schema() {
        return settings.database().store().schema(settings.database());
    }

    private void warnOfPlainHttp() {
        String host = String.valueOf(settings.url().getHost());
        boolean isLoopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (settings.url().getScheme().equals("http") && !isLoopback) {
            report.line("The credentials go to " + host + " unencrypted: prefer https");
        }
    }

    /** The cards whose tables are there. */
    private List<Entity> loadable(Map<Entity, NativeQuery> queries, Tables tables) {
        List<Entity> loadable = new ArrayList<>();
        List<String> left = new ArrayList<>();
        queries.forEach((card, query) -> {
            if (tables.missing(query).isEmpty()) {
                loadable.add(card);
            } else {
                left.add("'" + card.name() + "'");
            }
        });
        if (left.isEmpty()) {
            return loadable;
        }
        Set<String> missing = Warehouse.missing(tables, queries.values());
        if (settings.missing() == MissingTables.FAIL) {
            throw new Problem(
                    "Cannot load " + left.size() + " of " + queries.size() + " questions and models: Metabase finds no "
                            + String.join(", ", missing) + " in schema " + schema() + ", after "
                            + settings.sync().toSeconds()
                            + " s. Start the connectors that fill them, check what the database's user may read, or leave"
                            + " these questions out (--skip-missing-tables).");
        }
        report.line("Left out for want of " + String.join(", ", missing) + ": " + String.join(", ", left));
        return loadable;
    }
}
