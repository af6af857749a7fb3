// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.records.ConfigChecks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with the settings together, each under the key to correct. */
final class IngestAuthChecks {
    private final IngestSettings settings;
    private final AuthType type;
    private final SignatureType signature;
    private final Map<String, String> problems = new LinkedHashMap<>();

    IngestAuthChecks(Map<String, String> props) {
        this.settings = new IngestSettings(props);
        this.type = settings.choice(AuthType.class, IngestAuthOptions.TYPE);
        this.signature = settings.choice(SignatureType.class, IngestAuthOptions.SIGNATURE_TYPE);
    }

    Map<String, String> problems() {
        addUnused();
        addMissing();
        if (signature == SignatureType.STANDARD_WEBHOOKS) {
            addUnreadableSecrets();
        }
        if (signature == SignatureType.TEMPLATE) {
            addUnsigned();
        }
        if (settings.isTrue(IngestAuthOptions.CORS_CREDENTIALS) && isForAll(IngestAuthOptions.CORS_ORIGINS)) {
            addInvalid(
                    IngestAuthOptions.CORS_ORIGINS,
                    "found * with " + IngestAuthOptions.CORS_CREDENTIALS
                            + "=true (expected origins). List them, or omit " + IngestAuthOptions.CORS_CREDENTIALS
                            + ".");
        }
        return problems;
    }

    private boolean isForAll(String key) {
        return settings.list(key).contains("*");
    }

    private void addUnused() {
        for (String key : IngestSettings.keys()) {
            String by = settings.isChanged(key) ? whatLeavesUnused(key) : null;
            if (by != null) {
                problems.put(
                        key,
                        "Unused configuration " + key + ": " + by + " does not use it. Set what does, or omit it.");
            }
        }
    }

    /** The setting, with its value, that makes {@code key} useless; null if it is of use, or if that one is not known. */
    private @Nullable String whatLeavesUnused(String key) {
        return switch (key) {
            case IngestAuthOptions.KEYS, IngestAuthOptions.KEY_IN ->
                type == AuthType.API_KEY ? null : shown(IngestAuthOptions.TYPE);
            case IngestAuthOptions.KEY_HEADER -> unlessKeyIn(KeyPlace.HEADER);
            case IngestAuthOptions.KEY_PARAMETER -> unlessKeyIn(KeyPlace.QUERY);
            case IngestAuthOptions.WEBHOOK_ORIGINS -> unlessHandshake(HandshakeType.CLOUDEVENTS);
            case IngestAuthOptions.WEBSUB_TOPICS -> unlessHandshake(HandshakeType.WEBSUB);
            case IngestAuthOptions.CORS_CREDENTIALS ->
                settings.isEmpty(IngestAuthOptions.CORS_ORIGINS) ? shown(IngestAuthOptions.CORS_ORIGINS) : null;
            default -> key.startsWith("http.signature.") ? unlessSigned(key) : null;
        };
    }

    private @Nullable String unlessKeyIn(KeyPlace place) {
        if (type != AuthType.API_KEY) {
            return shown(IngestAuthOptions.TYPE);
        }
        return unlessListed(IngestAuthOptions.KEY_IN, ConfigChecks.text(place));
    }

    private @Nullable String unlessHandshake(HandshakeType handshake) {
        return unlessListed(IngestAuthOptions.HANDSHAKES, ConfigChecks.text(handshake));
    }

    private @Nullable String unlessListed(String key, String element) {
        return settings.list(key).contains(element) ? null : shown(key);
    }

    private @Nullable String unlessSigned(String key) {
        if (key.equals(IngestAuthOptions.SIGNATURE_TYPE)) {
            return null;
        }
        if (!signature.uses(key)) {
            return shown(IngestAuthOptions.SIGNATURE_TYPE);
        }
        boolean isOfTime = key.equals(IngestAuthOptions.TOLERANCE_MS) || key.equals(IngestAuthOptions.TIMESTAMP_FORMAT);
        boolean hasNoTime = signature == SignatureType.TEMPLATE && settings.isEmpty(IngestAuthOptions.TIMESTAMP_HEADER);
        return isOfTime && hasNoTime ? shown(IngestAuthOptions.TIMESTAMP_HEADER) : null;
    }

