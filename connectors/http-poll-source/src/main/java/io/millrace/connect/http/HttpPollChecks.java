// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.auth.AuthChecks;
import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.records.ConfigReport;
import io.millrace.records.UnknownKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** What is wrong with a configuration: value by value, across keys, and for each endpoint. */
final class HttpPollChecks {
    private static final Set<String> OUR_PREFIXES = Set.of(
            "http.",
            "pagination.",
            "record.",
            "records.",
            "page.",
            "poll.",
            "retry.",
            "window.",
            "rate.",
            "response.",
            "csv.",
            "bad.records",
            "parent.",
            "initial.",
            "validate.");
    private static final Set<String> FREE_PREFIXES =
            Set.of(HttpPollConfig.HEADER_PREFIX, ShapeOptions.HEADER_PREFIX, HttpPollConfig.TASK_UNITS);

    private HttpPollChecks() {}

    /** Every problem at once, each under the key to correct, as {@code config/validate} shows them. */
    static ConfigReport report(Config checked, Map<String, String> props) {
        boolean isNamed = !props.getOrDefault(HttpPollConfig.ENDPOINTS, "").isBlank();
        for (ConfigValue value : checked.configValues()) {
            if (isNamed && !props.containsKey(value.name())) {
                value.errorMessages().removeIf(text -> text.startsWith("Missing required")); // each endpoint may set it
            }
        }
        ConfigReport report = new ConfigReport(checked, HttpPollConfig.DEF);
        problems(props).forEach(problem -> report.add(problem.key(), problem.text()));
        return report;
    }

    /** What no single value shows; empty if all is well. */
    static List<Problem> problems(Map<String, String> props) {
        List<Problem> problems = new ArrayList<>();
        addUnknown(props, problems);
        boolean isNamed = !props.getOrDefault(HttpPollConfig.ENDPOINTS, "").isBlank();
        for (String name : HttpPollConfig.names(props)) {
            String prefix = isNamed ? HttpPollConfig.ENDPOINT_PREFIX + name + "." : "";
            List<Problem> own = new ArrayList<>();
            addEndpointProblems(HttpPollConfig.endpointProps(props, name), isNamed, own);
            for (Problem problem : own) {
                boolean isShared = !props.containsKey(prefix + problem.key());
                problems.add(isShared ? problem : new Problem(prefix + problem.key(), problem.text()));
            }
            ParentChecks.add(props, name, problems);
        }
        new UnusedCredentials(props).addTo(problems);
        return new ArrayList<>(new LinkedHashSet<>(problems));
    }

    private static void addUnknown(Map<String, String> props, List<Problem> problems) {
        Map<String, String> asWritten = new HashMap<>();
        List<String> names = HttpPollConfig.names(props);
        for (String key : props.keySet()) {
            String plain = key;
            if (key.startsWith(HttpPollConfig.ENDPOINT_PREFIX)) {
                String rest = key.substring(HttpPollConfig.ENDPOINT_PREFIX.length());
                int dot = rest.indexOf('.');
                String name = dot < 0 ? rest : rest.substring(0, dot);
                if (dot < 0
                        || !names.contains(name)
                        || props.getOrDefault(HttpPollConfig.ENDPOINTS, "").isBlank()) {
                    problems.add(new Problem(
                            key,
                            "Unknown configuration " + key + ": found no endpoint " + name + " in "
                                    + HttpPollConfig.ENDPOINTS + ". Add it there, or remove this."));
                    continue;
                }
                plain = rest.substring(dot + 1);
            }
            String known = plain;
            if (FREE_PREFIXES.stream().noneMatch(known::startsWith)) {
                asWritten.put(plain, key);
            }
        }
        Set<String> known = HttpPollConfig.DEF.names();
        new UnknownKeys(known, OUR_PREFIXES)
                .in(asWritten.keySet())
                .forEach((key, text) -> problems.add(new Problem(
                        asWritten.getOrDefault(key, key),
                        text.replace(" " + key + ".", " " + asWritten.get(key) + "."))));
    }

    /** Values that are wrong by themselves are told by their validators; here those that are wrong together. */
    private static void addEndpointProblems(Map<String, String> props, boolean isNamed, List<Problem> problems) {
        AuthChecks.problems(props).forEach((key, text) -> problems.add(new Problem(key, text)));
        ShapeOptions.problems(props).forEach((key, text) -> problems.add(new Problem(key, text)));
        addRetryProblem(props, problems);
        Map<String, ConfigValue> checked = HttpPollConfig.DEF.validateAll(props);
        boolean isSound = true;
        for (ConfigValue value : checked.values()) {
            if (!value.errorMessages().isEmpty()) {
                isSound = false;
                if (isNamed) {
                    value.errorMessages().forEach(text -> problems.add(new Problem(value.name(), text)));
                }
            }
        }
        if (isSound) {
            addTogether(new Endpoint(HttpPollConfig.DEFAULT_ENDPOINT, props), problems);
        }
    }

