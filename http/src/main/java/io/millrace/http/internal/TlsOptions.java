// SPDX-License-Identifier: Apache-2.0
package io.millrace.http.internal;

import io.millrace.http.internal.Tls.TlsSettings;
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

/** TLS to a server, or of one: Kafka's settings {@code ssl.*}, each behind a prefix. */
public final class TlsOptions {
    private static final String SSL = "ssl.";

    private static final String STORE_TYPES = "JKS, PKCS12 or PEM";
    private static final List<String> FILES =
            List.of(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);

    private final String prefix;
    private final String peer;
    private final boolean isServer;

    /**
     * Of a client, with names of its own.
     *
     * @param prefix what the settings begin with, such as {@code http.ssl.}
     * @param peer the server, as texts name it
     */
    public TlsOptions(String prefix, String peer) {
        this(prefix, peer, false);
    }

    private TlsOptions(String prefix, String peer, boolean isServer) {
        this.prefix = prefix;
        this.peer = peer;
        this.isServer = isServer;
    }

    /**
     * Of a server.
     *
     * @param peer its clients, each of them, as texts name it
     */
    public static TlsOptions ofServer(String prefix, String peer) {
        return new TlsOptions(prefix, peer, true);
    }

    /** Adds the settings to {@code def}. */
    public void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "TLS");
        defineTrust(group);
        defineKeys(group);
        defineProtocol(group);
    }

    private void defineTrust(OptionGroup group) {
        group.text(
                        prefix + "truststore.location",
                        "",
                        null,
                        "Trust store",
                        "File with the certificates that the " + peer
                                + "'s is checked against. Without one, those of the" + " worker's JVM.")
                .secret(prefix + "truststore.password", "Trust store password", "Its password, if it has one.")
                .text(
                        prefix + "truststore.type",
                        SslConfigs.DEFAULT_SSL_TRUSTSTORE_TYPE,
                        storeType(),
                        "Trust store type",
                        "Its format: " + STORE_TYPES + ".")
                .secret(
                        prefix + "truststore.certificates",
                        "Trusted certificates",
                        "The certificates themselves, in PEM, instead of a file; the type must be PEM.");
        if (!isServer) {
            defineHostCheck(group);
        }
        group.text(
                prefix + "trustmanager.algorithm",
                SslConfigs.DEFAULT_SSL_TRUSTMANAGER_ALGORITHM,
                null,
                "Trust manager algorithm",
                "How certificates are checked: the JVM's name of it.");
    }

    private void defineHostCheck(OptionGroup group) {
        group.text(
                prefix + "endpoint.identification.algorithm",
                "https",
                ConfigChecks.described(TlsOptions::requireHttpsOrNothing, "https, or nothing"),
                "Host name check",
                "Whether the " + peer + "'s certificate must be for the host in its URL: https. Nothing at all"
                        + " turns the check off: whoever has any certificate that is trusted can then read"
                        + " and change what passes.");
    }

    private void defineKeys(OptionGroup group) {
        group.text(
                        prefix + "keystore.location",
                        "",
                        null,
                        "Key store",
                        isServer
                                ? "File with the server's key and certificate. With one, requests come by TLS only."
                                : "File with the key and certificate that the " + peer
                                        + " knows this client by (mTLS).")
                .secret(prefix + "keystore.password", "Key store password", "Its password; PEM has none.")
                .secret(prefix + "key.password", "Key password", "The password of the key itself, if it has its own.")
                .text(
                        prefix + "keystore.type",
                        SslConfigs.DEFAULT_SSL_KEYSTORE_TYPE,
                        storeType(),
                        "Key store type",
                        "Its format: " + STORE_TYPES + ".")
                .secret(
                        prefix + "keystore.key",
                        "Key",
                        "The key itself, in PEM (PKCS#8), instead of a file; the type must be PEM.")
                .secret(
                        prefix + "keystore.certificate.chain",
                        "Certificate chain",
                        "The certificates that go with '" + prefix + "keystore.key', in PEM.")
                .text(
                        prefix + "keymanager.algorithm",
                        SslConfigs.DEFAULT_SSL_KEYMANGER_ALGORITHM,
                        null,
                        "Key manager algorithm",
                        "How the key is chosen: the JVM's name of it.");
    }

    private void defineProtocol(OptionGroup group) {
        group.text(
                        prefix + "protocol",
                        SslConfigs.DEFAULT_SSL_PROTOCOL,
                        null,
                        "Protocol",
                        "The newest version of TLS that is spoken.")
                .list(
                        prefix + "enabled.protocols",
                        SslConfigs.DEFAULT_SSL_ENABLED_PROTOCOLS,
                        null,
                        "Protocols",
                        "The versions of TLS that may be spoken.")
                .list(
                        prefix + "cipher.suites",
                        "",
                        null,
                        "Cipher suites",
                        "The cipher suites that may be used. Without any, those that the JVM allows.")
                .text(prefix + "provider", "", null, "Security provider", "The JVM's provider of TLS, if not its own.")
                .text(
                        prefix + "secure.random.implementation",
                        "",
                        null,
                        "Random numbers",
                        "Where random numbers come from: the JVM's name of it.")
                .text(
                        prefix + "engine.factory.class",
                        "",
                        ConfigChecks.described(TlsOptions::refuse, "none"),
                        "Engine factory",
                        "Not supported: a factory of engines cannot serve HTTP.");
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
            throw new ConfigException(name, value, "not supported. Use the stores; remove it.");
        }
    }

    /** What is set; null where nothing is, so that the JVM's own settings hold. */
    public @Nullable TlsSettings from(AbstractConfig config) {
        Map<String, Object> given = config.originalsWithPrefix(prefix);
        if (given.isEmpty()) {
            return null;
        }
        requireKnown(config);
        Map<String, Object> values = new HashMap<>();
        config.values().forEach((key, value) -> {
            if (key.startsWith(prefix) && value != null && !value.equals("")) {
                values.put(key.substring(prefix.length() - SSL.length()), value);
            }
        });
        Map<String, Long> written = new HashMap<>();
        for (String file : FILES) {
            if (values.get(file) instanceof String path) {
                if (!new File(path).canRead()) {
                    throw new ConfigException(
                            prefix + file.substring(SSL.length()),
                            path,
                            "not a file that the worker can read. Correct it.");
                }
                written.put(path, new File(path).lastModified());
            }
        }
        return new TlsSettings(prefix, values, written);
    }

    private void requireKnown(AbstractConfig config) {
        Set<String> known = config.values().keySet();
        UnknownKeys unknown = new UnknownKeys(known, Set.of(prefix));
        for (String problem :
                unknown.in(config.originalsWithPrefix(prefix, false).keySet()).values()) {
            throw new ConfigException(problem);
        }
    }
}
