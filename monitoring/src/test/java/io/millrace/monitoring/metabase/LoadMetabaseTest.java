// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.monitoring.metabase.StubMetabase.Request;
import io.millrace.testkit.TlsKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadMetabaseTest {
    private static final Path SHIPPED = Path.of("metabase");
    private static final String ORDERS = "collections/main/millrace/questions/orders_placed.yaml";
    private static final String DASHBOARD = "collections/main/millrace/devices_and_orders.yaml";
    private static final String[] NONE = {};

    private final StubMetabase metabase = new StubMetabase();
    private final AtomicLong nanos = new AtomicLong();
    private final Map<String, String> environment = new HashMap<>(Map.of(
            LoadMetabase.PASSWORD,
            StubMetabase.PASSWORD,
            LoadMetabase.DATABASE_PASSWORD,
            StubMetabase.DATABASE_PASSWORD));

    @TempDir
    private Path dir;

    private record Run(int status, String out, String err) {}

    @AfterEach
    void stop() {
        metabase.close();
    }

    @Test
    void setsUpAFreshMetabaseAndLoadsAll() {
        Run run = load(NONE);

        assertThat(run.err).isEmpty();
        assertThat(run.status).isZero();
        assertThat(metabase.writes().stream().map(Request::toString).toList())
                .startsWith("POST /api/setup", "POST /api/database", "POST /api/collection", "POST /api/collection")
                .endsWith("POST /api/card", "POST /api/dashboard", "PUT /api/dashboard/1");
        assertThat(metabase.content().cards()).hasSize(22);
        assertThat(metabase.content().collections().values())
                .extracting(each ->
                        each.path("name").asText() + each.path("location").asText())
                .containsExactly("Millrace/", "Models/1/", "Questions/1/");
        assertThat(metabase.content().dashboards().get(1).path("dashcards")).hasSize(20);
        assertThat(run.out)
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
        load(NONE);
        metabase.forgetRequests();

        Run again = load(NONE);

        assertThat(again.status).isZero();
        assertThat(metabase.writes()).isEmpty();
        assertThat(metabase.requests())
                .noneMatch(each -> each.path().endsWith("/sync_schema"))
                .anyMatch(each -> each.path().equals("/api/session"));
        assertThat(again.out)
                .isEqualTo("Nothing to do: all 27 are as in the files.\nOpen " + metabase.url() + "/dashboard/1\n");
    }

    @Test
    void changesOneQuestionByOneRequest() throws IOException {
        load(NONE);
        metabase.forgetRequests();
        Path folder = edited(ORDERS, "count(*) AS orders", "count(*) AS all_orders");

        Run run = load("--folder", folder.toString());

        int card = metabase.content().card("Orders placed");
        assertThat(metabase.writes().stream().map(Request::toString)).containsExactly("PUT /api/card/" + card);
        assertThat(metabase.writes().get(0).body().fieldNames()).toIterable().containsExactly("dataset_query");
        assertThat(run.out).startsWith("Changed question 'Orders placed': dataset_query\nMade 0, changed 1, 26 were");
        assertThat(load("--folder", folder.toString()).out).startsWith("Nothing to do");
    }

    @Test
    void renamesAQuestionInsteadOfMakingAnother() throws IOException {
        load(NONE);
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
        load(NONE);
        List<String> before =
                metabase.content().dashboards().get(1).path("dashcards").findValuesAsText("id");
        metabase.forgetRequests();

        Run run = load("--folder", edited(DASHBOARD, "size_y: 7", "size_y: 9").toString());

        assertThat(run.out).startsWith("Changed dashboard 'Devices and orders': dashcards\n");
        assertThat(metabase.writes()).hasSize(1);
        assertThat(metabase.writes().get(0).body().path("dashcards").findValuesAsText("id"))
                .containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void putsBackWhatWasChangedInMetabase() {
        load(NONE);
        StubContent content = metabase.content();
        content.cards().get(content.card("Orders placed")).put("archived", true).put("display", "gauge");
        content.collections().get(1).put("description", "mine");
        ObjectNode text = content.dashboards().get(1).withArray("dashcards").addObject();
        text.put("id", 99).put("card_id", (Integer) null).put("row", 90);
        metabase.forgetRequests();

        Run run = load(NONE);

        assertThat(run.out)
                .startsWith("Changed collection 'Millrace': description\n"
                        + "Changed question 'Orders placed': display, archived\n"
                        + "Changed dashboard 'Devices and orders': dashcards\nMade 0, changed 3, 24 were");
        assertThat(content.dashboards().get(1).path("dashcards")).hasSize(20);
        assertThat(load(NONE).out).startsWith("Nothing to do");
    }

    @Test
    void keepsADatabaseThatIsThere() {
        load(NONE);
        metabase.forgetRequests();
        environment.remove(LoadMetabase.DATABASE_PASSWORD);

        Run run = load("--database-url", "postgresql://millrace@other:6543/analytics");

        assertThat(run.status).isZero();
        assertThat(metabase.writes()).isEmpty();
        assertThat(run.out)
                .startsWith("Database 'Millrace' is left as it is, though it is not"
                        + " millrace@other:6543/analytics (host, port)\nNothing to do");
    }

    @Test
    void refusesADatabaseOfTheNameThatIsNoPostgres() {
        load(NONE);
        metabase.content().databases().get(1).put("engine", "mysql");

        assertThat(load(NONE).err)
                .isEqualTo("Cannot use the database 'Millrace': its engine is mysql (expected postgres). Rename it in"
                        + " Metabase, so that one of this name can be made.\n");
    }

    @Test
    void completesARunThatWasCutShortAnywhere() {
        int writes = 0;
        for (int done = 0; done <= 29; done++) {
            try (StubMetabase each = new StubMetabase()) {
                each.breakAfter(done);
                Run broken = load(each, NONE);
                assertThat(broken.status).as("after %s writes", done).isEqualTo(done < 29 ? 1 : 0);
                each.mend();

                Run second = load(each, NONE);

                assertThat(second.err).isEmpty();
                assertThat(each.content().databases()).hasSize(1);
                assertThat(each.content().collections()).hasSize(3);
                assertThat(each.content().cards()).hasSize(22);
                assertThat(each.content().dashboards()).hasSize(1);
                assertThat(load(each, NONE).out).startsWith("Nothing to do");
                writes = each.writes().size();
            }
        }
        assertThat(writes).as("all writes were broken once").isEqualTo(29);
    }

    @Test
    void saysWhereItStopped() {
        metabase.breakAfter(5);

        Run run = load(NONE);

        assertThat(run.status).isEqualTo(1);
        assertThat(run.err)
                .isEqualTo("Cannot make the model 'Customers': Metabase answered 500 to POST /api/card (Out of"
                        + " memory).\n");
    }

    @Test
    void waitsForMetabaseToStart() {
        metabase.starting(90);

        Run run = load(NONE);

        assertThat(run.status).isZero();
        assertThat(run.out)
                .startsWith("Waiting for Metabase at " + metabase.url() + ": it is starting\nMade the first");
    }

    @Test
    void waitsNoLongerThanItIsTold() {
        metabase.starting(Integer.MAX_VALUE);

        assertThat(load("--wait", "20").err)
                .isEqualTo("Cannot reach Metabase at " + metabase.url()
                        + ": it is starting, for 20 s. Start it, check --url, or wait longer (--wait).\n");
    }

    @Test
    void waitsWhereNothingListensYet() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(load("--wait", "3", "--url", "http://127.0.0.1:" + port).err)
                .isEqualTo("Cannot reach Metabase at http://127.0.0.1:" + port
                        + ": no answer (ConnectException), for 3 s. Start it, check --url, or wait longer (--wait).\n");
    }

    @Test
    void saysWhenSomethingElseListens() {
        metabase.health(new StubAnswer(404, "<html>"));
        assertThat(load(NONE).err)
                .isEqualTo("Cannot find Metabase at " + metabase.url()
                        + ": /api/health answered 404 (expected 200). Check --url.\n");

        metabase.health(new StubAnswer(302, ""));
        assertThat(load(NONE).err)
                .isEqualTo("Cannot find Metabase at " + metabase.url()
                        + ": /api/health answered 302 (expected 200). Check --url.\n");
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        TlsKeys keys = TlsKeys.make(dir, "metabase", "ip:127.0.0.1");
        char[] password = TlsKeys.PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys.store())) {
            store.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
        try {
            String url = "https://127.0.0.1:" + server.getAddress().getPort();

            Run run = load("--url", url);

            assertThat(run.status).isEqualTo(1);
            assertThat(run.err)
                    .startsWith("Cannot trust " + url + ": ")
                    .endsWith(". Put the certificate of its authority into a trust store and name that:"
                            + " JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE.\n");
            assertThat(nanos).as("it was not waited for").hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesAWrongPassword() {
        metabase.setUp();
        environment.put(LoadMetabase.PASSWORD, "wrong");

        Run run = load(NONE);

        assertThat(run.status).isEqualTo(1);
        assertThat(run.err)
                .isEqualTo("Cannot sign in as admin@example.com: Metabase answered 401 to POST /api/session (password:"
                        + " did not match stored password). Check the credentials.\n");
        assertThat(metabase.writes()).isEmpty();
    }

    @Test
    void saysWhatASetUpIsRefusedFor() {
        environment.put(LoadMetabase.PASSWORD, "123456");

        assertThat(load(NONE).err)
                .isEqualTo("Cannot set up Metabase: Metabase answered 400 to POST /api/setup (password: password is too"
                        + " common).\n");
    }

    @Test
    void signsInByApiKey() throws IOException {
        metabase.setUp();
        Path file = Files.writeString(dir.resolve("key"), StubMetabase.API_KEY + "\n");

        Run run = load(metabase, List.of("--api-key-file", file.toString()));

        assertThat(run.err).isEmpty();
        assertThat(metabase.requests()).noneMatch(each -> each.path().equals("/api/session"));
    }

    @Test
    void refusesAnApiKeyThatMetabaseDoesNotKnowAndOneForAFreshMetabase() {
        environment.put(LoadMetabase.API_KEY, "mb_other");
        assertThat(load(metabase, List.of()).err)
                .isEqualTo(
                        "Cannot sign in by API key: nobody has set up this Metabase yet. Name its first administrator"
                                + " (--user) and a password (METABASE_PASSWORD).\n");

        metabase.setUp();
        assertThat(load(metabase, List.of()).err)
                .isEqualTo("Cannot sign in by API key: Metabase answered 401 to GET /api/user/current"
                        + " (Unauthenticated). Check the credentials.\n");
    }

    @Test
    void saysWhatIsMissingToSignIn() {
        environment.remove(LoadMetabase.PASSWORD);

        String rest = ". Give --user and a password in METABASE_PASSWORD or a file (--password-file), or an API key in"
                + " METABASE_API_KEY or a file (--api-key-file).\n";
        assertThat(load(metabase, List.of()).err)
                .isEqualTo("Cannot sign in to Metabase: found neither --user nor an API key" + rest);
        assertThat(load(NONE).err)
                .isEqualTo("Cannot sign in to Metabase: found no password for admin@example.com" + rest);
    }

    @Test
    void saysWhenTheDatabasesPasswordIsMissingOrWrong() {
        environment.remove(LoadMetabase.DATABASE_PASSWORD);
        assertThat(load(NONE).err)
                .isEqualTo("Cannot add the database 'Millrace': there is no password. Put it into POSTGRES_PASSWORD or"
                        + " a file (--database-password-file).\n");

        environment.put(LoadMetabase.DATABASE_PASSWORD, "wrong");
        assertThat(load(NONE).err)
                .isEqualTo("Cannot add the database 'Millrace': Metabase answered 400 to POST /api/database (password:"
                        + " check your password; Looks like the username or password is incorrect).\n");
    }

    @Test
    void waitsForTablesThatASyncFinds() {
        metabase.syncsNeeded(2);

        Run run = load(NONE);

        assertThat(run.err).isEmpty();
        assertThat(run.out)
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

        assertThat(run.err)
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

        assertThat(first.err).isEmpty();
        assertThat(first.out)
                .contains("Left out for want of device_pushes: 'Device pushes', 'Pushed events',"
                        + " 'Pushed events per hour'\n");
        assertThat(metabase.content().cards()).hasSize(19);
        assertThat(metabase.content().dashboards().get(1).path("dashcards")).hasSize(18);

        metabase.table("device_pushes", List.of("occurred_at", "platform"));
        Run second = load(NONE);

        assertThat(second.out)
                .isEqualTo("Made model 'Device pushes'\nMade question 'Pushed events'\n"
                        + "Made question 'Pushed events per hour'\nChanged dashboard 'Devices and orders': dashcards\n"
                        + "Made 3, changed 1, 23 were as in the files.\nOpen " + metabase.url() + "/dashboard/1\n");
        assertThat(metabase.content().dashboards().get(1).path("dashcards")).hasSize(20);
    }

    @Test
    void neverShowsASecret() {
        List<Run> runs = new ArrayList<>();
        runs.add(load(NONE));
        environment.put(LoadMetabase.PASSWORD, "did not match");
        runs.add(load(NONE));

        assertThat(runs)
                .allSatisfy(run -> assertThat(run.out + run.err)
                        .doesNotContain(
                                StubMetabase.PASSWORD,
                                StubMetabase.DATABASE_PASSWORD,
                                StubMetabase.API_KEY,
                                "did not match"));
        assertThat(runs.get(1).err).contains("password: *** stored password");
        assertThat(load("--database-url", "postgresql://millrace:hush@db/analytics").err)
                .isEqualTo("Cannot take the password from --database-url: everyone on this machine can read a command's"
                        + " arguments. Put it into POSTGRES_PASSWORD or a file (--database-password-file).\n");
    }

    @Test
    void refusesAUrlThatIsNoMetabases() {
        for (String url : List.of("bi.example.com", "ftp://bi", "https://me:hush@bi", "https://bi?x=1", "http://")) {
            assertThat(load("--url", url).err)
                    .isEqualTo("Cannot use --url: found something else than http:// or https://, a host, a port and a"
                            + " path (expected https://bi.example.com for example).\n");
        }
    }

    @Test
    void explainsItself() {
        Run run = load(metabase, List.of("--help"));

        assertThat(run.status).isZero();
        assertThat(run.out)
                .contains("./millrace metabase --user you@example.com", "--skip-missing-tables", "METABASE_API_KEY");
        assertThat(load("--nonsense").status).isEqualTo(2);
    }

    private Run load(String... arguments) {
        return load(metabase, arguments);
    }

    private Run load(StubMetabase at, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--user", StubMetabase.EMAIL));
        all.addAll(List.of(arguments));
        return load(at, all);
    }

    /** Runs the command; time passes only while it waits. */
    private Run load(StubMetabase at, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        if (!all.contains("--url")) {
            all.addAll(List.of("--url", at.url()));
        }
        if (!all.contains("--folder")) {
            all.addAll(List.of("--folder", SHIPPED.toString()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = LoadMetabase.run(
                all.toArray(NONE),
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Patience(nanos::get, time -> nanos.addAndGet(time.toNanos())));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A copy of the shipped files with one of them changed. */
    private Path edited(String file, String old, String replacement) throws IOException {
        try (Stream<Path> files = Files.walk(SHIPPED)) {
            files.filter(Files::isRegularFile).forEach(each -> {
                try {
                    Path copy = dir.resolve(SHIPPED.relativize(each).toString());
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
