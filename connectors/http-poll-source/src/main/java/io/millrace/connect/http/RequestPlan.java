// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.http.HttpPollConfig.Format;
import io.millrace.connect.http.HttpPollConfig.Method;
import io.millrace.connect.http.HttpPollConfig.Pager;
import io.millrace.connect.http.Position.Validator;
import io.millrace.connect.http.Position.Window;
import io.millrace.records.PluginVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** How one endpoint is asked for a page: compiled once, then filled with where to read. Thread-safe. */
final class RequestPlan {
    private static final String USER_AGENT = "millrace-http-poll-source/" + PluginVersion.of(RequestPlan.class);

    private final HttpUrl url;
    private final Template path;
    private final Map<String, Template> query = new LinkedHashMap<>();
    private final Map<String, Template> headers = new LinkedHashMap<>();
    private final @Nullable JsonTemplate jsonBody;
    private final @Nullable Template textBody;
    private final MediaType bodyType;
    private final Method method;
    private final Pagination pagination;
    private final boolean cursorIsUrl;
    private final String limit;
    private final @Nullable Windows windows;
    private final String accept;
    private final Set<String> names = new LinkedHashSet<>();

    /** @throws IllegalArgumentException that says what is wrong with a template */
    RequestPlan(Endpoint endpoint, @Nullable Windows windows) {
        this.url = endpoint.url();
        this.path = Template.parse(endpoint.path());
        this.method = endpoint.method();
        this.pagination = endpoint.pagination();
        this.cursorIsUrl = endpoint.pager() == Pager.NEXT_URL || endpoint.pager() == Pager.LINK_HEADER;
        this.limit = Integer.toString(endpoint.limit());
        this.windows = windows;
        this.accept = accept(endpoint.format());
        this.bodyType = MediaType.get(endpoint.bodyType());
        boolean isJson = bodyType.subtype().equals("json") || bodyType.subtype().endsWith("+json");
        boolean hasBody = !endpoint.body().isEmpty();
        this.jsonBody = hasBody && isJson ? JsonTemplate.parse(endpoint.body()) : null;
        this.textBody = hasBody && !isJson ? Template.parse(endpoint.body()) : null;
        parseQuery(endpoint.query());
        endpoint.headers().forEach((name, value) -> headers.put(name, Template.parse(value)));
        collectNames();
        addParameter(endpoint.cursorParameter(), RequestValues.CURSOR);
        addParameter(endpoint.limitParameter(), RequestValues.LIMIT);
        if (windows != null) {
            addParameter(endpoint.windowStartParameter(), RequestValues.WINDOW_START);
            addParameter(endpoint.windowEndParameter(), RequestValues.WINDOW_END);
        }
    }

    private static String accept(Format format) {
        return switch (format) {
            case JSON -> "application/json";
            case NDJSON -> "application/x-ndjson, application/jsonl, application/json;q=0.5";
            case CSV -> "text/csv";
        };
    }

    private void parseQuery(String text) {
        for (String pair : text.split("&", -1)) {
            if (!pair.isBlank()) {
                int equals = pair.indexOf('=');
                query.put(
                        equals < 0 ? pair : pair.substring(0, equals),
                        Template.parse(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
    }

    private void collectNames() {
        names.addAll(path.names());
        query.values().forEach(template -> names.addAll(template.names()));
        headers.values().forEach(template -> names.addAll(template.names()));
        if (jsonBody != null) {
            names.addAll(jsonBody.names());
        }
        if (textBody != null) {
            names.addAll(textBody.names());
        }
    }

    /** A parameter for a value that no template has asked for. */
    private void addParameter(String parameter, String value) {
        if (!parameter.isEmpty() && !names.contains(value)) {
            query.putIfAbsent(parameter, Template.parse("${" + value + "}"));
        }
    }

    /** The names of the values that templates ask for. */
    Set<String> names() {
        return names;
    }

    /** What stands for the start of the page in the API's own terms; null for the first. */
    @Nullable String cursor(Position position) {
        return position.cursor() == null ? pagination.first() : position.cursor();
    }

    /**
     * The request for the page that holds {@code position}, without credentials.
     *
     * @param parent values of the parent record, by pointer
     * @throws DataException that says what is found instead of a value for the path
     */
    Request request(Position position, Map<String, String> parent) {
        Window window = position.window();
        RequestValues values = new RequestValues(
                cursor(position),
                limit,
                window == null || windows == null ? null : windows.startText(window),
                window == null || windows == null ? null : windows.endText(window),
                parent);
        Request.Builder request = new Request.Builder()
                .url(target(values))
                .header("Accept", accept)
                .header("Accept-Encoding", "gzip, deflate, zstd")
                .header("User-Agent", USER_AGENT);
        headers.forEach((name, template) -> {
            String value = template.render(values, UnaryOperator.identity());
            if (value != null) {
                request.header(name, value);
            }
        });
        Validator validator = position.validator();
        if (validator != null && validator.etag() != null) {
            request.header("If-None-Match", validator.etag());
        } else if (validator != null && validator.modified() != null) {
            request.header("If-Modified-Since", validator.modified());
        }
        if (method == Method.POST) {
            request.post(RequestBody.create(body(values).getBytes(StandardCharsets.UTF_8), bodyType));
        }
        return request.build();
    }

    private HttpUrl target(RequestValues values) {
        if (cursorIsUrl && values.cursor() != null) {
            return ForeignLinkException.resolved(url, values.cursor());
        }
        HttpUrl.Builder target = url.newBuilder();
        String segments = path.render(values, RequestPlan::segment);
        if (segments == null) {
            throw new DataException(
                    "no value for " + missing(values) + " (expected one for each in " + HttpPollConfig.PATH + ")");
        }
        if (!segments.isEmpty()) {
            target.encodedPath(join(url.encodedPath(), segments));
        }
        query.forEach((name, template) -> {
            String value = template.render(values, UnaryOperator.identity());
            if (value != null) {
                target.setQueryParameter(name, value);
            }
        });
        return target.build();
    }

    private String missing(RequestValues values) {
        return path.names().stream()
                .filter(name -> values.get(name) == null)
                .map(name -> "${" + name + "}")
                .collect(Collectors.joining(", "));
    }

    private static String join(String base, String added) {
        String left = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return left + (added.startsWith("/") ? "" : "/") + added;
    }

    /** A value as part of a path: it neither ends a segment nor begins the query, nor leads up. */
    private static String segment(String value) {
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            throw new DataException("a value that is empty, . or .. (expected a part of a path)");
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String form(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private String body(RequestValues values) {
        if (jsonBody != null) {
            return jsonBody.render(values);
        }
        String text = textBody == null ? "" : textBody.render(values, RequestPlan::form);
        return text == null ? "" : text;
    }
}
