// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import io.millrace.converters.AvroEncoder.Registration;
import io.millrace.converters.RegistryHttp.Patience;
import io.millrace.converters.RegistryHttp.Target;
import io.millrace.converters.WriteCompiler.OptionalDefaults;
import io.millrace.records.ConfigChecks;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of {@link AvroConverter}, under Confluent's names. Never logged: URLs may carry a password. */
final class AvroConverterConfig extends AbstractConfig {
    static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";
    static final String KEY_SUBJECT_NAME_STRATEGY = "key.subject.name.strategy";
    static final String VALUE_SUBJECT_NAME_STRATEGY = "value.subject.name.strategy";
    static final String BASIC_AUTH_CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    static final String BASIC_AUTH_USER_INFO = "basic.auth.user.info";
    static final String HTTP_CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";
    static final String HTTP_READ_TIMEOUT_MS = "http.read.timeout.ms";
    static final String MAX_RETRIES = "max.retries";
    static final String RETRIES_WAIT_MS = "retries.wait.ms";
    static final String RETRIES_MAX_WAIT_MS = "retries.max.wait.ms";
    static final String CONNECT_META_DATA = "connect.meta.data";
    static final String SCRUB_INVALID_NAMES = "scrub.invalid.names";
    static final String IGNORE_DEFAULT_FOR_NULLABLES = "ignore.default.for.nullables";

    static final ConfigDef DEF = definition();

    private static final String TOPIC_NAME_STRATEGY = "TopicNameStrategy";
    private static final String SOURCE_URL = "URL";
    private static final String SOURCE_USER_INFO = "USER_INFO";

    AvroConverterConfig(Map<String, ?> props) {
        super(DEF, props, false);
        RefusedOptions.refuseFamilies(props);
        targets(); // so that what is wrong with it is said when the converter is configured
    }

