// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.records.ConfigChecks;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** What each of the settings {@code http.auth.*} may be. Values may be secrets, or hold some: refusals never show them. */
final class AuthValidators {
    /** A token of RFC 9110, section 5.6.2. */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** They say where a request goes and where it ends: the client's own. */
    private static final Set<String> FRAMING = Set.of("connection", "content-length", "host", "transfer-encoding");

    static final String A_HEADER_NAME =
            "expected the name of a header, other than Connection, Content-Length, Host and Transfer-Encoding";
    static final String SENDABLE = "expected printable ASCII, which is what a header can have";

    private AuthValidators() {}

    static Validator token() {
        return ConfigChecks.described(
                (name, value) -> {
                    if (value instanceof Password password
                            && !password.value().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                        throw new ConfigException(
                                name,
                                "[hidden]",
                                "expected printable ASCII without spaces. Check for a line end or quotes copied with it.");
                    }
                },
                "printable ASCII without spaces");
    }

    static Validator tokenUrl() {
        return ConfigChecks.described(
                (name, value) -> {
                    if (!((String) value).isEmpty()) {
                        checkUrl(name, (String) value);
                    }
                },
                "an http or https address");
    }

    private static void checkUrl(String name, String value) {
        HttpUrl url = HttpUrl.parse(value);
        if (url == null) {
            throw refused(name, "expected an http or https address. Correct it.");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw refused(
                    name,
                    "found a user or password in it. Give them as " + AuthOptions.CLIENT_ID + " and "
                            + AuthOptions.CLIENT_SECRET + ".");
        }
        if (url.fragment() != null) {
            throw refused(name, "found a fragment (#) in it. Remove it.");
        }
    }

    static Validator headerName(String fallback) {
        return ConfigChecks.described(
                (name, value) -> {
                    if (!isHeaderName((String) value)) {
                        throw refused(name, A_HEADER_NAME + ". Omit it for the default, " + fallback + ".");
                    }
                },
                "the name of a header");
    }

    static Validator headerNameOrNone(String fallback) {
        return ConfigChecks.described(
                (name, value) -> {
                    if (!((String) value).isEmpty()) {
                        headerName(fallback).ensureValid(name, value);
                    }
                },
                "the name of a header, or empty");
    }

    static boolean isHeaderName(String text) {
        return HEADER_NAME.matcher(text).matches() && !FRAMING.contains(text.toLowerCase(Locale.ROOT));
    }

    static Validator sendable() {
        return ConfigChecks.described(AuthValidators::checkSendable, "printable ASCII");
    }

    private static void checkSendable(String name, Object value) {
        if (!isSendable((String) value)) {
            throw refused(name, SENDABLE + ". Check for a line end copied with it.");
        }
    }

    /** Whether a header can have {@code text}. */
    static boolean isSendable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** A text with {@code places}. */
    static Validator template(List<String> places) {
        String expected = places.stream().map(place -> "${" + place + "}").collect(Collectors.joining(", "));
        return ConfigChecks.described(
                (name, value) -> checkPlaces(name, (String) value, places, expected), "text with " + expected);
    }

    /** A text with {@code places} that is sent as a header. */
    static Validator headerTemplate(List<String> places) {
        Validator known = template(places);
        return ConfigChecks.described(
                (name, value) -> {
                    checkSendable(name, value);
                    known.ensureValid(name, value);
                },
                known.toString());
    }

    private static void checkPlaces(String name, String text, List<String> places, String expected) {
        try {
            for (String place : Places.names(text)) {
                if (!places.contains(place)) {
                    throw refused(name, "found ${" + place + "} (expected " + expected + "). Correct it.");
                }
            }
        } catch (IllegalArgumentException e) {
            throw refused(name, e.getMessage() + ". Correct it.");
        }
    }

    static Validator formFields() {
        return ConfigChecks.described(
                (name, value) -> {
                    try {
                        FormFields.parse((String) value);
                    } catch (IllegalArgumentException e) {
                        throw refused(
                                name, e.getMessage() + " (expected such as audience=api&tenant=a%26b). Correct it.");
                    }
                },
                "fields of a form");
    }

    private static ConfigException refused(String name, String why) {
        return new ConfigException("Invalid value for configuration " + name + ": " + why);
    }
}