    /** How a configuration says it; null if it says something that cannot be read, which is told where that is checked. */
    private @Nullable String shown(String key) {
        return settings.isWrong(key) ? null : key + "=" + settings.text(key);
    }

    private void addMissing() {
        if (type == AuthType.API_KEY) {
            addIfMissing(IngestAuthOptions.KEYS, IngestAuthOptions.TYPE);
            addIfMissing(IngestAuthOptions.KEY_IN, IngestAuthOptions.TYPE);
        }
        if (signature != SignatureType.NONE) {
            addIfMissing(IngestAuthOptions.SECRETS, IngestAuthOptions.SIGNATURE_TYPE);
        }
        if (signature == SignatureType.TEMPLATE) {
            addIfMissing(IngestAuthOptions.SIGNATURE_HEADER, IngestAuthOptions.SIGNATURE_TYPE);
        }
        if (settings.list(IngestAuthOptions.HANDSHAKES).contains(ConfigChecks.text(HandshakeType.WEBSUB))) {
            addIfMissing(IngestAuthOptions.WEBSUB_TOPICS, IngestAuthOptions.HANDSHAKES);
        }
    }

    private void addIfMissing(String key, String because) {
        if (settings.isEmpty(key) && !settings.isWrong(key)) {
            problems.put(
                    key,
                    "Missing configuration " + key + ": needed with " + shown(because) + ". Set it, or omit " + because
                            + ".");
        }
    }

    private void addUnreadableSecrets() {
        try {
            StandardWebhooksSecrets.parse(settings.secrets(IngestAuthOptions.SECRETS));
        } catch (IllegalArgumentException e) {
            problems.put(
                    IngestAuthOptions.SECRETS,
                    "Invalid value [hidden] for configuration " + IngestAuthOptions.SECRETS + ": " + e.getMessage()
                            + ". Copy it whole from who signs.");
        }
    }

    /** What is trusted has to be signed. */
    private void addUnsigned() {
        if (settings.isWrong(IngestAuthOptions.TEMPLATE) || settings.isWrong(IngestAuthOptions.TIMESTAMP_HEADER)) {
            return;
        }
        SignedText text = SignedText.parse(settings.text(IngestAuthOptions.TEMPLATE));
        String timestampHeader = settings.text(IngestAuthOptions.TIMESTAMP_HEADER);
        boolean hasTime = !timestampHeader.isEmpty();
        if (!text.has("body")) {
            addInvalid(IngestAuthOptions.TEMPLATE, "found no ${body}, so that anybody could change it. Add it.");
        } else if (hasTime && !text.has("timestamp") && !text.hasHeader(timestampHeader)) {
            addInvalid(
                    IngestAuthOptions.TEMPLATE,
                    "found no ${timestamp} although " + IngestAuthOptions.TIMESTAMP_HEADER
                            + " is set, so that anybody could change it. Add it, or omit "
                            + IngestAuthOptions.TIMESTAMP_HEADER + ".");
        } else if (!hasTime && text.has("timestamp")) {
            addInvalid(
                    IngestAuthOptions.TEMPLATE,
                    "found ${timestamp} without " + IngestAuthOptions.TIMESTAMP_HEADER + ". Set it.");
        }
        if (hasTime && timestampHeader.equalsIgnoreCase(settings.text(IngestAuthOptions.SIGNATURE_HEADER))) {
            addInvalid(
                    IngestAuthOptions.TIMESTAMP_HEADER,
                    "expected another header than " + IngestAuthOptions.SIGNATURE_HEADER + ". Correct one.");
        }
    }

    private void addInvalid(String key, String why) {
        problems.put(key, "Invalid value for configuration " + key + ": " + why);
    }
}
