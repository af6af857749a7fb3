// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a worker's validate endpoint says of wrong configurations, with the packaged connector: per key, within 5 s. */
@Timeout(120)
class BadConfigurationIT {
    private static final Duration BOUND = Duration.ofSeconds(5);

    private static ConnectWorker worker;

    private Sandbox sandbox;
    private String role;
    private String database;

    @BeforeAll
    static void startWorker() {
        worker = PackagedSink.worker().start();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
    }

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
        role = sandbox.schema + "_role";
        database = sandbox.schema + "_db";
        sandbox.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'");
    }

    @AfterEach
    void close() throws SQLException {
        sandbox.execute("DROP DATABASE IF EXISTS " + database);
        sandbox.execute("DROP OWNED BY " + role);
        sandbox.execute("DROP ROLE " + role);
        sandbox.close();
    }

    private Map<String, List<String>> validate(String... keysAndValues) {
        Map<String, String> config = new HashMap<>(sandbox.config(keysAndValues));
        config.putIfAbsent("topics", "orders");
        long startNanos = System.nanoTime();
        Map<String, List<String>> errors = worker.validate(PackagedSink.CLASS, config);
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(BOUND);
        return errors;
    }

    private Map<String, List<String>> validateAsRole(String... keysAndValues) {
        String[] all = new String[keysAndValues.length + 4];
        all[0] = "connection.user";
        all[1] = role;
        all[2] = "connection.password";
        all[3] = "pw";
        System.arraycopy(keysAndValues, 0, all, 4, keysAndValues.length);
        return validate(all);
    }

    private static String at(String database) {
        return " at 127.0.0.1:" + TestServers.postgres().port() + "/" + database + ". ";
    }

    @Test
    void findsNothingWrongWithARightOne() {
        assertThat(validate()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection.timeout.ms | 1 | Invalid value 1 for configuration connection.timeout.ms: expected 1000 to 600000. Omit it for the default, 10000.",
                "connection.ssl.mode | on | Invalid value on for configuration connection.ssl.mode: expected one of disable, allow, prefer, require, verify-ca, verify-full. Omit it for the default, the URL's.",
                "statement.timeout.ms | x | Invalid value x for configuration statement.timeout.ms: Not a number of type LONG",
                "lock.timeout.ms | 1 | Invalid value 1 for configuration lock.timeout.ms: expected 100 to 3600000. Omit it for the default, 10000.",
                "schema.name | ' ' | Invalid value  for configuration schema.name: expected a name. Omit it for the default.",
                "table.name.topics | ( | Invalid value ( for configuration table.name.topics: expected a regular expression, found: Unclosed group. Omit it for the default, none.",
                "incompatible.mode | drop | Invalid value drop for configuration incompatible.mode: expected one of fail, quarantine, new_column. Omit it for the default, fail.",
                "write.mode | update | Invalid value update for configuration write.mode: expected one of insert, upsert, history. Omit it for the default, upsert.",
                "key.mode | value | Invalid value value for configuration key.mode: expected one of record_key, record_value, kafka, none. Omit it for the default, record_key.",
                "conflict.mode | fail | Invalid value fail for configuration conflict.mode: expected one of update, ignore. Omit it for the default, update.",
                "delete.mode | gentle | Invalid value gentle for configuration delete.mode: expected one of none, hard, soft. Omit it for the default, none.",
                "truncate.mode | honor | Invalid value honor for configuration truncate.mode: expected one of fail, ignore, truncate. Omit it for the default, fail.",
                "schemaless.mode | json | Invalid value json for configuration schemaless.mode: expected one of refuse, document. Omit it for the default, refuse.",
                "create.fillfactor | 5 | Invalid value 5 for configuration create.fillfactor: expected 10 to 100, or 0. Omit it for the default, 0.",
                "create.partition.by | id | Invalid value id for configuration create.partition.by: expected range(column), list(column) or hash(column) and a number. Omit it for the default, none.",
                "create.hypertable.interval | long | Invalid value long for configuration create.hypertable.interval: expected a number and a unit such as hours or days. Omit it for the default, 7 days.",
                "current.view.format | current | Invalid value current for configuration current.view.format: expected a name with ${table}. Omit it for the default, none.",
                "envelope.mode | raw | Invalid value raw for configuration envelope.mode: expected one of normalize, as_is. Omit it for the default, normalize.",
                "envelope.shape | envelope | Invalid value envelope for configuration envelope.shape: expected row, as a sink reads the row's own columns. Omit it for the default, row.",
                "envelope.shapes | row | Cannot normalize change events: found [shapes] (expected settings of NormalizeEnvelope). Correct or remove them.",
                "batch.max.rows | 0 | Invalid value 0 for configuration batch.max.rows: expected 1 to 10000000. Omit it for the default, 10000.",
                "buffer.max.bytes | 4096 | Invalid value 4096 for configuration buffer.max.bytes: expected 16777216, the value of batch.max.bytes, or more.",
                "connections.max | 99 | Invalid value 99 for configuration connections.max: expected 1 to 32. Omit it for the default, 1.",
                "copy.direct | always | Invalid value always for configuration copy.direct: expected one of auto, never. Omit it for the default, auto.",
                "topic.changed.mode | skip | Invalid value skip for configuration topic.changed.mode: expected one of fail, earliest, latest. Omit it for the default, fail.",
                "topic.check.security.protocol | SSL | Invalid value '' for configuration topic.check.bootstrap.servers: expected servers, because topic.check.security.protocol is set.",
                "table.name.format | ${1} | Invalid value ${1} for configuration table.name.format: expected 'table.name.topics' to have the group(s) ${1}.",
                "table.name.topics | shop | Invalid value shop for configuration table.name.topics: expected to match orders, which is among 'topics'.",
                "table.rules.audit.write.mode | insert | Unknown configuration table.rules.audit.write.mode: its rule is not among 'table.rules', [].",
                "table.rules | audit | Missing configuration table.rules.audit.tables: expected a regular expression for the tables of rule audit.",
                "write.moed | insert | Unknown configuration write.moed. Did you mean write.mode?",
                "connection.url | jdbc:mysql://x/y | Invalid value for configuration connection.url: expected jdbc:postgresql://host:port/database.",
            })
    void saysWhichValueIsWrong(String key, String value, String message) {
        assertThat(validate(key, value).values()).containsExactly(List.of(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key.mode | none | write.mode | upsert | Invalid value none for configuration key.mode: expected record_key, record_value or kafka, because write.mode is upsert.",
                "key.mode | kafka | write.mode | history | Invalid value kafka for configuration key.mode: expected record_key or record_value, because write.mode is history: with Kafka's coordinates each record would be another row.",
                "key.mode | kafka | key.fields | a,b | Invalid value [a, b] for configuration key.fields: expected three names (topic, partition, offset) or none, because key.mode is kafka.",
                "write.mode | insert | delete.mode | hard | Invalid value hard for configuration delete.mode: expected none, because deletes need write.mode upsert or history and key.mode record_key: a tombstone has nothing but its key.",
                "write.mode | history | delete.mode | soft | Invalid value soft for configuration delete.mode: expected hard or none, because write.mode is history, which keeps every version anyway.",
                "delete.mode | soft | delete.field | '' | Invalid value '' for configuration delete.field: expected a name, because delete.mode is soft.",
                "write.mode | insert | order.field | _seq | Invalid value _seq for configuration order.field: expected none, because write.mode is insert: no row is ever replaced.",
                "write.mode | history | conflict.mode | ignore | Invalid value ignore for configuration conflict.mode: expected update, because write.mode is history.",
                "schemaless.mode | document | document.column | '' | Invalid value '' for configuration document.column: expected a name, or document.fields, because schemaless.mode is document.",
                "create.partition.by | range(at) | create.hypertable.column | at | Invalid value range(at) for configuration create.partition.by: expected none, because create.hypertable.column is set: TimescaleDB partitions the table itself.",
                "create.partition.by | range(at) | create.unlogged | true | Invalid value true for configuration create.unlogged: expected false, because create.partition.by is set: PostgreSQL has no unlogged partitioned tables.",
                "connection.ssl.mode | disable | connection.ssl.root.cert | /ca.crt | Invalid value disable for configuration connection.ssl.mode: expected require, verify-ca or verify-full, because connection.ssl.root.cert is set.",
                "connection.ssl.mode | require | connection.ssl.key.password | pw | Invalid value '' for configuration connection.ssl.key: expected a file, because connection.ssl.key.password is set.",
                "topic.check.bootstrap.servers | kafka:9092 | topic.check.client.dns.lookup | any | Invalid value any for configuration topic.check.client.dns.lookup: String must be one of: use_all_dns_ips, resolve_canonical_bootstrap_servers_only",
            })
    void saysWhichPairIsWrong(String key, String value, String other, String otherValue, String message) {
        assertThat(validate(key, value, other, otherValue).values()).containsExactly(List.of(message));
    }

    @Test
    void saysThatTheHostIsUnreachable() throws IOException {
        assertThat(validate("connection.url", "jdbc:postgresql://127.0.0.1:1/postgres"))
                .isEqualTo(Map.of(
                        "connection.url",
                        List.of("Cannot connect to PostgreSQL: found nobody who listens there at 127.0.0.1:1/postgres."
                                + " Check that the database runs, and correct host and port in 'connection.url'.")));
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort() + "/postgres";
            assertThat(validate("connection.url", "jdbc:postgresql://" + address))
                    .isEqualTo(Map.of(
                            "connection.url",
                            List.of("Cannot connect to PostgreSQL: found no answer within 3 s at " + address
                                    + ". Check that the database runs, that the worker can reach it, and that name servers"
                                    + " answer.")));
        }
    }

    @Test
    void saysWhoIsNotLetIn() throws SQLException {
        assertThat(validateAsRole("connection.password", "wrong"))
                .isEqualTo(Map.of(
                        "connection.password",
                        List.of(
                                "Cannot connect to PostgreSQL: found \"FATAL: password authentication failed for user \""
                                        + role + "\"\" (SQLSTATE 28P01)" + at("postgres")
                                        + "Correct 'connection.user' and 'connection.password'.")));
        sandbox.execute("ALTER ROLE " + role + " NOLOGIN");
        assertThat(validateAsRole())
                .isEqualTo(Map.of(
                        "connection.user",
                        List.of("Cannot connect to PostgreSQL: found \"FATAL: role \"" + role
                                + "\" is not permitted to log in\" (SQLSTATE 28000)" + at("postgres")
                                + "Correct 'connection.user'.")));
        assertThat(validate("connection.url", TestServers.postgres().jdbcUrl() + "x"))
                .isEqualTo(Map.of(
                        "connection.url",
                        List.of("Cannot connect to PostgreSQL: found \"FATAL: database \"postgresx\" does not exist\""
                                + " (SQLSTATE 3D000)" + at("postgresx")
                                + "Correct the database in 'connection.url', or run: CREATE DATABASE \"postgresx\";")));
    }

    @Test
    void keepsPasswordsOutOfMessagesAndTheLog() throws IOException {
        String messages = validateAsRole("connection.password", "s3cr3t").toString()
                + validateAsRole("connection.ssl.key.password", "pa55phrase");

        assertThat(messages).contains("connection.password=[", "connection.ssl.key=[");
        assertThat(messages + Files.readString(worker.log())).doesNotContain("s3cr3t", "pa55phrase");
    }

    @Test
    void saysThatTheServerTakesNoWrites() throws SQLException {
        sandbox.execute("ALTER ROLE " + role + " SET default_transaction_read_only = on");

        assertThat(validateAsRole())
                .isEqualTo(Map.of(
                        "connection.url",
                        List.of("Cannot connect to PostgreSQL: found no server that takes writes (a standby, or"
                                + " default_transaction_read_only is on)" + at("postgres")
                                + "Name the primary, or all hosts of the cluster, in 'connection.url'.")));
    }

    @Test
    void saysAllAtOnce() {
        assertThat(validateAsRole("connection.password", "wrong", "linger.ms", "-1", "bach.max.rows", "5")
                        .keySet())
                .containsExactlyInAnyOrder("connection.password", "linger.ms", "bach.max.rows");
    }

    @Test
    void saysWhichSchemaIsMissing() {
        assertThat(validate("schema.name", "nowhere"))
                .isEqualTo(Map.of(
                        "schema.name",
                        List.of(
                                "Cannot write to schema nowhere: found none of that name in database postgres. Run: CREATE"
                                        + " SCHEMA \"nowhere\"; or correct 'schema.name'.")));
        assertThat(validate("table.name.format", "nowhere.${table}"))
                .isEqualTo(Map.of(
                        "table.name.format",
                        List.of(
                                "Cannot write to schema nowhere: found none of that name in database postgres. Run: CREATE"
                                        + " SCHEMA \"nowhere\"; or correct 'table.name.format'.")));
    }

    @Test
    void saysWhatToGrantOnDatabaseAndSchemas() throws SQLException {
        sandbox.execute("CREATE DATABASE " + database);
        sandbox.execute("REVOKE TEMPORARY ON DATABASE " + database + " FROM PUBLIC");
        String url = TestServers.postgres().jdbcUrl().replace("/postgres", "/" + database);

        assertThat(validateAsRole("connection.url", url, "schema.name", "public", "offsets.schema", "o"))
                .isEqualTo(Map.of(
                        "connection.user",
                        List.of("Cannot make staging tables: user " + role + " lacks TEMPORARY on database " + database
                                + ". Run: GRANT TEMPORARY ON DATABASE \"" + database + "\" TO \"" + role + "\";"),
                        "offsets.schema",
                        List.of("Cannot make schema o for the sink's offsets: user " + role
                                + " lacks CREATE on database " + database
                                + ". Run: CREATE SCHEMA \"o\" AUTHORIZATION \"" + role + "\";"),
                        "auto.create",
                        List.of("Cannot create tables in schema public: user " + role
                                + " lacks CREATE on it. Run: GRANT"
                                + " CREATE ON SCHEMA \"public\" TO \"" + role
                                + "\"; or make the tables and set 'auto.create' to false.")));
        sandbox.execute("CREATE SCHEMA $_offsets");
        assertThat(validateAsRole())
                .isEqualTo(Map.of(
                        "schema.name",
                        List.of("Cannot write to schema " + sandbox.schema + ": user " + role
                                + " lacks USAGE on it. Run: GRANT USAGE ON SCHEMA \"" + sandbox.schema + "\" TO \""
                                + role
                                + "\";"),
                        "offsets.schema",
                        List.of("Cannot use schema " + sandbox.schema + "_offsets for the sink's offsets: user " + role
                                + " lacks USAGE or CREATE on it. Run: GRANT USAGE, CREATE ON SCHEMA \"" + sandbox.schema
                                + "_offsets\" TO \"" + role + "\";")));
    }

    @Test
    void saysWhatToGrantOnTables() throws SQLException {
        sandbox.execute("GRANT USAGE ON SCHEMA $ TO " + role + "; CREATE SCHEMA $_offsets AUTHORIZATION " + role
                + "; CREATE TABLE $.orders (id bigint PRIMARY KEY, a text); GRANT INSERT ON $.orders TO " + role);
        String table = sandbox.schema + ".orders";
        String quoted = "\"" + sandbox.schema + "\".\"orders\" TO \"" + role + "\";";

        assertThat(validateAsRole("delete.mode", "hard", "truncate.mode", "truncate"))
                .isEqualTo(Map.of(
                        "write.mode",
                        List.of("Cannot write to table " + table + " as write.mode says: user " + role
                                + " lacks SELECT, UPDATE on it. Run: GRANT SELECT, UPDATE ON " + quoted),
                        "delete.mode",
                        List.of("Cannot write to table " + table + " as delete.mode says: user " + role
                                + " lacks DELETE on it. Run: GRANT DELETE ON " + quoted),
                        "truncate.mode",
                        List.of("Cannot write to table " + table + " as truncate.mode says: user " + role
                                + " lacks TRUNCATE on it. Run: GRANT TRUNCATE ON " + quoted)));
        assertThat(validateAsRole("order.field", "_seq", "truncate.mode", "truncate")
                        .get("truncate.mode"))
                .containsExactly("Cannot write to table " + table + " as truncate.mode says: user " + role
                        + " lacks DELETE on it. Run: GRANT DELETE ON " + quoted);
        assertThat(validateAsRole("write.mode", "insert")).isEmpty();
        assertThat(validateAsRole("topics", "orders,others", "write.mode", "insert"))
                .containsOnlyKeys("auto.create");
        assertThat(validateAsRole("topics", "orders,others", "write.mode", "insert", "auto.create", "false"))
                .isEmpty();
    }

    @Test
    void saysWhatToGrantOnTheOffsetsOfAnother() throws SQLException {
        sandbox.execute("CREATE SCHEMA $_offsets; GRANT USAGE ON SCHEMA $_offsets TO " + role
                + "; CREATE TABLE $_offsets.sink_offsets (topic_id text); GRANT USAGE, CREATE ON SCHEMA $ TO " + role);

        assertThat(validateAsRole())
                .isEqualTo(Map.of(
                        "offsets.schema",
                        List.of("Cannot use table " + sandbox.schema
                                + "_offsets.sink_offsets for the sink's offsets: user "
                                + role
                                + " lacks SELECT, INSERT or UPDATE on it. Run: GRANT SELECT, INSERT, UPDATE ON \""
                                + sandbox.schema + "_offsets\".\"sink_offsets\" TO \"" + role + "\";")));
    }

    @Test
    void saysWhichUniqueKeyIsMissing() throws SQLException {
        sandbox.execute("CREATE TABLE $.orders (id bigint PRIMARY KEY, region text)");

        assertThat(validate("key.mode", "record_value", "key.fields", "region,id"))
                .isEqualTo(Map.of(
                        "key.fields",
                        List.of("Cannot upsert into table " + sandbox.schema
                                + ".orders: found unique keys [[id]] (expected one on [region, id]). Run: ALTER TABLE \""
                                + sandbox.schema + "\".\"orders\" ADD PRIMARY KEY (\"region\", \"id\"); or correct"
                                + " 'key.mode' and 'key.fields'.")));
        assertThat(validate("key.mode", "record_value", "key.fields", "id")).isEmpty();
    }
}
