// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.monitoring.metabase.Runs.Run;
import io.millrace.monitoring.metabase.StubMetabase.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadMetabaseTest {
    private static final String ORDERS = "collections/main/millrace/questions/orders_placed.yaml";
    private static final String[] CLICKHOUSE = {"--database-url", "clickhouse://reader@ch/shop?ssl=true"};
    private static final String DASHBOARD = "collections/main/millrace/devices_and_orders.yaml";

    private final StubMetabase metabase = new StubMetabase();
    private final Runs runs = new Runs();

    @TempDir
    private Path dir;

    @AfterEach
    void stop() {
        metabase.close();
    }

    @Test
    void setsUpAFreshMetabaseAndLoadsAll() {
        Run run = load();

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(metabase.writes().stream().map(Request::toString).toList())
                .startsWith("POST /api/setup", "POST /api/database", "POST /api/collection", "POST /api/collection")
                .endsWith("POST /api/card", "POST /api/dashboard", "PUT /api/dashboard/1");
        assertThat(metabase.content().cards()).hasSize(22);
        assertThat(metabase.content().collections().values())
                .extracting(each ->
                        each.path("name").asText() + each.path("location").asText())
                .containsExactly("Millrace/", "Models/1/", "Questions/1/");
        assertThat(metabase.content().dashboards().get(1).path("dashcards")).hasSize(20);
        assertThat(run.out())
                .startsWith("Made the first administrator, admin@example.com\nMade database 'Millrace',"
                        + " millrace@postgres:5432/analytics\nMade collection 'Millrace'\n")
                .contains("Made model 'Devices'\n", "Made question 'Orders placed'\n")
                .endsWith("Made 28, changed 0, 0 were as in the files.\nOpen " + metabase.url() + "/dashboard/1\n");
    }

    @Test
    void givesTheDatabaseAsItIsAskedTo() {
        load("--database-url", "postgresql://reader@db.example.com/warehouse?sslmode=verify-full");

        Request made = metabase.writes().get(1);
        assertThat(made).hasToString("POST /api/database");
        assertThat(made.body())
                .hasToString(("{'engine':'postgres','name':'Millrace','details':{'host':'db.example.com','port':5432,"
                                + "'dbname':'warehouse','user':'reader','ssl':true,'ssl-mode':'verify-full',"
                                + "'password':'analytics-secret','json-unfolding':false,"
                                + "'schema-filters-type':'inclusion','schema-filters-patterns':'public'},"
                                + "'is_full_sync':true,'is_on_demand':false,'auto_run_queries':true}")
                        .replace('\'', '"'));
    }

    @Test
    void writesNothingTheSecondTime() {
        load();
        metabase.forgetRequests();

        Run again = load();

        assertThat(again.status()).isZero();
        assertThat(metabase.writes()).isEmpty();
        assertThat(metabase.requests())
                .noneMatch(each -> each.path().endsWith("/sync_schema"))
                .anyMatch(each -> each.path().equals("/api/session"));
        assertThat(again.out())
                .isEqualTo("Nothing to do: all 27 are as in the files.\nOpen " + metabase.url() + "/dashboard/1\n");
    }

    @Test
    void changesOneQuestionByOneRequest() throws IOException {
        load();
        metabase.forgetRequests();
        Path folder = edited(ORDERS, "count(*) AS orders", "count(*) AS all_orders");

        Run run = load("--folder", folder.toString());

        int card = metabase.content().card("Orders placed");
        assertThat(metabase.writes().stream().map(Request::toString)).containsExactly("PUT /api/card/" + card);
        assertThat(metabase.writes().get(0).body().fieldNames()).toIterable().containsExactly("dataset_query");
        assertThat(run.out()).startsWith("Changed question 'Orders placed': dataset_query\nMade 0, changed 1, 26 were");
        assertThat(load("--folder", folder.toString()).out()).startsWith("Nothing to do");
    }

    @Test
    void renamesAQuestionInsteadOfMakingAnother() throws IOException {
        load();
        metabase.forgetRequests();

        load(
                "--folder",
                edited(ORDERS, "name: Orders placed", "name: All orders").toString());

        assertThat(metabase.writes().stream().map(Request::toString))
                .containsExactly("PUT /api/card/" + metabase.content().card("All orders"));
        assertThat(metabase.content().cards()).hasSize(22);
    }

    @Test
    void movesAPlaceOnTheDashboardAndKeepsItsNumber() throws IOException {
        load();
        List<String> before =
                metabase.content().dashboards().get(1).path("dashcards").findValuesAsText("id");
        metabase.forgetRequests();

        Run run = load("--folder", edited(DASHBOARD, "size_y: 7", "size_y: 9").toString());

        assertThat(run.out()).startsWith("Changed dashboard 'Devices and orders': dashcards\n");
        assertThat(metabase.writes()).hasSize(1);
        assertThat(metabase.writes().get(0).body().path("dashcards").findValuesAsText("id"))
                .containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void putsBackWhatWasChangedInMetabase() {
        load();
        StubContent content = metabase.content();
        content.cards().get(content.card("Orders placed")).put("archived", true).put("display", "gauge");
        content.collections().get(1).put("description", "mine");
        ObjectNode text = content.dashboards().get(1).withArray("dashcards").addObject();
        text.put("id", 99).put("card_id", (Integer) null).put("row", 90);
        metabase.forgetRequests();

        Run run = load();

        assertThat(run.out())
                .startsWith("Changed collection 'Millrace': description\n"
                        + "Changed question 'Orders placed': display, archived\n"
                        + "Changed dashboard 'Devices and orders': dashcards\nMade 0, changed 3, 24 were");
        assertThat(content.dashboards().get(1).path("dashcards")).hasSize(20);
        assertThat(load().out()).startsWith("Nothing to do");
    }

    @Test
    void keepsADatabaseThatIsThere() {
        load();
        metabase.forgetRequests();
        runs.environment().remove(Store.POSTGRES.passwordVariable());

        Run run = load("--database-url", "postgresql://millrace@other:6543/analytics");

        assertThat(run.status()).isZero();
        assertThat(metabase.writes()).isEmpty();
        assertThat(run.out())
                .startsWith("Database 'Millrace' is left as it is, though it is not"
                        + " millrace@other:6543/analytics (host, port)\nNothing to do");
    }

    @Test
    void refusesADatabaseOfTheNameThatIsNoPostgres() {
        load();
        metabase.content().databases().get(1).put("engine", "mysql");

        assertThat(load().err())
                .isEqualTo("Cannot use the database 'Millrace': its engine is mysql (expected postgres). Rename it in"
                        + " Metabase, so that one of this name can be made.\n");
    }

    /** The same questions in a collection of their own, so that a Metabase can have both. */
    @Test
    void loadsClickHouseBesidePostgres() {
        load();
        metabase.forgetRequests();

        Run run = load(CLICKHOUSE);

        assertThat(run.err()).isEmpty();
        assertThat(metabase.writes().get(0).body())
                .hasToString(
                        ("{'engine':'clickhouse','name':'Millrace on ClickHouse','details':{'host':'ch','port':8443,"
                                        + "'dbname':'shop','user':'reader','ssl':true,'password':'analytics-secret',"
                                        + "'enable-multiple-db':false,'advanced-options':true,'clickhouse-settings':'final=1'},"
                                        + "'is_full_sync':true,'is_on_demand':false,'auto_run_queries':true}")
                                .replace('\'', '"'));
        assertThat(run.out())
                .endsWith("Made 27, changed 0, 0 were as in the files.\nOpen " + metabase.url() + "/dashboard/2\n");
        assertThat(metabase.content().collections().values())
                .extracting(each ->
                        each.path("name").asText() + each.path("location").asText())
                .containsExactly(
                        "Millrace/",
                        "Models/1/",
                        "Questions/1/",
                        "Millrace on ClickHouse/",
                        "Models/4/",
                        "Questions/4/");
        assertThat(queries(1))
                .anyMatch(sql -> sql.contains("percentile_cont"))
                .noneMatch(sql -> sql.contains("argMax"));
        assertThat(queries(2))
                .hasSize(22)
                .anyMatch(sql -> sql.contains("argMax"))
                .noneMatch(sql -> sql.contains("percentile_cont"));
        assertThat(load(CLICKHOUSE).out()).startsWith("Nothing to do");
        assertThat(load().out()).startsWith("Nothing to do");
    }

    /** The SQL of the cards that ask a database. */
    private List<String> queries(int database) {
        return metabase.content().cards().values().stream()
                .map(card -> card.path("dataset_query"))
                .filter(query -> query.path("database").asInt() == database)
                .map(query -> query.at("/native/query").asText())
                .toList();
    }

    @Test
    void refusesSqlOfNoQuestion() throws IOException {
        edited(ORDERS, "Orders placed", "Orders placed");
        Files.writeString(dir.resolve("sql/clickhouse/orders_plcaed.sql"), "SELECT 1");

        Run run = load("--folder", dir.toString(), CLICKHOUSE[0], CLICKHOUSE[1]);

        assertThat(run.err())
                .isEqualTo("Cannot use the SQL for clickhouse of orders_plcaed: no question or model has a file of that"
                        + " name. Rename or delete it.\n");
    }

    @Test
    void completesARunThatWasCutShortAnywhere() {
        int writes = 0;
        for (int done = 0; done <= 29; done++) {
            try (StubMetabase each = new StubMetabase()) {
                each.breakAfter(done);
                Run broken = runs.load(each);
                assertThat(broken.status()).as("after %s writes", done).isEqualTo(done < 29 ? 1 : 0);
                each.mend();

                Run second = runs.load(each);

                assertThat(second.err()).isEmpty();
                assertThat(each.content().databases()).hasSize(1);
                assertThat(each.content().collections()).hasSize(3);
                assertThat(each.content().cards()).hasSize(22);
                assertThat(each.content().dashboards()).hasSize(1);
                assertThat(runs.load(each).out()).startsWith("Nothing to do");
                writes = each.writes().size();
            }
        }
        assertThat(writes).as("all writes were broken once").isEqualTo(29);
    }

    @Test
    void saysWhereItStopped() {
        metabase.breakAfter(5);

        Run run = load();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("Cannot make the model 'Customers': Metabase answered 500 to POST /api/card (Out of"
                        + " memory).\n");
    }

    @Test
    void waitsForTablesThatASyncFinds() {
        metabase.syncsNeeded(2);

        Run run = load();

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("Waiting for tables: device_events, device_pushes, shop_customers_current,"
                        + " shop_order_items_current, shop_orders_current\nMade collection 'Millrace'\n");
        assertThat(metabase.requests().stream().filter(each -> each.path().endsWith("/sync_schema")))
                .hasSize(2);
    }

    @Test
    void makesNothingWhereTablesStayMissing() {
        metabase.dropTable("device_pushes");
        metabase.table("device_events", List.of("event_id"));

        Run run = load("--wait-for-tables", "40");

        assertThat(run.err())
                .isEqualTo("Cannot load 10 of 22 questions and models: Metabase finds no device_events.occurred_at,"
                        + " device_events.platform, device_pushes in schema public, after 40 s. Start the connectors"
                        + " that fill them, check what the database's user may read, or leave these questions out"
                        + " (--skip-missing-tables).\n");
        assertThat(metabase.content().collections()).isEmpty();
    }

    @Test
    void leavesOutWhatHasNoTablesAndMakesItOnceItHas() {
        metabase.dropTable("device_pushes");

        Run first = load("--skip-missing-tables", "--wait-for-tables", "0");

        assertThat(first.err()).isEmpty();
        assertThat(first.out())
                .contains("Left out for want of device_pushes: 'Device pushes', 'Pushed events',"
                        + " 'Pushed events per hour'\n");
        assertThat(metabase.content().cards()).hasSize(19);
        assertThat(metabase.content().dashboards().get(1).path("dashcards")).hasSize(18);

        metabase.table("device_pushes", List.of("occurred_at", "platform"));
        Run second = load();

        assertThat(second.out())
                .isEqualTo("Made model 'Device pushes'\nMade question 'Pushed events'\n"
                        + "Made question 'Pushed events per hour'\nChanged dashboard 'Devices and orders': dashcards\n"
                        + "Made 3, changed 1, 23 were as in the files.\nOpen " + metabase.url() + "/dashboard/1\n");
        assertThat(metabase.content().dashboards().get(1).path("dashcards")).hasSize(20);
    }

    private Run load(String... arguments) {
        return runs.load(metabase, arguments);
    }

    /** A copy of the shipped files with one of them changed. */
    private Path edited(String file, String old, String replacement) throws IOException {
        try (Stream<Path> files = Files.walk(Runs.SHIPPED)) {
            files.filter(Files::isRegularFile).forEach(each -> {
                try {
                    Path copy = dir.resolve(Runs.SHIPPED.relativize(each).toString());
                    Files.createDirectories(copy.getParent());
                    Files.writeString(copy, Files.readString(each));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Path edited = dir.resolve(file);
        String text = Files.readString(edited);
        assertThat(text).contains(old);
        Files.writeString(edited, text.replace(old, replacement));
        return dir;
    }
}
