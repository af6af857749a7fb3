// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.auth.TemplateScheme.Layout;
import io.millrace.records.ConfigChecks;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The way to sign that the settings describe. */
final class Schemes {
    private Schemes() {}

    /** Null for none. */
    static @Nullable Scheme of(AbstractConfig config, Clock clock) {
        SignatureType type =
                ConfigChecks.choice(SignatureType.class, config.getString(IngestAuthOptions.SIGNATURE_TYPE));
        if (type == SignatureType.NONE) {
            return null;
        }
        List<String> secrets = Secrets.of(config, IngestAuthOptions.SECRETS);
        if (secrets.isEmpty()) {
            throw new ConfigException("Missing configuration " + IngestAuthOptions.SECRETS + ": needed with "
                    + IngestAuthOptions.SIGNATURE_TYPE + "=" + ConfigChecks.text(type) + ". Set it, or omit "
                    + IngestAuthOptions.SIGNATURE_TYPE + ".");
        }
        Window window = new Window(config.getLong(IngestAuthOptions.TOLERANCE_MS), clock);
        return switch (type) {
            case NONE -> null;
            case STRIPE -> new StripeScheme(sha256(secrets), window);
            case STANDARD_WEBHOOKS -> new StandardWebhooksScheme(standardWebhooks(secrets), window);
            case GITHUB -> new TemplateScheme(Layout.GITHUB, sha256(secrets), window);
            case SLACK -> new TemplateScheme(Layout.SLACK, sha256(secrets), window);
            case SHOPIFY -> new TemplateScheme(Layout.SHOPIFY, sha256(secrets), window);
            case TEMPLATE -> new TemplateScheme(layout(config), keys(algorithm(config), secrets), window);
        };
    }

    private static MacKeys sha256(List<String> secrets) {
        return keys(HmacAlgorithm.SHA256, secrets);
    }

    private static MacKeys keys(HmacAlgorithm algorithm, List<String> secrets) {
        return new MacKeys(
                algorithm,
                secrets.stream()
                        .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    private static StandardWebhooksSecrets standardWebhooks(List<String> secrets) {
        try {
            return StandardWebhooksSecrets.parse(secrets);
        } catch (IllegalArgumentException e) {
            throw IngestAuthValidators.hidden(IngestAuthOptions.SECRETS, e.getMessage() + ". Correct it.");
        }
    }

    private static HmacAlgorithm algorithm(AbstractConfig config) {
        return ConfigChecks.choice(HmacAlgorithm.class, config.getString(IngestAuthOptions.ALGORITHM));
    }

    private static Layout layout(AbstractConfig config) {
        return new Layout(
                config.getString(IngestAuthOptions.SIGNATURE_HEADER),
                config.getString(IngestAuthOptions.PREFIX),
                ConfigChecks.choice(SignatureEncoding.class, config.getString(IngestAuthOptions.ENCODING)),
                SignedText.parse(config.getString(IngestAuthOptions.TEMPLATE)),
                config.getString(IngestAuthOptions.TIMESTAMP_HEADER),
                ConfigChecks.choice(TimestampFormat.class, config.getString(IngestAuthOptions.TIMESTAMP_FORMAT)),
                "");
    }
}
