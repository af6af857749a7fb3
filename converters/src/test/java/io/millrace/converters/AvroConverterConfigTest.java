// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.AvroConverterConfig;
import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.avro.LogicalTypes;
import io.millrace.converters.internal.registry.NewestSchemas;
import io.millrace.converters.internal.registry.Patience;
import io.millrace.converters.internal.registry.Patience.Limit;
import io.millrace.converters.internal.registry.Patience.Waits;
import io.millrace.converters.internal.registry.Registry.Spelling;
import io.millrace.converters.internal.registry.SchemaChoice;
import io.millrace.converters.internal.wire.AvroDecoder;
import io.millrace.converters.internal.wire.AvroEncoder;
import io.millrace.converters.internal.wire.IdOptions;
import io.millrace.converters.internal.wire.SubjectNames;
import io.millrace.records.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroConverterConfigTest {
    private static AvroConverterConfig config(String... keysAndValues) {
        Map<String, String> props = new HashMap<>();
        props.put("schema.registry.url", "http://registry:8081");
        props.put("converter.type", "value"); // as Connect adds it
        for (int i = 0; i < keysAndValues.length; i += 2) {
            props.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new AvroConverterConfig(props);
    }

    /** Each URL with the header that goes with it. */
    private static List<String> asked(AvroConverterConfig config) {
        return config.registry().targets().stream()
                .map(target -> {
                    try {
                        return target.url() + " " + target.credentials().authorization();
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    @Test
    void hasItsDefaults() {
        AvroConverterConfig config = config();

        assertThat(asked(config)).containsExactly("http://registry:8081 null");
        assertThat(config.registry().patience())
                .isEqualTo(new Patience(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        new Waits(Duration.ofSeconds(1), Duration.ofSeconds(20)),
                        new Limit(Duration.ofSeconds(180), Limit.ANY)));
        assertThat(config.schemaChoice()).isEqualTo(SchemaChoice.REGISTERED);
        assertThat(config.data()).isEqualTo(DataOptions.DEFAULTS);
    }

    @Test
    void takesEveryOption() {
        AvroConverterConfig config = config(
                "schema.registry.url", "http://a:1/apis/ccompat/v7/, https://b",
                "auto.register.schemas", "false",
                "key.subject.name.strategy", "TopicNameStrategy",
                "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicNameStrategy",
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "me:secret",
                "http.connect.timeout.ms", "1",
                "http.read.timeout.ms", "2",
                "max.retries", "4",
                "retries.wait.ms", "5",
                "retries.max.wait.ms", "6",
                "registry.outage.timeout.ms", "7",
                "connect.meta.data", "false",
                "scrub.invalid.names", "true",
                "ignore.default.for.nullables", "false",
                "enhanced.avro.schema.support", "true",
                "generalized.sum.type.support", "true",
                "discard.type.doc.default", "true",
                "allow.optional.map.keys", "true",
                "flatten.singleton.unions", "false",
                "logical.types", "extended");

        assertThat(asked(config))
                .containsExactly("http://a:1/apis/ccompat/v7 Basic bWU6c2VjcmV0", "https://b Basic bWU6c2VjcmV0");
        assertThat(config.registry().patience())
                .isEqualTo(new Patience(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        new Waits(Duration.ofMillis(5), Duration.ofMillis(6)),
                        new Limit(Duration.ofMillis(7), 4)));
        assertThat(config.schemaChoice()).isEqualTo(SchemaChoice.LOOKED_UP);
        assertThat(config.data())
                .isEqualTo(DataOptions.DEFAULTS
                        .without(DataOption.CONNECT_META_DATA)
                        .with(DataOption.SCRUB_INVALID_NAMES)
                        .without(DataOption.IGNORE_DEFAULT_FOR_NULLABLES)
                        .with(DataOption.ENHANCED_AVRO_SCHEMA_SUPPORT)
                        .with(DataOption.GENERALIZED_SUM_TYPE_SUPPORT)
                        .with(DataOption.DISCARD_TYPE_DOC_DEFAULT)
                        .with(DataOption.ALLOW_OPTIONAL_MAP_KEYS)
                        .without(DataOption.FLATTEN_SINGLETON_UNIONS)
                        .with(LogicalTypes.EXTENDED));
    }

    @Test
    void choosesSchemasAndSubjectsAsConfluentsConverterUnlessToldOtherwise() {
        AvroConverterConfig config = config();

        assertThat(config.writing(Side.KEY))
                .isEqualTo(new AvroEncoder.Settings(
                        SubjectNames.from(config, Side.KEY),
                        SchemaChoice.REGISTERED,
                        NewestSchemas.Keep.FOREVER,
                        IdOptions.WriteTo.PREFIX,
                        DataOptions.DEFAULTS));
        assertThat(config.reading(Side.VALUE))
                .isEqualTo(new AvroDecoder.Settings(
                        SubjectNames.from(config, Side.VALUE),
                        IdOptions.ReadFrom.ANYWHERE,
                        AvroDecoder.ReadAs.WRITTEN,
                        NewestSchemas.Keep.FOREVER,
                        AvroDecoder.Trailing.REFUSED,
                        DataOptions.DEFAULTS));
    }

    @Test
    void takesEveryChoiceOfSchemasSubjectsAndIds() {
        AvroConverterConfig config = config(
                "auto.register.schemas", "false",
                "normalize.schemas", "true",
                "use.latest.version", "true",
                "use.latest.with.metadata", "app=shop",
                "latest.compatibility.strict", "false",
                "id.compatibility.strict", "false",
                "latest.cache.ttl.sec", "60",
                "latest.cache.size", "5",
                "value.subject.name.strategy", "AssociatedNameStrategy",
                "subject.name.strategy.fallback.type", "RECORD",
                "subject.name.strategy.kafka.cluster.id", "lkc-1",
                "subject.name.strategy.cache.expiry.secs", "30",
                "subject.name.strategy.cache.size", "6",
                "context.name.strategy", "io.confluent.kafka.serializers.context.NullContextNameStrategy",
                "value.schema.id.serializer", "HeaderSchemaIdSerializer",
                "value.schema.id.deserializer", "PrefixSchemaIdDeserializer",
                "apicurio.id.bytes", "8",
                "avro.fail.on.trailing.data", "false");
        NewestSchemas.Keep aMinute = new NewestSchemas.Keep(Duration.ofSeconds(60), 5);

        assertThat(config.writing(Side.VALUE).choice())
                .isEqualTo(new SchemaChoice(
                        SchemaChoice.Source.WITH_METADATA, null, Map.of("app", "shop"), Spelling.NORMALIZED));
        assertThat(config.writing(Side.VALUE).newest()).isEqualTo(aMinute);
        assertThat(config.writing(Side.VALUE).ids()).isEqualTo(IdOptions.WriteTo.HEADER);
        assertThat(config.writing(Side.VALUE).subjects())
                .hasToString("SubjectNames[side=VALUE, strategy=ASSOCIATED, associations=Associations[namespace=lkc-1,"
                        + " fallback=RECORD, kept=PT30S, topics=6]]");
        assertThat(config.reading(Side.VALUE))
                .isEqualTo(new AvroDecoder.Settings(
                        SubjectNames.from(config, Side.VALUE),
                        new IdOptions.ReadFrom(IdOptions.Place.PREFIX, IdOptions.ApicurioBytes.EIGHT, null),
                        AvroDecoder.ReadAs.NEWEST,
                        aMinute,
                        AvroDecoder.Trailing.IGNORED,
                        DataOptions.DEFAULTS));
        assertThat(config.reading(Side.KEY).ids())
                .isEqualTo(
                        new IdOptions.ReadFrom(IdOptions.Place.HEADER_OR_PREFIX, IdOptions.ApicurioBytes.EIGHT, null));
    }

    @Test
    void takesCredentialsFromTheUrlAndShowsItWithoutThem() {
        assertThat(asked(config("schema.registry.url", "http://me:se%3Acr+et@a:1/x")))
                .containsExactly("http://a:1/x Basic bWU6c2U6Y3IrZXQ=");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            schema.registry.url | ftp://me:secret@a | Configuration schema.registry.url has an entry that is not an http or https URL with a host. Set it like http://registry:8081.
            schema.registry.url | registry:8081 | Configuration schema.registry.url has an entry that is not an http or https URL with a host. Set it like http://registry:8081.
            schema.registry.url | http://me:se cret@a | Configuration schema.registry.url has an entry that is not an http or https URL with a host. Set it like http://registry:8081.
            schema.registry.url | '' | Configuration schema.registry.url has no URL. Set it to the registry's.
            max.retries | -2 | Invalid value -2 for configuration max.retries: expected -1 to 1000000. Omit it for the default, -1.
            http.read.timeout.ms | 0 | Invalid value 0 for configuration http.read.timeout.ms: expected 1 to 600000. Omit it for the default, 30000.
            value.subject.name.strategy | com.shop.MyStrategy | Invalid value com.shop.MyStrategy for configuration value.subject.name.strategy: expected TopicNameStrategy, RecordNameStrategy, TopicRecordNameStrategy or AssociatedNameStrategy. Omit it for the default, TopicNameStrategy.
            basic.auth.credentials.source | USER_INFO | Configuration basic.auth.user.info is not user:password, which 'basic.auth.credentials.source=USER_INFO' needs. Set it.
            key.subject.name.strategy | com.shop.TopicNameStrategy | Invalid value com.shop.TopicNameStrategy for configuration key.subject.name.strategy: expected TopicNameStrategy, RecordNameStrategy, TopicRecordNameStrategy or AssociatedNameStrategy. Omit it for the default, TopicNameStrategy.
            subject.name.strategy.fallback.type | ANY | Invalid value ANY for configuration subject.name.strategy.fallback.type: String must be one of: TOPIC, RECORD, TOPIC_RECORD, NONE
            context.name.strategy | com.shop.MyContext | Invalid value com.shop.MyContext for configuration context.name.strategy: not supported by AvroConverter. Put the context in 'schema.registry.url'; remove it.
            use.schema.id | -2 | Invalid value -2 for configuration use.schema.id: expected -1 to 2147483647. Omit it for the default, -1.
            use.schema.guid | 7 | Invalid value 7 for configuration use.schema.guid: expected a GUID. Omit it for the default, none.
            use.latest.with.metadata | a | Invalid value a for configuration use.latest.with.metadata: expected key=value,key=value. Omit it for the default, none.
            latest.cache.ttl.sec | -2 | Invalid value -2 for configuration latest.cache.ttl.sec: expected -1 to 31536000. Omit it for the default, -1.
            latest.cache.size | 0 | Invalid value 0 for configuration latest.cache.size: expected 1 to 1000000. Omit it for the default, 1000.
            value.schema.id.serializer | com.shop.Ids | Invalid value com.shop.Ids for configuration value.schema.id.serializer: expected PrefixSchemaIdSerializer or HeaderSchemaIdSerializer. Omit it for the default, PrefixSchemaIdSerializer.
            key.schema.id.deserializer | com.shop.Ids | Invalid value com.shop.Ids for configuration key.schema.id.deserializer: expected DualSchemaIdDeserializer, PrefixSchemaIdDeserializer or ConfigSchemaIdDeserializer. Omit it for the default, DualSchemaIdDeserializer.
            apicurio.id.bytes | 5 | Invalid value 5 for configuration apicurio.id.bytes: expected auto, 4 or 8. Omit it for the default, auto.
            validation.rules.execution | true | Configuration validation.rules.execution is not supported by AvroConverter. Data contract rules are not run; remove it, and the rules from the schemas.
            propagate.schema.tags | true | Invalid value true for configuration propagate.schema.tags: not supported by AvroConverter. Remove it.
            logical.types | all | Invalid value all for configuration logical.types: expected confluent or extended. Omit it for the default, confluent.
            schema.reflection | true | Invalid value true for configuration schema.reflection: not supported by AvroConverter. It belongs to the serializers of applications; remove it.
            specific.avro.reader | true | Invalid value true for configuration specific.avro.reader: not supported by AvroConverter. It belongs to the serializers of applications; remove it.
            bearer.auth.token | s3cret | Configuration bearer.auth.token is used with 'bearer.auth.credentials.source=STATIC_TOKEN' only. Set that too, or remove it.
            rule.executors | encrypt | Configuration rule.executors is not supported by AvroConverter. Data contract rules are not run; remove it, and the rules from the schemas.
            schema.registry.ssl.trustore.password | secret | Unknown configuration schema.registry.ssl.trustore.password. Did you mean schema.registry.ssl.truststore.password?
            """)
    void refusesEachBadValue(String key, String value, String message) {
        assertThatThrownBy(() -> config(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void acceptsConfluentsOptionsAtValuesThatChangeNothing() {
        config(
                "use.latest.version", "false",
                "use.schema.id", "-1",
                "specific.avro.reader", "false",
                "schemas.cache.config", "2000");
    }

    @Test
    void letsTheWorkerValidateRefusedOptions() {
        Map<String, ConfigValue> values = new HashMap<>();
        AvroConverterConfig.DEF
                .validate(Map.of("schema.registry.url", "http://a", "propagate.schema.tags", "true"))
                .forEach(value -> values.put(value.name(), value));

        assertThat(values.get("propagate.schema.tags").errorMessages()).hasSize(1);
        assertThat(values.get("schema.registry.url").errorMessages()).isEmpty();
    }

    @Test
    void keepsThePasswordOutOfItsText() {
        AvroConverterConfig config =
                config("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:pa55");

        assertThat(config.values().toString()).doesNotContain("pa55");
    }
}
