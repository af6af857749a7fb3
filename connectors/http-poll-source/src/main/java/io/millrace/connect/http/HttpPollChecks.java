// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.records.ConfigChecks;
import io.millrace.records.UnknownKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** What is wrong with a configuration: value by value, and across keys. */
final class HttpPollChecks {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]*");
    private static final Set<String> OUR_PREFIXES =
            Set.of("http.", "pagination.", "record.", "records.", "page.", "poll.", "retry.");

    private HttpPollChecks() {}

    /** Every problem at once, each under the key to correct, as {@code config/validate} shows them. */
    static Config validate(Config checked, Map<String, String> props) {
        List<ConfigValue> values = new ArrayList<>(checked.configValues());
        values.forEach(HttpPollChecks::addRemedy);
        for (Problem problem : problems(props)) {
            ConfigValue value = values.stream()
                    .filter(each -> each.name().equals(problem.key()))
                    .findFirst()
                    .orElse(null);
            if (value == null) {
                value = new ConfigValue(problem.key());
                values.add(value);
            }
            value.addErrorMessage(problem.text());
        }
        return new Config(values);
    }

    /** Kafka words these two itself and leaves out what to do. */
    private static void addRemedy(ConfigValue value) {
        value.errorMessages().replaceAll(message -> {
            if (message.contains("Not a number of type")) {
                Object fallback = HttpPollConfig.DEF.defaultValues().get(value.name());
                return message + ". Give a whole number, or omit it for the default, " + fallback + ".";
            }
            return message.startsWith("Missing required configuration") ? message + " Set it." : message;
        });
    }

    /** What no single value shows; empty if all is well. */
    static List<Problem> problems(Map<String, String> props) {
        List<Problem> problems = new ArrayList<>();
        unknown().in(props.keySet()).forEach((key, text) -> problems.add(new Problem(key, text)));
        boolean bearer = "bearer".equals(props.get(HttpPollConfig.AUTH_TYPE));
        boolean token = !props.getOrDefault(HttpPollConfig.AUTH_TOKEN, "").isEmpty();
        if (bearer != token) {
            problems.add(new Problem(HttpPollConfig.AUTH_TOKEN, bearer ? noToken() : unusedToken()));
        }
        addUrlProblems(props, problems);
        addPointerProblems(props, problems);
        addRetryProblem(props, problems);
        return problems;
    }

    private static UnknownKeys unknown() {
        return new UnknownKeys(HttpPollConfig.DEF.names(), OUR_PREFIXES);
    }

    private static String noToken() {
        return "Missing configuration " + HttpPollConfig.AUTH_TOKEN + ": needed with " + HttpPollConfig.AUTH_TYPE
                + "=bearer. Set it, or omit " + HttpPollConfig.AUTH_TYPE + ".";
    }

    private static String unusedToken() {
        return "Unused configuration " + HttpPollConfig.AUTH_TOKEN + ": it is sent only with "
                + HttpPollConfig.AUTH_TYPE + "=bearer. Set that, or omit the token.";
    }

    private static void addUrlProblems(Map<String, String> props, List<Problem> problems) {
        HttpUrl url = HttpUrl.parse(props.getOrDefault(HttpPollConfig.URL, ""));
        String cursor = props.getOrDefault(HttpPollConfig.CURSOR_PARAMETER, HttpPollConfig.CURSOR_PARAMETER_DEFAULT);
        String limit = props.getOrDefault(HttpPollConfig.LIMIT_PARAMETER, HttpPollConfig.LIMIT_PARAMETER_DEFAULT);
        Set<String> used = url == null ? Set.of() : url.queryParameterNames();
        if (used.contains(cursor)) {
            problems.add(new Problem(HttpPollConfig.URL, ownParameter(cursor, HttpPollConfig.CURSOR_PARAMETER)));
        }
        if (used.contains(limit)) {
            problems.add(new Problem(HttpPollConfig.URL, ownParameter(limit, HttpPollConfig.LIMIT_PARAMETER)));
        }
        if (cursor.equals(limit)) {
            problems.add(new Problem(
                    HttpPollConfig.LIMIT_PARAMETER,
                    "Invalid value " + limit + " for configuration " + HttpPollConfig.LIMIT_PARAMETER
                            + ": expected another parameter than " + HttpPollConfig.CURSOR_PARAMETER
                            + ". Correct one."));
        }
    }

    private static String ownParameter(String parameter, String key) {
        return "Invalid value for configuration " + HttpPollConfig.URL + ": its query has the parameter " + parameter
                + ", which " + key + " sets. Remove it from the URL.";
    }

    private static void addPointerProblems(Map<String, String> props, List<Problem> problems) {
        String records = props.getOrDefault(HttpPollConfig.RECORDS_POINTER, HttpPollConfig.RECORDS_POINTER_DEFAULT);
        String cursor = props.getOrDefault(HttpPollConfig.CURSOR_POINTER, HttpPollConfig.CURSOR_POINTER_DEFAULT);
        String more = props.getOrDefault(HttpPollConfig.MORE_POINTER, "");
        addInside(HttpPollConfig.CURSOR_POINTER, cursor, records, problems);
        if (!more.isEmpty()) {
            addInside(HttpPollConfig.MORE_POINTER, more, records, problems);
        }
    }

    private static void addInside(String key, String pointer, String records, List<Problem> problems) {
        if ((pointer + "/").startsWith(records + "/")) {
            problems.add(new Problem(
                    key,
                    "Invalid value " + pointer + " for configuration " + key + ": inside the records, which are at "
                            + records + ". Give a place outside them."));
        }
    }

    private static void addRetryProblem(Map<String, String> props, List<Problem> problems) {
        Long initial = number(props, HttpPollConfig.RETRY_INITIAL_MS);
        Long max = number(props, HttpPollConfig.RETRY_MAX_MS);
        if (initial != null && max != null && max < initial) {
            problems.add(new Problem(
                    HttpPollConfig.RETRY_MAX_MS,
                    "Invalid value " + max + " for configuration " + HttpPollConfig.RETRY_MAX_MS
                            + ": expected at least " + initial + ", the value of " + HttpPollConfig.RETRY_INITIAL_MS
                            + ". Correct one."));
        }
    }

    private static @Nullable Long number(Map<String, String> props, String key) {
        try {
            String text = props.get(key);
            return text == null ? (Long) HttpPollConfig.DEF.defaultValues().get(key) : Long.valueOf(text.trim());
        } catch (NumberFormatException e) {
            return null; // said where the value is checked alone
        }
    }

    static Validator topic() {
        return ConfigChecks.described(HttpPollChecks::checkTopic, "a topic name");
    }

    static Validator url() {
        return ConfigChecks.described(HttpPollChecks::checkUrl, "an http or https address");
    }

    static Validator token() {
        return ConfigChecks.described(HttpPollChecks::checkToken, "printable ASCII without spaces");
    }

    static Validator shape() {
        return ConfigChecks.described(HttpPollChecks::checkShape, HttpPollConfig.DEVICE_EVENT);
    }

    static Validator name(String fallback) {
        return ConfigChecks.described(
                (name, value) -> {
                    if (((String) value).isBlank()) {
                        throw ConfigChecks.refusal(name, value, "expected the name of a query parameter", fallback);
                    }
                },
                "the name of a query parameter");
    }

    static Validator pointer(String fallback) {
        return ConfigChecks.described(
                (name, value) -> {
                    if (((String) value).isEmpty() || !isPointer((String) value)) {
                        throw ConfigChecks.refusal(
                                name, value, "expected a JSON pointer such as " + fallback, fallback);
                    }
                },
                "a JSON pointer");
    }

    static Validator pointerOrNone() {
        return ConfigChecks.described(
                (name, value) -> {
                    if (!isPointer((String) value)) {
                        throw ConfigChecks.refusal(name, value, "expected a JSON pointer such as /has_more", "none");
                    }
                },
                "a JSON pointer, or empty");
    }

    private static void checkTopic(String name, @Nullable Object value) {
        if (value == null) {
            return; // said as missing
        }
        String topic = (String) value;
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw new ConfigException(
                    name, value, "expected 1 to 249 letters, digits, dots, underscores and dashes. Name a topic.");
        }
    }

    private static void checkUrl(String name, @Nullable Object value) {
        if (value == null) {
            return; // said as missing
        }
        HttpUrl url = HttpUrl.parse((String) value);
        if (url == null) {
            throw refusedUrl(name, "expected an http or https address");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw refusedUrl(name, "found a user or password in it");
        }
        if (url.fragment() != null) {
            throw refusedUrl(name, "found a fragment (#) in it");
        }
    }

    private static ConfigException refusedUrl(String name, String why) { // may hold a secret: never shown
        return new ConfigException("Invalid value for configuration " + name + ": " + why
                + ". Give an address such as https://api.example.com/v1/events.");
    }

    private static void checkToken(String name, @Nullable Object value) {
        if (value instanceof Password token && !TOKEN.matcher(token.value()).matches()) {
            throw new ConfigException(
                    name,
                    "[hidden]",
                    "expected printable ASCII without spaces. Check for a line end or quotes copied with it.");
        }
    }

    private static boolean isPointer(String text) {
        try {
            JsonPointer.compile(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkShape(String name, Object value) {
        if (!HttpPollConfig.DEVICE_EVENT.equals(value)) {
            throw ConfigChecks.refusal(
                    name, value, "expected " + HttpPollConfig.DEVICE_EVENT, HttpPollConfig.DEVICE_EVENT);
        }
    }

    /** One thing to correct. */
    record Problem(String key, String text) {}
}
