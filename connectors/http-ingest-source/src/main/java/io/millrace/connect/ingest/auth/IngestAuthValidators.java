// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.records.ConfigChecks;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** What each of the settings may be. Refusals show no value: some are secrets. */
final class IngestAuthValidators {
    /** A signature is tried with each. */
    static final int MAX_SECRETS = 20;

    /** A token of RFC 9110, section 5.6.2. */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** As browsers write it (RFC 6454, section 6.2): no slash at the end. */
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#@*\\s]+");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]+");

    private IngestAuthValidators() {}

    static boolean isHeaderName(String text) {
        return HEADER_NAME.matcher(text).matches();
    }

    static Validator headerName(String fallback) {
        return text(
                IngestAuthValidators::isHeaderName,
                "the name of a header",
                "Omit it for the default, " + fallback + ".");
    }

    static Validator headerNameOrNone() {
        return text(text -> text.isEmpty() || isHeaderName(text), "the name of a header, or empty", "Correct it.");
    }

    static Validator parameter(String fallback) {
        return text(
                text -> !text.isEmpty() && isPrintable(text),
                "the name of a parameter, in printable ASCII",
                "Omit it for the default, " + fallback + ".");
    }

    static Validator printable() {
        return text(IngestAuthValidators::isPrintable, "printable ASCII", "Correct it.");
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static Validator text(Predicate<String> allowed, String expected, String remedy) {
        return ConfigChecks.described(
                (name, value) -> {
                    if (!allowed.test((String) value)) {
                        throw refused(name, "expected " + expected + ". " + remedy);
                    }
                },
                expected);
    }

    static Validator keys() {
        return ConfigChecks.described(
                (name, value) -> {
                    try {
                        ApiKeys.parse(Secrets.split(secret(value)));
                    } catch (IllegalArgumentException e) {
                        throw hidden(name, e.getMessage() + ". Correct it: printf %s KEY | sha256sum makes a SHA-256.");
                    }
                },
                "name:sha256 entries");
    }

    static Validator secrets() {
        return ConfigChecks.described(
                (name, value) -> {
                    int count = Secrets.split(secret(value)).size();
                    if (count > MAX_SECRETS) {
                        throw hidden(
                                name, count + " secrets (expected at most " + MAX_SECRETS + "). Remove what is old.");
                    }
                },
                "secrets");
    }

    private static String secret(Object value) {
        return value instanceof Password password ? password.value() : "";
    }

    static Validator template() {
        return ConfigChecks.described(
                (name, value) -> {
                    try {
                        SignedText.parse((String) value);
                    } catch (IllegalArgumentException e) {
                        throw refused(name, e.getMessage() + ". Correct it.");
                    }
                },
                "text with " + SignedText.PLACES);
    }

    static <E extends Enum<E>> Validator constants(Class<E> type) {
        List<String> known =
                Arrays.stream(type.getEnumConstants()).map(ConfigChecks::text).toList();
        return list(known::contains, "a list of " + String.join(", ", known));
    }

    static Validator hosts() {
        return list(each -> isAll(each) || HOST.matcher(each).matches(), "hosts such as eventgrid.azure.net, or *");
    }

    static Validator topics() {
        return list(each -> ORIGIN.matcher(each).lookingAt(), "addresses such as https://blog.example.com/feed");
    }

    static Validator origins() {
        return list(
                each -> isAll(each) || ORIGIN.matcher(each).matches(),
                "origins such as https://shop.example.com, without a path or a slash at the end, or *");
    }

    static boolean isAll(String text) {
        return text.equals("*");
    }

    private static Validator list(Predicate<String> allowed, String expected) {
        return ConfigChecks.described(
                (name, value) -> {
                    String wrong = ((List<?>) value)
                            .stream()
                                    .map(String::valueOf)
                                    .filter(each -> !allowed.test(each))
                                    .collect(Collectors.joining(", "));
                    if (!wrong.isEmpty()) {
                        throw refused(name, "found " + wrong + " (expected " + expected + "). Correct it.");
                    }
                },
                expected);
    }

    static ConfigException refused(String name, String why) {
        return new ConfigException("Invalid value for configuration " + name + ": " + why);
    }

    /** The same of a secret. */
    static ConfigException hidden(String name, String why) {
        return new ConfigException("Invalid value [hidden] for configuration " + name + ": " + why);
    }
}
