// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.TableName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClickHouseSinkConfigTest {
    private static final TableName TABLE = new TableName("shop", "orders");

    private static Map<String, String> props(String... keysAndValues) {
        Map<String, String> props = new HashMap<>(Map.of(
                "name", "orders-sink", "topics", "orders", "connection.urls", "https://ch1:8443,https://ch2:8443"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            props.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return props;
    }

    private static ClickHouseSinkConfig config(String... keysAndValues) {
        return new ClickHouseSinkConfig(props(keysAndValues));
    }

    private static Map<String, List<String>> problems(String... keysAndValues) {
        Map<String, List<String>> problems = new TreeMap<>();
        new ClickHouseSinkConnector()
                .validateOffline(props(keysAndValues)).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .forEach(value -> problems.put(value.name(), value.errorMessages()));
        return problems;
    }

    @Test
    void needsNothingButAddresses() {
        ClickHouseSinkConfig config = config();

        assertThat(config.connection().urls()).containsExactly("https://ch1:8443", "https://ch2:8443");
        assertThat(config.connection().user()).isEqualTo("default");
        assertThat(config.connection().password()).isEmpty();
        assertThat(config.connection().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.connection().requestTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.connection().isCompressed()).isTrue();
        assertThat(config.fixedDatabase()).isEqualTo("default");
        assertThat(config.ownDatabase()).isEqualTo("millrace");
        assertThat(config.isExactlyOnce()).isFalse();
        assertThat(config.isDryRun()).isFalse();
        assertThat(config.batches().maxRows()).isEqualTo(100_000);
        TableSettings settings = config.tables().of(TABLE);
        assertThat(settings.version()).isEqualTo(new VersionColumns("_version", "UInt128", "_is_deleted"));
        assertThat(settings.refusesUnavailable()).isTrue();
        assertThat(settings.versionsTombstones()).isTrue();
        assertThat(settings.design().orderBy() + settings.design().viewFormat()).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void readsWhatIsSetForAllTablesAndForSome() {
        ClickHouseSinkConfig config = config(
                "order.field", "_seq",
                "version.column", "v",
                "deleted.column", "d",
                "unavailable.mode", "default",
                "create.replicated", "true",
                "create.cluster", "main",
                "create.order.by", "id",
                "create.partition.by", "toYYYYMM(at)",
                "create.ttl", "at + INTERVAL 1 DAY",
                "create.settings", "index_granularity = 1024",
                "create.codecs", "at:DoubleDelta+ZSTD(3),id:T64",
                "create.low.cardinality", "state",
                "create.documents", "json",
                "create.structs", "tuple",
                "create.times", "time64",
                "current.view.format", "${table}_current",
                "settings.insert_quorum", "2",
                "table.rules", "log",
                "table.rules.log.tables", "shop\\.audit_.*",
                "table.rules.log.delivery.mode", "at_least_once",
                "table.rules.log.order.field", "");

        TableSettings settings = config.tables().of(TABLE);
        TableDesign design = settings.design();
        assertThat(settings.version()).isEqualTo(new VersionColumns("v", "UInt256", "d"));
        assertThat(settings.versionsTombstones()).isFalse();
        assertThat(settings.refusesUnavailable()).isFalse();
        assertThat(design.isReplicated()).isTrue();
        assertThat(List.of(design.cluster(), design.orderBy(), design.partitionBy(), design.ttl(), design.settings()))
                .containsExactly("main", "id", "toYYYYMM(at)", "at + INTERVAL 1 DAY", "index_granularity = 1024");
        assertThat(design.codecs()).isEqualTo(Map.of("at", "DoubleDelta, ZSTD(3)", "id", "T64"));
        assertThat(design.lowCardinality()).containsExactly("state");
        assertThat(design.viewFormat()).isEqualTo("${table}_current");
        assertThat(config.connection().settings()).isEqualTo(Map.of("insert_quorum", "2"));
        assertThat(config.tables().of(new TableName("shop", "audit_log")).version())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection.urls | clickhouse:8123 | Invalid value for configuration connection.urls: expected http://host:port or https://host:port, without user, path or parameters.",
                "connection.urls | http://user:pw@ch:8123 | Invalid value for configuration connection.urls: expected http://host:port or https://host:port, without user, path or parameters.",
                "connection.urls | http://ch:8123/shop?x=1 | Invalid value for configuration connection.urls: expected http://host:port or https://host:port, without user, path or parameters.",
                "connection.urls | '' | Missing configuration connection.urls: expected addresses such as https://clickhouse:8443.",
                "connection.timeout.ms | 1 | Invalid value 1 for configuration connection.timeout.ms: expected 100 to 600000. Omit it for the default, 10000.",
                "request.timeout.ms | x | Invalid value x for configuration request.timeout.ms: Not a number of type LONG",
                "connection.compression | zstd | Invalid value zstd for configuration connection.compression: expected one of lz4, none. Omit it for the default, lz4.",
                "delivery.mode | sometimes | Invalid value sometimes for configuration delivery.mode: expected one of replay_safe, exactly_once, at_least_once. Omit it for the default, replay_safe.",
                "delete.mode | gentle | Invalid value gentle for configuration delete.mode: expected one of none, hard, soft. Omit it for the default, hard.",
                "truncate.mode | honor | Invalid value honor for configuration truncate.mode: expected one of fail, ignore, truncate. Omit it for the default, fail.",
                "unavailable.mode | keep | Invalid value keep for configuration unavailable.mode: expected one of refuse, default. Omit it for the default, refuse.",
                "create.codecs | at | Invalid value at for configuration create.codecs: expected column:codec, such as occurred_at:DoubleDelta+ZSTD. Omit it for none.",
                "create.documents | xml | Invalid value xml for configuration create.documents: expected one of text, json. Omit it for the default, text.",
                "current.view.format | current | Invalid value current for configuration current.view.format: expected a name with ${table}. Omit it for the default, none.",
                "incompatible.mode | drop | Invalid value drop for configuration incompatible.mode: expected one of fail, quarantine, new_column. Omit it for the default, fail.",
                "delivery.moed | replay_safe | Unknown configuration delivery.moed. Did you mean delivery.mode?",
                "connection.url | http://ch:8123 | Unknown configuration connection.url. Did you mean connection.urls?",
                "create.partition | x | Unknown configuration create.partition. Did you mean create.partition.by?",
                "table.rules.log.delivery.mode | at_least_once | Unknown configuration table.rules.log.delivery.mode: its rule is not among 'table.rules', [].",
            })
    void saysWhichValueIsWrong(String key, String value, String message) {
        assertThat(problems(key, value)).isEqualTo(Map.of(key, List.of(message)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key.mode | none | delivery.mode | replay_safe | Invalid value none for configuration key.mode: expected record_key, record_value or kafka, because delivery.mode is replay_safe.",
                "order.field | _seq | delivery.mode | at_least_once | Invalid value _seq for configuration order.field: expected none, because delivery.mode is at_least_once: no row is ever replaced.",
                "delete.mode | hard | delivery.mode | exactly_once | Invalid value hard for configuration delete.mode: expected none, because deletes need delivery.mode replay_safe and key.mode record_key: a tombstone has nothing but its key.",
                "delete.mode | hard | key.mode | kafka | Invalid value hard for configuration delete.mode: expected none, because deletes need delivery.mode replay_safe and key.mode record_key: a tombstone has nothing but its key.",
                "truncate.mode | truncate | tasks.max | 2 | Invalid value truncate for configuration truncate.mode: expected 'order.field' to be set, because tasks.max is 2: offsets of several partitions do not say which rows are older.",
                "delete.field | '' | delete.mode | soft | Invalid value '' for configuration delete.field: expected a name, because delete.mode is soft.",
                "deleted.column | _version | order.field | '' | Invalid value _version for configuration deleted.column: expected another name than version.column.",
                "connection.ssl.key | '' | connection.ssl.cert | /me.pem | Missing configuration connection.ssl.key: a client's certificate and its key are given together.",
                "connection.ssl.cert | '' | connection.ssl.key | /me.key | Missing configuration connection.ssl.cert: a client's certificate and its key are given together.",
                "topic.check.bootstrap.servers | '' | topic.check.security.protocol | SSL | Invalid value '' for configuration topic.check.bootstrap.servers: expected servers, because topic.check.security.protocol is set.",
                "topic.changed.mode | earliest | delivery.mode | exactly_once | Invalid value earliest for configuration topic.changed.mode: expected topic.check.bootstrap.servers to be set too, because delivery.mode is exactly_once.",
                "table.rules.log.tables | '(' | table.rules | log | Invalid value ( for configuration table.rules.log.tables: expected a regular expression, found: Unclosed group. Omit it for the default, none.",
            })
    void saysWhichPairIsWrong(String key, String value, String other, String otherValue, String message) {
        assertThat(problems(key, value, other, otherValue)).isEqualTo(Map.of(key, List.of(message)));
        assertThatThrownBy(() -> config(key, value, other, otherValue))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void hasExactlyOnceForAllTablesOrForNone() {
        String key = "table.rules.log.delivery.mode";
        String reason = ", because exactly_once is for all tables of a connector or for none.";

        assertThat(problems("table.rules", "log", "table.rules.log.tables", ".*", key, "exactly_once"))
                .isEqualTo(Map.of(
                        key,
                        List.of("Invalid value exactly_once for configuration " + key + ": expected replay_safe"
                                + reason)));
        assertThat(problems(
                        "delivery.mode",
                        "exactly_once",
                        "table.rules",
                        "log",
                        "table.rules.log.tables",
                        ".*",
                        key,
                        "at_least_once"))
                .isEqualTo(Map.of(
                        key,
                        List.of("Invalid value at_least_once for configuration " + key + ": expected exactly_once"
                                + reason)));
        assertThat(problems("table.rules", "log", "table.rules.log.tables", ".*", key, "at_least_once"))
                .isEmpty();
    }

    @Test
    void saysAllAtOnce() {
        assertThat(problems("linger.ms", "-1", "delete.mode", "x", "bach.max.rows", "5"))
                .containsOnlyKeys("linger.ms", "delete.mode", "bach.max.rows");
    }

    @Test
    void documentsEveryKey() {
        for (ConfigDef.ConfigKey key : ClickHouseSinkConfig.DEF.configKeys().values()) {
            assertThat(key.documentation).as(key.name).endsWith(".");
            assertThat(key.displayName).as(key.name).isNotEmpty();
            assertThat(key.group).as(key.name).isNotEmpty();
        }
        assertThat(ClickHouseSinkConfig.DEF.configKeys().get("connection.password").type)
                .isEqualTo(ConfigDef.Type.PASSWORD);
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(ClickHouseSinkConnector.class);
        assertThat(new ClickHouseSinkConnector().taskClass()).isEqualTo(ClickHouseSinkTask.class);
        assertThat(new ClickHouseSinkConnector().version()).isNotEmpty();
    }
}