    private static void addTogether(Endpoint endpoint, List<Problem> problems) {
        addTemplateProblems(endpoint, problems);
        addUrlProblems(endpoint, problems);
        addPointerProblems(endpoint, problems);
        Guarantee.problem(endpoint, problems);
        if (endpoint.isNewestFirst() && !endpoint.hasIds()) {
            problems.add(needed(ShapeOptions.ID_POINTER, HttpPollConfig.ORDER + "=newest-first"));
        }
        if (endpoint.badRecords() == HttpPollConfig.BadRecords.DEAD_LETTER
                && endpoint.badRecordsTopic().isEmpty()) {
            problems.add(needed(HttpPollConfig.BAD_RECORDS_TOPIC, HttpPollConfig.BAD_RECORDS + "=dead-letter"));
        }
        boolean looksBack =
                !"0".equals(endpoint.originalsStrings().getOrDefault(HttpPollConfig.WINDOW_LOOKBACK_MS, "0"));
        if (looksBack && !endpoint.hasIds()) {
            problems.add(needed(ShapeOptions.ID_POINTER, HttpPollConfig.WINDOW_LOOKBACK_MS));
        }
    }

    private static Problem needed(String key, String with) {
        return new Problem(key, "Missing configuration " + key + ": needed with " + with + ". Set it.");
    }

    private static void addTemplateProblems(Endpoint endpoint, List<Problem> problems) {
        try {
            RequestPlan plan = new RequestPlan(endpoint, endpoint.windows(java.time.Clock.systemUTC()));
            for (String name : plan.names()) {
                boolean isParent = name.startsWith(RequestValues.PARENT) && endpoint.parent() != null;
                if (!RequestValues.NAMES.contains(name) && !isParent) {
                    problems.add(new Problem(
                            HttpPollConfig.PATH,
                            "Cannot fill ${" + name + "}: found no such value (expected cursor, limit, window.start,"
                                    + " window.end, or parent.<JSON pointer> with " + HttpPollConfig.PARENT
                                    + "). Correct the template."));
                }
            }
            boolean usesParent = plan.names().stream().anyMatch(name -> name.startsWith(RequestValues.PARENT));
            if (endpoint.parent() != null && !usesParent) {
                problems.add(new Problem(
                        HttpPollConfig.PARENT,
                        "Unused configuration " + HttpPollConfig.PARENT + ": no template has ${parent.<JSON pointer>}."
                                + " Use a value of the parent record in " + HttpPollConfig.PATH + ", or omit it."));
            }
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(
                    HttpPollConfig.BODY,
                    "Invalid value for configuration " + HttpPollConfig.BODY + ": " + e.getMessage()
                            + ". Correct it."));
        }
    }

    private static void addUrlProblems(Endpoint endpoint, List<Problem> problems) {
        Set<String> used = endpoint.url().queryParameterNames();
        String cursor = endpoint.cursorParameter();
        String limit = endpoint.limitParameter();
        if (!cursor.isEmpty() && used.contains(cursor)) {
            problems.add(new Problem(HttpPollConfig.URL, ownParameter(cursor, cursorKey(endpoint))));
        }
        if (!limit.isEmpty() && used.contains(limit)) {
            problems.add(new Problem(HttpPollConfig.URL, ownParameter(limit, HttpPollConfig.LIMIT_PARAMETER)));
        }
        if (!cursor.isEmpty() && cursor.equals(limit)) {
            problems.add(new Problem(
                    HttpPollConfig.LIMIT_PARAMETER,
                    "Invalid value " + limit + " for configuration " + HttpPollConfig.LIMIT_PARAMETER
                            + ": expected another parameter than " + cursorKey(endpoint) + ". Correct one."));
        }
    }

    private static String cursorKey(Endpoint endpoint) {
        return switch (endpoint.pager()) {
            case PAGE -> HttpPollConfig.PAGE_PARAMETER;
            case OFFSET -> HttpPollConfig.OFFSET_PARAMETER;
            default -> HttpPollConfig.CURSOR_PARAMETER;
        };
    }

    private static String ownParameter(String parameter, String key) {
        return "Invalid value for configuration " + HttpPollConfig.URL + ": its query has the parameter " + parameter
                + ", which " + key + " sets. Remove it from the URL.";
    }

    private static void addPointerProblems(Endpoint endpoint, List<Problem> problems) {
        String records = endpoint.recordsPointer().toString();
        addInside(endpoint, HttpPollConfig.CURSOR_POINTER, records, problems);
        addInside(endpoint, HttpPollConfig.NEXT_POINTER, records, problems);
        addInside(endpoint, HttpPollConfig.MORE_POINTER, records, problems);
    }

    private static void addInside(Endpoint endpoint, String key, String records, List<Problem> problems) {
        String pointer = endpoint.getString(key);
        boolean isUsed = !pointer.isEmpty() && endpoint.envelope().contains(JsonPointer.compile(pointer));
        if (isUsed && (pointer + "/").startsWith(records + "/") && !records.isEmpty()) {
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

    /** One thing to correct. */
    record Problem(String key, String text) {}
}
