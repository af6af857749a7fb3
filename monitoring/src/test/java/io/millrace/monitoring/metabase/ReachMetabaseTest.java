// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.monitoring.metabase.Runs.Run;
import io.millrace.testkit.TlsKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the way to Metabase, and into it. */
class ReachMetabaseTest {
    private final StubMetabase metabase = new StubMetabase();
    private final Runs runs = new Runs();

    @TempDir
    private Path dir;

    @AfterEach
    void stop() {
        metabase.close();
    }

    @Test
    void waitsForMetabaseToStart() {
        metabase.starting(90);

        Run run = load();

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("Waiting for Metabase at " + metabase.url() + ": it is starting\nMade the first");
    }

    @Test
    void waitsNoLongerThanItIsTold() {
        metabase.starting(Integer.MAX_VALUE);

        assertThat(load("--wait", "20").err())
                .isEqualTo("Cannot reach Metabase at " + metabase.url()
                        + ": it is starting, for 20 s. Start it, check --url, or wait longer (--wait).\n");
    }

    @Test
    void waitsWhereNothingListensYet() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(load("--wait", "3", "--url", "http://127.0.0.1:" + port).err())
                .isEqualTo("Cannot reach Metabase at http://127.0.0.1:" + port
                        + ": no answer (ConnectException), for 3 s. Start it, check --url, or wait longer (--wait).\n");
    }

    @Test
    void saysWhenSomethingElseListens() {
        metabase.health(new StubAnswer(404, "<html>"));
        assertThat(load().err())
                .isEqualTo("Cannot find Metabase at " + metabase.url()
                        + ": /api/health answered 404 (expected 200). Check --url.\n");

        metabase.health(new StubAnswer(302, ""));
        assertThat(load().err())
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

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .startsWith("Cannot trust " + url + ": ")
                    .endsWith(". Put the certificate of its authority into a trust store and name that:"
                            + " JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE.\n");
            assertThat(runs.nanos()).as("it was not waited for").hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesAWrongPassword() {
        metabase.setUp();
        runs.environment().put(LoadMetabase.PASSWORD, "wrong");

        Run run = load();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("Cannot sign in as admin@example.com: Metabase answered 401 to POST /api/session (password:"
                        + " did not match stored password). Check the credentials.\n");
        assertThat(metabase.writes()).isEmpty();
    }

    @Test
    void saysWhatASetUpIsRefusedFor() {
        runs.environment().put(LoadMetabase.PASSWORD, "123456");

        assertThat(load().err())
                .isEqualTo("Cannot set up Metabase: Metabase answered 400 to POST /api/setup (password: password is too"
                        + " common).\n");
    }

    @Test
    void signsInByApiKey() throws IOException {
        metabase.setUp();
        Path file = Files.writeString(dir.resolve("key"), StubMetabase.API_KEY + "\n");

        Run run = runs.load(metabase, List.of("--api-key-file", file.toString()));

        assertThat(run.err()).isEmpty();
        assertThat(metabase.requests()).noneMatch(each -> each.path().equals("/api/session"));
    }

    @Test
    void refusesAnApiKeyThatMetabaseDoesNotKnowAndOneForAFreshMetabase() {
        runs.environment().put(LoadMetabase.API_KEY, "mb_other");
        assertThat(runs.load(metabase, List.of()).err())
                .isEqualTo(
                        "Cannot sign in by API key: nobody has set up this Metabase yet. Name its first administrator"
                                + " (--user) and a password (METABASE_PASSWORD).\n");

        metabase.setUp();
        assertThat(runs.load(metabase, List.of()).err())
                .isEqualTo("Cannot sign in by API key: Metabase answered 401 to GET /api/user/current"
                        + " (Unauthenticated). Check the credentials.\n");
    }

    @Test
    void saysWhatIsMissingToSignIn() {
        runs.environment().remove(LoadMetabase.PASSWORD);

        String rest = ". Give --user and a password in METABASE_PASSWORD or a file (--password-file), or an API key in"
                + " METABASE_API_KEY or a file (--api-key-file).\n";
        assertThat(runs.load(metabase, List.of()).err())
                .isEqualTo("Cannot sign in to Metabase: found neither --user nor an API key" + rest);
        assertThat(load().err())
                .isEqualTo("Cannot sign in to Metabase: found no password for admin@example.com" + rest);
    }

    @Test
    void saysWhenTheDatabasesPasswordIsMissingOrWrong() {
        runs.environment().remove(Store.POSTGRES.passwordVariable());
        assertThat(load().err())
                .isEqualTo("Cannot add the database 'Millrace': there is no password. Put it into POSTGRES_PASSWORD or"
                        + " a file (--database-password-file).\n");

        runs.environment().put(Store.POSTGRES.passwordVariable(), "wrong");
        assertThat(load().err())
                .isEqualTo("Cannot add the database 'Millrace': Metabase answered 400 to POST /api/database (password:"
                        + " check your password; Looks like the username or password is incorrect).\n");
    }

    @Test
    void neverShowsASecret() {
        List<Run> all = new ArrayList<>();
        all.add(load());
        runs.environment().put(LoadMetabase.PASSWORD, "did not match");
        all.add(load());

        assertThat(all)
                .allSatisfy(run -> assertThat(run.out() + run.err())
                        .doesNotContain(
                                StubMetabase.PASSWORD,
                                StubMetabase.DATABASE_PASSWORD,
                                StubMetabase.API_KEY,
                                "did not match"));
        assertThat(all.get(1).err()).contains("password: *** stored password");
        assertThat(load("--database-url", "postgresql://millrace:hush@db/analytics")
                        .err())
                .isEqualTo("Cannot take the password from --database-url: everyone on this machine can read a command's"
                        + " arguments. Put it into POSTGRES_PASSWORD or a file (--database-password-file).\n");
    }

    @Test
    void refusesAUrlThatIsNoMetabases() {
        for (String url : List.of("bi.example.com", "ftp://bi", "https://me:hush@bi", "https://bi?x=1", "http://")) {
            assertThat(load("--url", url).err())
                    .isEqualTo("Cannot use --url: found something else than http:// or https://, a host, a port and a"
                            + " path (expected https://bi.example.com for example).\n");
        }
    }

    @Test
    void refusesANegativeWait() {
        assertThat(load("--wait", "-1").err())
                .isEqualTo("Cannot wait a negative time: expected 0 or more for --wait and --wait-for-tables.\n");
    }

    @Test
    void explainsItself() {
        Run run = runs.load(metabase, List.of("--help"));

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("./millrace metabase --user you@example.com", "--skip-missing-tables", "METABASE_API_KEY");
        assertThat(load("--nonsense").status()).isEqualTo(2);
    }

    private Run load(String... arguments) {
        return runs.load(metabase, arguments);
    }
}