    private static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        defineRegistry(def);
        defineRequests(def);
        defineData(def);
        RefusedOptions.define(def);
        return def;
    }

    private static void defineRegistry(ConfigDef def) {
        String group = "Registry";
        def.define(
                        SCHEMA_REGISTRY_URL,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigChecks.described(AvroConverterConfig::requireUrls, "http or https URLs"),
                        Importance.HIGH,
                        "Where the schema registry is: URLs, separated by commas, with the path of its Confluent API"
                                + " if it has one, for example http://registry:8080/apis/ccompat/v7. With several,"
                                + " each request goes to the one that answered last, then to the others in order.",
                        group,
                        1,
                        Width.LONG,
                        "Schema registry URLs")
                .define(
                        AUTO_REGISTER_SCHEMAS,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether new schemas are registered under <topic>-key or <topic>-value. When false, they must"
                                + " have been: a record whose schema has not is refused.",
                        group,
                        2,
                        Width.SHORT,
                        "Register schemas")
                .define(
                        BASIC_AUTH_CREDENTIALS_SOURCE,
                        ConfigDef.Type.STRING,
                        SOURCE_URL,
                        ConfigDef.ValidString.in(SOURCE_URL, SOURCE_USER_INFO),
                        Importance.MEDIUM,
                        "Where user and password for the registry come from: URL, as in https://user:password@host, or"
                                + " USER_INFO, from 'basic.auth.user.info'.",
                        group,
                        3,
                        Width.SHORT,
                        "Credentials source")
                .define(
                        BASIC_AUTH_USER_INFO,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "User and password for the registry, as user:password. Used when"
                                + " 'basic.auth.credentials.source' is USER_INFO.",
                        group,
                        4,
                        Width.MEDIUM,
                        "User and password");
        defineStrategy(def, KEY_SUBJECT_NAME_STRATEGY, "keys", 5);
        defineStrategy(def, VALUE_SUBJECT_NAME_STRATEGY, "values", 6);
    }

    private static void defineStrategy(ConfigDef def, String name, String side, int order) {
        def.define(
                name,
                ConfigDef.Type.STRING,
                TOPIC_NAME_STRATEGY,
                ConfigChecks.described(AvroConverterConfig::requireTopicNames, "TopicNameStrategy"),
                Importance.LOW,
                "How the subject of " + side + " is named. Only TopicNameStrategy, <topic>-key and <topic>-value, is"
                        + " there; Confluent's class name of it is understood.",
                "Registry",
                order,
                Width.MEDIUM,
                "Subject name strategy for " + side);
    }

    private static void defineRequests(ConfigDef def) {
        defineNumber(
                def,
                HTTP_CONNECT_TIMEOUT_MS,
                new Range(1, 600_000, 10_000),
                1,
                "How long, in milliseconds, a connection to the registry may take.");
        defineNumber(
                def,
                HTTP_READ_TIMEOUT_MS,
                new Range(1, 600_000, 30_000),
                2,
                "How long, in milliseconds, the registry may take to answer.");
        defineNumber(
                def,
                MAX_RETRIES,
                new Range(0, 1_000, 3),
                3,
                "How often a request is repeated that was refused a connection, timed out, or was answered 408, 429 or"
                        + " 5xx. Then the task fails, with nothing lost. More rides out longer outages; fewer shows them"
                        + " sooner.");
        defineNumber(
                def,
                RETRIES_WAIT_MS,
                new Range(0, 600_000, 1_000),
                4,
                "How long, in milliseconds, to wait before the first repetition; doubled for each one after it, less up"
                        + " to half at random.");
        defineNumber(
                def,
                RETRIES_MAX_WAIT_MS,
                new Range(0, 600_000, 20_000),
                5,
                "The longest wait, in milliseconds, between repetitions.");
    }

    private record Range(int least, int most, int fallback) {}

    private static void defineNumber(ConfigDef def, String name, Range range, int order, String doc) {
        def.define(
                name,
                ConfigDef.Type.INT,
                range.fallback,
                ConfigChecks.between(range.least, range.most, range.fallback),
                Importance.LOW,
                doc,
                "Requests",
                order,
                Width.SHORT,
                name.replace('.', ' '));
    }

    private static void defineData(ConfigDef def) {
        String group = "Data";
        def.define(
                        CONNECT_META_DATA,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether what Connect knows and Avro does not (names, versions, parameters, docs) is kept in the"
                                + " Avro schema as connect.* properties. Without it, not every type is read back as it was.",
                        group,
                        1,
                        Width.SHORT,
                        "Keep Connect's metadata")
                .define(
                        SCRUB_INVALID_NAMES,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether names that Avro does not allow are changed, 'unit price' to unit_price for example."
                                + " Otherwise they are refused.",
                        group,
                        2,
                        Width.SHORT,
                        "Change invalid names")
                .define(
                        IGNORE_DEFAULT_FOR_NULLABLES,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether null in an optional field that has a default is written as null. False writes the"
                                + " default in its place, as Confluent's converter does unless told otherwise: a null"
                                + " in a database column then arrives as the column's default.",
                        group,
                        3,
                        Width.SHORT,
                        "Keep nulls");
    }

    private static void requireUrls(String name, Object value) {
        List<?> urls = (List<?>) value;
        if (urls.isEmpty()) {
            throw new ConfigException("Configuration " + name + " has no URL. Set it to the registry's.");
        }
        for (Object url : urls) {
            uri(name, url.toString());
        }
    }

    private static URI uri(String name, String url) {
        try {
            URI uri = new URI(url.trim());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // refused below, in a text that has no part of the URL: it may hold a password
        }
        throw new ConfigException("Configuration " + name
                + " has an entry that is not an http or https URL with a host. Set it like"
                + " http://registry:8081.");
    }

    private static void requireTopicNames(String name, Object value) {
        String simple = String.valueOf(value);
        simple = simple.substring(simple.lastIndexOf('.') + 1);
        if (!simple.equals(TOPIC_NAME_STRATEGY)) {
            throw ConfigChecks.refusal(name, value, "expected " + TOPIC_NAME_STRATEGY, TOPIC_NAME_STRATEGY);
        }
    }

    List<Target> targets() {
        return getList(SCHEMA_REGISTRY_URL).stream().map(this::target).toList();
    }

    private Target target(String configured) {
        URI uri = uri(SCHEMA_REGISTRY_URL, configured);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String userInfo = userInfo(uri);
        return new Target(
                uri.getScheme() + "://" + uri.getHost() + port + path,
                userInfo == null
                        ? null
                        : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)));
    }

    private @Nullable String userInfo(URI uri) {
        if (getString(BASIC_AUTH_CREDENTIALS_SOURCE).equals(SOURCE_URL)) {
            String raw = uri.getRawUserInfo();
            return raw == null ? null : URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
        Password password = getPassword(BASIC_AUTH_USER_INFO);
        if (password == null || password.value().indexOf(':') < 1) {
            throw new ConfigException("Configuration " + BASIC_AUTH_USER_INFO
                    + " is not user:password, which 'basic.auth.credentials.source=USER_INFO' needs. Set it.");
        }
        return password.value();
    }

    Patience patience() {
        return new Patience(
                Duration.ofMillis(getInt(HTTP_CONNECT_TIMEOUT_MS)),
                Duration.ofMillis(getInt(HTTP_READ_TIMEOUT_MS)),
                getInt(MAX_RETRIES),
                Duration.ofMillis(getInt(RETRIES_WAIT_MS)),
                Duration.ofMillis(getInt(RETRIES_MAX_WAIT_MS)));
    }

    Registration registration() {
        return getBoolean(AUTO_REGISTER_SCHEMAS) ? Registration.AUTOMATIC : Registration.REQUIRED_BEFORE;
    }

    ConnectToAvro.Options schemaOptions() {
        return new ConnectToAvro.Options(getBoolean(CONNECT_META_DATA), getBoolean(SCRUB_INVALID_NAMES));
    }

    OptionalDefaults optionalDefaults() {
        return getBoolean(IGNORE_DEFAULT_FOR_NULLABLES) ? OptionalDefaults.KEEP_NULL : OptionalDefaults.WRITE_DEFAULT;
    }
}
