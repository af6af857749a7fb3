// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.TlsKeys;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL with TLS: whom the sink trusts, and by what it is let in. */
@Timeout(120)
class TlsIT {
    private static final String MODE = "connection.ssl.mode";
    private static final String ROOT = "connection.ssl.root.cert";
    private static final String CERT = "connection.ssl.cert";
    private static final String KEY = "connection.ssl.key";

    @TempDir
    static Path dir;

    private static PostgresServer postgres;
    private static TlsKeys server;
    private static TlsKeys client;
    private static TlsKeys stranger;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = TlsKeys.make(dir, "server", "ip:127.0.0.1");
        client = TlsKeys.make(dir, "client", "dns:client.example");
        stranger = TlsKeys.make(dir, "stranger", "dns:stranger.example");
        postgres = PostgresServer.start(TestServers.newDirectory("postgres-tls"));
        write("server.crt", Files.readString(server.certificate()));
        write("server.key", Files.readString(server.pemKey()));
        write("clients.crt", Files.readString(client.certificate()));
        write(
                "pg_hba.conf",
                "hostssl postgres certified all scram-sha-256 clientcert=verify-ca\n" + "host all " + postgres.user()
                        + " all scram-sha-256\n");
        execute("CREATE ROLE certified LOGIN SUPERUSER PASSWORD 'pw'");
        execute("ALTER SYSTEM SET ssl_ca_file = 'clients.crt'");
        execute("ALTER SYSTEM SET ssl = on");
        execute("SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    /** By the server into its data: so it belongs to whom the server runs as, or it would not take a key. */
    private static void write(String name, String content) throws SQLException {
        execute("COPY (SELECT unnest(string_to_array(trim(E'\\n' FROM '" + content + "'), E'\\n')))"
                + " TO PROGRAM 'umask 077; cat > " + name + "'");
    }

    /** Where the server sees us: not on loopback, if it runs in a container. */
    private static String ownAddress() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT host(inet_client_addr())")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                "tls",
                "connection.url",
                postgres.jdbcUrl(),
                "connection.user",
                "certified",
                "connection.password",
                "pw"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    private static String[] trusting(TlsKeys keys, String mode, String... more) {
        List<String> all =
                new ArrayList<>(List.of(MODE, mode, ROOT, keys.certificate().toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** What the server says of the sink's connection: protocol, or {@code ~}, and the client certificate's subject. */
    private static String connect(Map<String, String> config) throws SQLException {
        Session session = new Sessions(new PostgresSinkConfig(config).connection(), "tls").open();
        try {
            return session.run("look at the connection", null, connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT ssl, coalesce(client_dn, '-') FROM pg_stat_ssl"
                                + " WHERE pid = pg_backend_pid()")) {
                    row.next();
                    return row.getString(1) + " " + row.getString(2);
                }
            });
        } finally {
            session.close();
        }
    }

    private static List<String> problems(Map<String, String> config) {
        List<String> problems = new ArrayList<>();
        new PostgresSinkConnector()
                .validate(config)
                .configValues()
                .forEach(
                        value -> value.errorMessages().forEach(message -> problems.add(value.name() + ": " + message)));
        return problems;
    }

    private static String at() {
        return " at 127.0.0.1:" + postgres.port() + "/postgres. ";
    }

    @Test
    void isLetInByItsCertificateInEveryFormat() throws SQLException {
        String cert = client.certificate().toString();

        for (Path key : List.of(client.derKey(), client.pemKey())) {
            Map<String, String> config = config(trusting(server, "verify-full", CERT, cert, KEY, key.toString()));
            assertThat(connect(config)).as(key.toString()).isEqualTo("t /CN=client");
            assertThat(problems(config)).isEmpty();
        }
        String[] store = trusting(
                server, "verify-full", KEY, client.store().toString(), "connection.ssl.key.password", TlsKeys.PASSWORD);
        assertThat(connect(config(store))).isEqualTo("t /CN=client");
    }

    @Test
    void encryptsWithoutAskingWhoItIs() throws SQLException {
        assertThat(connect(
                        config("connection.user", postgres.user(), "connection.password", "millrace", MODE, "require")))
                .isEqualTo("t -");
    }

    @Test
    void refusesAServerThatItDoesNotTrust() {
        Map<String, String> config = config(trusting(stranger, "verify-full"));

        String problem = "Cannot connect to PostgreSQL: found a server certificate that is not trusted" + at()
                + "Set 'connection.ssl.root.cert' to the certificate of whoever signed it.";
        assertThat(problems(config)).containsExactly(ROOT + ": " + problem);
        assertThatThrownBy(() -> connect(config))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage(problem);
    }

    @Test
    void refusesAServerUnderAnotherName() {
        String url = postgres.jdbcUrl().replace("127.0.0.1", "localhost");

        assertThat(problems(config(trusting(server, "verify-full", "connection.url", url))))
                .containsExactly(MODE + ": Cannot connect to PostgreSQL: found a server certificate that is for another"
                        + " host" + at().replace("127.0.0.1", "localhost")
                        + "Put a name that the certificate has into 'connection.url', or set 'connection.ssl.mode' to"
                        + " verify-ca.");
    }

    @Test
    void saysThatItHasNoCertificateOrAnothers() {
        String[] another = {
            CERT, stranger.certificate().toString(), KEY, stranger.derKey().toString()
        };

        for (Map<String, String> config :
                List.of(config(trusting(server, "verify-full")), config(trusting(server, "verify-full", another)))) {
            assertThat(problems(config))
                    .containsExactly(CERT + ": Cannot connect to PostgreSQL: found \"FATAL: connection requires a valid"
                            + " client certificate\" (SQLSTATE 28000)" + at()
                            + "Set 'connection.ssl.cert' and 'connection.ssl.key' to a certificate that the server"
                            + " trusts.");
        }
    }

    @Test
    void looksAtTheFilesFirst() throws IOException {
        Path text = Files.writeString(dir.resolve("notes.txt"), "none\n");

        assertThat(problems(config(
                        MODE, "verify-full", ROOT, dir + "/none.crt", CERT, text.toString(), KEY, dir + "/none.pk8")))
                .containsExactly(
                        CERT + ": Cannot use connection.ssl.cert: found something else (expected PEM certificates) in "
                                + text + ". Correct the file, on every worker.",
                        KEY + ": Cannot use connection.ssl.key: found no file that the worker can read at " + dir
                                + "/none.pk8. Put it there, on every worker, or correct the path.",
                        ROOT + ": Cannot use connection.ssl.root.cert: found no file that the worker can read at " + dir
                                + "/none.crt. Put it there, on every worker, or correct the path.");
        assertThat(problems(config(trusting(
                        server, "verify-full", CERT, client.certificate().toString(), KEY, text.toString()))))
                .singleElement()
                .asString()
                .startsWith(KEY + ": Cannot connect to PostgreSQL: found ");
    }

    @Test
    void saysWhenTheServerHasNoTlsOrInsistsOnIt() throws SQLException {
        PostgresServer plain = TestServers.postgres();

        assertThat(problems(config("connection.url", plain.jdbcUrl(), MODE, "require")))
                .containsExactly(MODE + ": Cannot connect to PostgreSQL: found a server without TLS at 127.0.0.1:"
                        + plain.port()
                        + "/postgres. Set ssl = on there, or 'connection.ssl.mode' to prefer or disable.");
        assertThat(problems(config(MODE, "disable")))
                .containsExactly(MODE + ": Cannot connect to PostgreSQL: found \"FATAL: no pg_hba.conf entry for host"
                        + " \"" + ownAddress()
                        + "\", user \"certified\", database \"postgres\", no encryption\" (SQLSTATE 28000)"
                        + at() + "Set 'connection.ssl.mode' to require, verify-ca or verify-full.");
    }

    @Test
    void findsThePrimaryAmongSeveralHosts() throws SQLException {
        String hosts = "127.0.0.1:1,127.0.0.1:" + postgres.port();
        Map<String, String> config = config(
                "connection.url",
                "jdbc:postgresql://" + hosts + "/postgres",
                "connection.user",
                postgres.user(),
                "connection.password",
                postgres.password());

        assertThat(connect(config)).startsWith("t ");
        assertThat(problems(config)).isEmpty();
    }

    @Test
    void keepsThePasswordOutOfMessages() {
        Map<String, String> config = config("connection.password", "s3cr3t", MODE, "require");

        assertThat(problems(config))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).doesNotContain("s3cr3t"));
        assertThatThrownBy(() -> connect(config))
                .isInstanceOf(ConnectException.class)
                .hasMessageNotContaining("s3cr3t");
    }
}
