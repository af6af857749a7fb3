// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.Patience.Limit;
import io.millrace.converters.internal.registry.Patience.Waits;
import io.millrace.converters.internal.registry.RegistryHttp.Route;
import io.millrace.converters.internal.registry.RegistryHttp.Target;
import io.millrace.converters.internal.registry.RegistryHttp.Timing;
import io.millrace.http.internal.TlsOptions;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** How the registry is reached: where it is, with which credentials, and with how much patience. */
public final class RegistryOptions {
    static final String TLS_PREFIX = "schema.registry.ssl.";
    private static final TlsOptions TLS = new TlsOptions(TLS_PREFIX, "registry");
    public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    static final String RANDOMIZE = "schema.registry.url.randomize";
    static final String RANDOMIZE_SHORT = "url.randomize";
    static final String REQUEST_HEADER = "request.header.";
    static final String PROXY_HOST = "proxy.host";
    static final String PROXY_PORT = "proxy.port";
    static final String OUTAGE_TIMEOUT_MS = "registry.outage.timeout.ms";
    static final String HTTP_CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";
    static final String HTTP_READ_TIMEOUT_MS = "http.read.timeout.ms";
    static final String MAX_RETRIES = "max.retries";
    static final String RETRIES_WAIT_MS = "retries.wait.ms";
    static final String RETRIES_MAX_WAIT_MS = "retries.max.wait.ms";

    private static final int MAX_MS = 600_000;

    /** What the converters of a worker know together of each registry. */
    private static final Shared<List<String>, Outage> OUTAGES = new Shared<>(urls -> new Outage());

    private final AbstractConfig config;
    private final CredentialOptions credentials;

