// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.records.ConfigChecks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What is wrong with the settings {@code http.auth.*} together, each under the key to correct. */
public final class AuthChecks {
    private static final ConfigDef DEF = definition();

    private final AuthType type;
    private final ClientAuth clientAuth;
    private final Map<String, String> props;
    private final Map<String, String> problems = new LinkedHashMap<>();

    private AuthChecks(AuthType type, ClientAuth clientAuth, Map<String, String> props) {
        this.type = type;
        this.clientAuth = clientAuth;
        this.props = props;
    }

    private static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        AuthOptions.define(def);
        return def;
    }

    /** What has to be set or corrected; empty where the way itself is not known, which is said where it is checked alone. */
    public static Map<String, String> problems(Map<String, String> props) {
        AuthChecks checks = of(props);
        if (checks == null) {
            return Map.of();
        }
        checks.addMissing();
        checks.addUnsendable();
        checks.addUnreadableKey();
        return checks.problems;
    }

    /** What is set and not used. */
    public static Map<String, String> unused(Map<String, String> props) {
        AuthChecks checks = of(props);
        if (checks == null) {
            return Map.of();
        }
        checks.addUnused();
        return checks.problems;
    }

    private static @Nullable AuthChecks of(Map<String, String> props) {
        Map<String, String> read = new LinkedHashMap<>();
        props.forEach((key, value) -> {
            if (value != null) {
                read.put(key, asRead(key, value));
            }
        });
        AuthType type = constant(AuthType.NONE, read.get(AuthOptions.TYPE));
        ClientAuth clientAuth = constant(ClientAuth.BASIC, read.get(AuthOptions.CLIENT_AUTH));
        return type == null || clientAuth == null ? null : new AuthChecks(type, clientAuth, read);
    }

    /** Kafka trims all but passwords. */
    private static String asRead(String key, String value) {
        ConfigDef.ConfigKey known = DEF.configKeys().get(key);
        return known == null || known.type == ConfigDef.Type.PASSWORD ? value : value.trim();
    }

    private static <E extends Enum<E>> @Nullable E constant(E fallback, @Nullable String text) {
        if (text == null) {
            return fallback;
        }
        for (E each : fallback.getDeclaringClass().getEnumConstants()) {
            if (ConfigChecks.text(each).equals(text)) {
                return each;
            }
        }
        return null;
    }

    private boolean isGiven(String key) {
        return !props.getOrDefault(key, "").isEmpty();
    }

    /** As tools write it that post every setting there is. */
    private boolean isDefault(String key) {
        return props.getOrDefault(key, "")
                .equals(String.valueOf(DEF.defaultValues().get(key)));
    }

    private String text(String key) {
        return props.getOrDefault(key, String.valueOf(DEF.defaultValues().get(key)));
    }

    private String typeText() {
        return AuthOptions.TYPE + "=" + ConfigChecks.text(type);
    }

    private String clientText() {
        return AuthOptions.CLIENT_AUTH + "=" + ConfigChecks.text(clientAuth);
    }

    private boolean uses(String key) {
        return type.keys().uses(key) || (type.hasClient() && clientAuth.keys().uses(key));
    }

    private void addUnused() {
        String with = type.hasClient()
                ? typeText() + " with " + clientText() + " does not use it. Set what does, or omit it."
                : typeText() + " does not use it. Set the type that does, or omit it.";
        for (String key : DEF.names()) {
            if (!key.equals(AuthOptions.TYPE) && isGiven(key) && !isDefault(key) && !uses(key)) {
                problems.put(key, "Unused configuration " + key + ": " + with);
            }
        }
    }

    private void addMissing() {
        for (String key : type.keys().needed()) {
            addIfMissing(key, typeText(), "or omit " + AuthOptions.TYPE);
        }
        if (!type.hasClient()) {
            return;
        }
        for (String key : clientAuth.keys().needed()) {
            addIfMissing(key, clientText(), "or omit " + AuthOptions.CLIENT_AUTH);
        }
        if (clientAuth.keys().uses(AuthOptions.CLIENT_SECRET) && isGiven(AuthOptions.CLIENT_SECRET)) {
            addIfMissing(AuthOptions.CLIENT_ID, AuthOptions.CLIENT_SECRET, "or omit " + AuthOptions.CLIENT_SECRET);
        }
        if (type == AuthType.JWT_BEARER && !isGiven(AuthOptions.CLIENT_ID)) { // it would be the issuer
            addIfMissing(AuthOptions.JWT_ISSUER, typeText(), "or " + AuthOptions.CLIENT_ID);
        }
    }

    private void addIfMissing(String key, String with, String otherwise) {
        if (!isGiven(key)) {
            problems.putIfAbsent(
                    key, "Missing configuration " + key + ": needed with " + with + ". Set it, " + otherwise + ".");
        }
    }

    private void addUnsendable() {
        if (type == AuthType.API_KEY && text(AuthOptions.API_KEY_IN).equals(ConfigChecks.text(AuthOptions.In.HEADER))) {
            if (!AuthValidators.isHeaderName(text(AuthOptions.API_KEY_NAME))) {
                problems.put(
                        AuthOptions.API_KEY_NAME,
                        "Invalid value for configuration " + AuthOptions.API_KEY_NAME + ": "
                                + AuthValidators.A_HEADER_NAME + ". Correct it, or set " + AuthOptions.API_KEY_IN
                                + "=query.");
            }
            if (isGiven(AuthOptions.API_KEY) && !AuthValidators.isSendable(text(AuthOptions.API_KEY))) {
                problems.put(
                        AuthOptions.API_KEY,
                        "Invalid value [hidden] for configuration " + AuthOptions.API_KEY + ": "
                                + AuthValidators.SENDABLE + ". Check for a line end copied with it.");
            }
        }
        if (type == AuthType.HMAC
                && text(AuthOptions.HMAC_HEADER).equalsIgnoreCase(text(AuthOptions.HMAC_TIMESTAMP_HEADER))) {
            problems.put(
                    AuthOptions.HMAC_TIMESTAMP_HEADER,
                    "Invalid value for configuration " + AuthOptions.HMAC_TIMESTAMP_HEADER
                            + ": expected another header than " + AuthOptions.HMAC_HEADER + ". Correct one.");
        }
    }

    private void addUnreadableKey() {
        String algorithm = text(AuthOptions.JWT_ALGORITHM);
        if (uses(AuthOptions.JWT_KEY) && isGiven(AuthOptions.JWT_KEY) && Jwt.ALGORITHMS.contains(algorithm)) {
            try {
                Jwt.requireUsable(algorithm, text(AuthOptions.JWT_KEY));
            } catch (ConfigException e) {
                problems.put(AuthOptions.JWT_KEY, String.valueOf(e.getMessage()));
            }
        }
    }
}
