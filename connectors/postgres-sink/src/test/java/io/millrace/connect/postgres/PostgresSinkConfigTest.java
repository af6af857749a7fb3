// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.connect.sink.ConflictMode;
import io.millrace.connect.sink.DeleteMode;
import io.millrace.connect.sink.DeleteRules;
import io.millrace.connect.sink.DocumentRules;
import io.millrace.connect.sink.DocumentRules.Promoted;
import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.FlushPolicy;
import io.millrace.connect.sink.IncompatibleMode;
import io.millrace.connect.sink.KeyMode;
import io.millrace.connect.sink.KeyRules;
import io.millrace.connect.sink.RowRules;
import io.millrace.connect.sink.SchemalessMode;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TopicChange;
import io.millrace.connect.sink.TruncateMode;
import io.millrace.connect.sink.UnavailableRules;
import io.millrace.connect.sink.WriteMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSinkConfigTest {
    private static final TableName TABLE = new TableName("public", "t");
    private static final String[] EVERY_KEY = {
        "connection.user",
        "u",
        "connection.password",
        "p",
        "connection.timeout.ms",
        "2000",
        "statement.timeout.ms",
        "3000",
        "lock.timeout.ms",
        "400",
        "schema.name",
        "s",
        "table.name.format",
        "x_${table}",
        "auto.create",
        "false",
        "auto.evolve",
        "false",
        "write.mode",
        "insert",
        "key.mode",
        "kafka",
        "key.fields",
        "t,p,o",
        "delete.mode",
        "none",
        "delete.field",
        "gone",
        "delete.memory.ms",
        "5",
        "conflict.mode",
        "ignore",
        "history.time.field",
        "at",
        "unavailable.placeholder",
        "",
        "unavailable.field",
        "missing",
        "schemaless.mode",
        "document",
        "document.column",
        "doc",
        "document.fields",
        "a.b:int64",
        "evolve.widen",
        "false",
        "evolve.relax",
        "false",
        "evolve.rewrite",
        "true",
        "incompatible.mode",
        "quarantine",
        "buffer.max.bytes",
        "4096",
        "truncate.mode",
        "ignore",
        "batch.max.rows",
        "5",
        "batch.max.bytes",
        "2048",
        "linger.ms",
        "7",
        "retry.backoff.ms",
        "80",
        "retry.timeout.ms",
        "900",
        "offsets.schema",
        "o"
    };
    private static final String[] OTHER_KEYS = {
        "topics", "shop.orders, shop.users",
        "connection.ssl.mode", "verify-full",
        "connection.ssl.root.cert", "/ca.crt",
        "connection.ssl.cert", "/me.crt",
        "connection.ssl.key", "/me.pk8",
        "connection.ssl.key.password", "k3y",
        "table.name.format", "${1}.${2}",
        "table.name.topics", "(.*)\\.(.*)",
        "dry.run", "true",
        "order.field", "_seq",
        "create.fillfactor", "70",
        "create.unlogged", "true",
        "create.partition.by", "",
        "create.indexes", "a; b desc",
        "create.hypertable.column", "at",
        "create.hypertable.interval", "12 hours",
        "current.view.format", "${table}_current",
        "table.rules", "audit",
        "table.rules.audit.tables", ".*_log",
        "table.rules.audit.write.mode", "insert",
        "table.rules.audit.order.field", "",
        "envelope.mode", "as_is",
        "connections.max", "3",
        "copy.direct", "never",
        "topic.changed.mode", "latest",
        "topic.check.bootstrap.servers", "kafka:9092",
        "topic.check.security.protocol", "SSL"
    };

    private static SinkRecord record(String topic) {
        return new SinkRecord(topic, 0, null, null, null, null, 0);
    }

    private static Map<String, String> props(String... keysAndValues) {
        Map<String, String> props = new HashMap<>(Map.of("connection.url", "jdbc:postgresql://db:5433/analytics"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            props.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return props;
    }

    private static List<String> errors(Map<String, String> props) {
        List<String> errors = new ArrayList<>();
        new PostgresSinkConnector()
                .validateOffline(props)
                .configValues()
                .forEach(value -> value.errorMessages().forEach(message -> errors.add(value.name() + ": " + message)));
        return errors;
    }

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(PostgresSinkConnector.class);
    }

    @Test
    void hasDefaults() {
        PostgresSinkConfig config = new PostgresSinkConfig(props());

        assertThat(config.tables().of(TABLE).rows())
                .isEqualTo(new RowRules(
                        WriteMode.UPSERT,
                        ConflictMode.UPDATE,
                        TruncateMode.FAIL,
                        new KeyRules(KeyMode.RECORD_KEY, List.of()),
                        new DeleteRules(DeleteMode.NONE, "_deleted", Duration.ofDays(7)),
                        "",
                        "_source_ts",
                        new UnavailableRules("__debezium_unavailable_value", "_unavailable"),
                        new DocumentRules(SchemalessMode.REFUSE, "document", List.of())));
        assertThat(config.policy())
                .isEqualTo(new FlushPolicy(
                        10_000,
                        16 << 20,
                        64 << 20,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(2)));
        assertThat(config.evolution())
                .isEqualTo(new EvolutionRules(true, true, true, true, false, IncompatibleMode.FAIL));
        assertThat(config.route().table(record("a.b-c"))).isEqualTo(new TableName("public", "a_b_c"));
        assertThat(config.copying().offsetsSchema()).isEqualTo("millrace");
        assertThat(config.connection().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.connection().statementTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.connection().lockTimeout()).isEqualTo(Duration.ofSeconds(10));
        Properties credentials = new Properties();
        config.connection().apply(credentials);
        assertThat(credentials).isEmpty();
    }

    @Test
    void takesEveryKey() {
        PostgresSinkConfig config = new PostgresSinkConfig(props(EVERY_KEY));

        assertThat(config.tables().of(TABLE).rows())
                .isEqualTo(new RowRules(
                        WriteMode.INSERT,
                        ConflictMode.IGNORE,
                        TruncateMode.IGNORE,
                        new KeyRules(KeyMode.KAFKA, List.of("t", "p", "o")),
                        new DeleteRules(DeleteMode.NONE, "gone", Duration.ofMillis(5)),
                        "",
                        "at",
                        new UnavailableRules("", "missing"),
                        new DocumentRules(
                                SchemalessMode.DOCUMENT,
                                "doc",
                                List.of(new Promoted("a.b", Schema.OPTIONAL_INT64_SCHEMA)))));
        assertThat(config.policy())
                .isEqualTo(new FlushPolicy(
                        5,
                        2048,
                        4096,
                        Duration.ofMillis(7),
                        Duration.ofMillis(80),
                        Duration.ofMillis(900),
                        Duration.ofMillis(900)));
        assertThat(config.evolution())
                .isEqualTo(new EvolutionRules(false, false, false, false, true, IncompatibleMode.QUARANTINE));
        assertThat(config.route().table(record("a.b"))).isEqualTo(new TableName("s", "x_b"));
        assertThat(config.connection().user()).isEqualTo("u");
        Properties credentials = new Properties();
        config.connection().apply(credentials);
        assertThat(credentials).containsEntry("user", "u").containsEntry("password", "p");
        assertThat(config.toString() + config.values()).doesNotContain("\"p\"");
    }

    @Test
    void hasDefaultsOfTablesBatchesAndTopics() {
        PostgresSinkConfig config = new PostgresSinkConfig(props());

        assertThat(config.tables().of(TABLE).design())
                .isEqualTo(new TableDesign(0, false, "", List.of(), "", "7 days", ""));
        assertThat(config.batches().connections()).isEqualTo(1);
        assertThat(config.copying().direct()).isEqualTo(CopyOptions.CopyDirect.AUTO);
        assertThat(config.envelopes().isNormalized()).isTrue();
        assertThat(config.envelopes().settings()).isEmpty();
        assertThat(config.isDryRun()).isFalse();
        assertThat(config.delivery().topicChange()).isEqualTo(TopicChange.FAIL);
        assertThat(config.delivery().topicCheck()).isEmpty();
        assertThat(config.topics()).isEmpty();
    }

    @Test
    void takesEveryKeyOfTablesTlsAndTopics() {
        PostgresSinkConfig config = new PostgresSinkConfig(props(OTHER_KEYS));

        assertThat(config.tables()
                        .of(new TableName("public", "audit_log"))
                        .rows()
                        .writeMode())
                .isEqualTo(WriteMode.INSERT);
        assertThat(config.tables().of(TABLE).rows().writeMode()).isEqualTo(WriteMode.UPSERT);
        assertThat(config.tables().of(TABLE).rows().orderField()).isEqualTo("_seq");
        assertThat(config.tables().of(TABLE).design())
                .isEqualTo(new TableDesign(70, true, "", List.of("a", "b desc"), "at", "12 hours", "${table}_current"));
        assertThat(config.batches().connections()).isEqualTo(3);
        assertThat(config.copying().direct()).isEqualTo(CopyOptions.CopyDirect.NEVER);
        assertThat(config.envelopes().isNormalized()).isFalse();
        assertThat(config.isDryRun()).isTrue();
        assertThat(config.delivery().topicChange()).isEqualTo(TopicChange.LATEST);
        assertThat(config.delivery().topicCheck())
                .isEqualTo(Map.of("bootstrap.servers", "kafka:9092", "security.protocol", "SSL"));
        assertThat(config.route().table(record("shop.orders"))).isEqualTo(new TableName("shop", "orders"));
        assertThat(config.topics()).containsExactly("shop.orders", "shop.users");
        Properties tls = new Properties();
        config.connection().apply(tls);
        assertThat(tls)
                .containsOnly(
                        entry("sslmode", "verify-full"),
                        entry("sslrootcert", "/ca.crt"),
                        entry("sslcert", "/me.crt"),
                        entry("sslkey", "/me.pk8"),
                        entry("sslpassword", "k3y"));
        assertThat(config.toString() + config.values()).doesNotContain("k3y");
    }

    @Test
    void setsEveryKeyInOneOfTheseTests() {
        Set<String> set = new TreeSet<>(props(EVERY_KEY).keySet());
        set.addAll(props(OTHER_KEYS).keySet());

        assertThat(set).containsAll(PostgresSinkConfig.DEF.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.example.Rename", "org.apache.kafka.connect.transforms.RegexRouter"})
    void knowsNoTopicsWhereATransformMayRenameThem(String type) {
        assertThat(new PostgresSinkConfig(props("topics", "orders", "transforms", "one", "transforms.one.type", type))
                        .topics())
                .isEmpty();
        assertThat(new PostgresSinkConfig(props(
                                "topics",
                                "orders",
                                "transforms",
                                "one",
                                "transforms.one.type",
                                "io.millrace.transforms.NormalizeEnvelope"))
                        .topics())
                .containsExactly("orders");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${topic} | s | s",
                "${table}.x_${topic} | s | ''",
                "shop.${table} | s | shop",
                "${value.a.b} | s | s",
                "shop_${1}.t | s | ''"
            })
    void knowsTheSchemaThatEveryTableIsIn(String format, String schema, String fixed) {
        PostgresSinkConfig config = new PostgresSinkConfig(
                props("table.name.format", format, "schema.name", schema, "table.name.topics", "(.*)"));

        assertThat(config.fixedSchema()).isEqualTo(fixed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection.url | jdbc:mysql://x/y?password=secret | Invalid value for configuration connection.url: expected jdbc:postgresql://host:port/database.",
                "connection.url | jdbc:postgresql://db/x?user=u&password=secret | connection.url: Invalid value for configuration connection.url: expected no password in it, because workers log it and show it. Set 'connection.password' or 'connection.ssl.key.password'.",
                "write.mode | update | Invalid value update for configuration write.mode: expected one of insert, upsert, history. Omit it for the default, upsert.",
                "key.mode | value | Invalid value value for configuration key.mode: expected one of record_key, record_value, kafka, none. Omit it for the default, record_key.",
                "delete.mode | gentle | Invalid value gentle for configuration delete.mode: expected one of none, hard, soft. Omit it for the default, none.",
                "truncate.mode | honor | Invalid value honor for configuration truncate.mode: expected one of fail, ignore, truncate. Omit it for the default, fail.",
                "batch.max.rows | 0 | Invalid value 0 for configuration batch.max.rows: expected 1 to 10000000. Omit it for the default, 10000.",
                "batch.max.bytes | 1 | Invalid value 1 for configuration batch.max.bytes: expected 1024 to 1073741824. Omit it for the default, 16777216.",
                "table.name.format | ${tabel} | Invalid value ${tabel} for configuration table.name.format: expected a name with [${topic}, ${table}, ${1}, ${value.FIELD}, ${key.FIELD}, ${header.NAME}], for example shop_${table}.",
                "key.mode | record_value | key.fields: Invalid value '' for configuration key.fields: expected field names, because key.mode is record_value.",
                "key.mode | none | Invalid value none for configuration key.mode: expected record_key, record_value or kafka, because write.mode is upsert.",
                "write.moed | insert | Unknown configuration write.moed. Did you mean write.mode?",
                "retry.backoff.ms | 1 | Invalid value 1 for configuration retry.backoff.ms: expected 10 to 300000. Omit it for the default, 1000.",
                "retry.timeout.ms | -1 | Invalid value -1 for configuration retry.timeout.ms: expected 0 to 9223372036854775807. Omit it for the default, 600000.",
                "linger.ms | -1 | Invalid value -1 for configuration linger.ms: expected 0 to 300000. Omit it for the default, 0.",
                "delete.memory.ms | -1 | Invalid value -1 for configuration delete.memory.ms: expected 0 to 9223372036854775807. Omit it for the default, 604800000.",
                "buffer.max.bytes | 1 | Invalid value 1 for configuration buffer.max.bytes: expected 2048 to 17179869184. Omit it for the default, 67108864.",
                "create.unlogged | maybe | Invalid value maybe for configuration create.unlogged: Expected value to be either true or false",
                "auto.create | maybe | Invalid value maybe for configuration auto.create: Expected value to be either true or false",
                "auto.evolve | maybe | Invalid value maybe for configuration auto.evolve: Expected value to be either true or false",
                "evolve.widen | maybe | Invalid value maybe for configuration evolve.widen: Expected value to be either true or false",
                "evolve.relax | maybe | Invalid value maybe for configuration evolve.relax: Expected value to be either true or false",
                "evolve.rewrite | maybe | Invalid value maybe for configuration evolve.rewrite: Expected value to be either true or false",
                "dry.run | maybe | Invalid value maybe for configuration dry.run: Expected value to be either true or false",
                "offsets.schema | ' ' | Invalid value  for configuration offsets.schema: expected a name. Omit it for the default.",
                "envelope.errors | quarantine | envelope.errors: Invalid value quarantine for configuration envelope.errors: expected fail or skip, as a sink has a dead letter queue. Omit it for the default, fail.",
                "connection.ssl.key | /me.pk8 | connection.ssl.cert: Invalid value '' for configuration connection.ssl.cert: expected a file, because connection.ssl.key is set.",
                "connection.ssl.cert | /me.crt | connection.ssl.key: Invalid value '' for configuration connection.ssl.key: expected a file, because connection.ssl.cert is set.",
                "linger.millis | 5 | Unknown configuration linger.millis. Did you mean linger.ms?",
                "kye.mode | kafka | Unknown configuration kye.mode. Did you mean key.mode?",
            })
    void refusesBadValues(String key, String value, String message) {
        List<String> errors = errors(props(key, value));

        assertThat(errors).singleElement().asString().endsWith(message);
    }

    @Test
    void reportsEveryProblemBetweenKeysAtOnce() {
        assertThat(errors(props("key.mode", "record_value", "delete.mode", "hard")))
                .containsExactlyInAnyOrder(
                        "key.fields: Invalid value '' for configuration key.fields: expected field names, because"
                                + " key.mode is record_value.",
                        "delete.mode: Invalid value hard for configuration delete.mode: expected none, because deletes"
                                + " need write.mode upsert or history and key.mode record_key: a tombstone has nothing"
                                + " but its key.");
        assertThatThrownBy(() -> new PostgresSinkConfig(props("key.mode", "none")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value none for configuration key.mode: expected record_key, record_value or kafka,"
                        + " because write.mode is upsert.");
    }

    @Test
    void refusesNamesOfMetadataThatItWouldNotFind() {
        assertThat(errors(props("envelope.metadata.prefix", "m_", "delete.mode", "hard")))
                .containsExactlyInAnyOrder(
                        "delete.field: Invalid value _deleted for configuration delete.field: expected m_deleted, as the"
                                + " settings 'envelope.metadata.*' name the columns of rows that are made of change"
                                + " events.",
                        "unavailable.field: Invalid value _unavailable for configuration unavailable.field: expected"
                                + " m_unavailable, as the settings 'envelope.metadata.*' name the columns of rows that"
                                + " are made of change events.");
        assertThat(errors(props(
                        "envelope.metadata.prefix",
                        "m_",
                        "delete.mode",
                        "hard",
                        "delete.field",
                        "m_deleted",
                        "unavailable.field",
                        "m_unavailable")))
                .isEmpty();
        assertThat(errors(props("delete.mode", "hard", "delete.field", "gone"))).isEmpty();
    }

    @Test
    void leavesConnectsOwnKeysAlone() {
        assertThat(PostgresSinkConnector.UNKNOWN.in(List.of(
                        "name",
                        "topics",
                        "topics.regex",
                        "tasks.max",
                        "connector.class",
                        "key.converter",
                        "key.converter.schemas.enable",
                        "value.converter",
                        "transforms",
                        "transforms.a.type",
                        "errors.tolerance",
                        "errors.retry.timeout",
                        "consumer.override.max.poll.records",
                        "header.converter",
                        "predicates",
                        "config.action.reload")))
                .isEmpty();
    }

    @Test
    void documentsEveryKey() {
        assertThat(PostgresSinkConfig.DEF.configKeys().values()).allSatisfy(key -> {
            assertThat(key.documentation).as(key.name).isNotBlank();
            assertThat(key.group).as(key.name).isNotNull();
            assertThat(key.displayName).as(key.name).isNotEqualTo(key.name);
        });
    }
}