    /** Throws a {@link ConfigException} when settings that are right by themselves do not go together. */
    public RegistryOptions(AbstractConfig config) {
        this.config = config;
        this.credentials = new CredentialOptions(config);
        targets();
        headers();
        proxy();
    }

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        defineRegistry(def);
        CredentialOptions.define(def);
        defineRequests(def);
        TLS.define(def);
    }

    private static void defineRegistry(ConfigDef def) {
        def.define(
                SCHEMA_REGISTRY_URL,
                ConfigDef.Type.LIST,
                ConfigDef.NO_DEFAULT_VALUE,
                ConfigChecks.described(RegistryOptions::requireUrls, "http or https URLs"),
                Importance.HIGH,
                "Where the schema registry is: URLs, separated by commas, with the path of its Confluent API"
                        + " if it has one, for example http://registry:8080/apis/ccompat/v7. With several,"
                        + " each request goes to the one that answered last, and if that fails, to the others in order,"
                        + " at once.",
                "Registry",
                0,
                Width.LONG,
                "Schema registry URLs");
        new OptionGroup(def, "Registry")
                .flag(
                        RANDOMIZE,
                        "false",
                        "Any URL first",
                        "Whether to begin with one of several URLs at random, which spreads workers over registries,"
                                + " instead of the first.")
                .flag(RANDOMIZE_SHORT, "false", "Any URL first (short name)", "As '" + RANDOMIZE + "'.")
                .text(
                        PROXY_HOST,
                        "",
                        null,
                        "Proxy host",
                        "The HTTP proxy to reach the registry through. Without one, what the worker's JVM is told by"
                                + " -Dhttp.proxyHost and -Dhttps.proxyHost.")
                .number(
                        PROXY_PORT,
                        -1,
                        ConfigChecks.between(-1, 65_535, -1),
                        "Proxy port",
                        "The port of '" + PROXY_HOST + "', which needs one. -1 is none.");
    }

    private static void defineRequests(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Requests");
        group.number(
                        OUTAGE_TIMEOUT_MS,
                        180_000,
                        ConfigChecks.between(-1, Integer.MAX_VALUE, 180_000),
                        "Outage timeout",
                        "How long, in milliseconds, a registry that refuses connections, does not answer, is"
                                + " overloaded or read-only is waited for. Then the task fails, with nothing lost, and"
                                + " goes on where it was when it is started again. Longer rides out longer outages;"
                                + " shorter shows them sooner. 0 does not wait, -1 waits without end. In a sink it must"
                                + " stay below the consumer's max.poll.interval.ms, 300000 by default.")
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
                        "How long, in milliseconds, the registry may take to answer.");
        defineRetries(group);
    }

    private static void defineRetries(OptionGroup group) {
        group.number(
                        MAX_RETRIES,
                        Limit.ANY,
                        ConfigChecks.between(Limit.ANY, 1_000_000, Limit.ANY),
                        "Retries",
                        "How often a request is repeated at most while the registry is waited for. -1 leaves it to '"
                                + OUTAGE_TIMEOUT_MS + "' alone.")
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
                        "The longest wait, in milliseconds, between repetitions. A Retry-After of the registry is heard"
                                + " up to it.");
    }

    private static void requireUrls(String name, Object value) {
        List<?> urls = (List<?>) value;
        if (urls == null) {
            return; // not set: said by whoever requires it
        }
        if (urls.isEmpty()) {
            throw new ConfigException("Configuration " + name + " has no URL. Set it to the registry's.");
        }
        for (Object url : urls) {
            uri(name, url.toString());
        }
    }

    static URI uri(String name, String url) {
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
        return new RegistryClient(http());
    }

    RegistryHttp http() {
        List<Target> targets = targets();
        Outage outage = OUTAGES.of(targets.stream().map(Target::url).toList());
        if (config.getBoolean(RANDOMIZE) || config.getBoolean(RANDOMIZE_SHORT)) {
            outage.prefer(ThreadLocalRandom.current().nextInt(targets.size()));
        }
        Route route = new Route(targets, headers(), transport(), outage);
        return new RegistryHttp(route, patience(), Timing.SYSTEM);
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
        return new Target(uri.getScheme() + "://" + uri.getHost() + port + path, credentials.of(uri, transport()));
    }

    private Transport transport() {
        Patience patience = patience();
        return Transport.of(
                new Transport.Settings(patience.connectTimeout(), patience.readTimeout(), proxy(), TLS.from(config)));
    }

    private Transport.@Nullable Proxy proxy() {
        String host = config.getString(PROXY_HOST);
        int port = config.getInt(PROXY_PORT);
        if (host.isEmpty() != port < 1) {
            throw new ConfigException("Configuration '" + PROXY_HOST + "' and '" + PROXY_PORT
                    + "' belong together, and only one of them is set. Set both or none.");
        }
        return host.isEmpty() ? null : new Transport.Proxy(host, port);
    }

    /** What the operator adds to each request; may be secret. */
    private Map<String, Password> headers() {
        Map<String, Password> headers = new HashMap<>(credentials.headers());
        config.originalsWithPrefix(REQUEST_HEADER).forEach((name, value) -> {
            String key = REQUEST_HEADER + name;
            requireHeaderText(key, value.toString());
            try {
                HttpRequest.newBuilder().header(name, "x");
            } catch (IllegalArgumentException e) {
                throw new ConfigException("Configuration " + key + " names a header that cannot be set. Remove it.");
            }
            headers.put(name, new Password(value.toString()));
        });
        return headers;
    }

    /** Refuses what a header cannot hold, without showing it. */
    static void requireHeaderText(String key, String value) {
        if (!value.matches("[\\t -~]+")) {
            throw new ConfigException(
                    "Configuration " + key + " is empty or has characters that are not ASCII. Correct it.");
        }
    }

    public Patience patience() {
        int timeoutMs = config.getInt(OUTAGE_TIMEOUT_MS);
        return new Patience(
                Duration.ofMillis(config.getInt(HTTP_CONNECT_TIMEOUT_MS)),
                Duration.ofMillis(config.getInt(HTTP_READ_TIMEOUT_MS)),
                new Waits(
                        Duration.ofMillis(config.getInt(RETRIES_WAIT_MS)),
                        Duration.ofMillis(config.getInt(RETRIES_MAX_WAIT_MS))),
                new Limit(timeoutMs < 0 ? null : Duration.ofMillis(timeoutMs), config.getInt(MAX_RETRIES)));
    }
}
