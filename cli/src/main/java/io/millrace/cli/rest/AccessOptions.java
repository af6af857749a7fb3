// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.Problem;
import io.millrace.http.internal.Tls;
import io.millrace.http.internal.Tls.TlsSettings;
import io.millrace.http.internal.TlsOptions;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say which worker, and how to be let in. They hold for subcommands too. */
final class AccessOptions {
    static final String URL = "CONNECT_URL";
    static final String USER = "CONNECT_USER";
    static final String PASSWORD = "CONNECT_PASSWORD";

    private static final String DEFAULT_URL = "http://localhost:8083";
    private static final String SSL = "ssl.";

    private final Map<String, String> environment;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "A worker's REST API. Without it, the variable CONNECT_URL; else " + DEFAULT_URL + ".")
    private @Nullable String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description =
                    "The user to be (basic authentication). Without it, the variable CONNECT_USER. The password is "
                            + "read from the variable CONNECT_PASSWORD, or from --password-file.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A file whose first line is the password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--ssl-config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A file of properties with Kafka's settings ssl.*: the stores to trust and to be known by. "
                    + "Others in it do not matter. Without it, what Java trusts.")
    private @Nullable Path sslConfig;

    @Option(
            names = "--request-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            scope = ScopeType.INHERIT,
            description = "How long one request may take: 30s (the default), 2m, 500ms.")
    private Duration requestTimeout = Duration.ofSeconds(30);

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            scope = ScopeType.INHERIT,
            description = "How long to wait in all: for a state to be reached, for workers that are rebalancing. "
                    + "60s by default.")
    private Duration timeout = Duration.ofSeconds(60);

    AccessOptions(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    Duration timeout() {
        return timeout;
    }

    Access access(Console console) {
        URI given = parsed(url != null ? url : environment.getOrDefault(URL, DEFAULT_URL));
        if (url != null && given.getUserInfo() != null) {
            console.err()
                    .println("Warning: --url holds a password, which others on this machine can see. Set " + USER
                            + " and " + PASSWORD + " instead.");
        }
        return new Access(bare(given), authorization(given), tls(), requestTimeout, timeout);
    }

    private static URI parsed(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme());
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return uri;
            }
        } catch (URISyntaxException notOne) {
            // Said below: its own message would show the text, which may hold a password.
        }
        throw new Problem("The worker's URL is none: found '" + text.replaceFirst("//[^/]*@", "//…@")
                + "' (expected such as http://connect.example:8083). Correct --url or " + URL + ".");
    }

    private static URI bare(URI given) {
        String path = given.getRawPath() == null ? "" : given.getRawPath().replaceFirst("/+$", "");
        String host = given.getHost() + (given.getPort() < 0 ? "" : ":" + given.getPort());
        return URI.create(given.getScheme() + "://" + host + path);
    }

    private Optional<String> authorization(URI given) {
        if (user == null && given.getUserInfo() != null) {
            return Optional.of(basic(given.getUserInfo()));
        }
        String name = user != null ? user : environment.getOrDefault(USER, "");
        return name.isEmpty() ? Optional.empty() : Optional.of(basic(name + ":" + password(name)));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private String password(String name) {
        if (passwordFile == null) {
            return Optional.ofNullable(environment.get(PASSWORD))
                    .orElseThrow(() -> new Problem("There is no password for the user " + name + ". Set " + PASSWORD
                            + ", or name a file that has it: --password-file."));
        }
        try {
            return Files.readString(passwordFile).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw unreadable("--password-file", passwordFile, e);
        }
    }

    private Optional<Tls> tls() {
        if (sslConfig == null) {
            return Optional.empty();
        }
        TlsOptions options = new TlsOptions(SSL, "worker");
        ConfigDef def = new ConfigDef();
        options.define(def);
        try {
            TlsSettings settings = options.from(new AbstractConfig(def, sslSettings(sslConfig), false));
            return Optional.ofNullable(settings).map(Tls::of);
        } catch (ConfigException e) {
            throw new Problem("The file " + sslConfig + " of --ssl-config: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> sslSettings(Path file) {
        Properties all = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            all.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable("--ssl-config", file, e);
        }
        Map<String, String> settings = new HashMap<>();
        all.stringPropertyNames().stream()
                .filter(key -> key.startsWith(SSL))
                .forEach(key -> settings.put(key, all.getProperty(key)));
        return settings;
    }

    private static Problem unreadable(String option, Path file, Exception e) {
        return new Problem("Cannot read " + file + ": " + e + ". Correct " + option + ".", e);
    }
}
