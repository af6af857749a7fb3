// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.RegistryHttp.Patience;
import io.millrace.converters.internal.registry.RegistryHttp.Target;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** How the registry is reached: where it is, with which credentials, and with how much patience. */
public final class RegistryOptions {
    public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    static final String BASIC_AUTH_CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    static final String BASIC_AUTH_USER_INFO = "basic.auth.user.info";
    static final String HTTP_CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";
    static final String HTTP_READ_TIMEOUT_MS = "http.read.timeout.ms";
    static final String MAX_RETRIES = "max.retries";
    static final String RETRIES_WAIT_MS = "retries.wait.ms";
    static final String RETRIES_MAX_WAIT_MS = "retries.max.wait.ms";

    private static final String SOURCE_URL = "URL";
    private static final String SOURCE_USER_INFO = "USER_INFO";
    private static final int MAX_MS = 600_000;

    private final AbstractConfig config;

    /** Throws a {@link ConfigException} when settings that are right by themselves do not go together. */
    public RegistryOptions(AbstractConfig config) {
        this.config = config;
        targets();
    }

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        defineRegistry(def);
        defineRequests(def);
    }

    private static void defineRegistry(ConfigDef def) {
        String group = "Registry";
        def.define(
                        SCHEMA_REGISTRY_URL,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigChecks.described(RegistryOptions::requireUrls, "http or https URLs"),
                        Importance.HIGH,
                        "Where the schema registry is: URLs, separated by commas, with the path of its Confluent API"
                                + " if it has one, for example http://registry:8080/apis/ccompat/v7. With several,"
                                + " each request goes to the one that answered last, then to the others in order.",
                        group,
                        1,
                        Width.LONG,
                        "Schema registry URLs")
                .define(
                        BASIC_AUTH_CREDENTIALS_SOURCE,
                        ConfigDef.Type.STRING,
                        SOURCE_URL,
                        ConfigDef.ValidString.in(SOURCE_URL, SOURCE_USER_INFO),
                        Importance.MEDIUM,
                        "Where user and password for the registry come from: URL, as in https://user:password@host, or"
                                + " USER_INFO, from 'basic.auth.user.info'.",
                        group,
                        2,
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
                        3,
                        Width.MEDIUM,
                        "User and password");
    }

    private static void defineRequests(ConfigDef def) {
        new OptionGroup(def, "Requests")
                .number(
                        HTTP_CONNECT_TIMEOUT_MS,
                        10_000,
                        ConfigChecks.between(1, MAX_MS, 10_000),
                        "Connect timeout",
                        "How long, in milliseconds, a connection to the registry may take.")
                .number(
                        HTTP_READ_TIMEOUT_MS,
                        30_000,
                        ConfigChecks.between(1, MAX_MS, 30_000),
                        "Read timeout",
                        "How long, in milliseconds, the registry may take to answer.")
                .number(
                        MAX_RETRIES,
                        3,
                        ConfigChecks.between(0, 1_000, 3),
                        "Retries",
                        "How often a request is repeated that was refused a connection, timed out, or was answered 408,"
                                + " 429 or 5xx. Then the task fails, with nothing lost. More rides out longer outages;"
                                + " fewer shows them sooner.")
                .number(
                        RETRIES_WAIT_MS,
                        1_000,
                        ConfigChecks.between(0, MAX_MS, 1_000),
                        "First wait",
                        "How long, in milliseconds, to wait before the first repetition; doubled for each one after it,"
                                + " less up to half at random.")
                .number(
                        RETRIES_MAX_WAIT_MS,
                        20_000,
                        ConfigChecks.between(0, MAX_MS, 20_000),
                        "Longest wait",
                        "The longest wait, in milliseconds, between repetitions.");
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

    /** The client that these settings describe. */
    public RegistryClient client() {
        return new RegistryClient(new RegistryHttp(targets(), patience(), RegistryHttp.Timing.SYSTEM));
    }

    public List<Target> targets() {
        return config.getList(SCHEMA_REGISTRY_URL).stream().map(this::target).toList();
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
        if (config.getString(BASIC_AUTH_CREDENTIALS_SOURCE).equals(SOURCE_URL)) {
            String raw = uri.getRawUserInfo();
            return raw == null ? null : URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
        Password password = config.getPassword(BASIC_AUTH_USER_INFO);
        if (password == null || password.value().indexOf(':') < 1) {
            throw new ConfigException("Configuration " + BASIC_AUTH_USER_INFO
                    + " is not user:password, which 'basic.auth.credentials.source=USER_INFO' needs. Set it.");
        }
        return password.value();
    }

    public Patience patience() {
        return new Patience(
                Duration.ofMillis(config.getInt(HTTP_CONNECT_TIMEOUT_MS)),
                Duration.ofMillis(config.getInt(HTTP_READ_TIMEOUT_MS)),
                config.getInt(MAX_RETRIES),
                Duration.ofMillis(config.getInt(RETRIES_WAIT_MS)),
                Duration.ofMillis(config.getInt(RETRIES_MAX_WAIT_MS)));
    }
}
