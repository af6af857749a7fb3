// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.Tls.TlsSettings;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import io.millrace.records.UnknownKeys;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/** TLS to the registry: Kafka's client settings {@code ssl.*}, each behind {@link #PREFIX}. */
final class TlsOptions {
    static final String PREFIX = "schema.registry.ssl.";
    static final String ENDPOINT_IDENTIFICATION = PREFIX + "endpoint.identification.algorithm";

    private static final String BEFORE_SSL = "schema.registry.";
    private static final String STORE_TYPES = "JKS, PKCS12 or PEM";
    private static final List<String> FILES =
            List.of(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);

    private TlsOptions() {}

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "TLS");
        defineTrust(group);
        defineKeys(group);
        defineProtocol(group);
    }

    private static void defineTrust(OptionGroup group) {
        group.text(
                        PREFIX + "truststore.location",
                        "",
                        null,
                        "Trust store",
                        "File with the certificates that the registry's is checked against. Without one, those of the"
                                + " worker's JVM.")
                .secret(PREFIX + "truststore.password", "Trust store password", "Its password, if it has one.")
                .text(
                        PREFIX + "truststore.type",
                        SslConfigs.DEFAULT_SSL_TRUSTSTORE_TYPE,
                        storeType(),
                        "Trust store type",
                        "Its format: " + STORE_TYPES + ".")
                .secret(
                        PREFIX + "truststore.certificates",
                        "Trusted certificates",
                        "The certificates themselves, in PEM, instead of a file; the type must be PEM.")
                .text(
                        ENDPOINT_IDENTIFICATION,
                        "https",
                        ConfigChecks.described(TlsOptions::requireHttpsOrNothing, "https, or nothing"),
                        "Host name check",
                        "Whether the registry's certificate must be for the host in its URL: https. Nothing at all"
                                + " turns the check off: whoever has any certificate that is trusted can then read"
                                + " and change what passes.")
                .text(
                        PREFIX + "trustmanager.algorithm",
                        SslConfigs.DEFAULT_SSL_TRUSTMANAGER_ALGORITHM,
                        null,
                        "Trust manager algorithm",
                        "How certificates are checked: the JVM's name of it.");
    }

    private static void defineKeys(OptionGroup group) {
        group.text(
                        PREFIX + "keystore.location",
                        "",
                        null,
                        "Key store",
                        "File with the key and certificate that the registry knows this client by (mTLS).")
                .secret(PREFIX + "keystore.password", "Key store password", "Its password; PEM has none.")
                .secret(PREFIX + "key.password", "Key password", "The password of the key itself, if it has its own.")
                .text(
                        PREFIX + "keystore.type",
                        SslConfigs.DEFAULT_SSL_KEYSTORE_TYPE,
                        storeType(),
                        "Key store type",
                        "Its format: " + STORE_TYPES + ".")
                .secret(
                        PREFIX + "keystore.key",
                        "Key",
                        "The key itself, in PEM (PKCS#8), instead of a file; the type must be PEM.")
                .secret(
                        PREFIX + "keystore.certificate.chain",
                        "Certificate chain",
                        "The certificates that go with 'schema.registry.ssl.keystore.key', in PEM.")
                .text(
                        PREFIX + "keymanager.algorithm",
                        SslConfigs.DEFAULT_SSL_KEYMANGER_ALGORITHM,
                        null,
                        "Key manager algorithm",
                        "How the key is chosen: the JVM's name of it.");
    }

    private static void defineProtocol(OptionGroup group) {
        group.text(
                        PREFIX + "protocol",
                        SslConfigs.DEFAULT_SSL_PROTOCOL,
                        null,
                        "Protocol",
                        "The newest version of TLS that is spoken.")
                .list(
                        PREFIX + "enabled.protocols",
                        SslConfigs.DEFAULT_SSL_ENABLED_PROTOCOLS,
                        null,
                        "Protocols",
                        "The versions of TLS that may be spoken.")
                .list(
                        PREFIX + "cipher.suites",
                        "",
                        null,
                        "Cipher suites",
                        "The cipher suites that may be used. Without any, those that the JVM allows.")
                .text(PREFIX + "provider", "", null, "Security provider", "The JVM's provider of TLS, if not its own.")
                .text(
                        PREFIX + "secure.random.implementation",
                        "",
                        null,
                        "Random numbers",
                        "Where random numbers come from: the JVM's name of it.")
                .text(
                        PREFIX + "engine.factory.class",
                        "",
                        ConfigChecks.described(TlsOptions::refuse, "none"),
                        "Engine factory",
                        "Not supported: a factory of engines cannot serve an HTTP client.");
    }

    private static Validator storeType() {
        return ConfigDef.ValidString.in("JKS", "PKCS12", "PEM");
    }

    private static void requireHttpsOrNothing(String name, Object value) {
        if (!value.equals("") && !value.toString().equalsIgnoreCase("https")) {
            throw ConfigChecks.refusal(name, value, "expected https, or nothing", "https");
        }
    }

    private static void refuse(String name, Object value) {
        if (!value.equals("")) {
            throw new ConfigException(name, value, "not supported by AvroConverter. Use the stores; remove it.");
        }
    }

    /** What is set; null where nothing is, so that the JVM's own settings hold. */
    static @Nullable TlsSettings from(AbstractConfig config) {
        Map<String, Object> given = config.originalsWithPrefix(PREFIX);
        if (given.isEmpty()) {
            return null;
        }
        requireKnown(config);
        Map<String, Object> values = new HashMap<>();
        config.values().forEach((key, value) -> {
            if (key.startsWith(PREFIX) && value != null && !value.equals("")) {
                values.put(key.substring(BEFORE_SSL.length()), value);
            }
        });
        Map<String, Long> written = new HashMap<>();
        for (String file : FILES) {
            if (values.get(file) instanceof String path) {
                if (!new File(path).canRead()) {
                    throw new ConfigException(
                            BEFORE_SSL + file, path, "not a file that the worker can read. Correct it.");
                }
                written.put(path, new File(path).lastModified());
            }
        }
        return new TlsSettings(values, written);
    }

    private static void requireKnown(AbstractConfig config) {
        Set<String> known = config.values().keySet();
        UnknownKeys unknown = new UnknownKeys(known, Set.of(PREFIX));
        for (String problem :
                unknown.in(config.originalsWithPrefix(PREFIX, false).keySet()).values()) {
            throw new ConfigException(problem);
        }
    }
}
