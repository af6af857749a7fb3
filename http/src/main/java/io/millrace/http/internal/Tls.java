// SPDX-License-Identifier: Apache-2.0
package io.millrace.http.internal;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS as Kafka's {@code ssl.*} settings describe it. Kafka's own factory reads the stores, so that each format and
 * combination means what it does for a Kafka client.
 */
public record Tls(SSLContext context, SSLParameters parameters, X509TrustManager trust) {
    /**
     * What was set.
     *
     * @param prefix of the settings, for error texts
     * @param values Kafka's settings that are set, by Kafka's names
     * @param written when their files were last written: a renewed certificate is another setting
     */
    public record TlsSettings(String prefix, Map<String, Object> values, Map<String, Long> written) {
        public TlsSettings {
            values = Map.copyOf(values);
            written = Map.copyOf(written);
        }

        public boolean checksHost() {
            return values.containsKey(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        }

        private @Nullable String text(String key) {
            return (String) values.get(key);
        }

        private String @Nullable [] list(String key) {
            return values.get(key) instanceof List<?> list && !list.isEmpty()
                    ? list.stream().map(String::valueOf).toArray(String[]::new)
                    : null;
        }

        private char @Nullable [] keyPassword() {
            Object password = values.getOrDefault(
                    SslConfigs.SSL_KEY_PASSWORD_CONFIG, values.get(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG));
            return password == null ? null : ((Password) password).value().toCharArray();
        }
    }

    /** Throws a {@link ConfigException} when the settings cannot be used. */
    public static Tls of(TlsSettings settings) {
        try (DefaultSslEngineFactory stores = new DefaultSslEngineFactory()) {
            stores.configure(settings.values);
            SSLContext context = context(settings);
            TrustManager[] trust = trust(settings, stores.truststore());
            context.init(keys(settings, stores.keystore()), trust, null);
            SSLParameters parameters = context.getDefaultSSLParameters();
            parameters.setProtocols(settings.list(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG));
            String[] ciphers = settings.list(SslConfigs.SSL_CIPHER_SUITES_CONFIG);
            if (ciphers != null) {
                parameters.setCipherSuites(ciphers);
            }
            return new Tls(context, parameters, first(trust));
        } catch (KafkaException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(settings, e);
        }
    }

    private static X509TrustManager first(TrustManager[] managers) throws GeneralSecurityException {
        for (TrustManager manager : managers) {
            if (manager instanceof X509TrustManager trust) {
                return trust;
            }
        }
        throw new GeneralSecurityException("no manager of certificates");
    }

    private static ConfigException unusable(TlsSettings settings, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        ConfigException refusal = new ConfigException("The settings " + settings.prefix + "* cannot be used: "
                + e.getMessage() + (cause == e ? "" : ", " + cause.getMessage())
                + ". Correct the store, its type and its passwords.");
        refusal.initCause(e);
        return refusal;
    }

    private static SSLContext context(TlsSettings settings) throws GeneralSecurityException {
        String protocol = settings.text(SslConfigs.SSL_PROTOCOL_CONFIG);
        String provider = settings.text(SslConfigs.SSL_PROVIDER_CONFIG);
        return provider == null ? SSLContext.getInstance(protocol) : SSLContext.getInstance(protocol, provider);
    }

    private static KeyManager @Nullable [] keys(TlsSettings settings, @Nullable KeyStore store)
            throws GeneralSecurityException {
        if (store == null) {
            return null;
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(settings.text(SslConfigs.SSL_KEYMANAGER_ALGORITHM_CONFIG));
        factory.init(store, settings.keyPassword());
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(TlsSettings settings, @Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(settings.text(SslConfigs.SSL_TRUSTMANAGER_ALGORITHM_CONFIG));
        factory.init(store); // null: what the JVM trusts
        TrustManager[] managers = factory.getTrustManagers();
        if (!settings.checksHost()) {
            for (int i = 0; i < managers.length; i++) {
                if (managers[i] instanceof X509ExtendedTrustManager manager) {
                    managers[i] = new AnyHostTrust(manager);
                }
            }
        }
        return managers;
    }
}
