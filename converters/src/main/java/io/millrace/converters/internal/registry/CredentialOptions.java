// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** How the registry is told who asks: user and password, or a token. */
final class CredentialOptions {
    static final String BASIC_AUTH_CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    static final String BASIC_AUTH_USER_INFO = "basic.auth.user.info";
    static final String OLD_USER_INFO = "schema.registry.basic.auth.user.info";
    static final String SASL_JAAS_CONFIG = SaslConfigs.SASL_JAAS_CONFIG;

    private static final String FROM_URL = "URL";
    private static final String FROM_USER_INFO = "USER_INFO";
    private static final String FROM_SASL = "SASL_INHERIT";
    private static final List<String> BASIC_SOURCES = List.of(FROM_URL, FROM_USER_INFO, FROM_SASL);

    private final AbstractConfig config;
    private final BearerOptions bearer;

    /** Throws a {@link ConfigException} when settings that are right by themselves do not go together. */
    CredentialOptions(AbstractConfig config) {
        this.config = config;
        this.bearer = new BearerOptions(config);
        if (bearer.isUsed() && isGiven(config, BASIC_AUTH_CREDENTIALS_SOURCE)) {
            throw both("'" + BASIC_AUTH_CREDENTIALS_SOURCE + "'");
        }
        requireSourceOf(BASIC_AUTH_USER_INFO);
        requireSourceOf(OLD_USER_INFO);
    }

    static void define(ConfigDef def) {
        new OptionGroup(def, "Credentials")
                .text(
                        BASIC_AUTH_CREDENTIALS_SOURCE,
                        FROM_URL,
                        ConfigChecks.described(CredentialOptions::requireSource, "URL, USER_INFO or SASL_INHERIT"),
                        "Source of the user",
                        "Where user and password for the registry come from: URL, as in https://user:password@host;"
                                + " USER_INFO, from 'basic.auth.user.info'; SASL_INHERIT, from 'sasl.jaas.config'.")
                .secret(
                        BASIC_AUTH_USER_INFO,
                        "User and password",
                        "User and password for the registry, as user:password, with"
                                + " 'basic.auth.credentials.source=USER_INFO'.")
                .secret(
                        OLD_USER_INFO,
                        "User and password (old name)",
                        "The old name of 'basic.auth.user.info', which wins where both are set.")
                .secret(
                        SASL_JAAS_CONFIG,
                        "SASL login",
                        "A login as Kafka clients have it, whose username and password are for the registry, with"
                                + " 'basic.auth.credentials.source=SASL_INHERIT'. It is not taken from the worker: Connect"
                                + " does not show a converter the worker's settings.");
        BearerOptions.define(def);
    }

    private static void requireSource(String name, Object value) {
        if (!value.equals("") && !BASIC_SOURCES.contains(value.toString())) {
            throw ConfigChecks.refusal(name, value, "expected URL, USER_INFO or SASL_INHERIT", FROM_URL);
        }
    }

    static boolean isGiven(AbstractConfig config, String key) {
        Object value = config.originals().get(key);
        return value != null && !value.toString().isBlank();
    }

    private static ConfigException both(String user) {
        return new ConfigException("Configuration '" + BearerOptions.SOURCE + "' and " + user
                + " exclude each other: a request has a token or a user. Remove one.");
    }

    /** A password that is set and not used would look like one that is. */
    private void requireSourceOf(String key) {
        if (isGiven(config, key) && !source().equals(FROM_USER_INFO)) {
            throw new ConfigException("Configuration " + key + " is used with '" + BASIC_AUTH_CREDENTIALS_SOURCE
                    + "=USER_INFO' only. Set that too, or remove it.");
        }
    }

    private String source() {
        String source = config.getString(BASIC_AUTH_CREDENTIALS_SOURCE);
        return source.isEmpty() ? FROM_URL : source;
    }

    /** What goes with requests to {@code uri}; one and the same for all URLs unless the user is in them. */
    Credentials of(URI uri, Transport transport) {
        if (bearer.isUsed()) {
            if (uri.getRawUserInfo() != null) {
                throw both("a user in '" + RegistryOptions.SCHEMA_REGISTRY_URL + "'");
            }
            return bearer.credentials(transport);
        }
        return switch (source()) {
            case FROM_USER_INFO -> basic(userInfo(), "Correct '" + BASIC_AUTH_USER_INFO + "'");
            case FROM_SASL -> basic(jaasUser(), "Correct '" + SASL_JAAS_CONFIG + "'");
            default -> fromUrl(uri);
        };
    }

    Map<String, Password> headers() {
        return bearer.headers();
    }

    private static Credentials fromUrl(URI uri) {
        String raw = uri.getRawUserInfo();
        return raw == null
                ? FixedCredentials.NONE
                : basic(
                        URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8),
                        "Correct the user in '" + RegistryOptions.SCHEMA_REGISTRY_URL + "'");
    }

    private String userInfo() {
        Password newer = config.getPassword(BASIC_AUTH_USER_INFO);
        Password info = newer == null ? config.getPassword(OLD_USER_INFO) : newer;
        if (info == null || info.value().indexOf(':') < 1) {
            throw new ConfigException("Configuration " + BASIC_AUTH_USER_INFO + " is not user:password, which '"
                    + BASIC_AUTH_CREDENTIALS_SOURCE + "=USER_INFO' needs. Set it.");
        }
        return info.value();
    }

    private String jaasUser() {
        Password login = config.getPassword(SASL_JAAS_CONFIG);
        if (login != null) {
            try {
                for (AppConfigurationEntry entry : JaasContext.loadClientContext(Map.of(SASL_JAAS_CONFIG, login))
                        .configurationEntries()) {
                    Object user = entry.getOptions().get("username");
                    Object password = entry.getOptions().get("password");
                    if (user != null && password != null) {
                        return user + ":" + password;
                    }
                }
            } catch (KafkaException | IllegalArgumentException e) {
                // refused below, in a text that has no part of the login
            }
        }
        throw new ConfigException("Configuration " + SASL_JAAS_CONFIG + " has no username and password, which '"
                + BASIC_AUTH_CREDENTIALS_SOURCE + "=SASL_INHERIT' needs. Set it, or use USER_INFO.");
    }

    private static Credentials basic(String userInfo, String remedy) {
        return new FixedCredentials(basicHeader(userInfo), remedy);
    }

    static Password basicHeader(String userInfo) {
        byte[] bytes = Objects.requireNonNull(userInfo).getBytes(StandardCharsets.UTF_8);
        return new Password("Basic " + Base64.getEncoder().encodeToString(bytes));
    }
}
